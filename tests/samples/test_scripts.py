"""The sample calls: what their scripts intend, and that the files beside them carry it out."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from samples.rendering.script import CRITERIA, SCRIPTS, Script, read, read_all

SAMPLES = SCRIPTS.parent
CALLS = read_all()
MANDARIN = [call for call in CALLS if call.language == "zh"]
LARGEST_SET_BYTES = 16_000_000
# What the check of the same name calls an interruption and a pause, and then some.
CLEAR_OVERLAP_S = 1.5
BACKCHANNEL_S = 0.6
MEASURED_SILENCE_S = 3.0
DEAD_AIR_S = 12.0

by_id = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)


def manifest(folder: str) -> dict[str, dict[str, str]]:
    with (SAMPLES / folder / "calls.csv").open(encoding="utf-8", newline="") as file:
        return {row["call_id"]: row for row in csv.DictReader(file)}


def truth(call: Script) -> dict:
    return json.loads((SAMPLES / "truth" / f"{call.id}.json").read_text(encoding="utf-8"))


def interruptions(call: Script) -> list[tuple[str, float, str]]:
    """Who began while the other was speaking, for how long both spoke, and what was said."""
    turns = truth(call)["turns"]
    return [
        (later["role"], min(earlier["end_s"], later["end_s"]) - later["start_s"], later["text"])
        for index, earlier in enumerate(turns)
        for later in turns[index + 1 :]
        if later["role"] != earlier["role"] and later["start_s"] < earlier["end_s"]
    ]


def silences_s(call: Script) -> list[float]:
    """Every stretch inside the call in which nobody speaks."""
    spans = sorted(span for party in truth(call)["activity"].values() for span in party)
    gaps, heard_until = [], spans[0][1]
    for start, end in spans:
        gaps.append(start - heard_until)
        heard_until = max(heard_until, end)
    return gaps


def both_speak(call: Script) -> bool:
    return {turn.by for turn in call.turns} == {"agent", "customer"}


def outcomes(calls: list[Script]) -> dict[str, set[str]]:
    reached = defaultdict(set)
    for call in calls:
        for criterion, outcome in call.intended.items():
            reached[criterion].add(outcome)
    return reached


@pytest.mark.parametrize("criterion", CRITERIA)
def test_the_mandarin_calls_reach_every_outcome_of_every_criterion(criterion) -> None:
    stereo = [call for call in MANDARIN if call.channels != "mono"]
    assert outcomes(stereo)[criterion] >= {"pass", "fail", "not_applicable"}


def test_two_equal_channels_tell_nobody_apart() -> None:
    unheard = {call.channels for call in CALLS if "not_assessed" in call.intended.values()}
    assert unheard == {"dual-mono"}


def test_enough_calls_of_every_kind() -> None:
    assert len(CALLS) >= 12
    assert sum(call.channels == "stereo" for call in MANDARIN) >= 7
    assert {call.channels for call in CALLS} == {"stereo", "dual-mono", "mono", "pair"}
    assert {call.codec for call in CALLS} == {"mulaw", "alaw", "pcm16"}
    assert {call.agent_side for call in CALLS} == {"left", "right"}
    assert {call.language for call in CALLS} == {"zh", "ko", "en"}
    assert any(call.crosstalk_db for call in CALLS)


@pytest.mark.parametrize("call", MANDARIN, ids=lambda call: call.id)
def test_mandarin_is_written_as_it_is_spoken(call) -> None:
    for turn in call.turns:
        assert re.fullmatch("[\u4e00-\u9fff，。？！]+", turn.say)


@by_id
def test_the_manifest_has_a_row_for_the_call(call) -> None:
    row = manifest(call.folder)[call.id]
    assert row["agent_id"] == call.agent.id
    assert row["customer_surname"] == call.customer.surname
    assert row["started_at"] == call.started_at
    named = [row["audio"]] if row["audio"] else [row["agent_audio"], row["customer_audio"]]
    assert len(named) == (2 if call.channels == "pair" else 1)
    for name in named:
        assert (SAMPLES / call.folder / name).is_file()


def test_a_manifest_names_every_recording_and_no_other() -> None:
    for folder in {call.folder for call in CALLS}:
        rows = manifest(folder)
        assert set(rows) == {call.id for call in CALLS if call.folder == folder}
        audio = ("audio", "agent_audio", "customer_audio")
        named = {row[column] for row in rows.values() for column in audio} - {""}
        assert named == {path.name for path in (SAMPLES / folder).glob("*.wav")}


def test_several_agents_in_several_teams_and_mostly_unknown_channels() -> None:
    rows = list(manifest("").values())
    teams = defaultdict(set)
    for row in rows:
        teams[row["team"]].add(row["agent_id"])
    assert sum(len(agents) >= 2 for agents in teams.values()) >= 2
    assert sum(row["agent_channel"] == "" for row in rows) > len(rows) / 2


@by_id
def test_the_truth_says_what_the_script_says(call) -> None:
    facts = truth(call)
    assert facts["call_id"] == call.id
    heard = sorted((turn["role"], turn["text"]) for turn in facts["turns"])
    written = sorted((turn.by, turn.say) for turn in call.turns)
    for (role, text), (by, say) in zip(heard, written, strict=True):
        assert role == by
        assert say.startswith(text)
        assert text == say or any(turn.say == say and turn.cut_s for turn in call.turns)


@by_id
def test_the_call_lasts_between_45_and_100_seconds(call) -> None:
    assert 45 <= truth(call)["duration_s"] <= 100


@pytest.mark.parametrize("call", [c for c in CALLS if c.language != "zh"], ids=lambda call: call.id)
def test_a_call_no_demo_model_understands_brings_its_words(call) -> None:
    path = SAMPLES / manifest(call.folder)[call.id]["transcript"]
    words = json.loads(path.read_text(encoding="utf-8"))
    assert words["turns"] == truth(call)["turns"]
    assert "activity" not in words  # when somebody spoke is for the recording to tell


@by_id
def test_talk_over_happens_only_where_it_is_intended(call) -> None:
    by_agent = [event for event in interruptions(call) if event[0] == "agent"]
    clear = [(length, text) for _, length, text in by_agent if length > BACKCHANNEL_S]
    steering = [text for _, text in clear if text.startswith("欧阳先生，不好意思")]
    if call.intended["talk-over"] == "fail":
        assert any(length >= CLEAR_OVERLAP_S for length, _ in clear)
    elif call.intended["talk-over"] == "pass":
        assert [text for _, text in clear] == steering


def test_backchannels_and_an_interrupting_customer_are_among_the_calls() -> None:
    good = [call for call in CALLS if call.intended["talk-over"] == "pass"]
    events = [event for call in good for event in interruptions(call)]
    assert any(role == "customer" and length >= CLEAR_OVERLAP_S for role, length, _ in events)
    backchannels = [text for role, length, text in events if length < BACKCHANNEL_S]
    assert {"嗯", "对", "네"} <= set(backchannels)


@by_id
def test_silence_is_as_long_as_intended(call) -> None:
    longest = max(silences_s(call))
    if call.intended["silence-use"] == "fail":
        assert longest >= DEAD_AIR_S
    elif call.intended["silence-use"] == "not_applicable" and both_speak(call):
        assert longest < MEASURED_SILENCE_S


def test_good_silences_are_long_ones_too() -> None:
    good = [call for call in MANDARIN if call.intended["silence-use"] == "pass"]
    longest = [max(silences_s(call)) for call in good]
    assert sum(8 <= length <= 20 for length in longest) >= 3  # waiting for a decision
    assert any(length >= 25 for length in longest)  # an announced hold
    assert any(length < MEASURED_SILENCE_S for length in longest)  # none at all


def test_the_recordings_are_small_enough_to_clone() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*.wav")) < LARGEST_SET_BYTES


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("codec: mulaw", "codec: mp3"), "'mp3' is not one of mulaw, alaw, pcm16"),
        (("codec: mulaw", "codec: mulaw\nvolume: 3"), "Script: unknown volume"),
        (("empathy: pass", "kindness: pass"), "name the criteria"),
        (("after_s: 8.5, say", "say"), "one of `after_s` and `into_s`"),
        (("id: zh-01-refund-good", "id: another"), "not the file's name"),
    ],
)
def test_a_mistake_in_a_script_is_refused(tmp_path: Path, change, says) -> None:
    name = "zh-01-refund-good.yaml"
    text = (SCRIPTS / name).read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / name).write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(says)):
        read(tmp_path / name)


@by_id
def test_the_readme_shows_what_is_intended(call) -> None:
    signs = {"pass": "✓", "fail": "✗", "not_applicable": "–", "not_assessed": "?"}
    shown = " ".join(signs[call.intended[criterion]] for criterion in CRITERIA)
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    (row,) = (line for line in readme.splitlines() if line.startswith(f"| {call.id} |"))
    assert row.split(" | ")[2] == shown
