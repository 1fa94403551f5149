"""A scorecard survives the file, and a file that is no scorecard is refused by name."""

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.core.call import Aspect, InspectionFinding, Role
from qa.core.scorecard import (
    CheckError,
    CriterionResult,
    Evidence,
    Outcome,
    RubricRef,
    Scorecard,
    Tally,
    Verdict,
)
from qa.core.scorecard_json import scorecard_from_json, scorecard_to_json
from qa.core.spans import Span

words = st.text(max_size=12)
points = st.floats(0, 100, allow_nan=False)
numbers = st.dictionaries(words, st.floats(allow_nan=False, allow_infinity=False), max_size=3)
texts = st.dictionaries(words, words, max_size=3)
spans = st.tuples(st.integers(0, 10**8), st.integers(1, 10**7)).map(
    lambda pair: Span(pair[0], pair[0] + pair[1])
)
evidences = st.builds(
    Evidence,
    quote=words,
    note=words,
    role=st.none() | st.sampled_from(Role),
    turn=st.none() | st.integers(0, 500),
    span=st.none() | spans,
    chars=st.none() | st.tuples(st.integers(0, 50), st.integers(50, 90)),
)
results = st.builds(
    CriterionResult,
    criterion=words,
    section=words,
    title=words,
    outcome=st.sampled_from(Outcome),
    weight=points,
    earned=points,
    critical=st.booleans(),
    explanation=words,
    suggestion=words,
    confidence=st.floats(0, 1),
    measured=numbers,
    params=st.dictionaries(words, words | st.booleans() | st.lists(words, max_size=2), max_size=3),
    evidence=st.lists(evidences, max_size=3).map(tuple),
)
findings = st.builds(
    InspectionFinding,
    code=words,
    detail=words,
    affects=st.frozensets(st.sampled_from(Aspect)),
)
scorecards = st.builds(
    Scorecard,
    call_id=words,
    language=st.sampled_from(["zh", "ko", "en"]),
    rubric=st.builds(RubricRef, id=words, version=words, sha256=words),
    verdict=st.sampled_from(Verdict),
    verdict_reasons=st.lists(words, max_size=3).map(tuple),
    score=st.none() | points,
    tally=st.lists(points, min_size=3, max_size=3).map(lambda three: Tally(*sorted(three))),
    results=st.lists(results, max_size=3).map(tuple),
    errors=st.lists(st.builds(CheckError, words, words, words), max_size=2).map(tuple),
    inspection=st.lists(findings, max_size=2).map(tuple),
    metrics=numbers,
    context=texts,
    source=texts,
)


@given(scorecards)
def test_a_scorecard_comes_back_from_its_file(card: Scorecard) -> None:
    file = json.loads(json.dumps(scorecard_to_json(card)))
    rounded = None if card.score is None else round(card.score, 1)
    assert scorecard_from_json(file) == replace(card, score=rounded)


SPOKEN = Span(61_200, 63_000)


def example_card() -> Scorecard:
    return Scorecard(
        call_id="c1",
        language="zh",
        rubric=RubricRef("service-call", "1", "ab" * 32),
        verdict=Verdict.PASS,
        verdict_reasons=("得分 86.7",),
        score=86.6666,
        tally=Tally(13, 15, 15),
        results=(
            CriterionResult(
                criterion="talk-over",
                section="listening",
                title="不抢话",
                outcome=Outcome.PASS,
                weight=15,
                earned=15,
                critical=False,
                explanation="没有抢话。",
                measured={"events": 0, "longest_s": 0.0},
                params={"min_overlap_s": 0.8},
                evidence=(
                    Evidence("您请说", "应答", Role.AGENT, 12, Span(61_200, 63_000), (0, 3)),
                ),
            ),
        ),
        metrics={"talk_share_agent": 0.54},
        source={"transcript": "human"},
    )


def test_the_file_has_the_names_other_programs_rely_on() -> None:
    file = scorecard_to_json(example_card())
    assert list(file) == [
        "schema_version", "call_id", "language", "rubric", "verdict", "verdict_reasons", "score",
        "coverage", "tally", "results", "errors", "inspection", "metrics", "context", "source",
        "corrections",
    ]  # fmt: skip
    assert file["score"] == 86.7
    assert file["coverage"] == 1.0
    assert file["rubric"] == {"id": "service-call", "version": "1", "sha256": "ab" * 32}
    result = file["results"][0]
    assert result["outcome"] == "pass"
    assert result["measured"] == {"events": 0, "longest_s": 0.0}
    assert result["evidence"] == [
        {"role": "agent", "turn": 12, "start_s": 61.2, "end_s": 63.0, "chars": [0, 3],
         "quote": "您请说", "note": "应答"}
    ]  # fmt: skip


def test_what_evidence_does_not_know_is_left_out_of_the_file() -> None:
    card = example_card()
    bare = replace(card.results[0], evidence=(Evidence(note="全程没有"),))
    file = scorecard_to_json(replace(card, results=(bare,)))
    assert file["results"][0]["evidence"] == [{"quote": "", "note": "全程没有"}]


def test_nothing_applicable_has_no_coverage_and_no_score() -> None:
    file = scorecard_to_json(replace(example_card(), score=None, tally=Tally()))
    assert (file["score"], file["coverage"]) == (None, None)


def changed(path: str, value: Any) -> Any:
    file: Any = copy.deepcopy(scorecard_to_json(example_card()))
    place = file
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return file


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("schema_version", 99, r"schema_version: expected 1, .*; got 99"),
        ("schema_version", ..., r"schema_version: expected a whole number; got nothing"),
        ("verdict", "good", r"verdict: expected one of pass, fail, review; got 'good'"),
        ("call_id", 7, r"call_id: expected text; got 7"),
        ("score", "86", r"score: expected a number; got '86'"),
        ("score", float("nan"), r"score: expected a finite number; got nan"),
        ("rubric", [], r"rubric: expected an object; got \[\]"),
        ("rubric.sha256", ..., r"rubric\.sha256: expected text; got nothing"),
        ("results", {}, r"results: expected a list"),
        ("results.0.outcome", "maybe", r"results\[0\]\.outcome: expected one of pass, fail, not_a"),
        ("results.0.weight", True, r"results\[0\]\.weight: expected a number; got True"),
        ("results.0.critical", "card", r"results\[0\]\.critical: expected true or false"),
        ("results.0.evidence.0.end_s", 3.0, r"evidence\[0\]\.end_s: expected a span needs"),
        ("results.0.evidence.0.end_s", ..., r"evidence\[0\]\.end_s: expected a number; got nothi"),
        ("results.0.evidence.0.chars", [1], r"evidence\[0\]\.chars: expected two offsets"),
        ("results.0.evidence.0.role", "boss", r"evidence\[0\]\.role: expected one of agent, cust"),
        ("tally.earned", 20, r"tally: expected a tally needs 0 <= earned"),
        ("metrics.talk_share_agent", "x", r"metrics\.talk_share_agent: expected a number"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_with_the_place(
    path: str, value: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        scorecard_from_json(changed(path, value))


@pytest.mark.parametrize("data", [None, [], "text", 3])
def test_a_file_that_is_no_object_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match="the file: expected an object"):
        scorecard_from_json(data)


def test_keys_we_do_not_know_are_left_alone() -> None:
    file = {**scorecard_to_json(example_card()), "note_from_another_tool": "x"}
    assert scorecard_from_json(file).call_id == "c1"
