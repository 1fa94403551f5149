"""Every turn of a call spoken, before anything happens to it on the line."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator

from samples.rendering.script import Script
from samples.training.espeak import Speech, speak

_PROCESSES = 2


def speak_calls(scripts: Iterable[Script]) -> Iterator[tuple[Speech, ...]]:
    """The turns of each call in order, as `stage.play` wants them.

    espeak-ng carries state from one text to the next. A process a call keeps each call's sound
    the same whatever was spoken before it.
    """
    with multiprocessing.get_context("spawn").Pool(_PROCESSES, maxtasksperchild=1) as pool:
        yield from pool.imap(_speak_call, scripts)


def _speak_call(script: Script) -> tuple[Speech, ...]:
    parties = [script.party(turn.by) for turn in script.turns]
    return tuple(
        speak(turn.say, party.voice, party.speed, party.pitch)
        for turn, party in zip(script.turns, parties, strict=True)
    )
