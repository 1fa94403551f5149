"""Examples in rubric files: the calls they become, and every mistake with its place."""

import re
from pathlib import Path

import pytest

from qa.core.call import Role
from qa.core.errors import RubricError
from qa.core.scorecard import Outcome
from qa.core.spans import Span
from qa.rubric import load_rubric
from qa.rubric.examples import Example
from qa.rubric.selftest import selftest

HEAD = """\
id: mine
version: "1"
title: {zh: 我的, ko: 내것}
pass_mark: 80
min_coverage: 0.5
sections: [{id: talk, title: {zh: 沟通, ko: 대화}}]
criteria:
  - id: rule
    section: talk
    title: {zh: 规则, ko: 규칙}
    weight: 10
    check: talk_over
    examples:
"""  # its last line is 13


@pytest.fixture
def load(tmp_path: Path):
    def load_examples(*lines: str) -> tuple[Example, ...]:
        path = tmp_path / "mine.yaml"
        text = HEAD + "".join(f"      {line}\n" for line in lines)
        path.write_text(text, encoding="utf-8")
        return load_rubric(path).criteria[0].examples

    return load_examples


def told(load, *lines: str) -> list[str]:
    with pytest.raises(RubricError) as caught:
        load(*lines)
    return [problem.split("mine.yaml:")[1] for problem in caught.value.problems]


def test_a_list_of_lines_is_a_call_without_sound(load) -> None:
    (example,) = load("pass:", "- [agent: 您好, customer: 我要退货]")
    assert (example.want, example.known_miss, example.line) == (Outcome.PASS, False, 15)
    assert example.call.activity is None
    assert example.call.duration_ms is None
    assert example.call.transcript.language == "zh"
    assert [(t.index, t.role, t.text, t.span) for t in example.call.transcript.turns] == [
        (0, Role.AGENT, "您好", None),
        (1, Role.CUSTOMER, "我要退货", None),
    ]


def test_times_are_the_speech_too_and_a_line_without_words_is_speech(load) -> None:
    (example,) = load("fail:", "- [customer@0.5-5: 我想, agent@3.25-6: , customer@7-8: 喂]")
    activity = example.call.activity
    assert activity is not None
    assert activity.of(Role.AGENT).spans == (Span(3250, 6000),)
    assert activity.of(Role.CUSTOMER).spans == (Span(500, 5000), Span(7000, 8000))
    assert activity.duration_ms == example.call.duration_ms == 8000
    turns = example.call.transcript.turns
    assert [(turn.index, turn.span) for turn in turns] == [
        (0, Span(500, 5000)),
        (1, Span(7000, 8000)),
    ]


def test_a_mapping_says_what_is_known_about_the_call(load) -> None:
    (example,) = load(
        "not_applicable:",
        "- language: ko",
        "  surname: 김",
        "  context: {direction: inbound}",
        "  extra: {queue: refunds}",
        "  call: [agent: 안녕하세요]",
    )
    context = example.call.context
    assert example.want is Outcome.NOT_APPLICABLE
    assert example.call.transcript.language == "ko"
    assert (context.customer_surname, context.direction) == ("김", "inbound")
    assert context.extra == {"queue": "refunds"}


def test_a_known_miss_says_what_is_wanted(load) -> None:
    (example,) = load("known_miss:", "- {want: fail, call: [agent: 您好]}")
    assert (example.want, example.known_miss) == (Outcome.FAIL, True)


def test_examples_keep_the_order_of_the_file(load) -> None:
    found = load("fail: [[agent: 一]]", "pass: [[agent: 二], [agent: 三]]")
    assert [one.place for one in found] == ["fail.0", "pass.0", "pass.1"]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["oops: []"], "14: rule.examples.oops: unknown key; allowed pass, fail, not_applicable,"),
        (["pass: 3"], "14: rule.examples.pass: not a list"),
        (["pass:", "- 您好"], "15: rule.examples.pass.0: not an example"),
        (["pass:", "- []"], "15: rule.examples.pass.0: no lines in it"),
        (["pass:", "- {call: []}"], "15: rule.examples.pass.0.call: no lines in it"),
        (
            ["pass:", "- [agent: 您好, customer: 喂]", "- [agnt: 您好]"],
            "16: rule.examples.pass.1.0: 'agnt' is no speaker; expected agent, customer,",
        ),
        (["pass:", "- [agent@3: 您好]"], "15: rule.examples.pass.0.0: 'agent@3' is no speaker"),
        (["pass:", "- [agent@3-1: 您好]"], "15: rule.examples.pass.0.0: 'agent@3-1' ends before"),
        (["pass:", "- [agent: 您好,请问]"], "15: rule.examples.pass.0.1: not a line; expected one"),
        (["pass:", "- [agent: ]"], "15: rule.examples.pass.0.0.agent: no text and no times"),
        (["pass:", "- [agent: 12]"], "15: rule.examples.pass.0.0.agent: the text is no text to"),
        (["pass:", "- [agent: no]"], "15: rule.examples.pass.0.0.agent: YAML reads no as a truth"),
        (
            ["pass:", "- [agent@0-1: 您好, customer: 喂]"],
            "15: rule.examples.pass.0: some lines have times and some have none",
        ),
        (
            ["pass:", "- - agent@4-5: 您好", "  - customer@3-6: 喂"],
            "16: rule.examples.pass.0.1: starts before the line above it",
        ),
        (
            ["pass:", "- {call: [agent: 您好], langage: ko}"],
            "15: rule.examples.pass.0.langage: unknown key; allowed language, surname, context,",
        ),
        (
            ["pass:", "- {call: [agent: Hello], language: en}"],
            "15: rule.examples.pass.0.language: unknown language 'en'; allowed zh, ko",
        ),
        (
            ["pass:", "- {call: [agent: 您好], surname: 1}"],
            "15: rule.examples.pass.0.surname: not a text",
        ),
        (
            ["pass:", "- {call: [agent: 您好], extra: {csat: 2}}"],
            "15: rule.examples.pass.0.extra.csat: not a text; expected '2' in quotes",
        ),
        (
            ["pass:", "- {call: [agent: 您好], context: {tem: a}}"],
            "15: rule.examples.pass.0.context.tem: unknown key; allowed agent_id, agent_name, team",
        ),
        (["known_miss:", "- [agent: 您好]"], "15: rule.examples.known_miss.0.want: missing;"),
        (
            ["known_miss:", "- {want: psas, call: [agent: 您好]}"],
            "15: rule.examples.known_miss.0.want: unknown outcome 'psas'; expected one of pass,",
        ),
        (
            ["pass:", "- {want: pass, call: [agent: 您好]}"],
            "15: rule.examples.pass.0.want: unknown key",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(load, lines: list[str], problem: str) -> None:
    (only,) = told(load, *lines)
    assert only.startswith(problem)


def test_all_mistakes_are_told_at_once(load) -> None:
    problems = told(load, "pass:", "- [agnt: 一]", "- [agent: 二]", "fail: 3")
    assert [problem.split(":")[0] for problem in problems] == ["15", "17"]


def test_an_empty_examples_key_is_refused(load) -> None:
    assert told(load)[0].startswith("13: rule.examples: not a mapping; expected lists under pass")


def test_the_example_of_the_docs_holds(tmp_path: Path) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "rubric.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(    examples:\n.*?)```", docs, re.DOTALL)
    path = tmp_path / "mine.yaml"
    head = HEAD.replace("ko: 내것", "en: Mine").replace("ko: 대화", "en: Talk")
    path.write_text(head.replace("ko: 규칙", "en: Rule").replace("    examples:\n", block), "utf-8")
    result = selftest(path)
    assert result.examples == 6
    assert [failure.place for failure in result.failures] == []
