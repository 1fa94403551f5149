"""Which format a transcript file has. A new format is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qa.core.call import Call
from qa.core.errors import TranscriptError
from qa.transcripts.call_json import read_call_json

READERS: dict[str, Callable[[Path], Call]] = {
    ".json": read_call_json,
}


TRANSCRIPT_SUFFIXES = frozenset(READERS)


def read_transcript(path: Path) -> Call:
    """Raises TranscriptError: no format has this suffix, or the content is not understood."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise TranscriptError(
            "unknown-format",
            f"{path}: no transcript format ends in {path.suffix!r}; "
            f"known: {', '.join(sorted(READERS))}",
        )
    return reader(path)
