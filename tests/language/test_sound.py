"""What sounds alike in each language, and what is too little to tell by its sound."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.fold import fold
from qa.language.pattern import parse
from qa.language.sound import is_whole, long_enough, sound, spellings, taken_for

LANGUAGES = ("zh", "ko", "en")


def heard(text: str, language: str) -> str:
    return sound(fold(text, language).text, language).text


@pytest.mark.parametrize(
    ("language", "left", "right"),
    [
        ("zh", "不归我管", "部龟我关"),
        ("zh", "这是", "仄四"),  # zh/z, sh/s
        ("zh", "奶牛", "来流"),  # n/l
        ("zh", "发费飞风", "花慧灰红"),  # f/hu
        ("zh", "经常", "斤缠"),  # ing/in, ang/an
        ("zh", "生冷", "深愣"),  # eng/en
        ("zh", "想窗", "先穿"),  # iang/ian, uang/uan
        ("zh", "绿", "旅"),
        ("ko", "책이", "채기"),
        ("ko", "값이", "갑시"),
        ("ko", "됐다", "됬다"),
        ("ko", "돼따", "됐다"),
        ("ko", "내가 왜", "네가 웨"),
        ("ko", "어떻게", "어떠케"),
        ("ko", "많이", "마니"),
        ("ko", "좋아요", "조아요"),
        ("ko", "합니다", "함니다"),
        ("ko", "부탁합니다", "부타캄니다"),
        ("ko", "신라", "실라"),
        ("ko", "지혜", "지헤"),
        ("en", "their write", "there right"),
        ("en", "I heard", "i herd"),
        ("en", "know", "no"),
    ],
)
def test_sounds_alike(language: str, left: str, right: str) -> None:
    assert heard(left, language) == heard(right, language)


@pytest.mark.parametrize(
    ("language", "left", "right"),
    [
        ("zh", "热", "乐"),  # r/l stay apart
        ("zh", "绿", "路"),
        ("zh", "放心", "寒心"),
        ("zh", "一", "1"),
        ("zh", "官", "关系"),
        ("ko", "가다", "카다"),
        ("ko", "시간", "시강"),
        ("ko", "예", "에"),
        ("en", "an aim", "a name"),
        ("en", "the", "0"),
        ("en", "12", "13"),
    ],
)
def test_stays_apart(language: str, left: str, right: str) -> None:
    assert heard(left, language) != heard(right, language)


def test_a_phrase_is_read_as_a_phrase_and_character_by_character() -> None:
    assert {heard("退不料", "zh"), heard("退不了", "zh")} == set(spellings("退不了", "zh"))
    assert heard("退不料", "zh") != heard("退不了", "zh")


TEXT = {
    "zh": st.text(st.sampled_from("不归我管关行了得，。重长还ab1嗯"), min_size=1, max_size=12),
    "ko": st.text(
        st.one_of(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), st.just("1")),
        min_size=1,
        max_size=6,
    ),
    "en": st.text(st.sampled_from("abehknorstwx'0 "), min_size=1, max_size=16),
}


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_every_phrase_sounds_like_itself_wherever_it_stands(
    language: str, data: st.DataObject
) -> None:
    phrase = fold(data.draw(TEXT[language]), language).text
    before, behind = (fold(data.draw(TEXT[language]), language).text for _ in range(2))
    if not phrase.strip():
        return
    space = " " if language == "en" else ""
    whole = space.join(part for part in (before, phrase, behind) if part)
    begin = len(before) + len(space) if before else 0
    around = sound(whole, language)
    inside = [
        at
        for at, (first, last) in enumerate(zip(around.starts, around.ends, strict=True))
        if begin <= first and last <= begin + len(phrase)
    ]
    start, end = inside[0], inside[-1] + 1
    assert is_whole(around, start, end)
    assert around.original_span(start, end) == (begin, begin + len(phrase))
    assert around.text[start:end] in spellings(phrase, language)


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_the_sound_points_into_the_text(language: str, data: st.DataObject) -> None:
    folded = fold(data.draw(TEXT[language]), language).text
    its = sound(folded, language)
    assert len(its.text) == len(its.starts) == len(its.ends)
    assert list(its.starts) == sorted(its.starts)
    covered = {at for span in zip(its.starts, its.ends, strict=True) for at in range(*span)}
    assert covered == set(range(len(folded)))


@pytest.mark.parametrize(
    ("language", "source", "left"),
    [
        ("zh", "不归我管", ["不归我管"]),
        ("zh", "不行", []),
        ("zh", "{不行|办不了}", ["办不了"]),
        ("zh", "{我|我们}{管|不管}", ["我们", "不管|管"]),  # 我管 is too short
        ("zh", "我(真的)不", []),
        ("zh", "{我|你}...{急|慌}", []),
        ("ko", "안됩니다", ["안됩니다"]),
        ("ko", "네네", []),
        ("en", "not my problem", ["not my problem"]),
        ("en", "impossible", []),
        ("en", "no way", []),
    ],
)
def test_what_is_too_short_never_matches_by_sound(
    language: str, source: str, left: list[str]
) -> None:
    kept = long_enough(parse(source, {}, language), language)
    assert ["|".join(sorted(piece.choices)) for piece in kept] == left


@pytest.mark.parametrize(
    ("source", "text", "words"),
    [
        ("不归我管", "不龟我关", "不归我管"),
        ("不归我管", "步鬼我关", ""),  # one of four is written right
        ("{他们|她们}{不归我|不是我}管", "塔们不是窝管", "他们不是我管"),
        ("换(了)谁...着急", "换谁都会着及", "换谁…着急"),
        ("换(了)谁...着急", "换谁着及", "换谁着急"),
        ("我不管", "我不管", "我不管"),
        ("我们{不|没}要", "我们步要", ""),  # one syllable alone has to be right
    ],
)
def test_what_a_stretch_is_taken_for(source: str, text: str, words: str) -> None:
    pieces, whole = parse(source, {}, "zh"), sound(text, "zh")
    assert taken_for(pieces, whole, text, 0, len(whole.text), "zh") == words


def test_a_call_is_folded_in_no_time_once_its_characters_are_known() -> None:
    turns = [f"您好请问有什么可以帮您的吗这个退不了您看{number}可以吗" for number in range(60)]
    for turn in turns:
        sound(turn, "zh")
    best = min(_seconds(turns) for _ in range(5))
    assert best < 0.005  # 0.4 ms where nothing else runs


def _seconds(turns: list[str]) -> float:
    sound.cache_clear()
    began = time.perf_counter()
    for turn in turns:
        sound(turn, "zh")
    return time.perf_counter() - began


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_have_no_sound(language: str) -> None:
    assert heard("？", language) == ""
