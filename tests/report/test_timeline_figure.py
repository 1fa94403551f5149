from __future__ import annotations

from dataclasses import replace

import pytest

from qa.core.call import Aspect, InspectionFinding, Role, SpeechActivity, Transcript, Turn
from qa.core.scorecard import Evidence, Outcome
from qa.core.spans import Span, Timeline
from qa.report.citation import citations
from qa.report.texts import interface
from qa.report.timeline_figure import MIN_PX_PER_S, timeline_figure
from tests.report import builders
from tests.report.parsing import Node, parsed


def drawn(call: object = None, card: object = None) -> Node:
    call = call or builders.call()
    card = card or builders.scorecard()
    return parsed(timeline_figure(call, citations(call, card), interface("zh")))  # type: ignore[arg-type]


def percent(node: Node, name: str) -> float:
    text = node.attributes[name]
    assert text is not None
    assert text.endswith("%")
    return float(text[:-1])


def titles(nodes: list[Node]) -> list[str]:
    return [node.one("title").text for node in nodes]


@pytest.mark.parametrize("role", [Role.AGENT, Role.CUSTOMER])
def test_speech_is_drawn_to_scale(role: Role) -> None:
    call = builders.call()
    assert call.activity is not None
    boxes = drawn(call).one("g", class_=role.value).all("rect", class_="speech")
    spans = list(call.activity.of(role))
    assert len(boxes) == len(spans)
    for box, span in zip(boxes, spans, strict=True):
        assert percent(box, "x") == pytest.approx(100 * span.start_ms / 157_200, abs=1e-3)
        assert percent(box, "width") == pytest.approx(100 * span.duration_ms / 157_200, abs=1e-3)


def test_a_long_call_is_wide_enough_to_scroll() -> None:
    hour = SpeechActivity({Role.AGENT: Timeline((Span(0, 1000),))}, 3_600_000, "test")
    figure = drawn(builders.call(activity=hour, duration_ms=3_600_000))
    style = figure.all("svg")[0].attributes["style"]
    assert style == f"width:max(100%,{3600 * MIN_PX_PER_S}px)"


def test_only_silences_of_three_seconds_are_shown_and_with_their_length() -> None:
    speech = {
        Role.AGENT: Timeline((Span(0, 5000), Span(8000, 9000))),
        Role.CUSTOMER: Timeline((Span(11_999, 20_000),)),
    }
    figure = drawn(builders.call(activity=SpeechActivity(speech, 20_000, "test")))
    assert titles(figure.all("rect", class_="silence")) == ["静音 3 秒, 00:05.0-00:08.0"]


def test_silence_is_measured_between_the_first_and_the_last_speech() -> None:
    speech = {Role.AGENT: Timeline((Span(9000, 12_000), Span(16_000, 20_000)))}
    figure = drawn(builders.call(activity=SpeechActivity(speech, 60_000, "test")))
    assert titles(figure.all("rect", class_="silence")) == ["静音 4 秒, 00:12.0-00:16.0"]


@pytest.mark.parametrize(
    ("aspect", "kind", "other"),
    [(Aspect.SILENCE, "silence", "overlap"), (Aspect.TALK_OVER, "overlap", "silence")],
)
def test_what_the_recording_cannot_tell_is_neither_drawn_nor_in_the_legend(
    aspect: Aspect, kind: str, other: str
) -> None:
    found = (InspectionFinding("x", "x", frozenset({aspect})),)
    figure, whole = drawn(builders.call(inspection=found)), drawn()
    assert whole.all("rect", class_=kind)
    assert whole.all("i", class_=kind)
    assert figure.all("rect", class_=kind) == figure.all("i", class_=kind) == []
    assert len(figure.all("rect", class_=other)) == len(whole.all("rect", class_=other)) > 0
    assert figure.all("i", class_=other)


def test_overlap_is_where_both_speak() -> None:
    speech = {
        Role.AGENT: Timeline((Span(0, 5000),)),
        Role.CUSTOMER: Timeline((Span(4000, 9000),)),
    }
    figure = drawn(builders.call(activity=SpeechActivity(speech, 10_000, "test")))
    (overlap,) = figure.all("rect", class_="overlap")
    assert (percent(overlap, "x"), percent(overlap, "width")) == (40.0, 10.0)


def test_a_mark_stands_at_its_time_and_leads_to_its_turn() -> None:
    fails = drawn().all("a", class_="fail")
    assert [mark.attributes["href"] for mark in fails] == ["#turn-6", "#turn-8"]
    place = fails[0].one("svg")
    assert percent(place, "x") == pytest.approx(100 * 36_500 / 157_200, abs=1e-3)
    assert "我们不能退" in fails[0].one("title").text


def test_quotes_of_one_criterion_at_one_moment_are_one_mark() -> None:
    quotes = [e for r in builders.results() for e in r.evidence if e.turn == 6]
    assert len(quotes) == 3
    assert len(drawn().all("a", class_="fail")) == 2


def test_marks_at_one_time_do_not_cover_each_other() -> None:
    shapes = drawn().all("circle")
    places = [
        (mark.one("svg").attributes["x"], mark.one("circle").attributes["cy"])
        for mark in drawn().all("a")
        if mark.all("circle")
    ]
    assert len(set(places)) == len(places) == len(shapes)


def test_outcomes_differ_in_shape_and_not_in_colour_alone() -> None:
    figure = drawn()
    for mark in figure.all("a", class_="mark"):
        assert bool(mark.all("circle")) != (Outcome.FAIL.value in mark.classes)


def test_evidence_beyond_the_end_is_not_drawn() -> None:
    late = Evidence("", span=Span(999_000, 999_500))
    card = builders.scorecard(results=(replace(builders.results()[0], evidence=(late,)),))
    assert drawn(card=card).all("a") == []


def test_without_sound_the_transcripts_times_are_drawn_and_nothing_is_claimed() -> None:
    figure = drawn(builders.call(activity=None))
    assert figure.one("g", class_="agent").classes == ["agent", "unmeasured"]
    assert figure.all("rect", class_="silence") == figure.all("rect", class_="overlap") == []
    assert "没有声音可测" in figure.one("figcaption").text


def test_without_any_times_it_says_so() -> None:
    untimed = Transcript("zh", (Turn(0, Role.AGENT, "您好"),), "human")
    figure = drawn(builders.call(activity=None, transcript=untimed, duration_ms=None))
    assert figure.all("svg") == []
    assert "没有时间信息" in figure.text


def test_the_axis_begins_at_zero_in_even_steps() -> None:
    labels = [label.text for label in drawn().all("text", class_="tick")]
    assert labels[:3] == ["00:00", "00:15", "00:30"]
    assert labels[-1] == "02:30"
