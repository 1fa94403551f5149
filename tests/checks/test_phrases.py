"""What has to be said, what must not be said, and in which order."""
# ruff: noqa: E501 (tables stay tables)

from dataclasses import replace
from pathlib import Path

import pytest

from qa.checks.events import Anchor, Within
from qa.checks.phrases_forbidden import PhrasesForbidden
from qa.checks.phrases_required import PhrasesRequired
from qa.checks.sequence import Sequence, Step
from qa.core.call import Call, Role, Turn, Word
from qa.core.scorecard import Outcome
from qa.core.spans import Span
from qa.language.lexicon import LexiconSet
from tests.checks.heard import heard
from tests.checks.lexicon_of import lexicon_of

PASS, FAIL, NA, UNKNOWN = (
    Outcome.PASS,
    Outcome.FAIL,
    Outcome.NOT_APPLICABLE,
    Outcome.NOT_ASSESSED,
)


@pytest.fixture
def words(tmp_path: Path) -> LexiconSet:
    return lexicon_of(
        tmp_path,
        a=["苹果"], b=["香蕉"], c=["樱桃"], sorry=["抱歉"], trouble=["坏了"], but=["但是"],
        red=["红苹果"],
    )  # fmt: skip


# ---- required


@pytest.mark.parametrize(
    ("check", "lines", "outcome"),
    [
        (PhrasesRequired(("a",)), ["agent:有苹果"], PASS),
        (PhrasesRequired(("a",)), ["agent:没有"], FAIL),
        (PhrasesRequired(("a",)), ["customer:有苹果", "agent:没有"], FAIL),
        (PhrasesRequired(("a",)), ["customer:有苹果"], NA),
        (PhrasesRequired(("a",)), ["agent:他说“苹果”两个字"], FAIL),
        (PhrasesRequired(("a",), role="customer"), ["customer:有苹果"], PASS),
        (PhrasesRequired(("a",), role="anyone"), ["customer:有苹果", "agent:好"], PASS),
        (PhrasesRequired(("a", "b")), ["agent:香蕉"], PASS),
        (PhrasesRequired(("a", "b"), of="all"), ["agent:香蕉"], FAIL),
        (PhrasesRequired(("a", "b"), of="all"), ["agent:香蕉", "agent:苹果"], PASS),
        (PhrasesRequired(("a", "b", "c"), of=2), ["agent:香蕉苹果"], PASS),
        (PhrasesRequired(("a", "b", "c"), of=2), ["agent:香蕉香蕉"], FAIL),
        (PhrasesRequired(("a",), min_count=2), ["agent:苹果"], FAIL),
        (PhrasesRequired(("a",), min_count=2), ["agent:苹果", "agent:苹果"], PASS),
        (PhrasesRequired(("a",), unless=("but",)), ["agent:苹果，但是没有"], FAIL),
        (PhrasesRequired(("a",), unless=("but",)), ["agent:但是，有苹果"], PASS),
    ],
)
def test_required(words: LexiconSet, check: PhrasesRequired, lines, outcome: Outcome) -> None:
    assert check.judge(heard(*lines), words).outcome is outcome


@pytest.mark.parametrize(
    ("within", "lines", "outcome"),
    [
        (Within(first_turns=1), ["agent:您好", "agent:苹果"], FAIL),
        (Within(first_turns=2), ["agent:您好", "customer:喂", "agent:苹果"], PASS),
        (Within(last_turns=1), ["agent:苹果", "customer:喂", "agent:再见"], FAIL),
        (Within(last_turns=2), ["agent:苹果", "customer:喂", "agent:再见"], PASS),
        (Within(first_s=5), ["agent 0-2:您好", "agent 8-9:苹果"], FAIL),
        (Within(first_s=8), ["agent 0-2:您好", "agent 8-9:苹果"], PASS),
        (Within(last_s=1), ["agent 0-2:苹果", "agent 8-9:您好"], FAIL),
        (Within(last_s=9), ["agent 0-2:苹果", "agent 8-9:您好"], PASS),
        (Within(first_share=0.5), ["agent 0-2:您好", "agent 8-10:苹果"], FAIL),
        (Within(last_share=0.5), ["agent 0-2:您好", "agent 8-10:苹果"], PASS),
        (Within(first_s=5), ["agent:苹果"], UNKNOWN),
    ],
)
def test_a_phrase_counts_in_its_part_of_the_call(words, within, lines, outcome) -> None:
    check = PhrasesRequired(("a",), within=within)
    assert check.judge(heard(*lines), words).outcome is outcome


def test_a_phrase_is_placed_by_its_own_time(words: LexiconSet) -> None:
    """A long turn that begins early may say it late."""
    call = heard("agent 0-60: 您好苹果")
    spoken = (Word("您好", Span(0, 1000), None), Word("苹果", Span(58_000, 59_000), None))
    turn = replace(call.transcript.turns[0], words=spoken)
    call = replace(call, transcript=replace(call.transcript, turns=(turn,)))
    early, late = Within(first_s=10), Within(last_s=10)
    assert PhrasesRequired(("a",), within=early).judge(call, words).outcome is FAIL
    assert PhrasesRequired(("a",), within=late).judge(call, words).outcome is PASS


@pytest.mark.parametrize(
    ("anchor", "lines", "outcome"),
    [
        (Anchor("trouble"), ["agent:抱歉"], NA),
        (Anchor("trouble"), ["customer:坏了", "agent:抱歉"], PASS),
        (Anchor("trouble"), ["agent:抱歉", "customer:坏了", "agent:哦"], FAIL),
        (Anchor("trouble"), ["agent:喂", "customer:坏了"], NA),
        (Anchor("trouble", within_turns=1), ["customer:坏了", "agent:哦", "agent:抱歉"], FAIL),
        (Anchor("trouble", within_turns=2), ["customer:坏了", "agent:哦", "agent:抱歉"], PASS),
        (Anchor("trouble", within_turns=None), ["customer:坏了", *["agent:哦"] * 9, "agent:抱歉"], PASS),
        (Anchor("trouble", within_turns=1), ["customer:坏了", *["customer:喂"] * 9, "agent:抱歉"], PASS),
        (Anchor("trouble", within_s=5), ["customer 0-1:坏了", "agent 9-10:抱歉"], FAIL),
        (Anchor("trouble", within_s=9), ["customer 0-1:坏了", "agent 9-10:抱歉"], PASS),
        (Anchor("trouble", role="agent", within_turns=0), ["agent:坏了，抱歉"], PASS),
        (Anchor("trouble", role="agent", within_turns=0), ["agent:抱歉，坏了"], FAIL),
    ],
)  # fmt: skip
def test_a_phrase_in_answer_to_something(words, anchor, lines, outcome) -> None:
    check = PhrasesRequired(("sorry",), after=anchor)
    assert check.judge(heard(*lines), words).outcome is outcome


def test_one_occasion_has_to_be_met_or_every_one(words: LexiconSet) -> None:
    call = heard("customer:坏了", "agent:抱歉", "agent:哦", "customer:又坏了", "agent:哦")
    after = Anchor("trouble", within_turns=1)
    one = PhrasesRequired(("sorry",), after=after).judge(call, words)
    assert (one.outcome, one.measured["occasions"], one.measured["met"]) == (PASS, 2, 1)
    every = PhrasesRequired(("sorry",), after=after, every=True).judge(call, words)
    assert every.outcome is FAIL
    assert every.evidence[0].turn == 3  # the occasion that was not met


def test_something_has_to_come_before(words: LexiconSet) -> None:
    check = PhrasesRequired(("a",), before=Anchor("b", role="agent", within_turns=None))
    assert check.judge(heard("agent:苹果", "agent:香蕉"), words).outcome is PASS
    assert check.judge(heard("agent:香蕉", "agent:苹果"), words).outcome is FAIL
    assert check.judge(heard("agent:苹果"), words).outcome is NA


def test_a_failure_is_as_sure_as_its_occasion_was_heard(words: LexiconSet) -> None:
    call = heard("customer:坏了", "agent:哦")
    check = PhrasesRequired(("sorry",), after=Anchor("trouble"))
    sure = check.judge(call, words).confidence
    assert check.judge(_mumbled(call, 0), words).confidence < sure / 2


def _mumbled(call: Call, number: int) -> Call:
    turns = list(call.transcript.turns)
    turns[number] = replace(turns[number], words=(Word(turns[number].text, None, 0.2),))
    return replace(call, transcript=replace(call.transcript, turns=tuple(turns)))


# ---- forbidden


@pytest.mark.parametrize(
    ("check", "lines", "outcome"),
    [
        (PhrasesForbidden(("a",)), ["agent:没有"], PASS),
        (PhrasesForbidden(("a",)), ["agent:苹果"], FAIL),
        (PhrasesForbidden(("a",)), ["customer:苹果", "agent:没有"], PASS),
        (PhrasesForbidden(("a",)), ["agent:您说的“苹果”我记下了"], PASS),
        (PhrasesForbidden(("a",)), ["customer:苹果"], NA),
        (PhrasesForbidden(("a",), max_count=1), ["agent:苹果"], PASS),
        (PhrasesForbidden(("a", "b"), max_count=1), ["agent:苹果香蕉"], FAIL),
        (PhrasesForbidden(("a",), excused_by=("c",)), ["agent:苹果，樱桃"], PASS),
        (PhrasesForbidden(("a",), excused_by=("c",)), ["agent:樱桃，苹果"], FAIL),
        (PhrasesForbidden(("a",), excused_by=("c",)), ["agent:苹果", "customer:啊", "agent:樱桃"], PASS),
        (PhrasesForbidden(("a",), excused_by=("c",), excused_within=0), ["agent:苹果", "agent:樱桃"], FAIL),
        (PhrasesForbidden(("a",), within=Within(first_turns=1)), ["agent:喂", "agent:苹果"], PASS),
        (PhrasesForbidden(("a",), after=Anchor("trouble", within_turns=1)), ["agent:苹果", "customer:坏了", "agent:喂"], PASS),
        (PhrasesForbidden(("a",), after=Anchor("trouble", within_turns=1)), ["customer:坏了", "agent:苹果"], FAIL),
        (PhrasesForbidden(("a",), after=Anchor("trouble")), ["agent:苹果"], NA),
        (PhrasesForbidden(("a",), before=Anchor("b", "agent"), until=True), ["agent:苹果"], FAIL),
        (PhrasesForbidden(("a",), before=Anchor("b", "agent"), until=True), ["agent:香蕉", "agent:苹果"], PASS),
        (PhrasesForbidden(("a",), before=Anchor("b", "agent"), until=True), ["agent:苹果", *["agent:喂"] * 5, "agent:香蕉"], FAIL),
    ],
)  # fmt: skip
def test_forbidden(words: LexiconSet, check: PhrasesForbidden, lines, outcome: Outcome) -> None:
    assert check.judge(heard(*lines), words).outcome is outcome


def test_a_deducting_rubric_counts_the_faults(words: LexiconSet) -> None:
    found = PhrasesForbidden(("a",)).judge(heard("agent:苹果苹果", "agent:苹果"), words)
    assert (found.outcome, found.faults) == (FAIL, 3)


def test_every_hit_is_shown_with_its_quote(words: LexiconSet) -> None:
    found = PhrasesForbidden(("a", "b")).judge(heard("agent:有苹果", "agent:有香蕉"), words)
    assert [(one.quote, one.turn, one.note) for one in found.evidence] == [
        ("苹果", 0, "A"),
        ("香蕉", 1, "B"),
    ]


# ---- sequence


def taken(words: LexiconSet, steps: tuple[Step, ...], *lines: str, **options) -> Outcome:
    lines = (*lines, "customer:喂")
    return Sequence(steps, **options).judge(heard(*lines), words).outcome


A, B, C = Step("a"), Step("b"), Step("c")


def test_all_steps_in_their_order(words: LexiconSet) -> None:
    assert taken(words, (A, B, C), "agent:苹果", "agent:香蕉", "agent:樱桃") is PASS
    assert taken(words, (A, B, C), "agent:苹果香蕉樱桃") is PASS
    assert taken(words, (A, B, C), "agent:苹果", "agent:樱桃") is FAIL
    assert taken(words, (A, B, C), "agent:香蕉", "agent:苹果", "agent:樱桃") is FAIL


def test_a_step_said_twice_is_taken_where_it_fits(words: LexiconSet) -> None:
    said = ("agent:香蕉", "agent:苹果", "agent:香蕉")
    assert taken(words, (A, B), *said) is PASS
    assert taken(words, (A, B), *said, first_counts=True) is FAIL


def test_some_steps_may_be_enough(words: LexiconSet) -> None:
    assert taken(words, (A, B, C), "agent:苹果", "agent:樱桃", min_steps=2) is PASS
    assert taken(words, (A, B, C), "agent:樱桃", min_steps=2) is FAIL


def test_an_optional_step_may_be_left_out_but_has_its_place(words: LexiconSet) -> None:
    optional = Step("b", optional=True)
    assert taken(words, (A, optional, C), "agent:苹果", "agent:樱桃") is PASS
    assert taken(words, (A, optional, C), "agent:香蕉", "agent:苹果", "agent:樱桃") is FAIL


def test_each_step_has_its_own_speaker(words: LexiconSet) -> None:
    steps = (Step("a", "customer"), B)
    assert taken(words, steps, "customer:苹果", "agent:香蕉") is PASS
    assert taken(words, steps, "agent:苹果", "agent:香蕉") is FAIL


def test_what_is_missing_and_what_is_misplaced_is_named(words: LexiconSet) -> None:
    call = heard("agent:香蕉", "agent:苹果", "customer:喂")
    found = Sequence((A, B, C)).judge(call, words)
    assert found.measured == {"steps": 1, "missing": 1, "misplaced": 1}
    assert "C" in found.explanation


def test_nobody_to_take_the_steps(words: LexiconSet) -> None:
    steps = (Step("a", "customer"), B)
    assert Sequence(steps).judge(heard("agent:苹果香蕉"), words).outcome is NA
    assert Sequence((A, B)).judge(heard("agent:苹果香蕉"), words).outcome is PASS


def test_turns_without_words_are_no_turns(words: LexiconSet) -> None:
    call = heard("agent:您好", "agent:苹果")
    empty = Turn(0, Role.AGENT, " ")
    call = replace(
        call, transcript=replace(call.transcript, turns=(empty, *call.transcript.turns[1:]))
    )
    assert PhrasesRequired(("a",), within=Within(first_turns=1)).judge(call, words).outcome is PASS


def test_the_explanations_are_in_the_language_of_the_call(tmp_path: Path) -> None:
    for language, word in (("ko", "사과"), ("en", "apple")):
        lexicons = lexicon_of(tmp_path, language, a=[word])
        call = heard(f"agent: {word}", language=language)
        assert word in PhrasesRequired(("a",)).judge(call, lexicons).explanation
        assert PhrasesForbidden(("a",)).judge(call, lexicons).outcome is FAIL


# ---- what overlaps, what has no times, what was barely heard


def test_a_word_inside_a_longer_phrase_counts_once(words: LexiconSet) -> None:
    call = heard("agent:红苹果")
    assert PhrasesForbidden(("a", "red"), max_count=1).judge(call, words).outcome is PASS
    assert PhrasesRequired(("a", "red"), of=2).judge(call, words).outcome is FAIL
    assert PhrasesRequired(("a", "red"), min_count=2).judge(call, words).outcome is FAIL


def test_a_phrase_inside_its_own_anchor_does_not_follow_it(words: LexiconSet) -> None:
    check = PhrasesRequired(("a",), after=Anchor("red", role="agent"))
    assert check.judge(heard("agent:红苹果"), words).outcome is FAIL
    assert taken(words, (Step("red"), A), "agent:红苹果") is FAIL


@pytest.mark.parametrize(
    "check",
    [
        PhrasesRequired(("sorry",), after=Anchor("trouble", within_turns=None, within_s=5)),
        PhrasesForbidden(("sorry",), after=Anchor("trouble", within_turns=None, within_s=5)),
        PhrasesForbidden(("sorry",), within=Within(last_s=5)),
        Sequence((Step("trouble", "customer"), Step("sorry")), within=Within(first_s=5)),
    ],
)
def test_seconds_are_not_guessed_where_turns_have_no_times(words: LexiconSet, check) -> None:
    assert check.judge(heard("customer:坏了", "agent:抱歉"), words).outcome is UNKNOWN
    partly = heard("customer 0-1:坏了", "agent:抱歉", "agent 9-10:喂")
    assert check.judge(partly, words).outcome is UNKNOWN


def test_turns_that_overlap_are_ordered_by_time(words: LexiconSet) -> None:
    """The agent's long turn began first, and says it after the customer's short one."""
    call = heard("agent 0-20:您好您好您好您好您好您好抱歉", "customer 1-2:坏了", "agent 21-22:嗯")
    check = PhrasesRequired(("sorry",), after=Anchor("trouble"))
    assert check.judge(call, words).outcome is PASS


def test_before_the_first_word_there_is_no_occasion(words: LexiconSet) -> None:
    check = PhrasesRequired(("a",), before=Anchor("trouble"))
    assert check.judge(heard("customer:坏了", "agent:您好"), words).outcome is NA


def test_a_ban_begins_with_one_event_and_ends_with_another(words: LexiconSet) -> None:
    check = PhrasesForbidden(
        ("a",),
        after=Anchor("trouble", within_turns=None),
        before=Anchor("sorry", role="agent"),
        until=True,
    )
    assert check.judge(heard("agent:苹果", "customer:坏了", "agent:抱歉"), words).outcome is PASS
    assert check.judge(heard("customer:坏了", "agent:苹果", "agent:抱歉"), words).outcome is FAIL
    assert check.judge(heard("customer:坏了", "agent:抱歉", "agent:苹果"), words).outcome is PASS
    again = heard("customer:坏了", "agent:抱歉", "customer:又坏了", "agent:苹果")
    assert check.judge(again, words).outcome is FAIL
    assert check.judge(heard("agent:苹果"), words).outcome is NA


def test_a_verdict_is_no_surer_than_what_it_hangs_on(words: LexiconSet) -> None:
    forbidden = PhrasesForbidden(("a",), after=Anchor("trouble"))
    call = heard("customer:坏了", "agent:苹果")
    sure = forbidden.judge(call, words).confidence
    assert forbidden.judge(_mumbled(call, 0), words).confidence < sure / 2
    every = PhrasesRequired(("sorry",), after=Anchor("trouble", within_turns=1), every=True)
    call = heard("customer:坏了", "agent:抱歉", "customer:坏了", "agent:抱歉")
    sure = every.judge(call, words).confidence
    assert every.judge(_mumbled(call, 3), words).confidence < sure / 2
    call = heard("agent:香蕉", "agent:苹果")
    order = Sequence((A, B))
    sure = order.judge(call, words).confidence
    assert order.judge(_mumbled(call, 0), words).confidence < sure / 2
