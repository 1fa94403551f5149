"""The checks of what is said load from a rubric file, in every language, and refuse what does not
go together."""

from pathlib import Path

import pytest

from qa.core.errors import RubricError
from qa.core.scorecard import Outcome
from qa.rubric import load_rubric
from qa.scoring import score
from tests.checks.heard import heard

NAMES = ["hold_etiquette", "question_run", "repetition", "ping_pong"]
HEAD = """\
id: words
version: "1"
title: {zh: 用语, ko: 말, en: Words}
pass_mark: 60
min_coverage: 0
sections:
  - id: all
    title: {zh: 全部, ko: 전체, en: All}
criteria:
"""
CRITERION = """\
  - id: {id}
    section: all
    title: {{zh: 甲, ko: 갑, en: A}}
    check: {check}
    weight: 10
    params: {params}
"""


def written(folder: Path, *criteria: tuple[str, str]) -> Path:
    path = folder / "words.yaml"
    body = [
        CRITERION.format(id=f"c{number}", check=check, params=params)
        for number, (check, params) in enumerate(criteria)
    ]
    path.write_text(HEAD + "".join(body), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["zh", "ko", "en"])
def test_they_load_with_their_defaults_and_judge(tmp_path: Path, language: str) -> None:
    apologies = ("repetition", "{lexicon: apology, unless: remedy}")
    rubric = load_rubric(written(tmp_path, *((name, "{}") for name in NAMES), apologies))
    said = {"zh": "对不起。", "ko": "죄송합니다.", "en": "I'm sorry."}[language]
    card = score(heard(*[f"agent: {said}", "customer: x"] * 3, language=language), rubric)
    assert not card.errors
    assert [one.outcome for one in card.results][-1] is Outcome.FAIL


@pytest.mark.parametrize(
    ("check", "params", "match"),
    [
        ("hold_etiquette", "{hold_slack: 0.5}", "hold_slack"),
        ("question_run", "{kind: leading}", "closed"),
        ("question_run", "{empathy: ''}", "empathy: empty; expected"),
        ("repetition", "{unless: remedy}", "no lexicon"),
        ("ping_pong", "{max_handovers: -1}", "max_handovers"),
        ("ping_pong", "{handover: no-such}", "no lexicon 'no-such'"),
    ],
)
def test_refused(tmp_path: Path, check: str, params: str, match: str) -> None:
    with pytest.raises(RubricError, match=match):
        load_rubric(written(tmp_path, (check, params)))
