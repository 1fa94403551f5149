"""The folder a batch leaves: where each file lies, and reading it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.batch.files import file_stem, write_whole
from qa.core.call import Call
from qa.core.errors import UsageError
from qa.core.scorecard import Scorecard
from qa.core.scorecard_json import scorecard_from_json, scorecard_to_json
from qa.report.scorecard_page import scorecard_html
from qa.transcripts.call_json import read_call_json


@dataclass(frozen=True)
class BatchFolder:
    """`OUT`; nothing is written outside it."""

    root: Path

    @property
    def ledger(self) -> Path:
        return self.root / "data" / "batch.sqlite"

    @property
    def index(self) -> Path:
        return self.root / "index.html"

    @property
    def table(self) -> Path:
        return self.root / "scorecards.csv"

    def call_file(self, call_id: str) -> Path:
        return self.root / "data" / "calls" / f"{file_stem(call_id)}.json"

    def scorecard_file(self, call_id: str) -> Path:
        return self.root / "data" / "scorecards" / f"{file_stem(call_id)}.json"

    def page(self, call_id: str) -> Path:
        return self.root / "scorecards" / f"{file_stem(call_id)}.html"

    def write_call(self, call_id: str, call: dict[str, object]) -> None:
        """`call` is Call JSON data, as a worker process hands it over."""
        write_whole(self.call_file(call_id), to_text(call))

    def write_scorecard(self, card: Scorecard) -> None:
        write_whole(self.scorecard_file(card.call_id), to_text(scorecard_to_json(card)))

    def write_page(self, call: Call, card: Scorecard) -> None:
        page = scorecard_html(call, card, index_href="../index.html")
        write_whole(self.page(card.call_id), page)

    def read_call(self, call_id: str) -> Call:
        return read_call_json(self.call_file(call_id))

    def read_scorecard(self, call_id: str) -> Scorecard:
        """Raises `UsageError` when there is none for this call."""
        path = self.scorecard_file(call_id)
        if not path.is_file():
            raise UsageError(f"{self.root}: no scorecard of a call {call_id!r}; {self._known()}")
        return read_scorecard_file(path)

    def scorecard_files(self) -> list[Path]:
        return sorted((self.root / "data" / "scorecards").glob("*.json"))

    def scorecards(self) -> Iterator[Scorecard]:
        """Every scorecard of the batch, in the order of their file names."""
        yield from map(read_scorecard_file, self.scorecard_files())

    def _known(self) -> str:
        known = [card.call_id for card in self.scorecards()]
        if not known:
            return "this folder holds no scorecards; name a folder that qa score has written"
        shown = ", ".join(known[:10]) + (", ..." if len(known) > 10 else "")
        return f"it holds {shown}"


def read_scorecard_file(path: Path) -> Scorecard:
    """Raises `UsageError` for a file that is none, or not whole."""
    try:
        return scorecard_from_json(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise UsageError(f"{path}: not a scorecard of this program: {error}") from error


def to_text(data: object) -> str:
    """JSON for people and scripts: readable Chinese, stable order, a line break at the end."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
