"""`qa learn`: corrections in, new models and what they change out, and nothing adopted."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import qa.cli.learn
from qa.acts.model import load_model, save_model
from qa.cli.app import app
from qa.learning import relearn
from tests.batch.calls import GOOD, write_call
from tests.learning.small_corpus import phrases, small_corpus, small_model

runner = CliRunner()
LEARNED = ("C-0001", "C-0002", "C-0003", "C-0004")
ASIDE = ("C-0007", "C-0010")  # see tests/learning/test_set_aside.py
OURS = "好的张先生，您的话费还有五十元。您心里这块石头落地了没"
VARIANTS = (OURS, "那您心里的石头落地了没", "这下石头落地没有", "您那块石头落地了吧")


def run(*args: object):
    return runner.invoke(app, [str(arg) for arg in args])


def asking(question: str) -> list[tuple[str, str]]:
    return [*GOOD[:4], ("agent", question), *GOOD[5:]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """`calls` in which a house's own closing question is asked, scored by phrases alone into `out`;
    in place of the shipped corpus a small one."""
    folder = tmp_path_factory.mktemp("house")
    corpus = small_corpus(folder / "corpus")
    calls = folder / "calls"
    calls.mkdir()
    for call_id, question in zip(LEARNED, VARIANTS, strict=True):
        write_call(calls / f"{call_id}.json", asking(question))
    write_call(calls / f"{ASIDE[0]}.json", asking("您的话费还有三十元。心里石头落地没有"))
    write_call(calls / f"{ASIDE[1]}.json")
    assert run("score", calls, "--out", folder / "out", "--acts", "none").exit_code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(qa.cli.learn, "shipped_corpus", lambda: corpus)
        patch.setattr(relearn, "load_all_lexicons", lambda *_: phrases())  # compiled once
        yield folder


@pytest.fixture(scope="module")
def out(house: Path) -> Path:
    return house / "out"


@pytest.fixture
def corrections(tmp_path: Path) -> Path:
    rows = [f"{call_id},closing-satisfaction,pass,5,closing-ask" for call_id in LEARNED]
    rows += [f"{call_id},closing-satisfaction,pass,," for call_id in ASIDE]
    path = tmp_path / "corrections.csv"
    path.write_text("call_id,criterion,verdict,turn,act\n" + "\n".join(rows), encoding="utf-8")
    return path


def test_a_new_phrasing_is_learned_and_a_call_set_aside_gets_better(
    house: Path, out: Path, corrections: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    result = run("learn", out, corrections, "--model-out", new, "--acts", "none")
    assert result.exit_code == 0, result.output
    assert [line for line in result.stdout.splitlines() if "nobody has corrected" not in line] == [
        "2 calls set aside, 4 to learn from",
        "closing-satisfaction: 2 corrected, right at present 1, new 2; better: C-0007; worse: none",
        "all: 2 corrected, right at present 1, new 2",
        "2 corrected verdicts are set aside: too few to tell whether the new model is better "
        "(expected 10 or more)",
    ]
    assert f"qa score --acts {new}" in result.stderr
    assert "--acts shipped" in result.stderr
    assert sorted(path.name for path in new.iterdir()) == ["report.json", "zh.npz"]

    scored = run("score", house / "calls", "--out", tmp_path / "again", "--acts", new, "--json")
    cards = {card["call_id"]: card for card in map(json.loads, scored.stdout.splitlines())}
    outcomes = {one["criterion"]: one["outcome"] for one in cards["C-0007"]["results"]}
    assert outcomes["closing-satisfaction"] == "pass"
    model = load_model(new, "zh")
    assert model and cards["C-0007"]["source"]["acts"] == model.digest


def test_the_report_is_json_on_request_and_in_the_folder(
    out: Path, corrections: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    result = run("learn", out, corrections, "--model-out", new, "--acts", "none", "--json")
    (report,) = map(json.loads, result.stdout.splitlines())
    assert json.loads((new / "report.json").read_text(encoding="utf-8")) == report
    assert report["rubric"] == "service-call"
    assert report["models"]["zh"]["corrected_turns"] == 4
    assert report["learned_from"] == list(LEARNED)
    assert report["set_aside"] == list(ASIDE)
    assert report["too_few_to_tell"] is True
    assert report["criteria"] == [
        {
            "criterion": "closing-satisfaction",
            "corrected": 2,
            "present_right": 1,
            "new_right": 2,
            "better": ["C-0007"],
            "worse": [],
        }
    ]


def test_nothing_is_ever_learned_from_a_call_set_aside(
    out: Path, corrections: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = corrections.read_text(encoding="utf-8")
    told = [f"{call_id},closing-satisfaction,pass,5,closing-ask" for call_id in ASIDE]
    corrections.write_text("\n".join([text, *told]), encoding="utf-8")
    seen: list[str] = []
    train = relearn.train

    def watched(lines, *rest):
        seen.extend(line.text for line in lines)
        return train(lines, *rest)

    monkeypatch.setattr(relearn, "train", watched)
    result = run("learn", out, corrections, "--model-out", tmp_path / "new", "--acts", "none")
    assert result.exit_code == 0, result.output
    assert set(VARIANTS) <= set(seen)
    assert "您的话费还有三十元。心里石头落地没有" not in seen
    assert GOOD[4][1] not in seen


def test_models_of_other_languages_stay_beside_the_new_one(
    out: Path, corrections: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    save_model(replace(small_model(), language="ko"), first)
    result = run("learn", out, corrections, "--model-out", second, "--acts", first)
    assert result.exit_code == 0, result.output
    assert (second / "ko.npz").read_bytes() == (first / "ko.npz").read_bytes()
    assert (second / "zh.npz").is_file()


@pytest.mark.slow
def test_all_may_be_learned_from_and_then_nothing_is_measured(
    out: Path, corrections: Path, tmp_path: Path
) -> None:
    result = run(
        "learn", out, corrections, "--model-out", tmp_path / "new", "--acts", "none",
        "--set-aside", "0",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "0 calls set aside, 6 to learn from" in result.stdout
    assert "0 corrected verdicts are set aside: too few to tell" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--language", "jp"], "language: 'jp'; allowed: auto, zh, ko, en"),
        (["--language", "ko"], "every correction is of a call in another language than ko"),
        (["--set-aside", "1"], "set-aside: 1.0; expected a share of the calls, 0 to below 1"),
        (["--rubric", "nonsense"], "no rubric 'nonsense'"),
        (["--set-aside", "0.999999"], "nothing to learn: 6 of 6 corrections are of calls set"),
        (["--model-out", "corrections.csv"], "is a file; expected a folder"),
        (["--acts", "nowhere"], "no model of speech acts in nowhere"),
    ],
)
def test_wrong_usage_is_two_and_writes_nothing(
    out: Path,
    corrections: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("learn", out, corrections, "--model-out", "new", "--acts", "none", *arguments)
    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert not (tmp_path / "new").exists()


def test_the_models_in_use_are_not_written_over(
    out: Path, corrections: Path, tmp_path: Path
) -> None:
    used = tmp_path / "used"
    save_model(small_model(), used)
    before = (used / "zh.npz").read_bytes()
    result = run("learn", out, corrections, "--model-out", used, "--acts", used)
    assert result.exit_code == 2
    assert "holds models already, perhaps those in use; expected another folder" in result.stderr
    assert (used / "zh.npz").read_bytes() == before


def test_a_folder_that_was_not_scored_is_told(corrections: Path, tmp_path: Path) -> None:
    result = run("learn", tmp_path, corrections, "--model-out", tmp_path / "new")
    assert result.exit_code == 2
    assert "not a folder that qa score has written" in result.stderr


def test_without_scikit_learn_the_part_to_install_is_named(
    corrections: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    result = run("learn", tmp_path, corrections, "--model-out", tmp_path / "new")
    assert result.exit_code == 2
    assert "qa learn needs the optional part 'learn'" in result.stderr
    assert "pip install 'qa-scorecards[learn]'" in result.stderr
