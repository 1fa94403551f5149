"""The shipped rubric: it loads, it adds up, and it judges a call in each language."""

import pytest

from qa.checks.registry import CHECKS
from qa.core.scorecard import Outcome, Verdict
from qa.rubric import Rubric, available_rubrics, load_rubric
from qa.scoring import score
from tests.checks.heard import heard

CORE_SIX = [
    "surname-use", "empathy", "forbidden-phrases", "talk-over", "silence-use",
    "closing-satisfaction",
]  # fmt: skip


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubric("service-call")


def test_every_shipped_rubric_loads_under_its_own_name() -> None:
    assert "service-call" in available_rubrics()
    for name in available_rubrics():
        assert load_rubric(name).id == name


def test_it_has_the_core_six_for_three_languages(rubric: Rubric) -> None:
    assert [criterion.id for criterion in rubric.criteria] == CORE_SIX
    assert rubric.languages == ("zh", "ko", "en")
    assert all(criterion.source for criterion in rubric.criteria)


def test_its_weights_are_points_of_a_hundred(rubric: Rubric) -> None:
    assert sum(criterion.weight for criterion in rubric.criteria) == 100


def test_one_forbidden_phrase_alone_fails_the_call(rubric: Rubric) -> None:
    weights = {criterion.id: criterion.weight for criterion in rubric.criteria}
    assert 100 - weights["forbidden-phrases"] < rubric.pass_mark
    assert all(100 - weights[i] >= rubric.pass_mark for i in CORE_SIX if i != "forbidden-phrases")


def test_every_check_is_in_the_registry() -> None:
    assert set(CHECKS) >= {name.replace("-", "_") for name in CORE_SIX}


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "zh",
            [
                "agent 0-4: 您好，请问您贵姓？", "customer 5-6: 我姓张。",
                "agent 6.5-9: 张先生您好，请问有什么可以帮您？",
                "customer 10-16: 我的宽带断了三天，孩子网课都没法上，急死我了。",
                "agent 16.5-24: 张先生，我很理解您着急的心情，我马上帮您报修，今天三点前恢复。",
                "customer 25-26: 好的。",
                "agent 26.5-31: 跟您确认，今天三点前恢复，您对处理结果满意吗？还有其他问题吗？",
                "customer 32-34: 满意，没有了。", "agent 34.5-37: 感谢您的来电，张先生再见。",
            ],
        ),
    ],
)  # fmt: skip
def test_a_good_call_passes(rubric: Rubric, language: str, lines: list[str]) -> None:
    card = score(heard(*lines, language=language), rubric)
    assert card.verdict is Verdict.PASS, [
        (r.criterion, r.outcome, r.explanation) for r in card.results
    ]
    assert all(r.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE) for r in card.results)


@pytest.mark.parametrize("language", ["zh", "ko", "en"])
def test_every_language_is_judged_without_a_crash(rubric: Rubric, language: str) -> None:
    lines = {
        "zh": ["agent 0-2: 不知道，这不归我管。", "customer 2-4: 什么态度！"],
        "ko": ["agent 0-2: 저는 모릅니다.", "customer 2-4: 뭐라고요?"],
        "en": ["agent 0-2: I don't know, not my job.", "customer 2-4: Excuse me?"],
    }
    card = score(heard(*lines[language], language=language), rubric)
    assert not card.errors
    assert card.verdict is not Verdict.PASS
    assert all(result.explanation for result in card.results)
