"""The recording: what a telephone line and a recorder make of two clean voices."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np

from samples.rendering import wav
from samples.rendering.script import PARTIES, Script
from samples.rendering.stage import Scene
from samples.training.diarizer.telephone import SAMPLE_RATE, Samples, mu_law, noise

_HISS_DB = -58.0
_HUM_DB = -66.0
_SECOND_LEG_DB = -1.5  # the other channel of a dual-mono recording: later, quieter, re-encoded
_SECOND_LEG_DELAY_SAMPLES = SAMPLE_RATE * 4 // 1000


def files(script: Script) -> dict[str, str]:
    """The recording's files, by the column of the manifest that names them."""
    if script.channels == "pair":
        return {f"{party}_audio": f"{script.id}-{party}.wav" for party in PARTIES}
    return {"audio": f"{script.id}.wav"}


def record(scene: Scene, folder: Path) -> None:
    """Write the recording of a call into `folder`."""
    for name, samples in zip(files(scene.script).values(), _recordings(scene), strict=True):
        wav.write(folder / name, samples, SAMPLE_RATE, scene.script.codec)


def _recordings(scene: Scene) -> list[Samples]:
    """What goes into each of `files`: (n,), or (n, 2) for a file of two channels."""
    script, channels = scene.script, _channels(scene)
    if script.channels == "pair":
        return [channels[party] for party in PARTIES]
    if script.channels == "stereo":
        order = PARTIES if script.agent_side == "left" else PARTIES[::-1]
        return [np.stack([channels[party] for party in order], axis=1)]
    mix = np.clip(channels["agent"] + channels["customer"], -1, 1)
    return [mix if script.channels == "mono" else np.stack([mix, _second_leg(mix)], axis=1)]


def _channels(scene: Scene) -> dict[str, Samples]:
    """Each party's channel: its voice, what leaks over from the other, and the line's noise."""
    rng = np.random.default_rng(zlib.crc32(scene.script.id.encode("utf-8")))
    leak = scene.script.crosstalk_db
    channels = {}
    for party, other in (PARTIES, PARTIES[::-1]):
        heard = scene.voices[party].copy()
        if leak is not None:
            heard += _gain(leak) * scene.voices[other]
        heard += _gain(_HISS_DB) * noise(len(heard), "white", rng)
        heard += _gain(_HUM_DB) * noise(len(heard), "hum", rng)
        channels[party] = np.clip(heard, -1, 1)
    return channels


def _second_leg(mix: Samples) -> Samples:
    delayed = np.concatenate([np.zeros(_SECOND_LEG_DELAY_SAMPLES, np.float32), mix])[: len(mix)]
    return mu_law(_gain(_SECOND_LEG_DB) * delayed)


def _gain(level_db: float) -> np.float32:
    return np.float32(10 ** (level_db / 20))
