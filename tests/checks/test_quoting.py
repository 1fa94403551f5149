"""What is made of words that only sound like those of a lexicon."""

from pathlib import Path

import pytest

from qa.checks.closing_satisfaction import ClosingSatisfaction
from qa.checks.empathy import Empathy
from qa.checks.forbidden_phrases import ForbiddenPhrases
from qa.checks.quoting import BY_SOUND, hit_evidence, hit_heard
from qa.core.call import Role, Turn, Word
from qa.core.scorecard import Outcome
from qa.language.lexicon import Hit
from qa.language.lexicon_files import load_lexicons
from tests.checks.heard import heard, lexicons

REVIEW_BELOW = 0.6  # the usual `review_below_confidence`


def judge(check: ForbiddenPhrases | Empathy | ClosingSatisfaction, *lines: str):
    return check.judge(heard(*lines), lexicons("zh"))


def test_a_likeness_halves_the_confidence_of_the_words() -> None:
    turn = Turn(0, Role.AGENT, "不归我关", words=(Word("不归我关", confidence=0.8),))
    exact = Hit(0, 4, "不归我关", "不归我关", "x", language="zh")
    alike = Hit(0, 4, "不归我关", "不归我管", "x", by_sound=True, language="zh")
    assert hit_heard(turn, exact) == 0.8
    assert hit_heard(turn, alike) == 0.8 * BY_SOUND


@pytest.mark.parametrize(
    ("language", "entry", "text", "quote", "note"),
    [
        ("zh", "不归我管", "这不归我关", "不归我关", "听到“不归我关”，按同音当作“不归我管”"),
        (
            "ko",
            "책이 없어요",
            "내 채기 업서요",
            "채기 업서요",
            "“채기 업서요”(으)로 들렸으나 발음이 같은 “책이없어요”(으)로 봄",
        ),
        (
            "en",
            "not my problem",
            "It is knot my problem.",
            "knot my problem",
            "heard “knot my problem”, taken by its sound for “not my problem”",
        ),
    ],
)
def test_evidence_says_what_was_heard_and_what_it_was_taken_for(
    tmp_path: Path, language: str, entry: str, text: str, quote: str, note: str
) -> None:
    (tmp_path / language).mkdir()
    content = f"sound_alike: true\nentries: [{entry}]"
    (tmp_path / language / "x.yaml").write_text(content, encoding="utf-8")
    (hit,) = load_lexicons([tmp_path], language, ["x"]).get("x").find(text)
    alone = hit_evidence(Turn(0, Role.AGENT, text), hit)
    assert (alone.quote, alone.note) == (quote, note)
    titled = hit_evidence(Turn(0, Role.AGENT, text), hit, "推给别人").note
    assert titled.startswith("推给别人") and titled.endswith(note)


def test_a_forbidden_phrase_by_sound_alone_fails_doubtfully() -> None:
    found = judge(ForbiddenPhrases(), "agent: 这跟我没观系")
    assert found.outcome is Outcome.FAIL
    assert found.confidence < REVIEW_BELOW
    assert "跟我没关系" in found.evidence[0].note


def test_an_exact_one_beside_it_fails_surely() -> None:
    found = judge(ForbiddenPhrases(), "agent: 这跟我没观系", "agent: 这跟我没关系")
    assert found.outcome is Outcome.FAIL
    assert found.confidence >= REVIEW_BELOW


def test_one_too_many_by_sound_is_doubtful_though_another_is_exact() -> None:
    lines = ("agent: 这跟我没观系", "agent: 这跟我没关系")
    assert judge(ForbiddenPhrases(max_hits=1), *lines).confidence < REVIEW_BELOW


@pytest.mark.parametrize(
    ("reply", "sure"), [("还有其他可以帮您的吗", True), ("还有其塔可以帮您的吗", False)]
)
def test_a_question_by_sound_passes_doubtfully(reply: str, sure: bool) -> None:
    found = judge(
        ClosingSatisfaction(), "customer: 我要查一下话费", "agent: 查好了", f"agent: {reply}"
    )
    assert found.outcome is Outcome.PASS
    assert (found.confidence >= REVIEW_BELOW) is sure


@pytest.mark.parametrize(("reply", "sure"), [("我理解您的心情", True), ("我里解您的心情", False)])
def test_empathy_by_sound_passes_doubtfully(reply: str, sure: bool) -> None:
    found = judge(Empathy(), "customer: 我都等了三个小时了还没人来", f"agent: {reply}")
    assert found.outcome is Outcome.PASS
    assert (found.confidence >= REVIEW_BELOW) is sure
