"""What stands in the way of a measurement, in a few words of Chinese, Korean and English.

By the code of an `InspectionFinding`. Chinese and English stay within GBK, Korean within CP949,
because Windows consoles still speak those.
"""

from __future__ import annotations

from qa.core.call import LANGUAGES, InspectionFinding

FINDING_NAMES: dict[str, tuple[str, str, str]] = {
    "no-speech": ("没有听到说话", "말소리 없음", "No speech heard"),
    "too-short": ("录音过短", "녹음이 너무 짧음", "Very short recording"),
    "more-than-two-channels": ("多于两个声道", "채널이 셋 이상", "More than two channels"),
    "same-sound-on-both-channels": (
        "两个声道是同一路声音",
        "두 채널의 소리가 같음",
        "Both channels carry the same sound",
    ),
    "crosstalk": ("声道之间串音", "채널 간 누화", "Channels leak into each other"),
    "mono": ("单声道录音", "모노 녹음", "Mono recording"),
    "silent-channel": ("有声道完全无声", "무음 채널", "A dead channel"),
    "one-party-only": ("只听到一方说话", "한쪽 말소리만 있음", "Only one party heard"),
    "clipping": ("音量过大，波形削顶", "음량 과다로 소리 깨짐", "Clipped sound"),
    "tones": ("有电话提示音", "전화 신호음", "Telephone tones"),
    "music-like": ("疑似音乐", "음악으로 추정", "Sounds like music"),
    "several-tracks": ("文件含多条音轨", "여러 오디오 트랙", "Several sound tracks"),
    "unequal-pair": (
        "两个文件长度不同",
        "두 파일의 길이가 다름",
        "Files of unequal length",
    ),
    "no-words": ("没有识别出文字", "인식된 말 없음", "No words recognised"),
    "language-uncertain": ("语言不确定", "언어 불확실", "Language uncertain"),
    "channels-uncertain": (
        "声道归属不确定",
        "채널 구분 불확실",
        "Which channel is the agent's is uncertain",
    ),
    "roles-uncertain": (
        "坐席与客户分不清",
        "상담원과 고객 구분 불확실",
        "Who is agent and who is customer is uncertain",
    ),
    "one-voice": ("只分出一个说话人", "화자가 한 명만 구분됨", "Only one voice told apart"),
    "dropped-text": (
        "删去了没有声音依据的文字",
        "소리 없는 구간의 텍스트 제거",
        "Text without sound behind it was dropped",
    ),
    # what the call itself shows, see `Call.obstacles_to`
    "no-sound": (
        "这通通话没有录音，无法测量时间",
        "녹음이 없어 시간을 잴 수 없습니다",
        "the call came without sound, so nothing in it can be timed",
    ),
    "no-words-of-agent": (
        "坐席说的话没有识别出文字",
        "상담원의 말이 인식되지 않음",
        "No words of the agent were understood",
    ),
    "no-words-of-customer": (
        "客户说的话没有识别出文字",
        "고객의 말이 인식되지 않음",
        "No words of the customer were understood",
    ),
    "speakers-unknown": (
        "超过一成的话不知是谁说的",
        "누가 한 말인지 모르는 부분이 10%를 넘음",
        "Who said more than a tenth of the words is not known",
    ),
}


def told_in(language: str, finding: InspectionFinding) -> str:
    """The finding in the words of `language` (zh, ko, en), or its own detail where none are.

    In English always the detail, which is English and says more.
    """
    names = FINDING_NAMES.get(finding.code)
    if names is None or language == "en":
        return finding.detail
    return names[LANGUAGES.index(language)]
