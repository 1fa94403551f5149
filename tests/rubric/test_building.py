"""Checks in rubric files: parameters with parts of their own, and checks made of checks."""

from pathlib import Path

import pytest

from qa.checks.combined import AllOf, AnyOf, Not, When
from qa.checks.events import Anchor, Within
from qa.checks.phrases_required import PhrasesRequired
from qa.checks.sequence import Sequence, Step
from qa.checks.talk_over import TalkOver
from qa.core.errors import RubricError
from qa.rubric import Criterion, load_rubric

HEAD = """\
id: mine
version: "1"
title: {en: Mine}
pass_mark: 80
min_coverage: 0.5
sections: [{id: talk, title: {en: Talk}}]
criteria:
  - id: rule
    section: talk
    title: {en: Rule}
    weight: 10
"""
REQUIRED = "check: phrases_required\n    params: {lexicons: [empathy]}"


@pytest.fixture
def load(tmp_path: Path):
    def load_criterion(body: str) -> Criterion:
        path = tmp_path / "mine.yaml"
        path.write_text(f"{HEAD}    {body}\n", encoding="utf-8")
        return load_rubric(path).criteria[0]

    return load_criterion


def told(load, body: str) -> list[str]:
    with pytest.raises(RubricError) as caught:
        load(body)
    return [problem.split("mine.yaml:")[1] for problem in caught.value.problems]


def test_parameters_have_parts_of_their_own(load) -> None:
    check = load(
        "check: phrases_required\n"
        "    params:\n"
        "      lexicons: [empathy, apology]\n"
        "      of: all\n"
        "      within: {last_turns: 3, last_s: 30}\n"
        "      after: {lexicon: trouble, within_turns: 2}\n"
    ).check
    assert check == PhrasesRequired(
        ("empathy", "apology"),
        of="all",
        within=Within(last_turns=3, last_s=30),
        after=Anchor("trouble", within_turns=2),
    )


def test_steps_are_read_in_their_order(load) -> None:
    steps = "[{lexicon: trouble, role: customer}, {lexicon: empathy, optional: true}]"
    assert load(f"check: sequence\n    params: {{steps: {steps}}}").check == Sequence(
        (Step("trouble", "customer"), Step("empathy", optional=True))
    )


def test_checks_combine(load) -> None:
    empathy = PhrasesRequired(("empathy",))
    part = "{check: phrases_required, params: {lexicons: [empathy]}}"
    assert load(f"all: [{part}, {{check: talk_over}}]").check == AllOf((empathy, TalkOver()))
    assert load(f"any: [{part}, {{not: {part}}}]").check == AnyOf((empathy, Not(empathy)))
    assert load(f"when: {part}\n    check: talk_over").check == When(empathy, TalkOver())


def test_every_lexicon_of_a_part_is_loaded(load, tmp_path: Path) -> None:
    load("not: {all: [{check: phrases_required, params: {lexicons: [thanks]}}]}")
    assert load_rubric(tmp_path / "mine.yaml").lexicons["en"].get("thanks")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("source: [x]", "8: rule: how it is judged is not clear; expected one of check, all, any,"),
        (f"{REQUIRED}\n    all: [{{check: empathy}}]", "8: rule: how it is judged is not clear"),
        ("all: []", "12: rule.all: empty; expected at least one"),
        ("all: [{check: shout}]", "12: rule.all.0.check: unknown check 'shout'; allowed"),
        ("all: [{chek: empathy}]", "12: rule.all.0.chek: unknown key; allowed check, params, all,"),
        ("not: {check: empathy}\n    params: {within_turns: 2}", "13: rule: belongs to a check"),
        ("check: phrases_required", "8: rule.lexicons: missing; this key is required"),
        (
            "check: phrases_required\n    params: {lexicons: []}",
            "13: rule: these do not go together: lexicons is empty",
        ),
        (
            "check: phrases_required\n    params: {lexicons: [empthy]}",
            "13: rule.lexicons.0: no lexicon 'empthy' for en; allowed",
        ),
        (
            "check: phrases_required\n    params: {lexicons: [empathy], after: {lexicon: nope}}",
            "13: rule.after.lexicon: no lexicon 'nope' for en",
        ),
        (
            "check: phrases_required\n    params: {lexicons: [empathy], after: {lexicom: trouble}}",
            "13: rule.after.lexicom: unknown key; allowed lexicon, role, within_turns, within_s",
        ),
        (
            "check: phrases_required\n    params: {lexicons: [empathy], within: {first_s: -1}}",
            "13: rule.within.first_s: wrong value; expected greater than or equal to 0; got -1",
        ),
        (
            "check: phrases_required\n    params: {lexicons: [empathy], within: {}}",
            "13: rule: these do not go together: within names no part of the call",
        ),
        (
            "check: phrases_required\n    params: {lexicons: [empathy], of: 2}",
            "13: rule: these do not go together: of is 2, and 1 lexicons are named",
        ),
        (
            "check: phrases_required\n    params: {lexicons: [empathy], role: boss}",
            "13: rule.role: not allowed; allowed 'agent', 'customer' or 'anyone'",
        ),
        (
            "check: phrases_required\n    params: {lexicons: [empathy, empathy]}",
            "13: rule: these do not go together: lexicons names one twice",
        ),
        (
            "check: phrases_required\n    params: {lexicons: [empathy], every: true}",
            "13: rule: these do not go together: every is given without after or before",
        ),
        (
            "check: phrases_required\n    params: {lexicons: [empathy], within: {last_turns: 0}}",
            "13: rule: these do not go together: within.last_turns is 0; expected more than 0",
        ),
        (
            "check: phrases_required\n    params: {lexicons: [empathy], within: {last_share: 60}}",
            "13: rule: these do not go together: within.last_share is 60; expected more than 0",
        ),
        (
            'check: phrases_required\n    params: {lexicons: [""]}',
            "13: rule.lexicons.0: empty; expected at least one",
        ),
        (
            "check: sequence\n    params: {steps: [{lexicon: trouble, optional: true},"
            " {lexicon: empathy, optional: true}]}",
            "13: rule: these do not go together: every step is optional",
        ),
        (
            "check: sequence\n    params: {steps: [{lexicon: trouble}]}",
            "13: rule: these do not go together: a sequence needs two steps or more",
        ),
    ],
)
def test_a_problem_is_told_with_its_place(load, body: str, problem: str) -> None:
    found = told(load, body)
    assert any(one.startswith(problem) for one in found), found
