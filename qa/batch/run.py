"""One batch: hear what is new, judge what is new or judged by another rubric, keep the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.batch.files import file_stem, write_whole
from qa.batch.fingerprint import heard_key, scored_key
from qa.batch.folder import BatchFolder
from qa.batch.ledger import Entry, Ledger
from qa.batch.local import INTERNAL_ERROR, Engine, Heard
from qa.core.errors import CallError
from qa.core.scorecard import Scorecard
from qa.intake import CallSource, IntakeOptions
from qa.report.csv_table import scorecards_csv
from qa.report.index_page import index_html
from qa.report.summary import BatchSummary, FailedCall
from qa.rubric import Rubric
from qa.scoring import score


@dataclass(frozen=True)
class Scored:
    """`reused`: nothing about this call or the rubric had changed since the last run."""

    card: Scorecard
    reused: bool

    @property
    def call_id(self) -> str:
        return self.card.call_id


@dataclass(frozen=True)
class NotScored:
    call_id: str
    code: str
    message: str


Event = Scored | NotScored


def run_batch(
    sources: Sequence[CallSource],
    rubric: Rubric,
    options: IntakeOptions,
    folder: BatchFolder,
    engine: Engine,
    fresh: bool = False,
) -> Iterator[Event]:
    """Score every call; one event a call, as each is finished and safely on disk.

    Calls already heard are judged first: they take milliseconds. A call is always judged from the
    Call JSON read back from the folder, so judging again later gives the same scorecard.
    """
    heard_keys = {source.context.call_id: heard_key(source, options) for source in sources}
    with Ledger(folder.ledger) as ledger:
        batch = _Batch(rubric, folder, ledger)
        to_hear: list[CallSource] = []
        for source in sources:
            call_id = source.context.call_id
            entry = None if fresh else ledger.get(call_id)
            if entry and batch.has_heard(entry, heard_keys[call_id]):
                yield batch.judge(call_id, entry)
            else:
                to_hear.append(source)
        for source, heard in engine(to_hear, options) if to_hear else ():
            call_id = source.context.call_id
            yield batch.take_in(call_id, heard_keys[call_id], heard)


@dataclass(frozen=True)
class _Batch:
    rubric: Rubric
    folder: BatchFolder
    ledger: Ledger

    def has_heard(self, entry: Entry, key: str) -> bool:
        return (
            entry.heard_key == key
            and entry.error_code is None
            and self.folder.call_file(entry.call_id).is_file()
        )

    def take_in(self, call_id: str, key: str, heard: Heard) -> Event:
        if heard.call is None:
            return self._fail(call_id, key, heard.error_code or "", heard.error_message or "")
        self.folder.write_call(call_id, heard.call)
        entry = Entry(call_id, key)
        self.ledger.record(entry)
        return self.judge(call_id, entry)

    def judge(self, call_id: str, entry: Entry) -> Event:
        key = scored_key(entry.heard_key, self.rubric.ref)
        files = self.folder.scorecard_file(call_id), self.folder.page(call_id)
        if entry.scored_key == key and all(file.is_file() for file in files):
            return Scored(self.folder.read_scorecard(call_id), reused=True)
        try:
            call = self.folder.read_call(call_id)
            card = score(call, self.rubric)
            self.folder.write_page(call, card)
            self.folder.write_scorecard(card)
        except CallError as error:
            return self._fail(call_id, entry.heard_key, error.code, str(error))
        except OSError:
            raise  # the folder cannot be written: that concerns every call
        except Exception as error:  # a fault of ours must not cost the other calls their result
            message = f"{type(error).__name__}: {error}; please report this"
            return self._fail(call_id, entry.heard_key, INTERNAL_ERROR, message)
        self.ledger.record(Entry(call_id, entry.heard_key, key))
        return Scored(card, reused=False)

    def _fail(self, call_id: str, key: str, code: str, message: str) -> NotScored:
        # What an earlier run left of this call speaks of a recording that is no longer so.
        for stale in (
            self.folder.call_file(call_id),
            self.folder.scorecard_file(call_id),
            self.folder.page(call_id),
        ):
            stale.unlink(missing_ok=True)
        self.ledger.record(Entry(call_id, key, None, code, message))
        return NotScored(call_id, code, message)


def publish(folder: BatchFolder, title: str) -> BatchSummary:
    """Write the pages over all calls of the folder: `index.html` and `scorecards.csv`."""
    with Ledger(folder.ledger) as ledger:
        failures = tuple(
            FailedCall(entry.call_id, entry.error_code or "", entry.error_message or "")
            for entry in ledger.failures()
        )
    summary = BatchSummary(title, tuple(folder.scorecards()), failures)
    write_whole(folder.index, index_html(summary, page_stem=file_stem))
    # Excel on a Chinese Windows takes a CSV for GBK unless a byte order mark says otherwise.
    table = scorecards_csv(summary.scorecards, summary.failures)
    write_whole(folder.table, table, encoding="utf-8-sig")
    return summary
