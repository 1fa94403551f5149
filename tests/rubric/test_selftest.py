"""The test of a rubric by its examples: each fault seeded here has to be noticed."""

import dataclasses
from pathlib import Path

import pytest

from qa.checks.combined import AllOf, AnyOf, Not, When
from qa.checks.events import Anchor, Within
from qa.checks.phrases_required import PhrasesRequired
from qa.checks.sequence import Sequence, Step
from qa.checks.speech_rate import SpeechRate
from qa.checks.talk_over import TalkOver
from qa.core.scorecard import Outcome
from qa.rubric.load import available_rubrics, load_rubric
from qa.rubric.nudges import nudges
from qa.rubric.selftest import SelfTest, selftest
from qa.rubric.trial import try_example

RUBRIC = """\
id: mine
version: "1"
title: {zh: 我的}
pass_mark: 80
min_coverage: 0.5
sections: [{id: talk, title: {zh: 沟通}}]
criteria:
  - id: greeting
    section: talk
    title: {zh: 问候}
    weight: 10
    check: phrases_required
    params:
      lexicons: [hello]
      within: {first_turns: 2}
    examples:
      pass:
        - [agent: 嗯, agent: 您好]
      fail:
        - [agent: 嗯, agent: 嗯, agent: 您好]
        - [agent: 说您好, agent: 嗯]
"""
LEXICON = """\
not_after: [说]
entries:
  - {phrase: 您好, not_before: [吗]}
"""
PINNED = RUBRIC.replace("- [agent: 说您好, agent: 嗯]", "- [agent: 说您好, agent: 您好吗]")


@pytest.fixture
def test_of(tmp_path: Path):
    def run(rubric: str = PINNED, lexicon: str = LEXICON, every: bool = False) -> SelfTest:
        folder = tmp_path / "lexicons" / "zh"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "hello.yaml").write_text(lexicon, encoding="utf-8")
        path = tmp_path / "mine.yaml"
        path.write_text(rubric, encoding="utf-8")
        return selftest(path, every)

    return run


def survivors(result: SelfTest) -> list[str]:
    return [f"{one.param}: {one.change}" for one in result.surviving_nudges]


# ---- examples


def test_a_rubric_whose_examples_pin_everything_has_no_survivor(test_of) -> None:
    result = test_of()
    assert result.failures == ()
    assert (result.examples, result.nudges, result.guards) == (3, 4, 2)
    assert result.surviving_nudges == result.surviving_guards == result.without_examples == ()


def test_an_example_that_does_not_hold_is_told_with_what_came_instead(test_of) -> None:
    (failure,) = test_of(PINNED.replace("agent: 您好吗", "agent: 您好")).failures
    assert (failure.line, failure.place) == (21, "greeting.examples.fail.1")
    assert failure.problem.startswith("wanted fail; got pass: ")


def test_a_wrong_threshold_is_noticed(test_of) -> None:
    (failure,) = test_of(PINNED.replace("first_turns: 2", "first_turns: 3")).failures
    assert failure.place == "greeting.examples.fail.0"


def test_a_missing_phrase_is_noticed(test_of) -> None:
    (failure,) = test_of(lexicon=LEXICON.replace("您好", "早上好")).failures
    assert failure.problem.startswith("wanted pass; got fail: ")


@pytest.mark.parametrize("guard", ["not_after: [说]", ", not_before: [吗]"])
def test_a_deleted_guard_is_noticed(test_of, guard: str) -> None:
    result = test_of(lexicon=LEXICON.replace(guard, ""))
    assert [failure.place for failure in result.failures] == ["greeting.examples.fail.1"]


def test_a_known_miss_may_miss(test_of) -> None:
    miss = "      known_miss:\n        - {want: pass, call: [agent: 你好呀]}\n"
    result = test_of(PINNED + miss)
    assert (result.failures, result.examples) == ((), 4)


def test_a_known_miss_that_starts_to_work_is_to_be_moved(test_of) -> None:
    miss = "      known_miss:\n        - {want: pass, call: [agent: 您好呀]}\n"
    (failure,) = test_of(PINNED + miss).failures
    assert (failure.line, failure.problem) == (23, "works now; move it to pass")


def test_a_check_that_crashes_is_a_failure_of_the_example(tmp_path: Path, test_of) -> None:
    test_of()
    rubric = load_rubric(tmp_path / "mine.yaml")
    broken = dataclasses.replace(rubric.criteria[0].check, lexicons=("unknown",))
    trial = try_example(broken, rubric.criteria[0].examples[0], rubric.lexicons["zh"])
    assert trial.outcome is None
    assert not trial.holds
    assert trial.told.startswith("the check crashed: RubricError: ")


# ---- nudges


def test_a_threshold_that_nothing_pins_survives(test_of) -> None:
    looser = PINNED.replace("[agent: 嗯, agent: 嗯, agent: 您好]", "[agent: 嗯]")
    assert survivors(test_of(looser)) == [
        "within: left out",
        "within.first_turns: 2 made 3",
    ]


def test_a_lexicon_that_nothing_pins_survives(test_of) -> None:
    only_fails = PINNED.replace("      pass:\n        - [agent: 嗯, agent: 您好]\n", "")
    assert "lexicons.0: hello with nothing in it" in survivors(test_of(only_fails))


def test_an_example_that_does_not_hold_pins_nothing(test_of) -> None:
    wrong = PINNED.replace("[agent: 嗯, agent: 嗯, agent: 您好]", "[agent: 嗯, agent: 您好]")
    result = test_of(wrong)
    assert len(result.failures) == 1
    assert "within.first_turns: 2 made 3" in survivors(result)


def test_parameters_that_are_not_written_are_nudged_on_demand(test_of) -> None:
    assert "role: agent made anyone" not in survivors(test_of())
    assert "role: agent made anyone" in survivors(test_of(every=True))


def test_a_criterion_without_examples_is_named_once(test_of) -> None:
    result = test_of(PINNED.split("    examples:")[0])
    assert result.without_examples == ("greeting",)
    assert (result.examples, result.nudges) == (0, 0)


def changes(check: object, item: dict[str, object], every: bool = False) -> dict[str, object]:
    return {f"{one.param}: {one.change}": one.check for one in nudges(check, item, every)}


def test_numbers_go_to_both_sides_and_never_below_zero() -> None:
    check = TalkOver(min_overlap_s=1.0, max_events=0)
    found = changes(check, {"params": {"min_overlap_s": 1.0, "max_events": 0, "by": "agent"}})
    assert found["min_overlap_s: 1.0 made 0.8"] == dataclasses.replace(check, min_overlap_s=0.8)
    assert found["min_overlap_s: 1.0 made 1.25"] == dataclasses.replace(check, min_overlap_s=1.25)
    assert found["max_events: 0 made 1"] == dataclasses.replace(check, max_events=1)
    assert found["by: agent made customer"] == dataclasses.replace(check, by="customer")
    assert set(found) == {
        "min_overlap_s: 1.0 made 0.8",
        "min_overlap_s: 1.0 made 1.25",
        "max_events: 0 made 1",
        "by: agent made customer",
        "backchannel: backchannel with nothing in it",
        "steer_back: steer-back with nothing in it",
    }


def test_parts_of_parameters_are_nudged_in_place() -> None:
    check = PhrasesRequired(("a", "b"), after=Anchor("c", within_turns=2), within=Within(last_s=5))
    params = {
        "lexicons": ["a", "b"],
        "after": {"lexicon": "c", "within_turns": 2},
        "within": {"last_s": 5},
    }
    found = changes(check, {"params": params})
    assert found["lexicons.0: left out"].lexicons == ("b",)
    assert found["after: left out"].after is None
    assert found["after.within_turns: left out"].after == Anchor("c", within_turns=None)
    assert found["after.within_turns: 2 made 1"].after == Anchor("c", within_turns=1)
    assert "after.lexicon: c with nothing in it" in found
    assert found["within.last_s: 5 made 4.0"].within == Within(last_s=4.0)
    assert "within.last_s: left out" not in found  # the check refuses a part of nothing
    assert not any(name.startswith(("role", "min_count")) for name in found)


def test_lists_of_parts_lose_each_item() -> None:
    steps = (Step("a"), Step("b", optional=True), Step("c"))
    written = [{"lexicon": "a"}, {"lexicon": "b", "optional": True}, {"lexicon": "c"}]
    found = changes(Sequence(steps), {"params": {"steps": written}})
    assert found["steps.1: left out"].steps == (steps[0], steps[2])
    assert found["steps.1.optional: True made False"].steps[1] == Step("b")


def test_mappings_are_nudged_by_entry() -> None:
    limits = {"zh": 280, "ko": 380}
    found = changes(SpeechRate(max_per_minute=limits), {"params": {"max_per_minute": limits}})
    assert found["max_per_minute.zh: 280 made 224.0"].max_per_minute == {"zh": 224.0, "ko": 380}
    assert found["max_per_minute.zh: left out"].max_per_minute == {"ko": 380}
    assert not any(name.startswith("min_per_minute") for name in found)


def test_combined_checks_are_nudged_inside_and_taken_apart() -> None:
    one, two = TalkOver(max_events=1), PhrasesRequired(("a",))
    first = {"check": "talk_over", "params": {"max_events": 1}}
    second = {"check": "phrases_required", "params": {"lexicons": ["a"]}}
    every = changes(AllOf((one, two)), {"all": [first, second]})
    assert every["all.0: left out"] == AllOf((two,))
    assert every["all.0.max_events: 1 made 2"] == AllOf((TalkOver(max_events=2), two))
    either = changes(AnyOf((Not(one), two)), {"any": [{"not": first}, second]})
    assert either["any.0.not: left out"] == AnyOf((one, two))
    assert either["any.0.not.max_events: 1 made 0"] == AnyOf((Not(TalkOver()), two))
    when = changes(When(two, one), {"when": second, **first})
    assert when["when: left out"] == one
    assert when["max_events: 1 made 2"] == When(two, TalkOver(max_events=2))
    assert "when.lexicons.0: a with nothing in it" in when


# ---- guards


def test_a_guard_that_nothing_pins_survives(test_of) -> None:
    result = test_of(RUBRIC)
    (guard,) = result.surviving_guards
    assert (guard.text, guard.line, guard.path.name) == ("吗", 3, "hello.yaml")
    assert guard.place == "entries[1].not_before[1]"


def test_a_lexicon_file_pins_its_own_guards(test_of) -> None:
    result = test_of(RUBRIC, LEXICON + "examples:\n  hit: [您好]\n  no_hit: [您好吗]\n")
    assert result.surviving_guards == result.failures == ()
    assert result.lexicon_examples == 2


def test_of_two_guards_that_do_the_same_both_survive(test_of) -> None:
    lexicon = "not_after: [说, 他说]\nentries: [您好]\nexamples: {no_hit: [他说您好]}\n"
    rubric = RUBRIC.replace("说您好", "他说您好")
    assert {guard.text for guard in test_of(rubric, lexicon).surviving_guards} == {"说", "他说"}


def test_a_guard_of_a_kind_is_left_out_by_itself(test_of) -> None:
    lexicon = (
        "kinds:\n  a: {title: 甲, not_before: [吗, 呀], entries: [您好]}\n"
        "examples: {no_hit: [您好吗]}\n"
    )
    rubric = RUBRIC.replace("说您好", "嗯")
    assert [guard.text for guard in test_of(rubric, lexicon).surviving_guards] == ["呀"]


def test_a_guard_is_left_out_in_sound_too(test_of) -> None:
    entries = "sound_alike: true\nentries: [{phrase: 不归我管, not_before: [呢]}]\n"
    lexicon = entries + "examples: {hit: [不龟我管], no_hit: [不龟我管讷]}\n"
    rubric = RUBRIC.replace("您好", "不归我管").replace("说不归我管", "嗯")
    result = test_of(rubric, lexicon)
    assert result.failures == result.surviving_guards == ()


@pytest.mark.parametrize(
    ("examples", "place", "problem"),
    [
        ("{hit: [早上好]}", "hello.examples.hit", "'早上好': nothing found"),
        ("{no_hit: [您好啊]}", "hello.examples.no_hit", "'您好啊': found '您好' (您好)"),
    ],
)
def test_a_wrong_example_of_a_lexicon_is_a_failure(
    test_of, examples: str, place: str, problem: str
) -> None:
    (failure,) = test_of(lexicon=f"{LEXICON}examples: {examples}\n").failures
    assert (failure.place, failure.problem, failure.line) == (place, problem, 4)


def test_the_starter_holds_everything_it_writes() -> None:
    import qa.rubric

    result = selftest(Path(qa.rubric.__file__).parent / "starter.yaml")
    assert result.failures == result.surviving_nudges == result.without_examples == ()


@pytest.mark.slow
def test_the_shipped_service_call_does_what_its_examples_say() -> None:
    result = selftest("service-call", every=True)
    assert result.failures == ()
    assert result.without_examples == ()
    wanted = {
        one.want for criterion in load_rubric("service-call").criteria for one in criterion.examples
    }
    assert wanted == set(Outcome)
    # Each of these decides nothing: a count below one, and a grace that is shorter than the
    # overlap it would excuse.
    assert {f"{one.criterion}.{one.param}" for one in result.surviving_nudges} == {
        "surname-use.min_uses",
        "talk-over.grace_end_s",
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", available_rubrics())
def test_no_shipped_rubric_has_a_survivor(name: str) -> None:
    result = selftest(name)
    assert result.failures == ()
    assert result.without_examples == ()
    assert result.surviving_nudges == ()
    assert result.surviving_guards == ()
