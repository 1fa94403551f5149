from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.core.scorecard import CheckError
from qa.report.csv_table import scorecards_csv
from qa.report.formats import cleaned
from qa.report.summary import FailedCall
from tests.report import builders


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_row_a_call_with_its_points() -> None:
    (row,) = read(scorecards_csv([builders.scorecard()]))
    assert row["call_id"] == "2026-07-03_A07_0015"
    assert (row["agent_id"], row["agent_name"], row["team"]) == ("A07", "陈丽", "售后一组")
    assert (row["verdict"], row["score"], row["coverage"]) == ("fail", "55.0", "0.9524")
    assert (row["talk-over.outcome"], row["talk-over.points"]) == ("fail", "0")
    assert (row["speech-rate.outcome"], row["speech-rate.points"]) == ("not_assessed", "")
    assert row["findings"] == "clipping"
    assert row["metric.silence_s"] == "52.6"
    assert row["error_code"] == ""


def test_calls_that_could_not_be_scored_have_a_row_too() -> None:
    failed = FailedCall("c2", "silent", "没有声音")
    _, row = read(scorecards_csv([builders.scorecard()], [failed]))
    assert (row["call_id"], row["verdict"], row["score"]) == ("c2", "", "")
    assert (row["error_code"], row["error"]) == ("silent", "没有声音")


def test_an_unknown_score_is_empty_and_a_crash_is_named() -> None:
    card = builders.scorecard(score=None, errors=(CheckError("jargon", "KeyError", "x"),))
    (row,) = read(scorecards_csv([card]))
    assert (row["score"], row["crashed_checks"]) == ("", "jargon")


def test_calls_of_different_rubrics_share_one_table() -> None:
    fewer = builders.scorecard(
        call_id="c2", results=builders.results()[:1], metrics={"new_s": -1.5}
    )
    first, second = read(scorecards_csv([builders.scorecard(), fewer]))
    assert second["talk-over.outcome"] == ""
    assert second["metric.new_s"] == "-1.5"
    assert first["metric.new_s"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_never_becomes_a_formula(start: str) -> None:
    told = f'{start}HYPERLINK("x")'
    card = builders.scorecard(call_id=told, context={"agent_name": told})
    (row,) = read(scorecards_csv([card]))
    assert row["call_id"] == row["agent_name"] == f"'{told}"


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_survives_the_table(text: str) -> None:
    card = replace(builders.scorecard(), context={"team": text})
    rows = read(scorecards_csv([card, card]).encode("utf-8-sig").decode("utf-8-sig"))
    assert len(rows) == 2
    assert rows[0]["team"].removeprefix("'") == cleaned(text).removeprefix("'")


def test_no_calls_leave_a_heading() -> None:
    assert scorecards_csv([]).startswith("call_id,agent_id,")
