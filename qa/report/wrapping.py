"""Lines of a given width for text that may break between any two Chinese characters.

Word wrapping at spaces leaves half-empty lines in Chinese and lets a line begin with a comma.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_OPENING = "“‘（《〈「『【(["
_CLOSING = "”’）》〉」』】)]，。！？；：、…,.!?;:%"
_HAN = r"\u2e80-\u303f\u31c0-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[{_HAN}]|[^\s{_HAN}{re.escape(_OPENING)}]+)?"
    rf"[{re.escape(_CLOSING)}]*\s*"
)


def wrapped(text: str, width: int, cells: Callable[[str], int]) -> list[str]:
    """`text` in lines of at most `width` cells; `cells` tells how wide a text is on screen.

    Lines of the text itself are kept. A piece wider than a line is cut.
    """
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for piece in _PIECE.findall(paragraph):
            if line and cells((line + piece).rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece
            while cells(line.rstrip()) > width:
                cut = _fitting(line, width, cells)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line.rstrip())
    return lines


def _fitting(line: str, width: int, cells: Callable[[str], int]) -> int:
    """How many characters fit; at least one."""
    count = 1
    while count < len(line) and cells(line[: count + 1]) <= width:
        count += 1
    return count
