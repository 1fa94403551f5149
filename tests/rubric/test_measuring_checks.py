"""Checks of timing and of what is known about a call, as a rubric file asks for them."""

from pathlib import Path

import pytest

from qa.checks.call_duration import CallDuration
from qa.checks.metadata import Metadata
from qa.checks.monologue import Monologue
from qa.checks.response_delay import ResponseDelay
from qa.checks.speech_rate import SpeechRate
from qa.checks.talk_over import TalkOver
from qa.checks.talk_share import TalkShare
from qa.core.errors import RubricError
from qa.core.scorecard import Outcome
from qa.core.scorecard_json import scorecard_from_json, scorecard_to_json
from qa.rubric import Rubric, load_rubric
from qa.scoring import score
from tests.checks.heard import heard

HEAD = """\
id: mine
version: "1"
title: {zh: 我的, ko: 나의, en: Mine}
pass_mark: 80
min_coverage: 0.5
sections:
  - {id: talk, title: {zh: 沟通, ko: 대화, en: Talk}}
criteria:
"""
CRITERION = """\
  - id: rule-%d
    section: talk
    title: {zh: 规则, ko: 규칙, en: Rule}
    check: %s
    weight: 10
    params: %s
"""


@pytest.fixture
def load(tmp_path: Path):
    def load_criteria(*criteria: tuple[str, str]) -> Rubric:
        path = tmp_path / "mine.yaml"
        told = (CRITERION % (n, *criterion) for n, criterion in enumerate(criteria))
        path.write_text(HEAD + "".join(told), encoding="utf-8")
        return load_rubric(path)

    return load_criteria


GOOD = {
    ("speech_rate", "{max_per_minute: {zh: 280, ko: 400, en: 170}, max_over_customer: 1.5}"): (
        SpeechRate(max_per_minute={"zh": 280.0, "ko": 400.0, "en": 170.0}, max_over_customer=1.5)
    ),
    ("talk_share", "{min_share: 0.3, max_share: 0.7}"): TalkShare(0.3, 0.7),
    ("monologue", "{role: customer, max_s: 90}"): Monologue("customer", 90.0),
    ("monologue", "{}"): Monologue(),
    ("response_delay", "{max_s: null, max_mean_s: 2}"): ResponseDelay(None, max_mean_s=2.0),
    ("call_duration", "{min_s: 30, max_s: 600}"): CallDuration(30.0, 600.0),
    ("metadata", "{field: queue, op: in, values: [退款, 投诉]}"): (
        Metadata("queue", "in", ("退款", "投诉"))
    ),
    ("metadata", "{field: csat, op: present}"): Metadata("csat", "present"),
    ("talk_over", "{by: customer}"): TalkOver(by="customer"),
}


def test_a_rubric_file_asks_for_each_of_them(load) -> None:
    rubric = load(*GOOD)
    assert [criterion.check for criterion in rubric.criteria] == list(GOOD.values())


@pytest.mark.parametrize("language", ["zh", "ko", "en"])
def test_a_call_is_judged_by_all_of_them_and_its_scorecard_survives(load, language: str) -> None:
    call = heard(
        "agent 0-3: 您好 안녕 hello", "customer 4-20: 我 나 I", "agent 21-90: 是 네 yes",
        language=language,
    )  # fmt: skip
    card = score(call, load(*GOOD))
    assert not card.errors
    assert Outcome.NOT_ASSESSED not in {result.outcome for result in card.results}
    assert scorecard_from_json(scorecard_to_json(card)).results == card.results


@pytest.mark.parametrize(
    ("check", "params", "told"),
    [
        ("speech_rate", "{}", "no limit is set"),
        ("speech_rate", "{max_per_minute: 280}", "max_per_minute: wrong value"),
        ("speech_rate", "{max_per_minute: {zh: fast}}", "max_per_minute.zh: wrong value"),
        ("speech_rate", "{max_per_minute: {fr: 200}}", "expected zh, ko, en; got fr"),
        ("speech_rate", "{max_per_minute: {zh: -5}}", "max_per_minute.zh: wrong value"),
        ("talk_share", "{}", "no limit is set"),
        ("talk_share", "{min_share: 0.8, max_share: 0.2}", "min_share must not be more"),
        ("talk_share", "{max_share: 70}", "max_share is a share from 0 to 1"),
        ("monologue", "{role: system}", "role: not allowed; allowed 'agent' or 'customer'"),
        ("monologue", "{backchannel: nosuch}", "no lexicon 'nosuch'"),
        ("response_delay", "{max_s: null}", "no limit is set"),
        ("response_delay", "{max_events: -1}", "max_events: wrong value"),
        ("call_duration", "{}", "no limit is set"),
        ("call_duration", "{min_s: 600, max_s: 30}", "min_s must not be more than max_s"),
        ("metadata", "{op: present}", "field: missing"),
        ("metadata", "{field: csat, op: is, values: ['2']}", "op: not allowed"),
        ("metadata", "{field: csat, op: equals}", "op equals takes one value"),
        ("metadata", "{field: csat, op: equals, values: [2]}", "values.0: wrong value"),
        ("talk_over", "{by: system}", "by: not allowed"),
    ],
)
def test_parameters_that_cannot_be_meant_are_refused(
    load, check: str, params: str, told: str
) -> None:
    with pytest.raises(RubricError) as caught:
        load((check, params))
    assert len(caught.value.problems) == 1
    assert told in caught.value.problems[0]
