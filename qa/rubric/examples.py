"""Examples in a rubric file: small calls and the outcome a criterion has to give for each.

::

    examples:
      pass:
        - [agent: 您好请问贵姓, customer: 免贵姓王, agent: 王先生您好]
      fail:
        - [customer@0.0-5.0: 我想, agent@3.9-6.0: 您听我说]       seconds, which are the speech too
      not_assessed:
        - [agent@0-5: 您好, customer@6-9: ]                      speech nobody understood
      known_miss:
        - {want: fail, language: ko, surname: 김, call: [agent: 안녕하세요]}
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

from qa.core.call import Call, CallContext, Role, SpeechActivity, Transcript, Turn
from qa.core.scorecard import Outcome
from qa.core.spans import Span, Timeline
from qa.rubric.problems import Problems
from qa.rubric.strict_yaml import Location

KNOWN_MISS = "known_miss"
LISTS = (*(outcome.value for outcome in Outcome), KNOWN_MISS)
CONTEXT_KEYS = tuple(
    item.name
    for item in fields(CallContext)
    if item.name not in ("call_id", "customer_surname", "extra")
)
CALL_KEYS = ("language", "surname", "context", "extra", "call")

LINE = re.compile(
    r"(?P<role>agent|customer|system|unknown)"
    r"(?:@(?P<start>\d+(?:\.\d+)?)-(?P<end>\d+(?:\.\d+)?))?"
)


@dataclass(frozen=True, slots=True)
class Example:
    """`call` has to get the outcome `want`; of a `known_miss` it is known that it does not.

    `line` is where it stands in the rubric file, `place` its list and number: `pass.0`.
    """

    want: Outcome
    call: Call
    known_miss: bool = False
    line: int = 0
    place: str = ""


def read_examples(
    written: Any, at: Location, languages: Sequence[str], problems: Problems
) -> tuple[Example, ...]:
    """The examples of a criterion, in the order of the file; `languages` are the rubric's own,
    the first of them holds where an example names none."""
    if not isinstance(written, Mapping):
        problems.add(at, f"not a mapping; expected lists under {', '.join(LISTS)}")
        return ()
    found: list[Example] = []
    for name, items in written.items():
        if name not in LISTS:
            problems.add((*at, name), f"unknown key; allowed {', '.join(LISTS)}")
        elif not isinstance(items, list):
            problems.add((*at, name), "not a list; expected a list of examples")
        else:
            for number, item in enumerate(items):
                reader = _Reader((*at, name, number), languages, problems)
                example = reader.known_miss(item) if name == KNOWN_MISS else reader.of(name, item)
                found += [example] if example else []
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Line:
    role: Role
    span: Span | None
    text: str


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one example; its problems are told at `at` and below."""

    at: Location
    languages: Sequence[str]
    problems: Problems

    def of(self, want: str, item: Any, known_miss: bool = False) -> Example | None:
        call = self._call(item, (*CALL_KEYS, *(("want",) if known_miss else ())))
        if call is None:
            return None
        return Example(
            Outcome(want), call, known_miss, self.problems.line_of(self.at), self._place()
        )

    def known_miss(self, item: Any) -> Example | None:
        allowed = ", ".join(outcome.value for outcome in Outcome)
        want = item.get("want") if isinstance(item, Mapping) else None
        if want not in [outcome.value for outcome in Outcome]:
            told = "missing" if want is None else f"unknown outcome '{want}'"
            self._tell(f"{told}; expected one of {allowed}, and the example under call", "want")
            return None
        return self.of(want, item, known_miss=True)

    def _call(self, item: Any, allowed: Sequence[str]) -> Call | None:
        whole: Mapping[str, Any] = {"call": item} if isinstance(item, list) else item
        if not isinstance(whole, Mapping):
            self._tell("not an example; expected a list of lines, or a mapping with call")
            return None
        known = True
        for key in whole:
            if key not in allowed:
                self._tell(f"unknown key; allowed {', '.join(allowed)}", key)
                known = False
        language = self._language(whole)
        context = self._context(whole)
        inside = () if isinstance(item, list) else ("call",)
        lines = self._lines(whole.get("call"), inside)
        if not known or language is None or context is None or not lines:
            return None
        return _call_of(lines, language, context)

    def _language(self, whole: Mapping[str, Any]) -> str | None:
        language = whole.get("language", self.languages[0] if self.languages else None)
        if self.languages and language not in self.languages:
            told = f"unknown language '{language}'; allowed {', '.join(self.languages)}"
            self._tell(told, "language")
            return None
        return str(language) if language else None

    def _context(self, whole: Mapping[str, Any]) -> CallContext | None:
        given = self._texts(whole, "context", CONTEXT_KEYS)
        extra = self._texts(whole, "extra", None)
        surname = whole.get("surname")
        if "surname" in whole and not (isinstance(surname, str) and surname):
            self._tell("not a text; expected the customer's surname", "surname")
            return None
        if given is None or extra is None:
            return None
        return CallContext(self._place(), customer_surname=surname, extra=extra, **given)

    def _texts(
        self, whole: Mapping[str, Any], key: str, allowed: Sequence[str] | None
    ) -> dict[str, str] | None:
        values = whole.get(key, {})
        if not isinstance(values, Mapping):
            self._tell("not a mapping; expected names with texts", key)
            return None
        good = True
        for name, value in values.items():
            if allowed is not None and name not in allowed:
                self._tell(f"unknown key; allowed {', '.join(allowed)}", key, name)
                good = False
            elif not isinstance(value, str):
                self._tell(f"not a text; expected '{value}' in quotes", key, name)
                good = False
        return dict(values) if good else None

    def _lines(self, items: Any, inside: Location) -> list[_Line]:
        if not isinstance(items, list) or not items:
            self._tell("no lines in it; expected a list as [agent: …, customer: …]", *inside)
            return []
        read = [self._line(item, (*inside, number)) for number, item in enumerate(items)]
        lines = [line for line in read if line]
        if len(lines) < len(items):
            return []
        timed = [line.span for line in lines if line.span]
        if timed and len(timed) < len(lines):
            self._tell("some lines have times and some have none; expected all or none", *inside)
            return []
        for number, (above, below) in enumerate(pairwise(timed), start=1):
            if below.start_ms < above.start_ms:
                told = "starts before the line above it; expected lines in the order they start"
                self._tell(told, *inside, number)
                return []
        return lines

    def _line(self, item: Any, inside: Location) -> _Line | None:
        key, text = _key_and_text(item)
        parts = LINE.fullmatch(key)
        if parts is None:
            told = f"'{key}' is no speaker; expected agent, customer, system or unknown, "
            self._tell(
                told + "with times as agent@0.5-3.0"
                if key
                else "not a line; expected one 'role: text' or 'role@START-END: text'; a text with "
                "an ASCII comma in it has to stand in quotes",
                *inside,
            )
            return None
        if text is not None and not isinstance(text, str):
            self._tell(f"the text is no text to YAML; expected '{text}' in quotes", *inside, key)
            return None
        said = (text or "").strip()
        if parts["start"] is None and not said:
            self._tell("no text and no times; expected one of them", *inside, key)
            return None
        role = Role(parts["role"])
        if parts["start"] is None:
            return _Line(role, None, said)
        start_ms, end_ms = (round(float(parts[name]) * 1000) for name in ("start", "end"))
        if start_ms < end_ms:
            return _Line(role, Span(start_ms, end_ms), said)
        self._tell(f"'{key}' ends before it starts; expected START-END in seconds", *inside)
        return None

    def _place(self) -> str:
        return ".".join(str(step) for step in self.at[-2:])

    def _tell(self, message: str, *inside: str | int) -> None:
        self.problems.add((*self.at, *inside), message)


def _key_and_text(item: Any) -> tuple[str, Any]:
    """Of a mapping with one key; an empty key where it is none."""
    if isinstance(item, Mapping) and len(item) == 1:
        return next(iter(item.items()))
    return "", None


def _call_of(lines: Sequence[_Line], language: str, context: CallContext) -> Call:
    activity: dict[Role, list[Span]] = defaultdict(list)
    for line in lines:
        if line.span:
            activity[line.role].append(line.span)
    duration_ms = max((line.span.end_ms for line in lines if line.span), default=0)
    heard = SpeechActivity(
        {role: Timeline.of(spans) for role, spans in activity.items()}, duration_ms, "example"
    )
    return Call(
        context,
        Transcript(language, tuple(_turns(lines)), "human"),
        heard if activity else None,
        duration_ms or None,
    )


def _turns(lines: Sequence[_Line]) -> Iterator[Turn]:
    spoken = (line for line in lines if line.text)
    for index, line in enumerate(spoken):
        yield Turn(index, line.role, line.text, line.span)
