"""Corrections as people hand them in: what is read, and every problem at once with its line."""

from pathlib import Path

import pytest

from qa.core.call import Call
from qa.core.errors import CorpusError, TranscriptError
from qa.learning.corrections import Correction, Corrections, read_corrections
from qa.rubric import Rubric, load_rubric
from tests.checks.heard import heard

CALLS = {
    "C-1": heard(
        "agent 0-2: 您好请讲",
        "customer 3-6.25: 我都等了三天了",
        "agent 66.24-68: 心里这块石头落地了没",
        "system: 请对服务评分",
    ),
    "C-2": heard("agent: How may I help you", "customer: My bill is wrong", language="en"),
    "客户-3": heard("agent: 您好"),
}


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_rubric("service-call")


def corrections(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "corrections.csv"
    path.write_bytes(text.encode(encoding))
    return path


def read(path: Path, rubric: Rubric, language: str = "auto") -> Corrections:
    return read_corrections(path, CALLS.get, rubric, language)


HEADER = "call_id,criterion,verdict,turn,act\n"


def test_rows_name_turns_by_their_number_on_the_scorecard(tmp_path: Path, rubric: Rubric) -> None:
    path = corrections(
        tmp_path,
        HEADER
        + "C-1,closing-satisfaction,pass,3,closing-ask\n\nC-1,empathy,fail,,\n"
        + "C-1,forbidden-phrases,pass,1,none\n",
    )
    read_in = read(path, rubric)
    turns = CALLS["C-1"].transcript.turns
    assert read_in.rows == (
        Correction("C-1", "closing-satisfaction", "pass", turns[2], "closing-ask"),
        Correction("C-1", "empathy", "fail"),
        Correction("C-1", "forbidden-phrases", "pass", turns[0], "none"),
    )
    assert (read_in.languages, list(read_in.calls), read_in.left_out) == (("zh",), ["C-1"], 0)


def test_a_turn_may_be_named_by_the_time_its_scorecard_shows(
    tmp_path: Path, rubric: Rubric
) -> None:
    path = corrections(tmp_path, HEADER + "C-1,closing-satisfaction,pass,01:06.2,closing-ask\n")
    (row,) = read(path, rubric).rows
    assert row.turn and row.turn.index == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_save_is_read(
    tmp_path: Path, rubric: Rubric, encoding: str, delimiter: str
) -> None:
    text = "备注,call_id,criterion,verdict\r\n客服说得好,客户-3,empathy,not_applicable\r\n"
    path = corrections(tmp_path, text.replace(",", delimiter), encoding)
    assert read(path, rubric).rows == (Correction("客户-3", "empathy", "not_applicable"),)


def test_one_language_can_be_asked_for(tmp_path: Path, rubric: Rubric) -> None:
    path = corrections(tmp_path, HEADER + "C-1,empathy,fail,,\nC-2,empathy,fail,,\n")
    assert read(path, rubric).languages == ("en", "zh")
    only = read(path, rubric, "en")
    assert (only.languages, list(only.calls), only.left_out) == (("en",), ["C-2"], 1)
    with pytest.raises(CorpusError, match="of a call in another language than ko"):
        read(path, rubric, "ko")


WRONG = """\
C-9,empathy,pass,,
C-1,niceness,pass,,
C-1,empathy,good,,
C-1,empathy,pass,9,empathy
C-1,empathy,pass,,empathy
C-1,empathy,pass,3,kindness
C-1,empathy,pass,2,empathy
C-1,talk-over,pass,3,none
C-1,empathy,pass,4,empathy
C-1,empathy,fail,,
C-1,closing-satisfaction,pass,00:06.9,closing-ask
C-1,empathy,pass,3,empathy,,,
,empathy,pass,,
"""


def test_every_problem_is_told_at_once_with_its_line(tmp_path: Path, rubric: Rubric) -> None:
    path = corrections(tmp_path, HEADER + WRONG)
    with pytest.raises(CorpusError) as refused:
        read(path, rubric)
    told = str(refused.value).splitlines()
    expected = [
        "call_id: no call 'C-9' in the folder",
        "criterion: 'niceness' is none of the rubric 'service-call'; expected one of surname-use,",
        "verdict: got 'good'; expected pass, fail, not_applicable",
        "turn: got '9'; expected a number from 1 to 4, or the time",
        "turn: nothing, beside the act 'empathy'; expected the turn that does it",
        "act: 'kindness' is no act of the agent, whose turn it is; expected none, admission,",
        "act: 'empathy' is no act of the customer, whose turn it is; expected none, another-need,",
        "act: 'none' says nothing here, since talk-over asks about no act of the agent",
        "act: the turn is nobody's (system); expected one of agent or customer",
        "verdict: got 'fail'; expected 'pass', as in line 5",
        "turn: got '00:06.9'; expected a number",
        "8 cells; expected at most 5",
        "call_id: no call '' in the folder",
    ]
    assert len(told) == len(expected)
    for number, (line, start) in enumerate(zip(told, expected, strict=True), start=2):
        assert line.startswith(f"{path}:{number}: {start}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("call_id,criterion\nC-1,empathy\n", ":1: no column 'verdict'; expected call_id,"),
        ("call_id,criterion,verdict,verdict\n", ":1: column 'verdict' appears twice"),
        ("", ":1: no column 'call_id'"),
        (HEADER, ": holds no corrections"),
        (HEADER + '"C-1,empathy\n', ":2: unexpected end of data; is a quotation mark not closed?"),
    ],
)
def test_what_is_no_table_of_corrections_is_refused(
    tmp_path: Path, rubric: Rubric, text: str, told: str
) -> None:
    path = corrections(tmp_path, text)
    with pytest.raises(CorpusError) as refused:
        read(path, rubric)
    assert f"{path}{told}" in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path, rubric: Rubric) -> None:
    with pytest.raises(CorpusError, match="cannot be read"):
        read(tmp_path / "nowhere.csv", rubric)


def test_a_call_that_cannot_be_read_is_told_once_with_its_line(
    tmp_path: Path, rubric: Rubric
) -> None:
    def broken(call_id: str) -> Call | None:
        raise TranscriptError("not-json", "is not JSON")

    path = corrections(tmp_path, HEADER + "C-1,empathy,fail,,\n")
    with pytest.raises(CorpusError, match=r"csv:2: call_id: 'C-1' cannot be read: is not JSON"):
        read_corrections(path, broken, rubric)


def test_a_call_in_a_language_that_the_rubric_has_not(tmp_path: Path, rubric: Rubric) -> None:
    from dataclasses import replace

    only_zh = replace(rubric, titles={"zh": "中文"})
    path = corrections(tmp_path, HEADER + "C-2,empathy,fail,,\n")
    with pytest.raises(CorpusError, match="'C-2' is in 'en'; expected a language of the rubric"):
        read(path, only_zh)
