"""One batch: hear what is new, judge what is new or judged by another rubric, keep the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.batch.files import file_stem, write_whole
from qa.batch.fingerprint import heard_key, is_there, judge_key, options_key, scored_key
from qa.batch.folder import BatchFolder, read_scorecard_file
from qa.batch.ledger import Entry, Ledger
from qa.batch.local import INTERNAL_ERROR, Engine, Heard
from qa.core.errors import CallError, UsageError
from qa.core.scorecard import Scorecard
from qa.intake import CallSource, IntakeOptions
from qa.judge.judge import Judge
from qa.report.csv_table import scorecards_csv
from qa.report.index_page import index_html
from qa.report.summary import BatchSummary, FailedCall
from qa.rubric import Rubric
from qa.scoring import JUDGE_UNANSWERED, score


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


@dataclass(frozen=True)
class Plan:
    """What a run has to do: calls to judge from the Call already kept, and calls to hear."""

    heard: tuple[Entry, ...]
    to_hear: tuple[CallSource, ...]
    keys: Mapping[str, str]


def plan_batch(
    sources: Sequence[CallSource], options: IntakeOptions, folder: BatchFolder, fresh: bool = False
) -> Plan:
    """Compare the sources with what the folder holds; writes nothing.

    A call whose recording is gone (moved to an archive, say) stands as it was heard.
    """
    heard_by = options_key(options)
    keys = {source.context.call_id: heard_key(source, heard_by) for source in sources}
    if fresh or not folder.ledger.is_file():
        return Plan((), tuple(sources), keys)
    heard: list[Entry] = []
    to_hear: list[CallSource] = []
    with Ledger(folder.ledger) as ledger:
        for source in sources:
            call_id = source.context.call_id
            entry = ledger.get(call_id)
            unchanged = entry and (entry.heard_key == keys[call_id] or not is_there(source))
            if entry and unchanged and folder.call_file(call_id).is_file():
                heard.append(entry)
            else:
                to_hear.append(source)
    return Plan(tuple(heard), tuple(to_hear), keys)


def run_batch(
    plan: Plan,
    rubric: Rubric,
    options: IntakeOptions,
    folder: BatchFolder,
    engine: Engine,
    judge: Judge | None = None,
) -> Iterator[Event]:
    """Score every call; one event a call, as each is finished and safely on disk.

    Calls already heard are judged first: they take milliseconds. A call is always judged from the
    Call JSON read back from the folder, so judging again later gives the same scorecard. A call
    about which `judge` left a question without an answer is judged again by the next run.
    """
    with Ledger(folder.ledger) as ledger:
        batch = _Batch(rubric, folder, ledger, judge, judge_key(rubric, judge))
        for entry in plan.heard:
            yield batch.judge(entry)
        for source, heard in engine(plan.to_hear, options) if plan.to_hear else ():
            call_id = source.context.call_id
            yield batch.take_in(call_id, plan.keys[call_id], heard)


@dataclass(frozen=True)
class _Batch:
    rubric: Rubric
    folder: BatchFolder
    ledger: Ledger
    model_judge: Judge | None
    judged_by: str | None

    def take_in(self, call_id: str, key: str, heard: Heard) -> Event:
        if heard.call is None:
            # The Call of an earlier run stays, for when its recording comes back; see plan_batch.
            entry = self.ledger.get(call_id) or Entry(call_id, key)
            return self._fail(entry, heard.error_code or "", heard.error_message or "")
        self.folder.write_call(call_id, heard.call)
        entry = Entry(call_id, key)
        self.ledger.record(entry)
        return self.judge(entry)

    def judge(self, entry: Entry) -> Event:
        call_id = entry.call_id
        key = scored_key(entry.heard_key, self.rubric.judged_by, self.judged_by)
        kept = self._kept(entry) if entry.scored_key == key else None
        if kept:
            return Scored(kept, reused=True)
        try:
            call = self.folder.read_call(call_id)
            card = score(call, self.rubric, self.model_judge)
            self.folder.write_page(call, card)
            self.folder.write_scorecard(card)
        except CallError as error:
            return self._fail(entry, error.code, str(error))
        except OSError:
            raise  # the folder cannot be written: that concerns every call
        except Exception as error:  # a fault of ours must not cost the other calls their result
            message = f"{type(error).__name__}: {error}; please report this"
            return self._fail(entry, INTERNAL_ERROR, message)
        whole = JUDGE_UNANSWERED not in card.source
        self.ledger.record(Entry(call_id, entry.heard_key, key if whole else None))
        return Scored(card, reused=False)

    def _kept(self, entry: Entry) -> Scorecard | None:
        """The scorecard of an earlier run, if it and its page are whole."""
        try:
            card = self.folder.read_scorecard(entry.call_id)
        except UsageError:
            return None
        return card if self.folder.page(entry.call_id).is_file() else None

    def _fail(self, entry: Entry, code: str, message: str) -> NotScored:
        # A scorecard of an earlier run speaks of a recording or a rubric that is no longer so.
        self.folder.scorecard_file(entry.call_id).unlink(missing_ok=True)
        self.folder.page(entry.call_id).unlink(missing_ok=True)
        self.ledger.record(Entry(entry.call_id, entry.heard_key, None, code, message))
        return NotScored(entry.call_id, code, message)


def publish(folder: BatchFolder, title: str) -> BatchSummary:
    """Write the pages over all calls of the folder: `index.html` and `scorecards.csv`.

    Raises `UsageError` where one of them is held open by another program.
    """
    with Ledger(folder.ledger) as ledger:
        failures = [
            FailedCall(entry.call_id, entry.error_code or "", entry.error_message or "")
            for entry in ledger.failures()
        ]
    cards: list[Scorecard] = []
    for path in folder.scorecard_files():
        try:
            cards.append(read_scorecard_file(path))
        except UsageError as error:
            failures.append(FailedCall(path.stem, "unreadable-scorecard", str(error)))
    summary = BatchSummary(title, tuple(cards), tuple(failures))
    table = scorecards_csv(summary.scorecards, summary.failures)
    try:
        write_whole(folder.index, index_html(summary, page_stem=file_stem))
        # Excel on a Chinese Windows takes a CSV for GBK unless a byte order mark says otherwise.
        write_whole(folder.table, table, encoding="utf-8-sig")
    except PermissionError as error:
        raise UsageError(
            f"{folder.table}: cannot be replaced ({error.strerror}); if it is open in Excel, close "
            f"it and run: qa report {folder.root}"
        ) from error
    return summary
