"""Calls for tests, written as `agent 0-3: 您好`: seconds, which are the speech activity too."""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

from qa.core.call import (
    Aspect,
    Call,
    CallContext,
    InspectionFinding,
    Role,
    SpeechActivity,
    Transcript,
    Turn,
)
from qa.core.spans import Span, Timeline
from qa.language.lexicon import LexiconSet
from qa.language.lexicon_files import load_lexicons

_LINE = re.compile(r"(?P<role>\w+)(?: (?P<start>[\d.]+)-(?P<end>[\d.]+))?:(?P<text>.*)")
SHIPPED = Path(__file__).parents[2] / "rubrics" / "lexicons"


def heard(
    *lines: str,
    language: str = "zh",
    silent: bool = False,
    cannot_tell: tuple[Aspect, ...] = (),
    surname: str | None = None,
) -> Call:
    """A line without text is speech that no words were recognised in; `silent`: without sound."""
    turns: list[Turn] = []
    activity: dict[Role, list[Span]] = defaultdict(list)
    for line in lines:
        parts = _LINE.fullmatch(line)
        assert parts, line
        role, span = Role(parts["role"]), None
        if parts["start"]:
            span = Span(round(float(parts["start"]) * 1000), round(float(parts["end"]) * 1000))
            activity[role].append(span)
        if text := parts["text"].strip():
            turns.append(Turn(len(turns), role, text, span))
    ends = [span.end_ms for spans in activity.values() for span in spans]
    measured = SpeechActivity(
        {role: Timeline.of(spans) for role, spans in activity.items()}, max(ends, default=0), "test"
    )
    return Call(
        CallContext("test", customer_surname=surname),
        Transcript(language, tuple(turns), "human"),
        None if silent else measured,
        max(ends, default=0) or None,
        tuple(InspectionFinding("x", "录音看不出来", frozenset({a})) for a in cannot_tell),
    )


@cache
def lexicons(language: str = "zh") -> LexiconSet:
    """Every shipped lexicon of the language."""
    names = sorted(path.stem for path in (SHIPPED / language).glob("*.yaml"))
    return load_lexicons([SHIPPED], language, names)
