"""Which call is where: one SQLite file in the batch's folder, one writer, one row a call.

A row is written after the files it speaks of, so a run that is killed leaves at worst a file the
ledger does not know, which the next run writes again.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType

_SCHEMA = """
CREATE TABLE IF NOT EXISTS calls (
    call_id TEXT PRIMARY KEY,
    heard_key TEXT NOT NULL,
    scored_key TEXT,
    error_code TEXT,
    error_message TEXT,
    updated_at TEXT NOT NULL
)
"""
_SELECT = "SELECT call_id, heard_key, scored_key, error_code, error_message FROM calls"


@dataclass(frozen=True)
class Entry:
    """`heard_key` fingerprints what the Call was made from, `scored_key` that and the rubric.

    A failed call has an error and no `scored_key`; it is tried again at the next run. So is one
    with neither: a judge left a question about it without an answer.
    """

    call_id: str
    heard_key: str
    scored_key: str | None = None
    error_code: str | None = None
    error_message: str | None = None


class Ledger:
    """Use as a context manager. Every `record` is committed before it returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The default rollback journal: write-ahead logging does not work on a file share.
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute(_SCHEMA)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def get(self, call_id: str) -> Entry | None:
        query = f"{_SELECT} WHERE call_id = ?"
        with closing(self._db.execute(query, (call_id,))) as rows:
            row = rows.fetchone()
        return Entry(*row) if row else None

    def failures(self) -> list[Entry]:
        query = f"{_SELECT} WHERE error_code IS NOT NULL ORDER BY call_id"
        with closing(self._db.execute(query)) as rows:
            return [Entry(*row) for row in rows]

    def record(self, entry: Entry) -> None:
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        self._db.execute(
            "INSERT OR REPLACE INTO calls VALUES (?, ?, ?, ?, ?, ?)",
            (
                entry.call_id,
                entry.heard_key,
                entry.scored_key,
                entry.error_code,
                entry.error_message,
                now,
            ),
        )
