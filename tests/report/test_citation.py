from __future__ import annotations

from dataclasses import replace

import pytest

from qa.core.call import Role
from qa.core.scorecard import Evidence
from qa.core.spans import Span
from qa.report.citation import Citation, citations, when
from qa.report.texts import interface
from tests.report import builders


def only(evidence: Evidence) -> Citation:
    result = replace(builders.results()[0], evidence=(evidence,))
    (found,) = citations(builders.call(), builders.scorecard(results=(result,)))
    return found


def test_the_cited_turn_and_characters_are_found() -> None:
    found = only(builders.cite(6, "我们不能退"))
    assert found.turn is not None
    assert found.turn.index == 6
    assert found.chars is not None
    assert found.turn.text[slice(*found.chars)] == "我们不能退"


def test_without_offsets_the_quote_is_looked_up_in_its_turn() -> None:
    found = only(Evidence("我们不能退", turn=6))
    assert found.turn is not None
    assert found.chars is not None
    assert found.turn.text[slice(*found.chars)] == "我们不能退"
    assert found.span == found.turn.span
    assert found.role is Role.AGENT


@pytest.mark.parametrize("chars", [(-1, 2), (3, 3), (0, 999)])
def test_offsets_the_turn_does_not_have_highlight_nothing(chars: tuple[int, int]) -> None:
    assert only(Evidence("您好", turn=0, chars=chars)).chars is None


def test_a_time_without_a_turn_leads_to_the_last_turn_begun_before_it() -> None:
    found = only(Evidence(note="静音", span=Span(60_000, 70_000)))
    assert found.turn is not None
    assert found.turn.index == 9
    assert found.chars is None
    assert found.role is None


def test_a_turn_the_call_does_not_have_is_still_shown() -> None:
    found = only(Evidence("没有这句", turn=99))
    assert found.turn is None
    assert when(found, interface("zh")) == "第 100 句"


def test_evidence_of_the_whole_call_says_so() -> None:
    assert when(only(Evidence(note="没有听到")), interface("zh")) == "整通通话"


def test_without_the_call_the_evidence_keeps_its_own_times() -> None:
    found = citations(None, builders.scorecard())
    assert len(found) == sum(len(r.evidence) for r in builders.results())
    assert all(c.turn is None for c in found)
    assert found[0].span == Span(400, 4900)
