"""Scripts to everything under `samples` that a run reads: sound, manifests, transcripts, truth."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from samples.rendering import line, stage
from samples.rendering.script import SCRIPTS, Script, read_all
from samples.rendering.voices import speak_calls

SAMPLES = SCRIPTS.parent
COLUMNS = (
    "call_id",
    "audio",
    "agent_audio",
    "customer_audio",
    "transcript",
    "agent_id",
    "agent_name",
    "team",
    "customer_surname",
    "started_at",
    "direction",
    "language",
    "agent_channel",
)
# The demo recogniser only knows Mandarin; the other calls bring their words along.
WITH_TRANSCRIPT = ("ko", "en")


def build(only: Iterable[str] = ()) -> None:
    """Render the calls with these ids, or all of them; the manifests always name all."""
    scripts = read_all()
    if unknown := set(only) - {script.id for script in scripts}:
        raise SystemExit(f"no script is called {', '.join(sorted(unknown))}")
    chosen = [script for script in scripts if not only or script.id in set(only)]
    for name in ("truth", "transcripts", *{script.folder for script in scripts}):
        (SAMPLES / name).mkdir(exist_ok=True)
    for folder in sorted({script.folder for script in scripts}):
        rows = [manifest_row(script) for script in scripts if script.folder == folder]
        write_manifest(SAMPLES / folder / "calls.csv", rows)
    for script, spoken in zip(chosen, speak_calls(chosen), strict=True):
        render(stage.play(script, spoken))


def render(scene: stage.Scene) -> None:
    """Write the recording of one call, and what is true about it."""
    script, truth = scene.script, scene.truth()
    line.record(scene, SAMPLES / script.folder)
    write_json(SAMPLES / "truth" / f"{script.id}.json", truth)
    if script.language in WITH_TRANSCRIPT:
        words = {key: value for key, value in truth.items() if key != "activity"}
        write_json(SAMPLES / script.folder / transcript_file(script), words)
    print(f"{script.id}  {truth['duration_s']:.1f} s", flush=True)


def manifest_row(script: Script) -> dict[str, Any]:
    return {
        "call_id": script.id,
        **line.files(script),
        "transcript": transcript_file(script) if script.language in WITH_TRANSCRIPT else "",
        "agent_id": script.agent.id,
        "agent_name": script.agent.name,
        "team": script.agent.team,
        "customer_surname": script.customer.surname,
        "started_at": script.started_at,
        "direction": script.direction,
        "language": script.language,
        **script.manifest,
    }


def transcript_file(script: Script) -> str:
    return f"transcripts/{script.id}.json"


def write_json(path: Path, data: dict[str, Any]) -> None:
    """A value a line, so that a change is readable in a diff."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_manifest(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
