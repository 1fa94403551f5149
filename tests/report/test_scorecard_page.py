from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.core.call import Aspect, CallContext, InspectionFinding, Role, Transcript, Turn, Word
from qa.core.scorecard import (
    CheckError,
    CriterionResult,
    Evidence,
    Outcome,
    RubricRef,
    Scorecard,
    Tally,
    Verdict,
)
from qa.core.spans import Span
from qa.report.formats import cleaned
from qa.report.scorecard_page import scorecard_html
from tests.report import builders
from tests.report.parsing import Node, parsed

ANY_TEXT = st.text(alphabet=st.characters(codec=None))


def page(**changes: object) -> Node:
    return parsed(scorecard_html(builders.call(), builders.scorecard(**changes)))


def test_every_link_inside_the_page_arrives_somewhere() -> None:
    tree = page()
    ids = [node.attributes["id"] for node in tree.walk() if node.attributes.get("id")]
    links = [a.attributes["href"] for a in tree.all("a")]
    assert len(ids) == len(set(ids))
    assert len(links) > 30
    for link in links:
        assert link is not None
        assert link.startswith("#"), link
        assert link[1:] in ids


def test_every_quote_leads_to_the_turn_that_holds_it() -> None:
    tree = page()
    quotes = 0
    for item in tree.all("li"):
        if item.all("q") and item.all("a", class_="when"):
            target = (item.one("a", class_="when").attributes["href"] or "")[1:]
            assert item.one("q").text in tree.one("li", id_=target).text
            quotes += 1
    assert quotes == sum(bool(e.quote) for r in builders.results() for e in r.evidence)


def test_exactly_the_quoted_characters_are_highlighted() -> None:
    turn = page().one("li", id_="turn-6")
    marks = turn.all("mark")
    assert [mark.text for mark in marks] == ["不可能的", "我们不能退", "这是公司的规定"]
    assert {(m.classes[0], m.attributes["data-criteria"]) for m in marks} == {("fail", "3")}


def test_highlights_that_overlap_keep_the_text_whole() -> None:
    text = "您先听我说完"
    evidence = (
        Evidence("您先听我", turn=0, chars=(0, 4)),
        Evidence("听我说完", turn=0, chars=(2, 6)),
    )
    results = tuple(
        replace(builders.results()[place], evidence=(piece,))
        for place, piece in enumerate(evidence)
    )
    call = builders.call(transcript=Transcript("zh", (Turn(0, Role.AGENT, text),), "human"))
    tree = parsed(scorecard_html(call, builders.scorecard(results=results)))
    said = tree.one("p", class_="said")
    assert said.text == text
    assert [mark.text for mark in said.all("mark")] == ["您先", "听我", "说完"]
    assert "2 表达" in (said.all("mark")[1].attributes["title"] or "")


def test_words_heard_in_doubt_are_marked_with_how_sure() -> None:
    doubts = page().one("li", id_="turn-10").all("span", class_="doubt")
    assert [(d.text, d.attributes["title"]) for d in doubts] == [
        ("城东店", "识别把握 33%"),
        ("登记", "识别把握 41%"),
    ]


def test_a_word_that_is_not_in_the_text_marks_nothing() -> None:
    words = (Word("没有", Span(0, 1), 0.1), Word("好", Span(1, 2), 0.1))
    turn = Turn(0, Role.AGENT, "您这样好", Span(0, 100), words)
    call = builders.call(transcript=Transcript("zh", (turn,), "human"))
    assert parsed(scorecard_html(call, builders.scorecard())).all("span", class_="doubt") == []


def test_outcomes_are_said_in_words_with_their_points() -> None:
    tree = page()
    shown = {
        article.attributes["id"]: (
            article.one("span", class_="points").text,
            [b.text for b in article.all("span", class_="badge")],
        )
        for article in tree.all("article")
    }
    assert shown["criterion-1"] == ("10 / 10 分", ["通过"])
    assert shown["criterion-3"] == ("0 / 30 分", ["一票否决", "不通过"])
    assert shown["criterion-6"] == ("不计分（5 分）", ["不适用"])
    assert shown["criterion-7"] == ("不计分（5 分）", ["无法判定"])


def test_how_it_was_measured_is_shown_with_units_and_limits() -> None:
    details = page().one("article", id_="criterion-4").one("details")
    rows = {r.one("th").text: r.one("td").text for r in details.all("tr") if r.all("td")}
    assert rows == {
        "抢话次数": "1",
        "最长一次": "3.2 秒",
        "min_overlap_s": "0.8 秒",
        "max_events": "0",
    }


def test_findings_say_what_they_make_unmeasurable() -> None:
    tree = page(inspection=(builders.SAME_SOUND, *builders.call().inspection))
    first, second = tree.one("section", id_="inspection").all("li")
    assert "两个声道是同一路声音" in first.text
    assert "因此无法判断：谁是坐席、谁是客户, 抢话" in first.text
    assert "仅作提示" in second.text


def test_crashed_checks_are_told_and_no_section_is_there_without_one() -> None:
    tree = page(errors=(CheckError("jargon", "KeyError", "<terms>"),))
    assert "jargon KeyError: <terms>" in tree.one("section", id_="check-errors").text
    assert page().all("section", id_="check-errors") == []


def test_silences_stand_between_the_turns() -> None:
    lines = page().one("ol", class_="turns").all("li")
    place = next(i for i, line in enumerate(lines) if "静音 31.4 秒" in line.text)
    assert lines[place - 1].attributes["id"] == "turn-9"
    assert lines[place + 1].attributes["id"] == "turn-10"


def test_silences_stand_between_no_turns_where_the_recording_cannot_tell() -> None:
    found = (InspectionFinding("x", "x", frozenset({Aspect.SILENCE})),)
    text = scorecard_html(builders.call(inspection=found), builders.scorecard())
    assert parsed(text).one("ol", class_="turns").all("li", class_="pause") == []


def test_the_header_and_the_provenance_name_everything() -> None:
    tree = page()
    header = tree.one("header", class_="top").text
    for known in (
        "2026-07-03_A07_0015",
        "陈丽 (A07)",
        "售后一组",
        "02:37.2",
        "呼入",
        "中文",
        "不合格",
        "55.0",
        "95.2%",
        "WX-20260703-118",
        "低于合格线",
    ):
        assert known in header
    provenance = tree.one("section", id_="provenance").text
    for known in (
        "service-call 1.0.0",
        "9f2c4be1a7d0)",
        "whisper:large-v3-turbo",
        "silero-v6",
        "qa-scorecards 0.1.0",
    ):
        assert known in provenance


def test_the_page_needs_no_network_and_no_script() -> None:
    html = scorecard_html(builders.call(), builders.scorecard())
    assert parsed(html).all("script") == []
    assert "http://" not in html
    assert "https://" not in html
    assert "url(" not in html


def test_headings_and_landmarks_make_an_outline() -> None:
    tree = page()
    levels = [int(n.tag[1]) for n in tree.walk() if n.tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert len(tree.all("main")) == 1
    assert all(th.attributes.get("scope") for th in tree.all("th"))


@pytest.mark.parametrize(
    ("language", "code", "verdict"),
    [("zh", "zh-CN", "不合格"), ("ko", "ko", "불합격"), ("en", "en", "Fail"), ("fr", "en", "Fail")],
)
def test_the_interface_speaks_the_language_of_the_call(
    language: str, code: str, verdict: str
) -> None:
    tree = page(language=language, errors=(CheckError("a", "b", "c"),))
    assert tree.one("html").attributes["lang"] == code
    assert tree.one("p", class_="verdict").text == verdict


def test_a_way_back_to_the_index_only_where_there_is_one() -> None:
    html = scorecard_html(builders.call(), builders.scorecard(), index_href="../index.html")
    assert "../index.html" in [a.attributes["href"] for a in parsed(html).all("a")]


def test_a_call_with_nothing_in_it_still_has_a_page() -> None:
    call = replace(
        builders.call(),
        context=CallContext("c1"),
        transcript=Transcript("zh", (), "human"),
        activity=None,
        duration_ms=None,
    )
    card = Scorecard(
        "c1", "zh", RubricRef("r", "1", "0" * 64), Verdict.REVIEW, (), None, Tally(), ()
    )
    tree = parsed(scorecard_html(call, card))
    assert tree.one("p", class_="verdict").text == "待复核"
    assert "没有文字内容" in tree.text


def test_the_same_scorecard_gives_the_same_bytes() -> None:
    assert scorecard_html(builders.call(), builders.scorecard()) == scorecard_html(
        builders.call(), builders.scorecard()
    )


@settings(max_examples=30, deadline=None)
@given(ANY_TEXT, ANY_TEXT, st.data())
def test_whatever_was_said_stays_text(text: str, other: str, data: st.DataObject) -> None:
    chars = None
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        chars = (start, data.draw(st.integers(start + 1, len(text))))
    quote = text[slice(*chars)] if chars else other
    turn = Turn(0, Role.AGENT, text, Span(0, 500), (Word(other, Span(0, 500), 0.2),))
    result = CriterionResult(
        other, other, other, Outcome.FAIL, 1, 0, False, other, other,
        measured={other: 1}, params={"p": [other]},
        evidence=(Evidence(quote, other, Role.AGENT, 0, Span(0, 500), chars),),
    )  # fmt: skip
    card = replace(builders.scorecard(), call_id=other, verdict_reasons=(other,), results=(result,))
    call = replace(
        builders.call(),
        context=CallContext(other, agent_name=other, team=other, extra={other: other}),
        transcript=Transcript("zh", (turn,), other),
    )
    html = scorecard_html(call, card)
    html.encode("utf-8")
    tree = parsed(html)
    assert tree.one("p", class_="said").text == cleaned(text)
    assert tree.all("q")[0].text == cleaned(quote) if quote else not tree.all("q")
    assert tree.one("h1").text == cleaned(other)
    assert {node.tag for node in tree.walk()} <= {node.tag for node in page().walk()}
