"""Call JSON: what is written is read again the same, and what is wrong is said, all of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.core.call import (
    Aspect,
    Call,
    CallContext,
    InspectionFinding,
    Role,
    SpeechActivity,
    Transcript,
    Turn,
    Word,
)
from qa.core.errors import TranscriptError
from qa.core.spans import Span, Timeline
from qa.transcripts.call_json import (
    SOURCE,
    call_from_json,
    call_id_of,
    call_to_json,
    guess_language,
    read_call_json,
)
from qa.transcripts.detect import TRANSCRIPT_SUFFIXES, read_transcript

times = st.integers(0, 36_000_000)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
names = st.one_of(st.none(), texts.filter(bool))
spans = st.builds(lambda start, length: Span(start, start + length), times, st.integers(1, 90_000))
maybe_spans = st.one_of(st.none(), spans)
words = st.builds(
    Word, texts, maybe_spans, st.one_of(st.none(), st.floats(0, 1).map(lambda p: round(p, 3)))
)


@st.composite
def turns(draw: st.DrawFn) -> tuple[Turn, ...]:
    found = []
    for index in range(draw(st.integers(0, 4))):
        said = tuple(draw(st.lists(words, max_size=3)))
        text = "".join(word.text for word in said) if said else draw(texts)
        channel = draw(st.sampled_from([None, 1, 2]))
        role = draw(st.sampled_from(Role))
        found.append(Turn(index, role, text, draw(maybe_spans), said, channel))
    return tuple(found)


@st.composite
def calls(draw: st.DrawFn) -> Call:
    duration = draw(st.one_of(st.none(), times))
    source = draw(st.dictionaries(st.sampled_from(["audio_sha256", "program", "roles"]), texts))
    transcript = Transcript(draw(st.sampled_from(["zh", "ko", "en"])), draw(turns()), draw(texts))
    source["transcript"] = transcript.source
    activity = None
    if draw(st.booleans()):
        lines = st.lists(spans, max_size=4).map(Timeline.of)
        by_party = draw(st.dictionaries(st.sampled_from(Role), lines))
        activity = SpeechActivity(MappingProxyType(by_party), draw(times), draw(texts))
        source["activity"] = activity.source
    findings = st.builds(InspectionFinding, texts, texts, st.frozensets(st.sampled_from(Aspect)))
    extra = draw(st.dictionaries(texts, texts, max_size=2))
    context = CallContext(
        draw(texts.filter(bool)), *[draw(names) for _ in range(6)], MappingProxyType(extra)
    )
    found = tuple(draw(st.lists(findings, max_size=2)))
    return Call(context, transcript, activity, duration, found, MappingProxyType(source))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(calls())
def test_what_is_written_is_read_again_the_same(call: Call) -> None:
    text = json.dumps(call_to_json(call), ensure_ascii=False)
    assert call_from_json(json.loads(text), "call.json", "other") == call


def test_roles_and_texts_are_enough(tmp_path: Path) -> None:
    path = tmp_path / "K-7.json"
    path.write_text(
        '{"turns": [{"role": "agent", "text": "您好"}, {"role": "customer", "text": "喂"}]}',
        encoding="utf-8",
    )
    call = read_call_json(path)
    assert call.context.call_id == "K-7"
    assert [(turn.role, turn.text, turn.span) for turn in call.transcript.turns] == [
        (Role.AGENT, "您好", None),
        (Role.CUSTOMER, "喂", None),
    ]
    assert (call.transcript.language, call.transcript.source) == ("zh", SOURCE)
    assert call.activity is None
    assert call.duration_ms is None
    assert "without sound" in (call.why_not_measurable(Aspect.TALK_OVER) or "")


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "call.json"
    path.write_bytes(b"\xef\xbb\xbf" + b'{"turns": [{"role": "agent", "text": "hello"}]}')
    assert read_call_json(path).transcript.language == "en"


def test_the_source_is_kept(tmp_path: Path) -> None:
    data = {"turns": [], "source": {"transcript": "human", "audio_sha256": "ab"}}
    call = call_from_json(data, "call.json", "c")
    assert call.transcript.source == "human"
    assert call.provenance == {"transcript": "human", "audio_sha256": "ab"}


@pytest.mark.parametrize(
    ("turn", "problem"),
    [
        (
            {"text": "a"},
            r"turns\[0\]\.role: expected agent\|customer\|system\|unknown; got nothing",
        ),
        ({"role": "boss", "text": "a"}, r"turns\[0\]\.role: expected agent.*; got 'boss'"),
        ({"role": "agent"}, r"turns\[0\]\.text: expected a text; got nothing"),
        ({"role": "agent", "text": 3}, r"turns\[0\]\.text: expected a text; got 3"),
        ("hello", r"turns\[0\]: expected an object; got 'hello'"),
        ({"role": "agent", "text": "a", "start_s": 1}, r"turns\[0\]\.end_s: is missing, though"),
        (
            {"role": "agent", "text": "a", "start_s": 2, "end_s": 1},
            r"turns\[0\]\.end_s: must lie after the start; got 2 to 1 s",
        ),
        (
            {"role": "agent", "text": "a", "start_s": -1, "end_s": 1},
            r"turns\[0\]\.start_s: expected a number from 0; got -1",
        ),
        (
            {"role": "agent", "text": "a", "start_s": "0:01", "end_s": "0:02"},
            r"turns\[0\]\.start_s: expected a number from 0; got '0:01'",
        ),
        ({"role": "agent", "text": "a", "start": 1}, r"turns\[0\]\.start: .*mean 'start_s'"),
        ({"role": "agent", "text": "a", "channel": 0}, r"turns\[0\]\.channel: counts from 1"),
        (
            {"role": "agent", "text": "您好", "words": [{"text": "您"}]},
            r"turns\[0\]\.words: do not spell the turn's text '您好'; got '您'",
        ),
        (
            {"role": "agent", "text": "您", "words": [{"text": "您", "confidence": 7}]},
            r"turns\[0\]\.words\[0\]\.confidence: expected a number from 0 to 1; got 7",
        ),
    ],
)
def test_a_bad_turn_is_refused_with_its_place(turn: Any, problem: str) -> None:
    with pytest.raises(TranscriptError, match=problem) as caught:
        call_from_json({"turns": [turn]}, "calls/K.json", "K")
    assert caught.value.code == "bad-transcript"
    assert str(caught.value).startswith("calls/K.json: turns[0]")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ([], r"K\.json: expected an object; got \[\]"),
        ({}, r"K\.json: turns: expected a list; got nothing"),
        ({"turns": {}}, r"turns: expected a list; got \{\}"),
        ({"turns": [], "language": "fr"}, r"language: expected zh\|ko\|en; got 'fr'"),
        ({"turns": [], "schema_version": 2}, r"schema_version: is 2; this program reads 1"),
        ({"turns": [], "duration_s": float("nan")}, r"duration_s: expected a number"),
        ({"turns": [], "activity": {"agent": [[1]]}}, r"activity\.agent\[0\]: expected \[start"),
        ({"turns": [], "activity": {"agents": []}}, r"activity\.agents: .*mean 'agent'"),
        (
            {"turns": [], "inspection": [{"code": "x", "affects": ["sound"]}]},
            r"inspection\[0\]\.affects: expected words\|roles\|silence\|talk-over; got 'sound'",
        ),
        ({"turns": [], "context": {"agent_id": 7}}, r"context\.agent_id: expected a text; got 7"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(data: Any, problem: str) -> None:
    with pytest.raises(TranscriptError, match=problem):
        call_from_json(data, "K.json", "K")


def test_all_problems_are_listed() -> None:
    turns = [{"role": "x", "text": "a"}, {"role": "agent"}, {"role": "agent", "text": "ok"}]
    with pytest.raises(TranscriptError) as caught:
        call_from_json({"turns": turns, "language": "xx"}, "K.json", "K")
    assert len(str(caught.value).splitlines()) == 3


def test_other_tools_may_add_keys_of_their_own() -> None:
    data = {"turns": [{"role": "agent", "text": "hi", "sentiment": 0.3}], "vendor": {"id": 1}}
    assert call_from_json(data, "K.json", "K").transcript.turns[0].text == "hi"


def test_a_word_of_no_length_is_given_one() -> None:
    word = {"text": "嗯", "start_s": 1.5, "end_s": 1.5}
    data = {"turns": [{"role": "agent", "text": "嗯", "words": [word]}]}
    call = call_from_json(data, "K.json", "K")
    assert call.transcript.turns[0].words[0].span == Span(1500, 1501)


def test_activity_without_a_duration_lasts_to_its_end() -> None:
    data = {"turns": [], "activity": {"agent": [[0, 1.5]], "customer": []}}
    activity = call_from_json(data, "K.json", "K").activity
    assert activity is not None
    assert activity.duration_ms == 1500
    assert set(activity.by_party) == {Role.AGENT, Role.CUSTOMER}


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b'{"turns": [', "not-json", r"call\.json:1:12: is not JSON"),
        ("您好".encode("gbk"), "not-utf-8", r"call\.json: is not UTF-8 text \(byte 0\)"),
        (None, "missing-file", r"call\.json: cannot be read: No such file"),
    ],
)
def test_files_that_are_no_json(
    tmp_path: Path, content: bytes | None, code: str, message: str
) -> None:
    path = tmp_path / "call.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TranscriptError, match=message) as caught:
        read_call_json(path)
    assert caught.value.code == code


def test_the_format_is_found_by_suffix(tmp_path: Path) -> None:
    path = tmp_path / "call.JSON"
    path.write_text('{"turns": []}', encoding="utf-8")
    assert read_transcript(path).context.call_id == "call"
    with pytest.raises(TranscriptError, match=r"ends in '\.srt'; known: \.json"):
        read_transcript(tmp_path / "call.srt")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("您好，我要退iPhone", "zh"),
        ("안녕하세요 고객센터입니다", "ko"),
        ("Thank you for calling", "en"),
        ("OK 好的", "zh"),
        ("", "zh"),
    ],
)
def test_the_language_is_the_script_most_is_written_in(text: str, language: str) -> None:
    assert guess_language([text]) == language


def test_the_duration_of_activity_may_differ_from_the_calls() -> None:
    activity = SpeechActivity(MappingProxyType({}), 900, "x")
    transcript = Transcript("zh", (), "human")
    source = MappingProxyType({"transcript": "human", "activity": "x"})
    call = Call(CallContext("c"), transcript, activity, 1000, provenance=source)
    assert call_from_json(call_to_json(call), "", "c") == call
    assert (
        call_from_json(call_to_json(replace(call, duration_ms=None)), "", "c").activity == activity
    )


HALF = "\ud83d"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"turns": [{"role": "agent", "text": f"好{HALF}"}]}, r"turns\[0\]\.text"),
        ({"turns": [], "call_id": HALF}, "call_id"),
        ({"turns": [], "context": {"extra": {"a": HALF}}}, r"context\.extra\.a"),
        ({"turns": [], "context": {"extra": {HALF: "a"}}}, r"context\.extra\.\\ud83d"),
    ],
)
def test_half_a_character_is_a_problem_of_the_file(data: Any, place: str) -> None:
    with pytest.raises(TranscriptError, match=rf"K\.json: {place}: holds half a char") as caught:
        call_from_json(json.loads(json.dumps(data)), "K.json", "K")
    str(caught.value).encode("utf-8")


def test_the_suffixes_are_those_that_have_a_reader() -> None:
    assert frozenset({".json"}) == TRANSCRIPT_SUFFIXES


@pytest.mark.parametrize(
    ("content", "call_id"),
    [
        ('{"call_id": "K/1", "turns": [{"role": "boss"}]}', "K/1"),
        ('{"turns": []}', None),
        ('{"call_id": "K"}', None),
        ('{"call_id": "", "turns": []}', None),
        ('{"call_id": 7, "turns": []}', None),
        ('{"call_id": "\\ud83d", "turns": []}', None),
        ('["call_id", "turns"]', None),
        ("{", None),
        ("[" * 100_000, None),
        (None, None),
    ],
)
def test_a_file_is_asked_whose_it_is(
    tmp_path: Path, content: str | None, call_id: str | None
) -> None:
    path = tmp_path / "other.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert call_id_of(path) == call_id
