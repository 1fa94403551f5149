"""Conditions on what is known about a call from outside it."""

from dataclasses import replace

import pytest

from qa.checks.metadata import Metadata
from qa.core.call import CallContext
from qa.core.scorecard import Outcome
from tests.checks.heard import heard, lexicons

P, F, NA, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED

CONTEXT = CallContext(
    "c1",
    agent_id="A07",
    team=" ",
    started_at="2026-03-01T09:30:00",
    direction="Inbound",
    extra={"queue": "退款", "csat": "2.0", "account": "0012345678901234567", "agent_id": "other"},
)


def judge(field: str, op: str, *values: str, language: str = "zh"):
    call = replace(heard("agent 0-3: 您好", language=language), context=CONTEXT)
    return Metadata(field, op, values).judge(call, lexicons(language))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "op", "values", "outcome"),
    [
        ("direction", "equals", ["inbound"], P),
        ("direction", "equals", ["ｉｎｂｏｕｎｄ"], P),  # case and width do not matter
        ("direction", "equals", ["outbound"], F),
        ("direction", "not_equals", ["outbound"], P),
        ("direction", "not_equals", ["inbound"], F),
        ("agent_id", "equals", ["A07"], P),  # the call's own field before a column of that name
        ("queue", "in", ["投诉", "退款"], P),
        ("queue", "in", ["投诉"], F),
        ("queue", "not_in", ["投诉"], P),
        ("queue", "not_in", ["投诉", "退款"], F),
        ("queue", "contains", ["退"], P),
        ("queue", "contains", ["诉", "款"], P),
        ("queue", "contains", ["诉"], F),
        ("csat", "equals", ["2"], P),  # as numbers
        ("csat", "at_most", ["10"], P),  # as text "2.0" is more than "10"
        ("csat", "at_most", ["2"], P),
        ("csat", "at_most", ["1.9"], F),
        ("csat", "at_least", ["2"], P),
        ("csat", "at_least", ["-3"], P),
        ("csat", "at_least", ["3"], F),
        ("account", "equals", ["12345678901234567"], F),  # too long for a number: an account
        ("started_at", "at_least", ["2026-03-01"], P),  # ISO dates order as text
        ("started_at", "at_most", ["2026-03-01"], F),
        ("queue", "at_least", ["3"], UNKNOWN),  # a text and a number
        ("csat", "at_least", ["高"], UNKNOWN),
        ("direction", "present", [], P),
        ("direction", "absent", [], F),
        ("team", "present", [], F),  # a blank cell is nothing
        ("team", "absent", [], P),
        ("team", "equals", ["x"], NA),
        ("nosuch", "not_equals", ["x"], NA),
        ("nosuch", "absent", [], P),
        ("extra", "present", [], F),  # not a field of the call but where the columns are kept
    ],
)
def test_conditions(field: str, op: str, values: list[str], outcome: Outcome) -> None:
    assert judge(field, op, *values).outcome is outcome


def test_it_shows_what_is_known() -> None:
    finding = judge("csat", "at_least", "3")
    assert finding.measured == {"value": 2.0}
    assert finding.evidence[0].note == "csat: 2.0"
    assert finding.explanation == "不符合“csat 不小于 3”：csat 为 2.0。"
    assert finding.suggestion
    assert not judge("team", "absent").evidence
    assert not Metadata("csat", "present").needs


@pytest.mark.parametrize(
    ("field", "op", "values"),
    [
        ("direction", "equals", ["inbound"]),
        ("queue", "not_in", ["退款"]),
        ("team", "present", []),
        ("team", "contains", ["x"]),
        ("queue", "at_most", ["1"]),
    ],
)
def test_it_speaks_the_calls_language(field: str, op: str, values: list[str]) -> None:
    found = [judge(field, op, *values, language=language) for language in ("zh", "ko", "en")]
    assert len({finding.explanation for finding in found}) == 3


@pytest.mark.parametrize(
    ("field", "op", "values", "told"),
    [
        (" ", "present", (), "field is empty"),
        ("csat", "equals", (), "op equals takes one value; got 0"),
        ("csat", "at_least", ("1", "2"), "op at_least takes one value; got 2"),
        ("csat", "in", (), "op in takes values"),
        ("csat", "contains", ("",), "op contains takes values, none of them empty"),
        ("csat", "absent", ("1",), "op absent takes no values; got 1"),
    ],
)
def test_conditions_that_cannot_be_meant_are_refused(
    field: str, op: str, values: tuple[str, ...], told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        Metadata(field, op, values)  # type: ignore[arg-type]
