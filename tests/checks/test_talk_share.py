"""Who does the talking."""

import pytest

from qa.checks.talk_share import TalkShare
from qa.core.call import Aspect, Role
from qa.core.scorecard import Outcome
from qa.core.spans import Span
from tests.checks.heard import heard, lexicons

P, F, NA, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED

MOSTLY_AGENT = ["agent 0-30: 我说明一下", "customer 31-41: 好的我知道了"]  # 75 %
MOSTLY_CUSTOMER = ["agent 0-10: 您好", "customer 11-41: 我从头说起"]  # 25 %


def judge(*lines: str, language: str = "zh", **params: float):
    return TalkShare(**params).judge(heard(*lines, language=language), lexicons(language))


@pytest.mark.parametrize(
    ("lines", "params", "outcome"),
    [
        (MOSTLY_AGENT, {"max_share": 0.7}, F),
        (MOSTLY_AGENT, {"max_share": 0.75}, P),
        (MOSTLY_AGENT, {"min_share": 0.75}, P),
        (MOSTLY_AGENT, {"min_share": 0.76}, F),
        (MOSTLY_CUSTOMER, {"min_share": 0.3, "max_share": 0.7}, F),
        (MOSTLY_CUSTOMER, {"min_share": 0.2, "max_share": 0.7}, P),
        (["agent 0-29: 我说明一下"], {"max_share": 0.7}, NA),  # 29 s of talk in all
        (["agent 0-29: 我说明一下"], {"max_share": 0.7, "min_talk_s": 20.0}, F),
        (["system 0-60: 请稍候"], {"max_share": 0.7}, NA),
        (["system 0-60: 请稍候"], {"max_share": 0.7, "min_talk_s": 0.0}, NA),
        ([*MOSTLY_AGENT, "system 50-150: 请稍候"], {"max_share": 0.75}, P),  # nobody's talk
        (["agent 0-20: 说明", "customer 0-20: 我也说"], {"max_share": 0.5}, P),  # both at once
    ],
)
def test_the_share_of_the_talk(lines: list[str], params: dict, outcome: Outcome) -> None:
    assert judge(*lines, **params).outcome is outcome


def test_the_numbers_and_the_longest_talk_of_whoever_talked_more() -> None:
    finding = judge(*MOSTLY_AGENT, max_share=0.7)
    assert finding.measured == {
        "talk_s_agent": 30.0, "talk_s_customer": 10.0, "talk_share_agent": 0.75,
    }  # fmt: skip
    assert "75.0%" in finding.explanation and "70%" in finding.explanation
    (shown,) = finding.evidence
    assert (shown.role, shown.quote, shown.turn, shown.span) == (
        Role.AGENT, "我说明一下", 0, Span(0, 30_000),
    )  # fmt: skip
    (other,) = judge(*MOSTLY_CUSTOMER, min_share=0.3).evidence
    assert (other.role, other.quote) == (Role.CUSTOMER, "我从头说起")


def test_without_sound_nobody_can_tell() -> None:
    call = heard(*MOSTLY_AGENT, silent=True)
    assert TalkShare(max_share=0.7).judge(call, lexicons()).outcome is UNKNOWN
    assert TalkShare(max_share=0.7).needs == {Aspect.SILENCE, Aspect.ROLES}


@pytest.mark.parametrize(
    ("lines", "params"), [(MOSTLY_AGENT, {"max_share": 0.7}), (MOSTLY_CUSTOMER, {"min_share": 0.3})]
)
def test_it_speaks_the_calls_language(lines: list[str], params: dict) -> None:
    found = [judge(*lines, language=language, **params) for language in ("zh", "ko", "en")]
    assert len({finding.explanation for finding in found}) == 3
    assert len({finding.suggestion for finding in found}) == 3


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({}, "no limit is set"),
        ({"min_share": 0.7, "max_share": 0.3}, "min_share must not be more than max_share"),
        ({"max_share": 70.0}, "max_share is a share from 0 to 1; got 70"),
        ({"min_share": -0.1}, "min_share must be more than 0"),
    ],
)
def test_limits_that_cannot_be_meant_are_refused(params: dict, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        TalkShare(**params)
