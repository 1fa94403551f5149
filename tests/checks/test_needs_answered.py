"""Further requests of the customer: taken up, or lost."""

from pathlib import Path

import pytest

from qa.checks.needs_answered import NeedsAnswered
from qa.core.scorecard import Outcome
from tests.checks.heard import heard
from tests.checks.lexicon_of import lexicon_of

PASS, FAIL, NA = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE
WORDS = {
    "zh": ({"another-need": ["另外"], "remedy": ["我帮您"], "backchannel": ["嗯", "好的"]}),
    "ko": ({"another-need": ["하나 더"], "remedy": ["처리해 드리"], "backchannel": ["네"]}),
    "en": ({"another-need": ["one more thing"], "remedy": ["i'll"], "backchannel": ["okay"]}),
}


def judged(folder: Path, *lines: str, language: str = "zh", **params):
    lexicons = lexicon_of(folder, language, **WORDS[language])
    return NeedsAnswered(**params).judge(heard(*lines, language=language), lexicons)


@pytest.mark.parametrize(
    ("language", "lines", "outcome"),
    [
        ("zh", ["customer:我要退款", "agent:退款三天到账"], NA),
        ("zh", ["customer:另外发票寄到哪里", "agent:好的", "agent:发票寄到公司"], PASS),
        ("zh", ["customer:另外发票寄到哪里", "agent:好的", "agent:祝您愉快"], FAIL),
        ("zh", ["customer:另外发票寄到哪里", "agent:这个我帮您登记"], PASS),
        ("zh", ["agent:发票寄到公司", "customer:另外发票寄到哪里", "agent:再见"], FAIL),
        (
            "zh",
            ["customer:另外我还想问一下", "customer:积分会不会清零", "agent:积分不会清零"],
            PASS,
        ),
        ("zh", ["customer:另外我还想问一下", "customer:积分会不会清零", "agent:再见"], FAIL),
        (
            "zh",
            [
                "customer:另外我还想问一下",
                "agent:我帮您看",
                "customer:积分会不会清零",
                "agent:再见",
            ],
            FAIL,
        ),
        ("ko", ["customer:하나 더요, 영수증은요", "agent:영수증은 메일로 갑니다"], PASS),
        ("ko", ["customer:하나 더요, 영수증은요", "agent:네", "agent:좋은 하루 되세요"], FAIL),
        ("en", ["customer:one more thing, my invoices", "agent:the invoice is on its way"], PASS),
        ("en", ["customer:one more thing, my invoices", "agent:okay", "agent:goodbye"], FAIL),
    ],
)
def test_a_further_request(tmp_path: Path, language: str, lines, outcome: Outcome) -> None:
    assert judged(tmp_path, *lines, language=language).outcome is outcome


def test_each_request_has_to_be_taken_up(tmp_path: Path) -> None:
    found = judged(
        tmp_path,
        "customer:另外发票寄到哪里",
        "agent:发票寄到公司",
        "customer:另外积分会不会清零",
        "agent:祝您愉快",
    )
    assert (found.outcome, found.faults, found.measured) == (FAIL, 1, {"requests": 2, "lost": 1})
    assert "积分" in found.explanation


def test_an_action_counts_only_soon_after_the_request(tmp_path: Path) -> None:
    lines = ["customer:另外发票寄到哪里", *["agent:请稍等一下吧"] * 3, "agent:我帮您登记"]
    assert judged(tmp_path, *lines).outcome is FAIL
    assert judged(tmp_path, *lines, within_turns=4).outcome is PASS


def test_listening_is_no_answer(tmp_path: Path) -> None:
    lines = ["customer:另外发票寄到哪里", *["agent:嗯"] * 5, "agent:我帮您登记"]
    assert judged(tmp_path, *lines).outcome is PASS
