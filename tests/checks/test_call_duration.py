"""A call too short, too long, or just right."""

from dataclasses import replace

import pytest

from qa.checks.call_duration import CallDuration
from qa.core.scorecard import Outcome
from qa.core.spans import Span
from tests.checks.heard import heard, lexicons

P, F, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_ASSESSED


def judge(duration_ms: int | None, language: str = "zh", **limits: float):
    call = replace(heard("agent 0-3: 您好", language=language), duration_ms=duration_ms)
    return CallDuration(**limits).judge(call, lexicons(language))


@pytest.mark.parametrize(
    ("duration_ms", "limits", "outcome"),
    [
        (59_999, {"min_s": 60.0}, F),
        (60_000, {"min_s": 60.0}, P),
        (60_000, {"max_s": 60.0}, P),
        (60_001, {"max_s": 60.0}, F),
        (60_000, {"min_s": 60.0, "max_s": 60.0}, P),
        (30_000, {"min_s": 20.0, "max_s": 40.0}, P),
        (50_000, {"min_s": 20.0, "max_s": 40.0}, F),
        (10_000, {"min_s": 20.0, "max_s": 40.0}, F),
        (None, {"min_s": 20.0}, UNKNOWN),
    ],
)
def test_the_limits_are_included(duration_ms: int | None, limits: dict, outcome: Outcome) -> None:
    assert judge(duration_ms, **limits).outcome is outcome


def test_it_tells_the_length_and_shows_the_whole_call() -> None:
    finding = judge(61_500, max_s=60.0)
    assert finding.measured == {"duration_s": 61.5}
    assert "61.5 秒" in finding.explanation
    assert "60 秒" in finding.explanation
    assert finding.evidence[0].span == Span(0, 61_500)
    assert finding.suggestion
    assert not judge(10_000, max_s=60.0).suggestion


@pytest.mark.parametrize("limits", [{"min_s": 60.0}, {"max_s": 5.0}])
def test_it_speaks_the_calls_language(limits: dict) -> None:
    found = [judge(10_000, language, **limits) for language in ("zh", "ko", "en")]
    assert len({finding.explanation for finding in found}) == 3
    assert len({finding.suggestion for finding in found}) == 3


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({}, "no limit is set"),
        ({"min_s": 90.0, "max_s": 60.0}, "min_s must not be more than max_s"),
        ({"max_s": 0.0}, "max_s must be more than 0"),
        ({"min_s": -1.0}, "min_s must be more than 0"),
    ],
)
def test_limits_that_cannot_be_meant_are_refused(limits: dict, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        CallDuration(**limits)
