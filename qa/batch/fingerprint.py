"""What a result was made from, as one hash: equal hashes mean the work need not be done again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

from qa import __version__
from qa.core.files import sha256_of_file
from qa.intake import CallSource, IntakeOptions
from qa.judge.judge import Judge
from qa.rubric import Rubric

# Where and how fast a model runs does not change what it hears; nor does who may fetch it.
_NOT_HEARD = frozenset({"device", "threads", "token", "batch_size"})
_MODEL_FIELDS = frozenset({"model", "pipeline"})
_EDGE_BYTES = 1 << 16


def heard_key(source: CallSource, heard_by: str) -> str:
    """Fingerprint of everything a `Call` is made from: its files' content, what the manifest says
    of it, and what it is heard by (see `options_key`)."""
    return _digest(
        {
            "program": __version__,
            "files": [_content(path) for path in _files(source)],
            "by_ear": bool(source.audio),
            "context": asdict(source.context),
            "language": source.language,
            "agent_channel": source.agent_channel,
            "options": heard_by if source.audio else None,
        }
    )


def options_key(options: IntakeOptions) -> str:
    """Fingerprint of the models and the options of every stage. Reads model folders: once a run."""
    heard = options if options.use_hotwords else replace(options, hotwords={})
    return _digest(_without_machine(asdict(heard)))


def is_there(source: CallSource) -> bool:
    return any(path.is_file() for path in _files(source))


def _files(source: CallSource) -> list[Path]:
    return [*source.audio, *([source.transcript] if source.transcript else [])]


def _content(path: Path) -> str:
    try:
        return sha256_of_file(path)
    except OSError:
        return "unreadable"  # reading the call will say so, for this call alone


def scored_key(heard: str, rubric: str, judge: str | None = None) -> str:
    """Fingerprint of everything a scorecard is made from: `rubric` is what `Rubric.judged_by` says,
    `judge` of `judge_key`, if any."""
    made_from = {"program": __version__, "heard": heard, "rubric": rubric}
    return _digest(made_from | ({"judge": judge} if judge else {}))


def judge_key(rubric: Rubric, judge: Judge | None) -> str | None:
    """Fingerprint of who is asked what; None where nobody is asked. Where the model runs does not
    change what it says, so its address is no part of it."""
    if judge is None or not rubric.questions:
        return None
    questions = {
        name: {"ask": question.ask, "texts": dict(question.texts)}
        for name, question in rubric.questions.items()
    }
    return _digest({"model": judge.model, "questions": questions})


def _digest(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _without_machine(options: dict[str, object]) -> dict[str, object]:
    kept: dict[str, object] = {}
    for name, value in options.items():
        if isinstance(value, dict):
            kept[name] = _without_machine(value)
        elif name in _MODEL_FIELDS and isinstance(value, str):
            kept[name] = model_identity(value)
        elif name not in _NOT_HEARD:
            kept[name] = value
    return kept


def model_identity(name_or_folder: str) -> str:
    """A hub name as it is; a local folder by its content, so that it may be moved.

    Large files count by size and both ends: a retrained model never keeps all three.
    """
    folder = Path(name_or_folder).expanduser()
    if not folder.is_dir():
        return name_or_folder
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix == ".md":
            continue
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}:{size}:".encode())
        with path.open("rb") as file:
            digest.update(file.read(_EDGE_BYTES))
            file.seek(max(0, size - _EDGE_BYTES))
            digest.update(file.read(_EDGE_BYTES))
    return digest.hexdigest()
