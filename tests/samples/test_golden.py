"""The sample calls through the whole true path, against the scorecards kept beside them."""

import json
from pathlib import Path

import pytest

from qa.batch.folder import BatchFolder
from qa.core.scorecard import Outcome
from tests.benchmarks.sample_scores import EXPECTED, SAMPLES, outcomes, score_samples

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stereo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("stereo")
    score_samples(SAMPLES, out)
    return out


@pytest.fixture(scope="module")
def mono(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pyannote.audio", reason="mono calls need the diarize extra")
    out = tmp_path_factory.mktemp("mono")
    score_samples(SAMPLES / "mono", out)
    return out


def assert_golden(out: Path) -> None:
    cards = list(BatchFolder(out).scorecards())
    assert cards
    got = {card.call_id: (card.verdict.value, outcomes(card)) for card in cards}
    expected = {}
    for call_id in got:
        golden = json.loads((EXPECTED / f"{call_id}.json").read_text(encoding="utf-8"))
        by_criterion = {result["criterion"]: result["outcome"] for result in golden["results"]}
        expected[call_id] = (golden["verdict"], by_criterion)
    assert got == expected


def test_the_stereo_samples_score_as_kept(stereo: Path) -> None:
    assert_golden(stereo)


def test_the_mono_samples_score_as_kept(mono: Path) -> None:
    assert_golden(mono)


def test_every_kept_scorecard_belongs_to_a_sample(stereo: Path, mono: Path) -> None:
    scored = {card.call_id for out in (stereo, mono) for card in BatchFolder(out).scorecards()}
    assert {path.stem for path in EXPECTED.glob("*.json")} == scored


def test_every_criterion_passes_fails_and_does_not_apply_somewhere(stereo: Path) -> None:
    seen: dict[str, set[Outcome]] = {}
    for card in BatchFolder(stereo).scorecards():
        for result in card.results:
            seen.setdefault(result.criterion, set()).add(result.outcome)
    for criterion, found in seen.items():
        assert {Outcome.PASS, Outcome.FAIL} <= found, criterion
        assert found & {Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED}, criterion


def test_every_verdict_shows_its_evidence(stereo: Path) -> None:
    folder = BatchFolder(stereo)
    for card in folder.scorecards():
        texts = {turn.index: turn.text for turn in folder.read_call(card.call_id).transcript.turns}
        for result in card.results:
            assert result.explanation
            for evidence in result.evidence:
                if evidence.turn is not None and evidence.chars:
                    start, end = evidence.chars
                    assert texts[evidence.turn][start:end] == evidence.quote
