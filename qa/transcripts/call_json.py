"""Our own transcript format: a `Call` as JSON, times in seconds. Written by every batch, and
accepted as input, where only `turns` with `role` and `text` is required.

What is written and read again is the same call, to the millisecond.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from qa.core.call import (
    LANGUAGES,
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
from qa.core.scorecard import SCHEMA_VERSION
from qa.core.spans import Span, Timeline
from qa.transcripts.fields import Fields, Problems

SOURCE = "import:call-json"

_CONTEXT = ("agent_id", "agent_name", "team", "customer_surname", "started_at", "direction")
_CALL_KEYS = (
    *("schema_version", "call_id", "language", "duration_s", "context", "turns"),
    *("activity", "activity_duration_s", "inspection", "source"),
)
_TURN_KEYS = ("role", "text", "start_s", "end_s", "words", "channel")
_WORD_KEYS = ("text", "start_s", "end_s", "confidence")
_ROLES = tuple(role.value for role in Role)
_ASPECTS = tuple(aspect.value for aspect in Aspect)


def read_call_json(path: Path) -> Call:
    """Raises TranscriptError, which lists every problem of the file, one a line."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TranscriptError(
            "missing-file", f"{path}: cannot be read: {error.strerror or error}"
        ) from error
    except UnicodeDecodeError as error:
        raise TranscriptError(
            "not-utf-8", f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8"
        ) from error
    except json.JSONDecodeError as error:
        raise TranscriptError(
            "not-json", f"{path}:{error.lineno}:{error.colno}: is not JSON: {error.msg}"
        ) from error
    return call_from_json(data, where=str(path), call_id=path.stem)


def call_id_of(path: Path) -> str | None:
    """The call a Call JSON says it is of; None where the file says nothing or is no such file.

    Never raises, and checks nothing else: it is for telling whose file it is.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        call_id = data["call_id"]
        call_id.encode("utf-8")
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return call_id if isinstance(call_id, str) and call_id and "turns" in data else None


def call_from_json(data: object, where: str, call_id: str) -> Call:
    """`where` leads every problem's line; `call_id` is used where the data names none."""
    problems = Problems(where)
    call = _call(Fields(data, "", problems, _CALL_KEYS), call_id)
    problems.raise_any()
    return call


def call_to_json(call: Call) -> dict[str, Any]:
    """Plain data for `json.dumps`; what is not known is left out."""
    source = {**call.provenance, "transcript": call.transcript.source}
    context = {name: getattr(call.context, name) for name in _CONTEXT}
    data: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "call_id": call.context.call_id,
        "language": call.transcript.language,
        "duration_s": _seconds(call.duration_ms),
        "context": _present({**context, "extra": dict(call.context.extra)}),
        "turns": [_turn_to_json(turn) for turn in call.transcript.turns],
    }
    if call.activity:
        source["activity"] = call.activity.source
        data["activity"] = {
            role.value: [[_seconds(span.start_ms), _seconds(span.end_ms)] for span in timeline]
            for role, timeline in call.activity.by_party.items()
        }
        if call.activity.duration_ms != call.duration_ms:
            data["activity_duration_s"] = _seconds(call.activity.duration_ms)
    data["inspection"] = [
        {
            "code": finding.code,
            "detail": finding.detail,
            "affects": sorted(aspect.value for aspect in finding.affects),
        }
        for finding in call.inspection
    ]
    data["source"] = source
    return {key: value for key, value in data.items() if value is not None}


def guess_language(texts: Iterable[str]) -> str:
    """zh, ko or en by the script most is written in. A Korean text may hold Chinese characters,
    a Chinese one English names; about four Latin letters carry what one character does."""
    text = "".join(texts)
    hangul = sum("\uac00" <= char <= "\ud7a3" for char in text)
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    latin = sum(char.isascii() and char.isalpha() for char in text)
    return max(((han, "zh"), (hangul * 2, "ko"), (latin / 4, "en")), key=lambda pair: pair[0])[1]


def _seconds(time_ms: int | None) -> float | None:
    return None if time_ms is None else time_ms / 1000


def _present(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, {}, [])}


def _times(span: Span | None) -> dict[str, Any]:
    return {"start_s": _seconds(span.start_ms), "end_s": _seconds(span.end_ms)} if span else {}


def _turn_to_json(turn: Turn) -> dict[str, Any]:
    words = [
        {"text": word.text, **_times(word.span), **_present({"confidence": word.confidence})}
        for word in turn.words
    ]
    return {
        "role": turn.role.value,
        **_present({"channel": turn.channel}),
        **_times(turn.span),
        "text": turn.text,
        **_present({"words": words}),
    }


def _call(fields: Fields, call_id: str) -> Call:
    version = fields.integer("schema_version")
    if version is not None and version > SCHEMA_VERSION:
        fields.problem("schema_version", f"is {version}; this program reads {SCHEMA_VERSION}")
    items = fields.items("turns", _TURN_KEYS, required=True)
    turns = tuple(_turn(item, index) for index, item in enumerate(items))
    language = fields.choice("language", LANGUAGES)
    duration_ms = fields.milliseconds("duration_s")
    source = fields.texts("source")
    return Call(
        context=_context(fields, call_id),
        transcript=Transcript(
            language or guess_language(turn.text for turn in turns),
            turns,
            source.get("transcript", SOURCE),
        ),
        activity=_activity(fields, duration_ms, source.get("activity", SOURCE)),
        duration_ms=duration_ms,
        inspection=tuple(
            _finding(item) for item in fields.items("inspection", ("code", "detail", "affects"))
        ),
        provenance=MappingProxyType(source),
    )


def _context(fields: Fields, call_id: str) -> CallContext:
    context = fields.object("context", (*_CONTEXT, "extra"))
    known: dict[str, Any] = {name: context.text(name) for name in _CONTEXT}
    extra = MappingProxyType(context.texts("extra"))
    return CallContext(fields.text("call_id") or call_id, **known, extra=extra)


def _turn(fields: Fields, index: int) -> Turn:
    role = fields.choice("role", _ROLES, required=True)
    text = fields.text("text", required=True) or ""
    words = tuple(
        Word(
            item.text("text", required=True) or "",
            item.span(shortest_ms=1),  # recognisers do write words of no length
            item.number("confidence", 0.0, 1.0),
        )
        for item in fields.items("words", _WORD_KEYS)
    )
    spelled = "".join(word.text for word in words)
    if words and "".join(spelled.split()) != "".join(text.split()):
        fields.problem("words", f"do not spell the turn's text {text!r}; got {spelled!r}")
    channel = fields.integer("channel")
    if channel is not None and channel < 1:
        fields.problem("channel", f"counts from 1; got {channel}")
    return Turn(index, Role(role or "unknown"), text, fields.span(), words, channel)


def _activity(fields: Fields, duration_ms: int | None, source: str) -> SpeechActivity | None:
    own_duration_ms = fields.milliseconds("activity_duration_s")
    if fields.absent("activity"):
        return None
    lines = fields.object("activity", _ROLES)
    by_party = {
        role: Timeline.of(lines.spans(role.value)) for role in Role if not lines.absent(role.value)
    }
    if own_duration_ms is None:
        own_duration_ms = duration_ms
    if own_duration_ms is None:
        ends = (timeline.spans[-1].end_ms for timeline in by_party.values() if timeline)
        own_duration_ms = max(ends, default=0)
    return SpeechActivity(MappingProxyType(by_party), own_duration_ms, source)


def _finding(fields: Fields) -> InspectionFinding:
    return InspectionFinding(
        fields.text("code", required=True) or "",
        fields.text("detail") or "",
        frozenset(Aspect(name) for name in fields.choices("affects", _ASPECTS)),
    )
