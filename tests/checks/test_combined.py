"""Laws of checks made of checks."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from qa.checks.base import Finding, assess
from qa.checks.combined import AllOf, AnyOf, Not, When
from qa.core.call import Aspect
from qa.core.scorecard import Outcome
from qa.language.lexicon import LexiconSet
from tests.checks.heard import heard

PASS, FAIL, NA, UNKNOWN = (
    Outcome.PASS,
    Outcome.FAIL,
    Outcome.NOT_APPLICABLE,
    Outcome.NOT_ASSESSED,
)
CALL, WORDS = heard("agent 0-1: 您好", cannot_tell=(Aspect.TALK_OVER,)), LexiconSet("zh", {})


@dataclass(frozen=True)
class Says:
    outcome: Outcome
    confidence: float = 1.0
    needs: frozenset[Aspect] = frozenset()

    def judge(self, call: object, lexicons: LexiconSet) -> Finding:
        return Finding(self.outcome, f"{self.outcome.value}。", "改", self.confidence, {"n": 1.0})


def outcome(check: object) -> Outcome:
    return assess(check, CALL, WORDS).outcome  # type: ignore[arg-type]


parts = st.lists(st.builds(Says, st.sampled_from(Outcome)), min_size=1, max_size=4).map(tuple)


@given(parts)
def test_de_morgan(some: tuple[Says, ...]) -> None:
    negated = tuple(Not(part) for part in some)
    assert outcome(Not(AllOf(some))) is outcome(AnyOf(negated))
    assert outcome(Not(AnyOf(some))) is outcome(AllOf(negated))


@given(parts)
def test_twice_negated_is_the_same(some: tuple[Says, ...]) -> None:
    assert outcome(Not(Not(AllOf(some)))) is outcome(AllOf(some))


@given(parts, st.randoms())
def test_the_order_of_the_parts_does_not_matter(some: tuple[Says, ...], random) -> None:
    mixed = list(some)
    random.shuffle(mixed)
    assert outcome(AllOf(tuple(mixed))) is outcome(AllOf(some))
    assert outcome(AnyOf(tuple(mixed))) is outcome(AnyOf(some))


@given(parts)
def test_what_does_not_apply_is_left_out(some: tuple[Says, ...]) -> None:
    assert outcome(AllOf((*some, Says(NA)))) is outcome(AllOf(some))
    assert outcome(AnyOf((*some, Says(NA)))) is outcome(AnyOf(some))


def test_what_cannot_be_told_stays_so_unless_the_rest_decides() -> None:
    assert outcome(AllOf((Says(PASS), Says(UNKNOWN)))) is UNKNOWN
    assert outcome(AllOf((Says(FAIL), Says(UNKNOWN)))) is FAIL
    assert outcome(AnyOf((Says(FAIL), Says(UNKNOWN)))) is UNKNOWN
    assert outcome(AnyOf((Says(PASS), Says(UNKNOWN)))) is PASS


def test_each_part_is_asked_for_its_own_needs() -> None:
    blind = Says(PASS, needs=frozenset({Aspect.TALK_OVER}))
    found = assess(AllOf((Says(PASS), blind)), CALL, WORDS)
    assert found.outcome is UNKNOWN
    assert "录音看不出来" in found.explanation


def test_a_condition_decides_whether_the_rule_applies() -> None:
    assert outcome(When(Says(PASS), Says(FAIL))) is FAIL
    assert outcome(When(Says(FAIL), Says(FAIL))) is NA
    assert outcome(When(Says(NA), Says(FAIL))) is NA
    assert outcome(When(Says(UNKNOWN), Says(FAIL))) is UNKNOWN
    assert outcome(When(Says(UNKNOWN), Says(PASS))) is PASS


def test_one_decisive_part_is_enough_and_else_all_have_to_hold() -> None:
    sure, unsure = Says(PASS, 0.9), Says(PASS, 0.4)
    assert assess(AllOf((sure, unsure)), CALL, WORDS).confidence == 0.4
    assert assess(AnyOf((sure, unsure)), CALL, WORDS).confidence == 0.9


@dataclass(frozen=True)
class Faulty:
    faults: int
    confidence: float = 0.9
    needs: frozenset[Aspect] = frozenset()

    def judge(self, call: object, lexicons: LexiconSet) -> Finding:
        measured = {"hits": float(self.faults)}
        return Finding(
            FAIL, "错", confidence=self.confidence, measured=measured, faults=self.faults
        )


def test_faults_add_up_and_numbers_keep_apart() -> None:
    both = assess(AllOf((Faulty(3), Faulty(2))), CALL, WORDS)
    assert both.faults == 5
    assert both.measured == {"hits": 3, "2.hits": 2}
    assert assess(AnyOf((Faulty(3), Faulty(2))), CALL, WORDS).faults == 2


def test_a_failure_is_no_surer_than_its_condition() -> None:
    assert assess(When(Says(PASS, 0.3), Faulty(1)), CALL, WORDS).confidence == 0.3
