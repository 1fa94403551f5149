"""Token ids while training: characters first, then Whisper's special tokens, then timestamps.

The exported folder uses Whisper's full order (99 languages, timestamps of 20 ms); here only what
is ever predicted has a row, and timestamps stand on a grid of 100 ms.
"""

from __future__ import annotations

from dataclasses import dataclass

TIMESTAMP_STEP_S = 0.1
TIMESTAMPS = 101
UNKNOWN = 0
"""Also the space that faster-whisper puts before prompts and hotwords."""


@dataclass(frozen=True)
class Vocabulary:
    """Ids for an alphabet; `size` rows in all."""

    alphabet: str

    def __post_init__(self) -> None:
        ids = {character: index + 1 for index, character in enumerate(self.alphabet)}
        object.__setattr__(self, "_ids", ids)

    @property
    def characters(self) -> int:
        """Rows for characters, the unknown one included."""
        return len(self.alphabet) + 1

    @property
    def end_of_text(self) -> int:
        return self.characters

    @property
    def start_of_transcript(self) -> int:
        return self.characters + 1

    @property
    def chinese(self) -> int:
        return self.characters + 2

    @property
    def transcribe(self) -> int:
        return self.characters + 3

    @property
    def start_of_previous(self) -> int:
        return self.characters + 4

    @property
    def no_speech(self) -> int:
        return self.characters + 5

    @property
    def no_timestamps(self) -> int:
        return self.characters + 6

    @property
    def first_timestamp(self) -> int:
        return self.characters + 7

    @property
    def size(self) -> int:
        return self.first_timestamp + TIMESTAMPS

    def encode(self, text: str) -> list[int]:
        ids: dict[str, int] = self._ids  # type: ignore[attr-defined]
        return [ids.get(character, UNKNOWN) for character in text]

    def timestamp(self, seconds: float) -> int:
        """The nearest timestamp, held inside the window."""
        step = round(seconds / TIMESTAMP_STEP_S)
        return self.first_timestamp + min(max(step, 0), TIMESTAMPS - 1)
