"""What is said in a sample call, and when: the YAML files in `samples/scripts`.

id: zh-01-refund-good          the file's name without .yaml
language: zh                   zh, ko or en
about: one sentence for people
channels: stereo               stereo | dual-mono | mono | pair
codec: mulaw                   mulaw | alaw | pcm16
agent_side: left               which channel of a two-channel file is the agent's
crosstalk_db: -18              how far down each channel carries the other party (optional)
folder: mono                   a folder under samples, with its own manifest (optional)
agent: {id, name, team, voice, speed, pitch, level_db}
customer: {voice, speed, pitch, level_db, surname}    surname: only if the manifest knows it
direction: inbound
started_at: 2026-03-02T09:14:00+08:00
manifest: {agent_channel: 1}   more columns of the manifest (optional)
intended: {criterion: pass | fail | not_applicable | not_assessed}
why: {criterion: the reason, where it is not obvious}
turns:
  - {by: customer, after_s: 0.4, say: "…"}            seconds after everybody has stopped;
                                                      below 0 cuts in before the end
  - {by: agent, into_s: 3.0, say: "嗯"}               seconds after the other party's latest
                                                      turn began: a backchannel, or cutting in
  - {by: agent, after_s: 0.4, cut_s: 2.6, say: "…"}   the line goes dead 2.6 s into the turn
end_s: 1.0                     quiet line after the last turn (optional)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import yaml

SCRIPTS = Path(__file__).parent.parent / "scripts"

CHANNELS = ("stereo", "dual-mono", "mono", "pair")
CODECS = ("mulaw", "alaw", "pcm16")
SIDES = ("left", "right")
PARTIES = ("agent", "customer")
OUTCOMES = ("pass", "fail", "not_applicable", "not_assessed")
CRITERIA = (
    "surname-use",
    "empathy",
    "forbidden-phrases",
    "talk-over",
    "silence-use",
    "closing-satisfaction",
)


@dataclass(frozen=True)
class Party:
    """A voice. `level_db`: loudness of its speech (root mean square), dB below full scale."""

    voice: str
    speed: int
    pitch: int
    level_db: float
    id: str = ""
    name: str = ""
    team: str = ""
    surname: str = ""


@dataclass(frozen=True)
class Utterance:
    """One turn; exactly one of `after_s` and `into_s` says when it starts."""

    by: str
    say: str
    after_s: float | None = None
    into_s: float | None = None
    cut_s: float | None = None

    def __post_init__(self) -> None:
        if self.by not in PARTIES or (self.after_s is None) == (self.into_s is None):
            raise ValueError(f"turn {self.say!r}: needs `by`, and one of `after_s` and `into_s`")


@dataclass(frozen=True)
class Script:
    """One sample call as it was written."""

    id: str
    language: str
    about: str
    channels: str
    codec: str
    agent: Party
    customer: Party
    direction: str
    started_at: str
    intended: Mapping[str, str]
    turns: tuple[Utterance, ...]
    why: Mapping[str, str] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    agent_side: str = "left"
    crosstalk_db: float | None = None
    folder: str = ""
    end_s: float = 1.0

    def __post_init__(self) -> None:
        for value, allowed in (
            (self.channels, CHANNELS),
            (self.codec, CODECS),
            (self.agent_side, SIDES),
            *((outcome, OUTCOMES) for outcome in self.intended.values()),
        ):
            if value not in allowed:
                raise ValueError(f"{self.id}: {value!r} is not one of {', '.join(allowed)}")
        if set(self.intended) != set(CRITERIA) or not set(self.why) <= set(CRITERIA):
            raise ValueError(f"{self.id}: `intended` and `why` name the criteria of service-call")
        if not self.turns:
            raise ValueError(f"{self.id}: no turns")

    def party(self, name: str) -> Party:
        return self.agent if name == "agent" else self.customer


# An agent's headset sits at the mouth; the customer comes over the network, a few dB down.
_LEVELS_DB = {"agent": -20.0, "customer": -24.0}

_T = TypeVar("_T")


def read(path: Path) -> Script:
    """One script. Raises ValueError or TypeError for a key or a value that is not known."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if data.get("id") != path.stem:
        raise ValueError(f"{path.name}: the id is {data.get('id')!r}, not the file's name")
    for name in PARTIES:
        data[name] = _build(Party, {"level_db": _LEVELS_DB[name], **data[name]})
    data["turns"] = tuple(_build(Utterance, turn) for turn in data["turns"])
    if not isinstance(data["started_at"], datetime):
        raise TypeError(f"{path.name}: started_at needs a date, a time and an offset")
    data["started_at"] = data["started_at"].isoformat()
    return _build(Script, data)


def read_all(folder: Path = SCRIPTS) -> list[Script]:
    """Every script, in the order of the file names."""
    return [read(path) for path in sorted(folder.glob("*.yaml"))]


def _build(kind: type[_T], data: Mapping[str, Any]) -> _T:
    known = {entry.name for entry in fields(kind)}  # type: ignore[arg-type]
    if unknown := set(data) - known:
        raise ValueError(f"{kind.__name__}: unknown {', '.join(sorted(unknown))}")
    return kind(**data)
