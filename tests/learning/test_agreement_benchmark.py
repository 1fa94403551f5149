from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from qa.acts.features import features, numbers_named
from qa.core.call import Call, CallContext, Role, Transcript, Turn
from qa.core.scorecard import CriterionResult, Outcome
from qa.core.spans import Span
from qa.learning.corpus import CorpusTurn, Judgement, LabelledCall, Line
from qa.learning.training import feature_matrix
from tests.benchmarks.agreement.judged import Said, Split, pairs_of
from tests.benchmarks.agreement.measures import bins_of
from tests.benchmarks.agreement.mishearing import Mishearing, slipped
from tests.benchmarks.agreement.mistakes import mistakes, worst
from tests.benchmarks.agreement.reliability import reliability_svg
from tests.benchmarks.agreement.tables import agreement, mean_of, overview, with_interval
from tests.benchmarks.agreement.variants import part_of

TEXTS = {
    "zh": "您好，请问您贵姓？我马上给您查一下这个订单。",
    "ko": "안녕하세요 고객님 성함이 어떻게 되세요",
    "en": "Hello there, can you wait a week for your cheque? I'm sorry.",
}


def call_of(text: str, language: str = "zh") -> Call:
    turn = Turn(0, Role.AGENT, text, Span(1_000, 1_000 + 100 * len(text)))
    transcript = Transcript(language, (turn,), "human")
    return Call(CallContext("one"), transcript, None, 60_000)


@pytest.mark.parametrize("language", TEXTS)
def test_misheard_words_are_the_same_for_a_seed_and_fewer_at_a_lower_rate(language: str) -> None:
    text = TEXTS[language] * 20
    call = call_of(text, language)
    usual = ["请青情您宁好号贵跪姓性我窝马码上尚给查茶订定单丹这着个各"]

    def heard(share: float, seed: int = 0) -> str:
        ears = Mishearing(language, usual, seed)
        return ears.misheard(call, share).transcript.turns[0].text

    assert heard(0) == text
    assert heard(0.2) == heard(0.2)
    assert heard(0.2) != heard(0.2, seed=1)
    changed = len(text.split()) if language == "en" else len(text)
    pairs = zip(text.split(), heard(0.2).split(), strict=True) if language == "en" else None
    wrong = sum(a != b for a, b in pairs or zip(text, heard(0.2), strict=True))
    assert 0.05 * changed < wrong < 0.35 * changed


def test_a_misheard_character_sounds_as_the_one_it_stands_for() -> None:
    text = "请问" * 30
    heard = Mishearing("zh", ["请青情"]).misheard(call_of(text), 0.5).transcript.turns[0].text
    assert set(heard) == set("请青情问")
    assert set(heard[1::2]) == {"问"}


def test_slipped_sentences_keep_words_and_time_and_change_the_party() -> None:
    text = "您好。请说。好的。" * 30
    slips = slipped(call_of(text), 0.1)
    turns = slips.transcript.turns
    assert "".join(turn.text for turn in turns) == text
    assert [turn.index for turn in turns] == list(range(len(turns)))
    said_by_customer = sum(len(turn.text) for turn in turns if turn.role is Role.CUSTOMER)
    assert 0 < said_by_customer < 0.25 * len(text)
    spans = [turn.span for turn in turns if turn.span]
    assert spans[0].start_ms == 1_000
    assert spans[-1].end_ms == 1_000 + 100 * len(text)
    assert all(a.end_ms == b.start_ms for a, b in pairwise(spans))
    assert slips.activity is not None
    assert slips.activity.of(Role.CUSTOMER)
    assert slipped(call_of(text), 0).transcript == call_of(text).transcript


def test_parts_of_the_corpus_hold_whole_calls_and_the_smaller_parts() -> None:
    none: frozenset[str] = frozenset()
    single = [Line("agent", none, "bank", "", f"s{n}", "a") for n in range(40)]
    turns = [Line("agent", none, "bank", "", f"t{n}", "v", call=f"c{n // 4}") for n in range(40)]
    half, quarter = (part_of([*single, *turns], share) for share in (0.5, 0.25))
    assert sum(not line.call for line in half) == 20
    assert len({line.call for line in half if line.call}) == 5
    assert sum(bool(line.call) for line in half) == 20
    assert set(quarter) < set(half)
    assert part_of([*single, *turns], 1.0) == (*single, *turns)


def test_features_left_out_weigh_nothing_and_leave_the_others_their_weight() -> None:
    said = [("请您稍等", "多久？")]
    whole, less = (feature_matrix(said, "zh", without).toarray()[0] for without in ("", "bd"))
    left_out = sorted(numbers_named(*said[0], "zh", "bd"))
    assert left_out
    assert (whole[left_out] > 0).all()
    assert not less[left_out].any()
    kept = np.setdiff1d(np.flatnonzero(whole), left_out)
    assert (whole[kept] == less[kept]).all()


def test_every_feature_is_of_one_of_the_named_families() -> None:
    for language, text in TEXTS.items():
        every = {one.number for one in features(text, "多久？", language)}
        assert numbers_named(text, "多久？", language, "cswkn?bd") == every


def said(outcome: str, confidence: float = 0.9) -> Said:
    result = CriterionResult(
        "empathy", "", "", Outcome(outcome), 1, 0, False, "", confidence=confidence
    )
    return Said(outcome, confidence < 0.6, result)


def split_of(*outcomes: str) -> Split:
    head = {"language": "zh", "domain": "bank", "author": "v"}
    calls = tuple(
        LabelledCall(
            {**head, "id": f"c{number}"},
            (CorpusTurn("agent", frozenset(), "您好"),),
            {"empathy": Judgement(outcome, (1,), "why")},
        )
        for number, outcome in enumerate(outcomes)
    )
    return Split("zh", calls, (), {"c0": calls[0].verdicts})


def test_agreement_of_a_criterion() -> None:
    split = split_of("fail", "fail", "pass", "pass")
    told = ("fail", "pass", "pass", "fail")
    found = {f"c{n}": {"empathy": said(one, 0.9 if n < 3 else 0.4)} for n, one in enumerate(told)}
    (one,) = agreement(split, found)
    assert (one.calls, one.fails, one.review, one.read_twice) == (4, 2, 0.25, 1)
    assert one.measures["kappa"].value == pytest.approx(0)
    assert one.measures["fail_precision"].value == 0.5
    assert one.measures["fail_recall"].value == 0.5
    # Without the doubtful one: 2 of 3; shares 2/3 1/3 and 1/3 2/3: pe = 4/9.
    assert one.sure_kappa.value == pytest.approx((2 / 3 - 4 / 9) / (5 / 9))
    assert np.isnan(one.readers_kappa.value)
    assert mean_of(split.calls, found).value == pytest.approx(0)
    assert "| empathy | 4 | 2 | 50 % | 0.00" in overview(split, found, [one])
    assert with_interval(one.readers_kappa) == "–"


def test_a_criterion_that_was_not_judged_does_not_count() -> None:
    split = split_of("fail", "pass")
    found = {"c0": {"empathy": said("fail")}, "c1": {}}
    assert pairs_of(split.calls, found, "empathy") == [(1, 1), None]


def test_the_surest_mistakes_come_first_and_two_of_a_kind() -> None:
    split = split_of("fail", "fail", "fail", "pass", "pass")
    told = (("pass", 0.7), ("pass", 0.9), ("pass", 0.8), ("pass", 1.0), ("fail", 0.5))
    found = {f"c{n}": {"empathy": said(*one)} for n, one in enumerate(told)}
    wrong = mistakes(split, found)
    assert [one.call for one in wrong] == ["c1", "c2", "c0", "c4"]
    assert [one.call for one in worst(wrong)] == ["c1", "c2", "c4"]
    assert wrong[2].second is not None


def test_the_diagram_is_well_formed() -> None:
    drawn = reliability_svg(bins_of([0.1, 0.9, 0.95], [False, True, True]), "acts")
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
