"""`qa learn`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from qa.acts.model import save_model
from qa.batch.files import write_whole
from qa.batch.folder import BatchFolder, to_text
from qa.cli.config import Settings
from qa.cli.console import OK, say
from qa.cli.score import acts_folder
from qa.core.call import LANGUAGES, Call
from qa.core.errors import UsageError
from qa.learning.comparison import FEW, Comparison
from qa.learning.corpus import shipped_corpus
from qa.learning.corrections import read_corrections
from qa.learning.relearn import Relearned, relearn, relearned_to_json
from qa.learning.training import TrainingOptions, require_scikit_learn
from qa.rubric import load_rubric

_SHOWN = 10  # of a list on the terminal; report.json has all of it


def learn_from(
    out: Path,
    corrections: Path,
    model_out: Path,
    settings: Settings,
    *,
    language: str,
    set_aside: float,
    as_json: bool,
) -> int:
    require_scikit_learn()
    present = acts_folder(settings.acts)
    _check(out, model_out, present, language, set_aside)
    rubric = load_rubric(settings.rubric, present)
    folder = BatchFolder(out)

    def call_of(call_id: str) -> Call | None:
        there = folder.call_file(call_id).is_file()
        return folder.read_call(call_id) if there else None

    given = read_corrections(corrections, call_of, rubric, language)
    if given.left_out:
        say(f"{given.left_out} corrections of calls in other languages are left out")
    learned = relearn(given, rubric, set_aside, shipped_corpus(), TrainingOptions(), say)
    report = {"rubric": rubric.id, **relearned_to_json(learned)}
    _write(learned, present, model_out)
    write_whole(model_out / "report.json", to_text(report))
    if as_json:
        print(json.dumps(report))
    else:
        for line in _told(learned):
            print(line)
    say(f"nothing has changed yet: {model_out} is used by: qa score --acts {model_out}")
    say(f'or by acts = "{model_out.as_posix()}" in qa.toml; the way back is: --acts shipped')
    return OK


def _check(
    out: Path, model_out: Path, present: Path | None, language: str, set_aside: float
) -> None:
    """Raises `UsageError` for what the command cannot do."""
    if language not in ("auto", *LANGUAGES):
        raise UsageError(f"language: {language!r}; allowed: auto, {', '.join(LANGUAGES)}")
    if not 0 <= set_aside < 1:
        raise UsageError(f"set-aside: {set_aside}; expected a share of the calls, 0 to below 1")
    if not (out / "data" / "calls").is_dir():
        raise UsageError(f"{out}: not a folder that qa score has written (no data/calls in it)")
    if model_out.exists() and not model_out.is_dir():
        raise UsageError(f"model-out: {model_out} is a file; expected a folder")
    if any(model_out.glob("*.npz")):
        raise UsageError(
            f"model-out: {model_out} holds models already, perhaps those in use; expected another "
            "folder, so that nothing is adopted before the report is read"
        )


def _write(learned: Relearned, present: Path | None, model_out: Path) -> None:
    """The new models; beside them the present ones of the other languages, so that the folder can
    take the place of the present one."""
    model_out.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        kept = present / f"{language}.npz" if present else None
        target = model_out / f"{language}.npz"
        if language in learned.models:
            save_model(learned.models[language], model_out)
        elif kept and kept.is_file():
            shutil.copyfile(kept, target)


def _told(learned: Relearned) -> Iterator[str]:
    comparison = learned.comparison
    yield f"{len(learned.set_aside)} calls set aside, {len(learned.learned_from)} to learn from"
    if comparison.judged:
        yield from _right(comparison)
    if comparison.others:
        listed = [f"{call} {name} {was} -> {now}" for call, name, was, now in comparison.others]
        shown = ", ".join(listed[:_SHOWN]) + (", ..." if len(listed) > _SHOWN else "")
        yield f"{len(listed)} verdicts change that nobody has corrected: {shown}"
    if comparison.too_few:
        yield (
            f"{len(comparison.judged)} corrected verdicts are set aside: too few to tell whether "
            f"the new model is better (expected {FEW} or more)"
        )


def _right(comparison: Comparison) -> Iterator[str]:
    for one in comparison.by_criterion:
        yield (
            f"{one.criterion}: {one.corrected} corrected, right at present {one.present_right}, "
            f"new {one.new_right}; better: {_names(one.better)}; worse: {_names(one.worse)}"
        )
    judged = comparison.judged
    was = sum(one.present == one.wanted for one in judged)
    now = sum(one.new == one.wanted for one in judged)
    yield f"all: {len(judged)} corrected, right at present {was}, new {now}"


def _names(calls: tuple[str, ...]) -> str:
    return ", ".join(calls) or "none"
