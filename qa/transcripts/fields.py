"""Reading JSON somebody else wrote: every problem is noted with its place, none stops the reading.

A key nobody knows is left alone, for other tools add their own, unless it looks like a slip of
the pen for one that matters (`start` for `start_s`): then it is a problem.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from qa.core.errors import TranscriptError
from qa.core.spans import Span

_T = TypeVar("_T")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Problems:
    """One line a problem: `file: turns[3].role: what is wrong`."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._lines: list[str] = []

    def add(self, place: str, problem: str) -> None:
        line = ": ".join(part for part in (self._where, place, problem) if part)
        self._lines.append(line.encode("utf-8", "backslashreplace").decode("utf-8"))

    def raise_any(self) -> None:
        if self._lines:
            raise TranscriptError("bad-transcript", "\n".join(self._lines))


class Fields:
    """One JSON object. A getter notes a bad value and answers as if it were absent."""

    def __init__(self, data: object, place: str, problems: Problems, known: Sequence[str]) -> None:
        self._place = place
        self._problems = problems
        self._data: dict[str, Any] = {}
        if isinstance(data, dict):
            self._data = data
            self._note_slips(known)
        else:
            problems.add(place, f"expected an object; got {_shown(data)}")

    def absent(self, key: str) -> bool:
        return self._data.get(key) is None

    def problem(self, key: str, problem: str) -> None:
        self._problems.add(self._at(key), problem)

    def text(self, key: str, required: bool = False) -> str | None:
        text = self._typed(key, str, "a text", required)
        return text if text is None or self._is_writable(key, text) else None

    def texts(self, key: str) -> dict[str, str]:
        """An object of texts."""
        values = self._typed(key, dict, "an object") or {}
        found = {}
        for name, value in values.items():
            place = f"{key}.{name}"
            if not isinstance(value, str):
                self.problem(place, f"expected a text; got {_shown(value)}")
            elif self._is_writable(place, name) and self._is_writable(place, value):
                found[name] = value
        return found

    def choice(self, key: str, allowed: Sequence[str], required: bool = False) -> str | None:
        value = self._data.get(key)
        if value is None and not required:
            return None
        if value not in allowed:
            got = "nothing" if value is None else _shown(value)
            self.problem(key, f"expected {'|'.join(allowed)}; got {got}")
            return None
        return str(value)

    def choices(self, key: str, allowed: Sequence[str]) -> list[str]:
        values = self._typed(key, list, "a list") or []
        for value in values:
            if value not in allowed:
                self.problem(key, f"expected {'|'.join(allowed)}; got {_shown(value)}")
        return [value for value in values if value in allowed]

    def integer(self, key: str) -> int | None:
        value = self._data.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.problem(key, f"expected a whole number; got {_shown(value)}")
        return None

    def number(self, key: str, lowest: float, highest: float = math.inf) -> float | None:
        value = self._data.get(key)
        if value is None:
            return None
        if not _is_number(value) or not lowest <= value <= highest:
            limits = f"from {lowest:g} to {highest:g}" if highest < math.inf else f"from {lowest:g}"
            self.problem(key, f"expected a number {limits}; got {_shown(value)}")
            return None
        return float(value)

    def milliseconds(self, key: str) -> int | None:
        """Seconds in the file."""
        seconds = self.number(key, 0.0)
        return None if seconds is None else round(seconds * 1000)

    def span(self, shortest_ms: int = 0) -> Span | None:
        """`start_s` and `end_s`: both or neither. One of no length is made `shortest_ms` long."""
        start_ms, end_ms = self.milliseconds("start_s"), self.milliseconds("end_s")
        if self.absent("start_s") != self.absent("end_s"):
            key, other = ("start_s", "end_s") if self.absent("start_s") else ("end_s", "start_s")
            self.problem(key, f"is missing, though {other} is given; give both or neither")
        if start_ms is None or end_ms is None:
            return None
        return self._span("end_s", start_ms, end_ms if end_ms != start_ms else end_ms + shortest_ms)

    def spans(self, key: str) -> list[Span]:
        """`[[start, end], ...]` in seconds."""
        found = []
        for index, pair in enumerate(self._typed(key, list, "a list") or []):
            place = f"{key}[{index}]"
            if not (isinstance(pair, list) and len(pair) == 2 and all(map(_is_number, pair))):
                self.problem(place, f"expected [start, end] in seconds; got {_shown(pair)}")
                continue
            span = self._span(place, round(pair[0] * 1000), round(pair[1] * 1000))
            if span:
                found.append(span)
        return found

    def object(self, key: str, known: Sequence[str]) -> Fields:
        value = self._data.get(key)
        return Fields({} if value is None else value, self._at(key), self._problems, known)

    def items(self, key: str, known: Sequence[str], required: bool = False) -> list[Fields]:
        """The objects of a list."""
        return [
            Fields(value, f"{self._at(key)}[{index}]", self._problems, known)
            for index, value in enumerate(self._typed(key, list, "a list", required) or [])
        ]

    def _typed(self, key: str, kind: type[_T], wanted: str, required: bool = False) -> _T | None:
        value = self._data.get(key)
        if isinstance(value, kind):
            return value
        if value is not None or required:
            got = "nothing" if value is None else _shown(value)
            self.problem(key, f"expected {wanted}; got {got}")
        return None

    def _is_writable(self, key: str, text: str) -> bool:
        half = _LONE_SURROGATE.search(text)
        if half:
            self.problem(
                key,
                f"holds half a character ({half[0]!r}, a lone surrogate); whatever wrote the file "
                "cut a text in the middle of a character: export it again",
            )
        return not half

    def _span(self, key: str, start_ms: int, end_ms: int) -> Span | None:
        if 0 <= start_ms < end_ms:
            return Span(start_ms, end_ms)
        got = f"{start_ms / 1000:g} to {end_ms / 1000:g} s"
        self.problem(key, f"must lie after the start; got {got}")
        return None

    def _note_slips(self, known: Sequence[str]) -> None:
        missing = [key for key in known if key not in self._data]
        for key in self._data:
            close = [] if key in known else get_close_matches(str(key), missing, 1, cutoff=0.75)
            if close:
                self.problem(key, f"unknown key; did you mean {close[0]!r}?")

    def _at(self, key: str) -> str:
        return f"{self._place}.{key}" if self._place else key


def _is_number(value: object) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and math.isfinite(value)  # type: ignore[arg-type]


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
