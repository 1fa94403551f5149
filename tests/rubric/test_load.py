"""Rubric files: what a good one becomes, and every problem of a bad one with its line."""

import re
import shutil
from pathlib import Path

import pytest

import qa
from qa.checks.talk_over import TalkOver
from qa.core.errors import RubricError
from qa.rubric import available_rubrics, load_rubric

GOOD = """\
id: mine
version: "1"
title: {zh: 我的, en: Mine}
pass_mark: 80
min_coverage: 0.5
hotwords:
  zh: [携号转网]
sections:
  - id: talk
    title: {zh: 沟通, en: Talk}
criteria:
  - id: talk-over
    section: talk
    title: {zh: 不抢话, en: No talk-over}
    check: talk_over
    weight: 10
    critical: section
    source: [talk_over]
    params:
      min_overlap_s: 1
      max_events: 2
"""


@pytest.fixture
def write(tmp_path: Path):
    def write_rubric(text: str = GOOD, old: str = "", new: str = "") -> Path:
        assert old in text
        path = tmp_path / "mine.yaml"
        path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        return path

    return write_rubric


def problems(path: Path) -> list[str]:
    with pytest.raises(RubricError) as caught:
        load_rubric(path)
    return [problem.removeprefix(f"{path}:") for problem in caught.value.problems]


# ---- a good file


def test_a_file_becomes_a_rubric(write) -> None:
    rubric = load_rubric(write())
    assert (rubric.id, rubric.version, rubric.pass_mark, rubric.min_coverage) == (
        "mine", "1", 80, 0.5,
    )  # fmt: skip
    assert rubric.languages == ("zh", "en")
    assert [section.titles["zh"] for section in rubric.sections] == ["沟通"]
    (criterion,) = rubric.criteria
    assert criterion.titles["en"] == "No talk-over"
    assert (criterion.weight, criterion.critical, criterion.source) == (
        10, "section", ("talk_over",),
    )  # fmt: skip
    assert criterion.check == TalkOver(min_overlap_s=1, max_events=2)


def test_what_a_file_leaves_out_is_the_checks_own_default(write) -> None:
    text = GOOD[: GOOD.index("    params:")]
    assert load_rubric(write(text)).criteria[0].check == TalkOver()


def test_the_lexicons_the_checks_read_are_loaded_in_each_language(write) -> None:
    rubric = load_rubric(write())
    assert set(rubric.lexicons) == {"zh", "en"}
    assert rubric.lexicons["zh"].get("backchannel").find("嗯")


def test_hotwords_are_by_language(write) -> None:
    rubric = load_rubric(write())
    assert rubric.hotwords("zh") == ("携号转网",)
    assert rubric.hotwords("en") == ()


def test_a_lexicon_beside_the_file_comes_before_the_shipped_one(write, tmp_path: Path) -> None:
    own = tmp_path / "lexicons" / "zh" / "backchannel.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("entries: [咕咕]", encoding="utf-8")
    lexicons = load_rubric(write()).lexicons
    assert lexicons["zh"].get("backchannel").find("咕咕")
    assert not lexicons["zh"].get("backchannel").find("嗯")
    assert not lexicons["en"].get("backchannel").find("咕咕")


# ---- the hash


def test_the_hash_moves_with_the_rubric_and_with_its_lexicons(write, tmp_path: Path) -> None:
    before = load_rubric(write()).sha256
    assert load_rubric(write()).sha256 == before
    assert load_rubric(write(GOOD, "weight: 10", "weight: 11")).sha256 != before
    own = tmp_path / "lexicons" / "zh" / "backchannel.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("entries: [嗯]", encoding="utf-8")
    assert load_rubric(write()).sha256 != before


def test_line_ends_of_a_checkout_do_not_move_the_hash(write) -> None:
    path = write()
    before = load_rubric(path).sha256
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_rubric(path).sha256 == before


# ---- every problem, with its line


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: mine", "id: My Rubric", "1: id: wrong form; expected lower-case"),
        ('"1"', "1.0", "2: version: wrong value; expected a valid string; got 1.0"),
        ('"1"', "2024-01-01", "2: version: YAML reads 2024-01-01 as a date; expected '2024"),
        ("en: Mine", "fr: La mienne", "3: title.fr: not allowed; allowed 'zh', 'ko' or 'en'"),
        ("pass_mark: 80", "pass_mark: 180", "4: pass_mark: wrong value; expected less than or eq"),
        ("pass_mark: 80\n", "", "1: pass_mark: missing; this key is required"),
        ("0.5", "yes", "5: min_coverage: YAML reads yes as a truth value; expected true, false or"),
        ("0.5", "null", "5: min_coverage: wrong value; expected a valid number; got null"),
        ("0.5", ".inf", "5: min_coverage: .inf is not a plain number"),
        ("80", "9" * 5000, "4: pass_mark: this number is too long to be meant"),
        ("id: talk\n", "id: [talk]\n", "9: sections[1].id: wrong value; expected a valid string"),
        ("max_events: 2", 'backchannel: ""', "21: talk-over.backchannel: empty; expected at least"),
        ("pass_mark: 80", "pass_mark: " + "[" * 3000, "1: the file: nested too deep"),
        ("0.5", "0x1", "5: min_coverage: 0x1 is not a plain number"),
        ("0.5", "010", "5: min_coverage: YAML reads 010 as octal"),
        ("0.5", "!!binary aa", "5: min_coverage: the tag binary is not supported"),
        ("min_coverage: 0.5", "min_coverage: 0.5\non: 1", "6: on: this key is no text to YAML"),
        ("min_coverage: 0.5", "min_coverage: 0.5\nreview_below_confidence: 2", "6: review_below_c"),
        ("id: talk\n", "id: talk\n    colour: red\n", "10: talk.colour: unknown key; allowed id, "),
        ("{zh: 沟通, en: Talk}", "{zh: 沟通}", "10: talk.title: not the languages of the rubric's"),
        ("section: talk", "section: tale", "13: talk-over.section: unknown section 'tale'; allowe"),
        ("check: talk_over", "check: shout", "15: talk-over.check: unknown check 'shout'; allowed"),
        ("weight: 10", "weight: 0", "16: talk-over.weight: wrong value; expected greater than 0"),
        ("weight: 10", "weight: -5", "16: talk-over.weight: wrong value; expected greater than 0"),
        ("weight: 10", 'weight: "10"', "16: talk-over.weight: wrong value; expected a valid numb"),
        ("weight: 10", "weight: 10\n    weight: 20", "17: talk-over.weight: given twice; allowed "),
        ("critical: section", "critical: yes", "17: talk-over.critical: YAML reads yes as a truth"),
        ("critical: section", "critical: all", "17: talk-over.critical: not allowed; allowed 'sec"),
        ("source: [talk_over]", "source: talk_over", "18: talk-over.source: wrong value; expected"),
        ("params:", "parms:", "19: talk-over.parms: unknown key; allowed id, section, title, chec"),
        ("min_overlap_s: 1", "min_overlap_s: 1:30", "20: talk-over.min_overlap_s: YAML reads 1:30"),
        ("min_overlap_s: 1", "min_overlap_s: -1", "20: talk-over.min_overlap_s: wrong value; expe"),
        ("min_overlap_s: 1", "min_overlap: 1", "20: talk-over.min_overlap: unknown key; allowed"),
        ("max_events: 2", "max_events: 2.5", "21: talk-over.max_events: wrong value; expected a v"),
        ("max_events: 2", "max_events: true", "21: talk-over.max_events: wrong value; expected a "),
        ("max_events: 2", "backchannel: uh", "21: talk-over.backchannel: no lexicon 'uh' for zh, "),
        ("criteria:\n", "criteria:\n  - hello\n", "12: criteria[1]: wrong value; expected an obje"),
        ("{zh: 沟通, en: Talk}", "*t", "10: the file: not YAML: aliases are not supported"),
        ("pass_mark: 80", "pass_mark: [80", "the file: not YAML: "),
    ],
)  # fmt: skip
def test_a_problem_is_told_with_its_line(write, old: str, new: str, told: str) -> None:
    found = problems(write(GOOD, old, new))
    assert any(told in problem for problem in found), found


def test_ids_are_given_once(write) -> None:
    text = GOOD + GOOD[GOOD.index("  - id: talk-over") :]
    assert problems(write(text)) == [
        "22: talk-over.id: the id 'talk-over' is given twice; allowed once"
    ]


def test_all_problems_come_at_once_in_the_order_of_the_file(write) -> None:
    text = GOOD.replace("80", "180").replace("section: talk\n", "section: x\n")
    text = text.replace("weight: 10", "weight: 0").replace("max_events: 2", "shout: 1")
    lines = [int(re.match(r"\d+", problem)[0]) for problem in problems(write(text))]
    assert lines == [4, 13, 16, 21]


def test_an_unreadable_value_is_told_once(write) -> None:
    assert len(problems(write(GOOD, "weight: 10", "weight: 1:30"))) == 1


def test_a_broken_lexicon_is_told_with_its_own_file(write, tmp_path: Path) -> None:
    own = tmp_path / "lexicons" / "zh" / "backchannel.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("entries: [嗯]\nenties: []", encoding="utf-8")
    with pytest.raises(RubricError, match=r"backchannel\.yaml:2: .*unknown key"):
        load_rubric(write())


@pytest.mark.parametrize("text", ["", "just words", "[1, 2]", "# nothing"])
def test_a_file_without_a_rubric_is_refused(write, text: str) -> None:
    with pytest.raises(RubricError, match="no rubric in it"):
        load_rubric(write(text))


def test_a_file_that_is_not_yaml_is_told_once(write) -> None:
    with pytest.raises(RubricError) as caught:
        load_rubric(write("id: x\nweight：10\ntitle: y"))
    (problem,) = caught.value.problems
    assert ": not YAML: " in problem


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gbk.yaml"
    path.write_bytes(GOOD.encode("gbk"))
    with pytest.raises(RubricError, match="cannot be read as UTF-8"):
        load_rubric(path)


def test_a_name_that_is_neither_shipped_nor_a_file_is_refused() -> None:
    with pytest.raises(RubricError, match=r"no rubric 'nothing'; expected .* service-call"):
        load_rubric("nothing")


# ---- a question for a judge


JUDGED = (
    GOOD
    + """\
    judge:
      question: {zh: 让客户把话说完了吗？, en: "Was the customer let finish?"}
"""
)


def test_a_criterion_may_declare_a_judge(write) -> None:
    assert load_rubric(write()).questions == {}
    (question,) = load_rubric(write(JUDGED)).questions.values()
    assert question.texts["en"] == "Was the customer let finish?"
    assert question.ask == "doubt"
    always = load_rubric(write(JUDGED + "      ask: always\n")).criteria[0].judge
    assert always and always.ask == "always"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("question:", "questions:", "22: talk-over.judge.question: missing; this key is required"),
        ("question:", "questions:", "23: talk-over.judge.questions: unknown key; allowed question"),
        (', en: "Was the customer let finish?"', "",
         "23: talk-over.judge.question: not the languages of the rubric's title; expected zh, en;"),
        ("让客户把话说完了吗？", '""', "23: talk-over.judge.question.zh: empty; expected at least"),
        ("      question", "      ask: never\n      question",
         "23: talk-over.judge.ask: not allowed; allowed 'doubt' or 'always'; got \"never\""),
        ("    judge:\n", "    judge: hello\n    #", "22: talk-over.judge: wrong value; expect"),
    ],
)  # fmt: skip
def test_a_problem_of_a_judge_is_told_with_its_line(write, old: str, new: str, told: str) -> None:
    found = problems(write(JUDGED, old, new))
    assert any(told in problem for problem in found), found


# ---- where the shipped ones are


def test_an_installed_package_brings_its_own_rubrics(tmp_path: Path, monkeypatch) -> None:
    source = Path(qa.__file__).parent.parent / "rubrics"
    package = tmp_path / "site-packages" / "qa"
    shutil.copytree(source / "lexicons", package / "shipped_rubrics" / "lexicons")
    (package / "shipped_rubrics" / "mine.yaml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(qa, "__file__", str(package / "__init__.py"))
    assert available_rubrics() == ("mine",)
    assert load_rubric("mine").id == "mine"


# ---- what a criterion is worth


DEDUCTING = GOOD.replace("pass_mark: 80", "pass_mark: 95\nmode: deduction").replace(
    "weight: 10", "deduct: 10"
)


OTHER = """\
  - id: other
    section: talk
    title: {{zh: 别的, en: Other}}
    check: talk_over
    {worth}
"""


def test_a_deducting_rubric(write) -> None:
    once = load_rubric(write(DEDUCTING)).criteria[0]
    assert (once.deduct, once.per, once.weight) == (10, "call", 10)
    each = write(DEDUCTING, "deduct: 10", "deduct: 10\n    per: fault\n    at_most: 30")
    assert load_rubric(each).criteria[0].weight == 30
    assert (
        load_rubric(write(DEDUCTING, "mode: deduction", "mode: deduction\nfloor: 60")).floor == 60
    )


def test_a_bonus_stands_in_either_mode(write) -> None:
    for text in (GOOD, DEDUCTING.replace("deduct: 10", "weight: 10")):
        worth = "deduct: 10" if "mode: deduction" in text else "weight: 10"
        other = OTHER.format(worth=worth)
        bonus = text.replace("    critical: section\n", "").replace("weight: 10", "bonus: 5")
        criterion, _ = load_rubric(write(bonus + other)).criteria
        assert (criterion.bonus, criterion.weight, criterion.deduct) == (True, 5, None)


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        (GOOD, "    weight: 10\n", "", "12: talk-over.weight: a rubric of mode weighted wants"),
        (GOOD, "weight: 10", "deduct: 10", "16: talk-over.deduct: not allowed in a rubric of mode"),
        (GOOD, "weight: 10", "weight: 10\n    bonus: 5", "got weight and bonus"),
        (GOOD, "weight: 10", "weight: 10\n    per: fault", "17: talk-over.per: belongs to deduct"),
        (GOOD, "weight: 10", "bonus: 5", "17: talk-over.critical: a bonus costs nothing"),
        (GOOD, "pass_mark: 80", "pass_mark: 80\nfloor: 60", "5: floor: belongs to mode: deduction"),
        (DEDUCTING, "deduct: 10", "weight: 10", "17: talk-over.weight: not allowed in a rubric of"),
    ],
)  # fmt: skip
def test_points_that_do_not_fit_the_mode(write, text: str, old: str, new: str, told: str) -> None:
    found = problems(write(text, old, new))
    assert any(told in problem for problem in found), found


# ---- what could never come true


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        (DEDUCTING, "deduct: 10", "deduct: 10\n    per: fault\n    at_most: 5",
         "19: talk-over.at_most: one fault costs 10, so that can never be deducted; expected"),
        (DEDUCTING, "pass_mark: 95", "pass_mark: 95\nfloor: 95",
         "5: floor: the score never falls below it, so no call can miss the pass mark 95"),
        (DEDUCTING, "pass_mark: 95", "pass_mark: 80",
         "4: pass_mark: every fault together deducts 10, so a call keeps at least 90"),
        (GOOD.replace("    critical: section\n", ""), "weight: 10", "bonus: 5",
         "11: criteria: every criterion is a bonus"),
    ],
)  # fmt: skip
def test_points_out_of_reach(write, text: str, old: str, new: str, told: str) -> None:
    found = problems(write(text, old, new))
    assert any(problem.startswith(told) for problem in found), found


def test_a_veto_of_the_card_can_miss_the_pass_mark_alone(write) -> None:
    text = DEDUCTING.replace("pass_mark: 95", "pass_mark: 80")
    assert load_rubric(write(text, "critical: section", "critical: card")).pass_mark == 80


def test_a_critical_criterion_that_no_words_can_decide(write, tmp_path: Path) -> None:
    empty = tmp_path / "lexicons" / "en" / "mine.yaml"
    empty.parent.mkdir(parents=True)
    empty.write_text("entries: []\n", encoding="utf-8")
    full = tmp_path / "lexicons" / "zh" / "mine.yaml"
    full.parent.mkdir(parents=True)
    full.write_text("entries: [滚]\n", encoding="utf-8")
    judged = GOOD.replace("check: talk_over", "check: phrases_forbidden").replace(
        "      min_overlap_s: 1\n      max_events: 2\n", "      lexicons: [mine]\n"
    )
    (told,) = problems(write(judged))
    assert "talk-over.lexicons.0: the criterion is critical and lexicon 'mine' has no en" in told
    assert load_rubric(write(judged, "    critical: section\n", "")).lexicons["en"]
