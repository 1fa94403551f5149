"""How long a party spoke, and how much it said in that time."""

from __future__ import annotations

from qa.checks.stretches import utterances
from qa.core.call import Call, Role, SpeechActivity, Turn
from qa.core.spans import Timeline
from qa.language.spoken_units import spoken_units

UTTERANCE_PAUSE_MS = 500  # as `talk_over` has it: a shorter one leaves an utterance in one piece
SPEECH_PAUSE_MS = 300  # shorter gaps are the stops between syllables, not pauses


def speech_of(activity: SpeechActivity, role: Role, pause_ms: int = SPEECH_PAUSE_MS) -> Timeline:
    """Speech with its short gaps closed: the time a party held the floor for words. Gaps of
    `pause_ms` and more are pauses and stay out."""
    return utterances(activity.of(role), max(pause_ms - 1, 0))


def units_said(call: Call, role: Role, speech: Timeline) -> int:
    """Units (`spoken_units`) the party said over `speech`; words elsewhere are nobody's sound."""
    language = call.transcript.language
    turns = [turn for turn in call.transcript.turns if turn.role is role]
    return sum(spoken_units(text, language) for turn in turns for text in _over(turn, speech))


def _over(turn: Turn, speech: Timeline) -> list[str]:
    """The texts of a turn that lie over speech of its party; untimed ones are taken as said."""
    if turn.words and all(word.span for word in turn.words):
        timed = [(word.text, word.span) for word in turn.words]
    else:
        timed = [(turn.text, turn.span)]
    return [text for text, span in timed if span is None or speech.clip(span)]
