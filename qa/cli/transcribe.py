"""`qa transcribe`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qa.batch.files import file_stem, write_whole
from qa.batch.folder import to_text
from qa.cli.config import Settings
from qa.cli.console import OK, SOME_NOT_SCORED, progress_bar, say, say_error
from qa.cli.score import engine_of, intake_options, sources_of
from qa.intake import Intake


def transcribe_calls(inputs: Sequence[Path], settings: Settings, out: Path) -> int:
    sources = sources_of(inputs, settings)
    options = intake_options(settings)
    Intake(options).check_ready(sources)
    failed = 0
    with progress_bar() as bar:
        task = bar.add_task("calls", total=len(sources))
        for source, heard in engine_of(settings)(sources, options):
            call_id = source.context.call_id
            if heard.call is None:
                failed += 1
                say_error(f"{call_id}: not transcribed ({heard.error_code}): {heard.error_message}")
            else:
                path = out / f"{file_stem(call_id)}.json"
                write_whole(path, to_text(heard.call))
                print(path)
            bar.advance(task)
    say(f"{len(sources) - failed} of {len(sources)} calls transcribed")
    return SOME_NOT_SCORED if failed else OK
