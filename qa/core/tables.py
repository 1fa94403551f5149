"""Tables that people made: a CSV file from Excel or a script, in whatever encoding it came."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.core.errors import UsageError


@dataclass(frozen=True, slots=True)
class Table:
    """`names` are the columns; `rows` the lines that hold anything, each with its number from 1."""

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def named(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells that hold something, by their columns."""
        return {n: c.strip() for n, c in zip(self.names, cells, strict=False) if c.strip()}


def read_table(path: Path, error: type[UsageError]) -> Table:
    """UTF-8 with or without BOM, GBK or CP949; comma, semicolon or tab.

    Raises `error`, as `path:line: what`, for what is no such table.
    """
    try:
        text = decode_table(path.read_bytes())
    except OSError as cause:
        raise error(f"{path}: cannot be read ({cause.strerror}); check the path") from cause
    except UnicodeDecodeError as cause:
        raise error(
            f"{path}: not a text file in UTF-8, GBK or CP949; save it as CSV UTF-8"
        ) from cause
    header = text.split("\n", 1)[0]
    lines = _cells(path, text, max(",;\t", key=header.count), error)
    _, names = next(lines, (1, []))
    rows = ((number, tuple(cells)) for number, cells in lines if any(map(str.strip, cells)))
    return Table(tuple(name.strip() for name in names), tuple(rows))


def named_twice(names: Sequence[str]) -> list[str]:
    """Columns that a header names more than once."""
    return sorted({name for name in names if name and names.count(name) > 1})


def _cells(
    path: Path, text: str, delimiter: str, error: type[UsageError]
) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of each row."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in rows:
            yield rows.line_num, cells
    except csv.Error as cause:
        raise error(f"{path}:{rows.line_num}: {cause}; is a quotation mark not closed?") from cause


# The commonest syllables and characters of names and headers, enough to tell two encodings apart
# that both accept nearly any bytes: text decoded by the wrong one turns into rare characters.
_COMMON_HANGUL = frozenset(
    "김이박최정강조윤장임한오서신권황안송류홍고문양손배백허유남심노하전곽성차주우구민진지나인팀상담원고객"
)
_COMMON_HAN = frozenset(
    "张王李赵刘陈杨黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹一二三四五六七八九十组队班号客服坐席电话中国小大文明华建国红伟芳娜秀英敏静丽强磊军洋勇艳杰涛超先生女士"
)


def decode_table(data: bytes) -> str:
    """Text of a table saved by Excel or a script: UTF-8 (with or without BOM), GBK or CP949."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    readings: list[tuple[int, int, str]] = []
    for rank, (encoding, common) in enumerate(
        (("gb18030", _COMMON_HAN), ("cp949", _COMMON_HANGUL))
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings.append((sum(char in common for char in text), -rank, text))
    if not readings:
        return data.decode("gb18030")  # raises, with the offset
    _, _, likeliest = max(readings)
    return likeliest
