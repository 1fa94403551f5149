from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from qa.core.call import Call
from qa.core.scorecard import CheckError
from qa.report.summary import BatchSummary, FailedCall
from qa.report.terminal import batch_table, scorecard_renderable
from tests.report import builders

CARDS = tuple(builders.varied_card(number) for number in range(24))
BATCH = BatchSummary("七月质检", CARDS, (FailedCall("call-31", "silent", "没有声音"),))


def shown(renderable: object, width: int = 100, encoding: str = "utf-8", **options: object) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="")
    console = Console(file=stream, width=width, **options)  # type: ignore[arg-type]
    console.print(renderable)
    stream.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("call", [builders.call(), None])
def test_a_scorecard_says_verdict_reasons_evidence_and_suggestions(call: Call | None) -> None:
    text = shown(scorecard_renderable(call, builders.scorecard()))
    assert "结论 不合格  得分 55.0  已判定分值占比 95.2%" in text
    assert "- 得分 55.0，低于合格线 80。" in text
    assert "00:36.5-00:41.8  坐席  “我们不能退”  直接拒绝" in text
    assert "建议: 等客户说完再回应" in text
    assert "不说服务禁语 [一票否决]" in text
    assert "00:53.8-01:25.2  已说明的等待" in text


@pytest.mark.parametrize("width", [30, 44, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for renderable in (
        scorecard_renderable(builders.call(), builders.scorecard()),
        batch_table(BATCH),
    ):
        text = shown(renderable, width)
        wide = [line for line in text.splitlines() if _cells(line.rstrip()) > width]
        assert wide == []


def _cells(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(line)


def test_without_a_terminal_there_is_no_colour() -> None:
    assert "\x1b" not in shown(scorecard_renderable(builders.call(), builders.scorecard()))


def test_on_a_terminal_colour_comes_beside_the_words() -> None:
    text = shown(scorecard_renderable(None, builders.scorecard()), force_terminal=True)
    assert "\x1b[1;31m不合格" in text


def test_a_chinese_windows_console_can_show_all_of_it() -> None:
    shown(scorecard_renderable(builders.call(), builders.scorecard()), encoding="gbk")
    shown(batch_table(BATCH, listed=3), encoding="gbk")


def test_a_korean_windows_console_can_show_the_frame() -> None:
    plain = replace(
        builders.scorecard(language="ko"), results=(), verdict_reasons=(), inspection=(), context={}
    )
    shown(scorecard_renderable(None, plain), encoding="cp949")


def test_nothing_a_call_holds_can_steer_the_terminal_or_become_markup() -> None:
    told = "\x1b[2J[bold]x[/bold]\x07"
    card = builders.scorecard(
        call_id=told,
        verdict_reasons=(told,),
        results=(replace(builders.results()[0], title=told, explanation=told),),
        errors=(CheckError(told, told, told),),
    )
    text = shown(scorecard_renderable(None, card), 200)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert text.count("?[2J[bold]x[/bold]?") == 8


def test_a_batch_shows_totals_criteria_and_the_worst_calls_first() -> None:
    text = shown(batch_table(BATCH, listed=4), 140)
    assert "通话 25: " in text
    assert "未能评分 1" in text
    assert "另有 20 通未列出" in text
    assert "call-31" in text
    listed = [card for card in CARDS if card.call_id in text]
    assert len(listed) == 4
    worst = min(card.score for card in CARDS if card.verdict.value == "fail" and card.score)
    assert {card.verdict.value for card in listed} == {"fail"}
    assert min(card.score for card in listed if card.score) == worst


def test_a_crash_and_a_finding_are_told() -> None:
    card = builders.scorecard(
        errors=(CheckError("jargon", "KeyError", "terms"),), inspection=(builders.SAME_SOUND,)
    )
    text = shown(scorecard_renderable(None, card), 200)
    assert "jargon: KeyError: terms" in text
    assert "因此无法判断：谁是坐席、谁是客户, 抢话" in text
