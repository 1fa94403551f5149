"""How times, numbers and shares are written for people; the same on a page and in a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from qa.core.spans import Span

NOTHING = "-"  # not a dash: Korean consoles have none

_IN_SECONDS = re.compile(r"_s(_agent|_customer)?$")
# Characters that HTML, CSV or UTF-8 cannot carry. Tab and line ends stay.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def cleaned(text: str, instead: str = "\ufffd") -> str:
    """`text` with each control character and half character replaced."""
    return _UNPRINTABLE.sub(instead, text)


def clock(time_ms: int) -> str:
    """`mm:ss.s`, with hours before it from one hour up.

    >>> clock(61_240), clock(3_600_000)
    ('01:01.2', '1:00:00.0')
    """
    tenths = time_ms // 100
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    text = f"{minutes:02d}:{rest // 10:02d}.{rest % 10}"
    return f"{hours}:{text}" if hours else text


def tick(time_ms: int) -> str:
    """`mm:ss`, for an axis in whole seconds."""
    return clock(time_ms).rpartition(".")[0]


def stretch(span: Span) -> str:
    """From when to when."""
    return f"{clock(span.start_ms)}-{clock(span.end_ms)}"


def number(value: float) -> str:
    """At most two decimals and no needless zero.

    >>> number(15.0), number(0.333), number(0)
    ('15', '0.33', '0')
    """
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def score(value: float | None) -> str:
    """One decimal, as in the scorecard file; a dash where nothing could be assessed."""
    return NOTHING if value is None else f"{value:.1f}"


def percent(share: float | None) -> str:
    """At most one decimal, so that 99.6 % never reads as all."""
    return NOTHING if share is None else f"{number(round(100 * share, 1))}%"


def moment(iso: str) -> str:
    """An ISO 8601 time with a space where the T stood; anything else as it came."""
    return re.sub(r"^(\d{4}-\d\d-\d\d)T(?=\d)", r"\1 ", iso)


def quantity(name: str, value: Any, seconds: str) -> str:
    """A measured number or a parameter, with the unit its name states (`_s`, `share`)."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value if isinstance(value, str) else json.dumps(value)
    if isinstance(value, (int, float)):
        if _IN_SECONDS.search(name):
            return f"{number(value)} {seconds}"
        return percent(value) if "share" in name and 0 <= value <= 1 else number(value)
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str)
    if isinstance(value, Mapping):
        value = dict(value)
    return json.dumps(value, ensure_ascii=False, default=str)
