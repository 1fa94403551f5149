"""What the model looks at stands where it says, and differs where people hear a difference."""

from zlib import crc32

import pytest

from qa.acts.features import BUCKETS, features, tokens


def at(text: str, language: str = "zh", before: str = "") -> set[str]:
    """The stretches of the text that some feature was seen in."""
    return {text[one.start : one.end] for one in features(text, before, language) if one.end}


def numbers(text: str, language: str = "zh", before: str = "") -> set[int]:
    return {one.number for one in features(text, before, language)}


def test_characters_and_words_stand_at_their_places() -> None:
    found = at("换我，早急了")
    assert {"换", "换我", "早急了", "我，早"} <= found


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("I'm so sorry", "en", {"so", "sorry", "so sorry"}),
        ("정말 죄송합니다", "ko", {"죄송", "송합니다"}),
    ],
)
def test_other_languages_too(text: str, language: str, expected: set[str]) -> None:
    assert expected <= at(text, language)


def test_every_feature_is_there_once_and_within_the_text() -> None:
    text = "好的好的，好的！"
    found = features(text, "行不行？", "zh")
    assert len({one.number for one in found}) == len(found)
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    assert all(0 <= one.number < BUCKETS for one in found)


def test_the_first_place_of_a_feature_counts() -> None:
    number = crc32("c急".encode()) % BUCKETS
    (seen,) = [one for one in features("很急，急", "", "zh") if one.number == number]
    assert (seen.start, seen.end) == (1, 2)


def test_homophones_share_their_sounds() -> None:
    same, other = numbers("再见张先生"), numbers("再见章先生")
    far = numbers("再见刘先生")
    assert len(same & other) > len(same & far)


def test_what_came_before_is_seen_and_has_no_place() -> None:
    alone, behind = numbers("三天"), numbers("三天", before="那得等几天？")
    assert alone != behind
    context = [one for one in features("三天", "那得等几天？", "zh") if one.number not in alone]
    assert context
    assert all((one.start, one.end) == (0, 0) for one in context)


def test_a_question_is_told_from_a_statement() -> None:
    question = crc32(b"?") % BUCKETS
    assert question in numbers("您满意吗？")
    assert question not in numbers("您满意了。")


def test_of_what_came_before_only_the_end_is_seen() -> None:
    end = "那得等几天？" * 10  # sixty characters
    assert numbers("三天", before="完全另外的话" + end) == numbers("三天", before=end)


def test_text_without_words_has_features_all_the_same() -> None:
    assert numbers("……")
    assert tokens("", "zh") == ()
