"""Text nobody said is dropped and named; what people really say stays."""

from __future__ import annotations

import pytest

from qa.core.call import Word
from qa.core.spans import Span
from qa.speech.hallucination import DroppedText, GuardOptions, HeardStretch, finding, screen


def stretch(text: str, seconds: float = 10.0, **doubts: float) -> HeardStretch:
    """One word a character (a space goes with the next), evenly over the time."""
    pieces = [" " * (i and text[i - 1] == " ") + c for i, c in enumerate(text) if c != " "]
    step = max(1, int(seconds * 1000 / max(1, len(pieces))))
    words = tuple(
        Word(piece, Span(i * step, (i + 1) * step), 0.9) for i, piece in enumerate(pieces)
    )
    return HeardStretch(Span(0, int(seconds * 1000)), words, **doubts)


def kept_text(text: str, seconds: float = 10.0, **doubts: float) -> str:
    kept, _ = screen([stretch(text, seconds, **doubts)])
    return "".join(heard.text for heard in kept).strip()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("字幕由Amara.org社区提供", ""),
        ("请不吝点赞订阅转发打赏支持明镜与点点栏目", ""),
        ("谢谢观看", ""),
        ("感谢您的收看", ""),
        ("中文字幕志愿者杨栋梁", ""),
        ("请稍等。谢谢大家观看", "请稍等。"),
        ("시청해주셔서 감사합니다", ""),
        ("구독과 좋아요 부탁드립니다", ""),
        ("Thanks for watching", ""),
        ("Thank you very much for watching", ""),
        ("[Music]", ""),
        ("（轻快的音乐）", ""),
    ],
)
def test_credit_lines_are_dropped(text: str, rest: str) -> None:
    assert kept_text(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "谢谢您的耐心等待",
        "感谢您的来电，祝您生活愉快，再见。",
        "我没收到字幕服务的账单",
        "我想退订会员",
        "전화 주셔서 감사합니다",
        "Thank you for calling",
        "I was watching the screen",
        "我要订阅一年的会员",
        "",
    ],
)
def test_what_callers_say_stays(text: str) -> None:
    assert kept_text(text) == text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("我要退货" * 6, ""),  # nothing but a loop
        ("您好请讲" + "我要退货" * 6, "您好请讲我要退货"),  # the first may have been said
        ("喂" * 14, ""),
        ("好的谢谢" * 4, "好的谢谢" * 4),  # four times: just about human
        ("对对对对对对", "对对对对对对"),
        ("没有没有没有没有", "没有没有没有没有"),
        ("卡号是" + "8" * 14, "卡号是" + "8" * 14),
        ("请问您的订单号是多少呢" * 3, ""),
    ],
)
def test_loops(text: str, rest: str) -> None:
    assert kept_text(text, seconds=30.0) == rest


def test_text_faster_than_speech_is_dropped() -> None:
    text = "请问您对我们的处理结果满意吗"
    assert kept_text(text, seconds=2.0) == text
    assert kept_text(text, seconds=0.4) == ""
    spoken = "is there anything else I can help"
    assert kept_text(spoken, seconds=1.2) == spoken
    assert kept_text(spoken, seconds=0.2) == ""


def test_a_short_answer_over_a_short_sound_stays() -> None:
    assert kept_text("嗯好的", seconds=0.15) == "嗯好的"


def test_the_models_own_doubt_needs_both_signs() -> None:
    assert kept_text("谢谢", no_speech=0.9, mean_logprob=-1.5) == ""
    assert kept_text("谢谢", no_speech=0.9, mean_logprob=-0.3) == "谢谢"
    assert kept_text("谢谢", no_speech=0.1, mean_logprob=-1.5) == "谢谢"


def test_options_are_obeyed() -> None:
    fast = stretch("请问您对我们的处理结果满意吗", 0.4)
    kept, dropped = screen([fast], GuardOptions(max_chars_per_s=40))
    assert kept == (fast,)
    assert dropped == ()


def test_dropped_stretches_are_named_with_time_and_reason() -> None:
    _, dropped = screen([stretch("请稍等。谢谢观看", 8.0)])
    assert dropped == (DroppedText("credit line", "谢谢观看", Span(4000, 8000)),)
    remark = finding(dropped)
    assert remark is not None
    assert remark.code == "dropped-text"
    assert not remark.affects
    assert "谢谢观看" in remark.detail
    assert "4.0 s" in remark.detail
    assert finding(()) is None


def test_many_dropped_stretches_are_counted() -> None:
    remark = finding([DroppedText("loop", "好", Span(k, k + 1)) for k in range(9)])
    assert remark is not None
    assert "9 stretches" in remark.detail
    assert "and 4 more" in remark.detail
