"""`qa rubric`: what it prints where, and how it ends."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.checks.registry import CHECKS
from qa.cli.app import app
from qa.rubric import available_rubrics, load_rubric
from qa.rubric.schema import params_model

runner = CliRunner()


def qa_rubric(*args: object):
    return runner.invoke(app, ["rubric", *(str(arg) for arg in args)])


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    path = tmp_path / "my-house.yaml"
    assert qa_rubric("new", path).exit_code == 0
    own = tmp_path / "lexicons" / "zh" / "thanks.yaml"  # comes before the shipped one
    own.parent.mkdir(parents=True)
    own.write_text(
        "entries: [感谢, {phrase: 谢谢, not_after: [不用]}]\nexamples: {hit: [谢谢]}\n", "utf-8"
    )
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_list_names_every_shipped_rubric_with_its_titles() -> None:
    result = qa_rubric("list")
    assert result.exit_code == 0
    assert [line.split("\t")[0] for line in result.stdout.splitlines()] == list(available_rubrics())
    assert "service-call\t服务通话六项 / 서비스 통화 여섯 가지 / Service call" in result.stdout


def test_check_sums_up_a_good_rubric(starter: Path) -> None:
    result = qa_rubric("check", starter)
    assert result.exit_code == 0
    summary = "my-house 1: 2 criteria, 100 points, zh, en, 3 lexicons, 12 examples"
    assert result.stdout.strip() == summary


def test_check_tells_every_problem_of_every_file(starter: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.yaml"
    good.write_text(starter.read_text(encoding="utf-8"), encoding="utf-8")
    worse = tmp_path / "worse.yaml"
    worse.write_text("id: Worse\n", encoding="utf-8")
    edit(starter, "min_overlap_s: 1.0", "min_overlap: 1.0")
    edit(starter, "pass_mark: 80", "pass_mark: 800")
    result = qa_rubric("check", starter, worse, good)
    assert result.exit_code == 2
    assert re.search(r"my-house\.yaml:\d+: talk-over\.min_overlap: unknown key", result.stderr)
    assert f"{starter}: 2 problems" in result.stderr
    assert re.search(r"worse\.yaml:1: id: wrong form", result.stderr)
    assert result.stdout.startswith("my-house 1: 2 criteria")


def test_the_new_rubric_passes_its_own_test(starter: Path) -> None:
    result = qa_rubric("test", starter)
    assert result.exit_code == 0, result.output
    told = r"my-house: 12 examples and \d+ of its lexicons, all hold"
    assert re.search(told, result.stdout)
    assert "nudges, all noticed" in result.stdout
    assert load_rubric(starter).id == "my-house"


def test_new_overwrites_nothing(starter: Path) -> None:
    starter.write_text("mine", encoding="utf-8")
    result = qa_rubric("new", starter)
    assert result.exit_code == 2
    assert "is already there; give another name" in result.stderr
    assert starter.read_text(encoding="utf-8") == "mine"


def test_new_keeps_a_valid_id_where_the_file_name_is_none(tmp_path: Path) -> None:
    path = tmp_path / "我的 rubric.yaml"
    assert qa_rubric("new", path).exit_code == 0
    assert load_rubric(path).id == "starter"


def test_a_wrong_threshold_ends_with_three_and_names_the_example(starter: Path) -> None:
    edit(starter, "min_overlap_s: 1.0", "min_overlap_s: 0.8")
    result = qa_rubric("test", starter)
    assert result.exit_code == 3
    assert re.search(r"12 examples and \d+ of its lexicons, 1 wrong", result.stdout)
    line = r"my-house\.yaml:\d+: talk-over\.examples\.pass\.0: wanted pass; got fail: "
    assert re.search(line, result.stdout)


def test_what_no_example_holds_is_named_and_fails_only_when_strict(starter: Path) -> None:
    edit(starter, "agent@3-4.1: 您听我说", "agent@3-5.5: 您听我说")
    result = qa_rubric("test", starter)
    assert result.exit_code == 0
    assert "  talk-over.min_overlap_s: 1.0 made 1.25" in result.stdout
    assert "  zh/thanks.yaml: 不用 (1)" in result.stdout
    assert qa_rubric("test", starter, "--strict").exit_code == 3


def test_all_nudges_what_is_not_written(starter: Path) -> None:
    nudged = [
        json.loads(qa_rubric("test", starter, "--json", *more).stdout)["nudges"]
        for more in ([], ["--all"])
    ]
    assert nudged[0] < nudged[1]


def test_json_is_one_line_a_rubric(starter: Path) -> None:
    edit(starter, "min_overlap_s: 1.0", "min_overlap_s: 0.8")
    result = qa_rubric("test", starter, "--json")
    assert result.exit_code == 3
    (told,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (told["rubric"], told["passed"], told["examples"]) == ("my-house", False, 12)
    assert told["failures"][0]["place"] == "talk-over.examples.pass.0"
    assert told["surviving_guards"][0]["path"].endswith("thanks.yaml")


def test_a_rubric_that_does_not_load_ends_the_test_with_two(starter: Path) -> None:
    edit(starter, "- [customer: 喂]", "- [customr: 喂]")
    result = qa_rubric("test", starter)
    assert result.exit_code == 2
    assert "thanks.examples.not_applicable.0.0: 'customr' is no speaker" in result.stderr


# ---- the schema


@pytest.fixture(scope="module")
def schema() -> dict:
    result = qa_rubric("schema")
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_the_schema_knows_every_check_and_its_parameters(schema: dict) -> None:
    definitions = schema["$defs"]
    criterion = definitions["CriterionFile"]
    assert criterion["properties"]["check"]["enum"] == list(CHECKS)
    rules = {
        rule["if"]["properties"]["check"]["const"]: rule["then"] for rule in criterion["allOf"]
    }
    assert set(rules) == set(CHECKS)
    for name, kind in CHECKS.items():
        params = rules[name]["properties"]["params"]["$ref"].removeprefix("#/$defs/")
        assert set(definitions[params]["properties"]) == set(params_model(kind).model_fields)
        assert definitions[params]["additionalProperties"] is False
    assert rules["phrases_required"]["required"] == ["params"]
    assert "required" not in rules["talk_over"]


def test_the_schema_explains_checks_in_their_own_words(schema: dict) -> None:
    definitions = schema["$defs"]
    assert (
        "Passes with at most `max_events` interruptions" in definitions["TalkOver"]["description"]
    )
    assert "within_turns" in definitions["Anchor"]["description"]
    assert definitions["TalkOver"]["properties"]["min_overlap_s"]["default"] == 0.8


def test_the_schema_knows_the_judge_of_a_criterion_and_of_no_part_of_one(schema: dict) -> None:
    definitions = schema["$defs"]
    assert set(definitions["JudgeFile"]["properties"]) == {"question", "ask"}
    assert definitions["JudgeFile"]["required"] == ["question"]
    assert "judge" in definitions["CriterionFile"]["properties"]
    assert "judge" not in definitions["CheckFile"]["properties"]


def test_every_reference_of_the_schema_leads_somewhere(schema: dict) -> None:
    references = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(schema)))
    assert references <= {f"#/$defs/{name}" for name in schema["$defs"]}
    assert schema["$ref"] == "#/$defs/RubricFile"


def test_the_schema_reads_a_line_of_an_example_as_the_loader_does(schema: dict) -> None:
    (pattern,) = schema["$defs"]["Line"]["patternProperties"]
    for good in ("agent", "customer@0-5", "system@1.25-3"):
        assert re.search(pattern, good), good
    for bad in ("agnt", "agent@3", "agent 0-5", "agent@0-5 ", "agent@a-b"):
        assert not re.search(pattern, bad), bad
