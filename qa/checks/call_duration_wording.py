"""What `call_duration` says about a call, in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "unknown": "不知道这通通话有多长。",
        "within": "通话时长 {duration_s:.1f} 秒，在规定范围内。",
        "too_short": "通话时长 {duration_s:.1f} 秒，短于规定的 {min_s:g} 秒。",
        "too_long": "通话时长 {duration_s:.1f} 秒，超过规定的 {max_s:g} 秒。",
        "suggestion_too_short": "挂机前先确认客户的问题是否都已讲完、都已答复，例如“请问还有其他可以帮您的吗？”",
        "suggestion_too_long": "尽早归纳客户的诉求并说明处理步骤；一时查不到的，约好时间回复客户。",
        "note": "整通录音",
    },
    "ko": {
        "unknown": "이 통화의 길이를 알 수 없습니다.",
        "within": "통화 시간은 {duration_s:.1f}초로 정해진 범위 안입니다.",
        "too_short": "통화 시간이 {duration_s:.1f}초로 정해진 {min_s:g}초보다 짧습니다.",
        "too_long": "통화 시간이 {duration_s:.1f}초로 정해진 {max_s:g}초를 넘었습니다.",
        "suggestion_too_short": "끊기 전에 고객의 문의가 모두 해결되었는지 확인하세요. 예: “더 도와드릴 것이 있을까요?”",
        "suggestion_too_long": "고객의 요청을 먼저 정리하고 처리 순서를 안내하세요. 바로 확인되지 않는 것은 시간을 정해 다시 연락드리세요.",
        "note": "녹음 전체",
    },
    "en": {
        "unknown": "How long this call lasted is not known.",
        "within": "The call lasted {duration_s:.1f} s, within its limits.",
        "too_short": "The call lasted {duration_s:.1f} s, less than the {min_s:g} s expected.",
        "too_long": "The call lasted {duration_s:.1f} s, more than the {max_s:g} s allowed.",
        "suggestion_too_short": "Before you hang up, make sure everything was said and answered: “Is there anything else I can help you with?”",
        "suggestion_too_long": "Sum up early what the customer needs and say which steps follow; what cannot be found now gets an agreed time for a call back.",
        "note": "the whole recording",
    },
}
