"""A turn cut into segments, and the acts told of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.acts.recogniser import because, clause, recognised, recognised_alone, segments
from tests.checks.heard import heard
from tests.learning.small_corpus import small_model


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("好的。我看一下。", "zh", ["好的。", "我看一下。", "好的。我看一下。"]),
        ("好的", "zh", ["好的"]),
        ("……", "zh", []),
        ("", "zh", []),
        ("So sorry! Let me look.", "en", ["So sorry! ", "Let me look.", "So sorry! Let me look."]),
    ],
)
def test_segments_are_sentences_and_the_whole(text: str, language: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in segments(text, language)] == parts


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    text = (
        "您先别着急，我这边已经看到了您的订单，师傅说上午十点从仓库出发，下午两点之前一定能送到您家"
    )
    *parts, whole = [text[start:end] for start, end in segments(text, "zh")]
    assert "".join(parts) == whole == text  # no longer than two segments, so it is one as well
    assert len(parts) == 2
    assert parts[0].endswith("，")


@given(st.text(alphabet="好我急了，。？！…；、 \n", max_size=120))
def test_segments_cover_everything_that_is_said(text: str) -> None:
    covered = {at for start, end in segments(text, "zh") for at in range(start, end)}
    assert all(at in covered for at, char in enumerate(text) if char.isalnum())


def test_a_tiny_model_tells_its_acts_by_party() -> None:
    call = heard(
        "customer: 急死我了，跑了两趟", "agent: 我看一下。您看还有别的事没有", "system: 请稍候"
    )
    customer, agent = recognised(call, small_model())
    assert {act.group for act in customer.acts} == {"trouble"}
    assert {act.group for act in agent.acts} == {"closing-ask", "forbidden"}
    told = {act.group: act for act in agent.acts}
    assert customer.acts[0].probability() > 0.5
    assert told["closing-ask"].probability() > 0.5 > told["forbidden"].probability()
    ask = told["closing-ask"]
    assert agent.turn.text[ask.start : ask.end] == "您看还有别的事没有"


def test_a_phrase_beside_it_makes_an_act_more_probable() -> None:
    act = recognised_alone("还有别的事没有", small_model())[0]
    assert act.probability(True) > act.probability(False)


def test_the_likeliest_kind_is_named() -> None:
    told = {act.group: act for act in recognised_alone("你烦不烦啊", small_model())}
    assert told["forbidden"].kind == "rude"
    assert told["closing-ask"].kind == ""


def test_the_words_that_speak_for_an_act() -> None:
    text = "订单我看一下，你烦不烦啊"
    start, end = because(text, "", "forbidden", small_model())
    assert "烦" in text[start:end]
    assert end - start < len(text)


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("这个退不了，您看还有别的事没有，我等您", "别的", "您看还有别的事没有，"),
        ("好。 还有吗？", "还", "还有吗？"),
        ("one, two three. four", "two", "two three."),
        ("没有标点", "标", "没有标点"),
    ],
)
def test_a_clause_reaches_to_the_marks_around_it(text: str, at: str, said: str) -> None:
    start = text.index(at)
    first, last = clause(text, start, start + len(at))
    assert text[first:last] == said


def test_a_full_stop_ends_an_english_sentence_and_no_number() -> None:
    text = "I am sorry. It costs 3.50 pounds. Anything else?"
    said = [text[start:end].strip() for start, end in segments(text, "en")]
    assert said[:3] == ["I am sorry.", "It costs 3.50 pounds.", "Anything else?"]
