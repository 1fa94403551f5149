"""Everything wrong in one rubric file, each told as `file:line: criterion.param: problem`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qa.core.errors import RubricError
from qa.rubric.strict_yaml import Document, Location


class Problems:
    """Collects, so that a person who edits a rubric sees all of it at once."""

    def __init__(self, path: Path, document: Document) -> None:
        self._path = path
        self._document = document
        self._told: list[tuple[int, str]] = []
        self._elsewhere: list[str] = []
        for trouble in document.troubles:
            self._add(trouble.line, trouble.at, trouble.message)

    def add(self, at: Location, message: str) -> None:
        """A problem with the value at `at`; nothing more is said about an unreadable one."""
        if at not in self._document.unreadable:
            self._add(self._document.line_of(at), at, message)

    def add_from(self, error: RubricError) -> None:
        """Problems of another file, which carry their own place."""
        self._elsewhere += error.problems

    def raise_if_any(self) -> None:
        if self._told or self._elsewhere:
            in_order = [message for _, message in sorted(self._told, key=lambda told: told[0])]
            raise RubricError(list(dict.fromkeys([*in_order, *self._elsewhere])))

    def line_of(self, at: Location) -> int:
        """The line of the value at `at`."""
        return self._document.line_of(at)

    def _add(self, line: int, at: Location, message: str) -> None:
        self._told.append((line, f"{self._path}:{line}: {self._place(at)}: {message}"))

    def _place(self, at: Location) -> str:
        """`talk-over.min_overlap_s` for ("criteria", 3, "params", "min_overlap_s")."""
        if len(at) > 1 and at[0] in ("criteria", "sections"):
            item = items(self._document.data, str(at[0]))[int(at[1])]
            name = item.get("id") if isinstance(item, dict) else None
            head = name if isinstance(name, str) else f"{at[0]}[{int(at[1]) + 1}]"
            at = (head, *(step for step in at[2:] if step != "params"))
        return ".".join(str(step) for step in at) or "the file"


def items(data: Any, key: str) -> list[Any]:
    """The list under `key`; empty where there is none, which the shape of the file tells."""
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, list) else []
