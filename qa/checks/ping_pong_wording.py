"""What `ping_pong` says about a call, in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "none": "坐席没有把客户转给别处，此项不适用。",
        "few": "把客户转给别处 {n} 次，其中无人跟进的不超过 {most} 次。",
        "kept": "把客户转给别处 {n} 次，都说明了情况或继续跟进。",
        "taken_on": "客户说已被推来推去，坐席没有再推给别处。",
        "cold": "坐席有 {n} 次把客户推给别处，没有说明情况，也没有跟进。",
        "again": "客户已经被推来推去，坐席又把客户推给别处（共 {n} 次没有跟进）。",
        "do_cold": "先说明情况再转，不让客户从头说起：“我帮您转到技术部，情况我会先跟他们说明，您不用再重复。”",
        "do_again": "到您这里为止：“这件事由我来跟进，我去联系他们，今天下午五点前给您回电。”",
        "sent_around_note": "客户说已被推来推去",
        "cold_note": "推给别处，没有跟进",
        "again_note": "又推给别处",
        "kept_handover_note": "转给别处",
        "kept_note": "说明了情况或继续跟进",
    },
    "ko": {
        "none": "고객을 다른 곳으로 넘긴 일이 없어 해당되지 않습니다.",
        "few": "다른 곳으로 넘긴 것이 {n}회이며, 그대로 맡겨 둔 것은 {most}회 이내입니다.",
        "kept": "다른 곳으로 넘긴 {n}회 모두 내용을 전달하거나 끝까지 챙겼습니다.",
        "taken_on": "이미 여러 곳을 거친 고객을 다시 다른 곳으로 보내지 않았습니다.",
        "cold": "내용 전달도 후속 조치도 없이 고객을 다른 곳으로 넘긴 것이 {n}회 있습니다.",
        "again": "이미 여러 곳을 거친 고객을 다시 다른 곳으로 보냈습니다(모두 {n}회).",
        "do_cold": "내용을 먼저 전달하고 연결하세요. 예: “기술팀으로 연결해 드리면서 내용을 미리 전달해 두겠습니다. 다시 설명하지 않으셔도 됩니다.”",
        "do_again": "여기서 끝내 주세요. 예: “제가 직접 담당 부서와 확인해서 오늘 다섯 시까지 전화드리겠습니다.”",
        "sent_around_note": "고객이 이미 여러 곳을 거쳤다고 함",
        "cold_note": "그대로 넘김",
        "again_note": "다시 다른 곳으로 넘김",
        "kept_handover_note": "다른 곳으로 넘김",
        "kept_note": "내용을 전달하거나 끝까지 챙김",
    },
    "en": {
        "none": "The customer was not handed to anybody else, so this does not apply.",
        "few": "Handed to somebody else: {n}; left alone with it no more than {most} time(s).",
        "kept": "Handed to somebody else: {n}, each time with the matter explained or followed up.",
        "taken_on": "A customer who had been sent around was not sent on again.",
        "cold": "Handed to somebody else with nothing explained and no follow-up: {n}.",
        "again": "A customer who had been sent around already was sent on again ({n} in all not followed up).",
        "do_cold": "Explain before you transfer: “I'll put you through to the technical team and tell them what has happened, so you needn't repeat it.”",
        "do_again": "Let it end with you: “I'll speak to them myself and call you back by five today.”",
        "sent_around_note": "the customer has been sent around",
        "cold_note": "handed over and left",
        "again_note": "sent on again",
        "kept_handover_note": "handed over",
        "kept_note": "explained or followed up",
    },
}
