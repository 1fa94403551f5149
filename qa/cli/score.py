"""`qa score`, `qa show`, `qa report`."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from qa.acts.model import SHIPPED
from qa.batch.folder import BatchFolder
from qa.batch.local import INTERNAL_ERROR, Engine, hear_here, hear_in_processes
from qa.batch.manifest import CallDefaults, find_calls
from qa.batch.on_ray import hear_on_ray
from qa.batch.run import Event, NotScored, Scored, plan_batch, publish, run_batch
from qa.cli.config import NO_ACTS, NO_DIARIZER, NO_JUDGE, SHIPPED_ACTS, Settings
from qa.cli.console import (
    BELOW,
    INTERNAL,
    OK,
    SOME_NOT_SCORED,
    progress_bar,
    results_console,
    say,
    say_error,
)
from qa.core.errors import UsageError
from qa.core.scorecard import Outcome
from qa.core.scorecard_json import scorecard_to_json
from qa.intake import CallSource, Intake, IntakeOptions
from qa.judge.endpoint import KEY_VARIABLE, Endpoint
from qa.judge.judge import Judge
from qa.judge.model import ModelJudge
from qa.report.terminal import batch_table, scorecard_renderable
from qa.rubric import Rubric, load_rubric
from qa.scoring import JUDGE_UNANSWERED
from qa.speech.diarization import DiarizationOptions
from qa.speech.whisper import WhisperOptions


def score_calls(inputs: Sequence[Path], settings: Settings, *, fresh: bool, as_json: bool) -> int:
    rubric = load_rubric(settings.rubric, acts_folder(settings.acts))
    judge = judge_of(settings, rubric)
    sources = sources_of(inputs, settings)
    options = intake_options(settings, rubric)
    folder = BatchFolder(Path(settings.out or f"scorecards-{date.today().isoformat()}"))
    plan = plan_batch(sources, options, folder, fresh)
    Intake(options).check_ready(plan.to_hear)
    events: list[Event] = []
    title = folder.root.resolve().name
    with progress_bar() as bar:
        task = bar.add_task("calls", total=len(sources))
        try:
            for event in run_batch(plan, rubric, options, folder, engine_of(settings), judge):
                events.append(event)
                _tell(event, as_json=as_json)
                bar.advance(task)
        except KeyboardInterrupt:
            publish(folder, title)
            raise
    summary = publish(folder, title)
    failed = [event for event in events if isinstance(event, NotScored)]
    reused = sum(isinstance(event, Scored) and event.reused for event in events)
    if not as_json:
        results_console().print(batch_table(summary))
    say(
        f"{len(events) - len(failed)} of {len(sources)} calls have a scorecard"
        f" ({reused} unchanged); open {folder.index}"
    )
    _tell_unanswered(events)
    return _exit_code(events, settings)


def acts_folder(acts: str) -> Path | None:
    """Where the models of speech acts are: `shipped`, `none`, or a folder that `qa learn` made."""
    if acts in (SHIPPED_ACTS, NO_ACTS):
        return SHIPPED if acts == SHIPPED_ACTS else None
    folder = Path(acts)
    if not any(folder.glob("*.npz")):
        raise UsageError(
            f"acts: no model of speech acts in {folder}; expected {SHIPPED_ACTS}, {NO_ACTS} or a "
            "folder that qa learn has written"
        )
    return folder


def sources_of(inputs: Sequence[Path], settings: Settings) -> list[CallSource]:
    try:
        pattern = re.compile(settings.name_pattern) if settings.name_pattern else None
    except re.error as error:
        raise UsageError(f"name_pattern: not a regular expression: {error}") from error
    defaults = CallDefaults(settings.language, settings.agent_channel, pattern)
    return find_calls(inputs, Path(settings.calls) if settings.calls else None, defaults)


def intake_options(settings: Settings, rubric: Rubric | None = None) -> IntakeOptions:
    diarization = DiarizationOptions(pipeline=settings.diarizer, device=settings.device)
    return IntakeOptions(
        whisper=WhisperOptions(
            model=settings.model,
            device=settings.device,
            language=settings.language,
        ),
        diarization=None if settings.diarizer == NO_DIARIZER else diarization,
        use_hotwords=settings.use_hotwords,
        hotwords=dict(rubric.hotwords_by_language) if rubric else {},
    )


def engine_of(settings: Settings) -> Engine:
    if settings.engine == "ray":
        return hear_on_ray(settings.jobs, settings.device)
    return hear_here if settings.jobs == 1 else hear_in_processes(settings.jobs)


def judge_of(settings: Settings, rubric: Rubric) -> Judge | None:
    """The judge that was named, if any; nothing is asked yet. What it may be sent is said here.

    Raises `UsageError` for an address, a model or a key that cannot be meant.
    """
    if settings.judge == NO_JUDGE:
        return None
    endpoint = Endpoint(
        settings.judge,
        settings.judge_model or "",
        settings.judge_timeout_s,
        os.environ.get(KEY_VARIABLE, "").strip(),
    )
    if rubric.questions:
        say(
            f"judge: {endpoint.model} at {endpoint.url} is sent the words of calls, for the "
            f"criteria {', '.join(rubric.questions)}"
        )
    else:
        say(f"judge: no criterion of the rubric '{rubric.id}' declares one, so nothing is asked")
    return ModelJudge(endpoint, on_giving_up=say)


def _tell_unanswered(events: Sequence[Event]) -> None:
    cards = [event.card for event in events if isinstance(event, Scored)]
    waiting = sum(JUDGE_UNANSWERED in card.source for card in cards)
    if waiting:
        say(
            f"judge: no answer about {waiting} of {len(cards)} calls, their scorecards say why; "
            "run the same command to ask again"
        )


def _tell(event: Event, *, as_json: bool) -> None:
    if isinstance(event, NotScored):
        say_error(f"{event.call_id}: not scored ({event.code}): {event.message}")
        if as_json:
            data = {"call_id": event.call_id, "error": event.code, "message": event.message}
            print(json.dumps(data))
    elif as_json:
        print(json.dumps(scorecard_to_json(event.card)))
    elif not sys.stderr.isatty():
        score = "-" if event.card.score is None else f"{event.card.score:.1f}"
        say(f"{event.call_id}: {event.card.verdict.value} {score}")


def _exit_code(events: Sequence[Event], settings: Settings) -> int:
    failures = [event for event in events if isinstance(event, NotScored)]
    if any(failure.code == INTERNAL_ERROR for failure in failures):
        return INTERNAL
    if failures:
        return SOME_NOT_SCORED
    cards = [event.card for event in events if isinstance(event, Scored)]
    limit = settings.fail_under
    if limit is not None and any(card.score is not None and card.score < limit for card in cards):
        return BELOW
    if settings.fail_on_critical and any(
        result.critical and result.outcome is Outcome.FAIL
        for card in cards
        for result in card.results
    ):
        return BELOW
    return OK


def show_scorecard(out: Path, call_id: str, *, as_json: bool) -> int:
    folder = BatchFolder(out)
    card = folder.read_scorecard(call_id)
    if as_json:
        print(json.dumps(scorecard_to_json(card)))
    else:
        results_console().print(scorecard_renderable(folder.read_call(call_id), card))
    return OK


def rebuild_report(out: Path) -> int:
    folder = BatchFolder(out)
    if not folder.ledger.is_file():
        raise UsageError(f"{out}: not a folder that qa score has written (no {folder.ledger.name})")
    rewritten = rewrite_pages(folder)
    publish(folder, folder.root.resolve().name)
    say(f"{rewritten} pages written; open {folder.index}")
    return OK


def rewrite_pages(folder: BatchFolder) -> int:
    cards = list(folder.scorecards())
    for card in cards:
        folder.write_page(folder.read_call(card.call_id), card)
    return len(cards)
