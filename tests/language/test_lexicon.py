"""Where phrases and patterns occur, and what is refused in a lexicon file."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.core.errors import RubricError
from qa.language.fold import fold
from qa.language.lexicon import Lexicon, LexiconName, lexicon_names
from qa.language.lexicon_files import load_lexicons


def written(folder: Path, content: str, language: str = "zh", name: str = "x") -> Lexicon:
    file = folder / language / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return load_lexicons([folder], language, [name]).get(name)


@pytest.mark.parametrize(
    ("entry", "text", "quotes"),
    [
        ("不可能", "这不可能的", ["不可能"]),
        ("不可能", "这 不，可能。的", ["不，可能"]),
        ("不知道", "我不知道，真不知道", ["不知道", "不知道"]),
        ("'换{谁}...{急}'", "换了别人也着急", []),
        ("'换{谁}...{急}'", "换我我也得上火", ["换我我也得上火"]),
        ("'换{谁}...{急}'", "换我一二三四五六七八急", ["换我一二三四五六七八急"]),
        ("'换{谁}...{急}'", "换我一二三四五六七八九急", []),
        ("'换(了){谁|任谁}'", "换了任谁", ["换了任谁"]),
        ("'{急}'", "上火了急了", ["上火", "急"]),
        ("{phrase: 总, not_before: [是, 共]}", "王总是，王总共，王总好", ["总"]),
        ("{phrase: 理解, not_after: [不, '不...能']}", "不理解，不大能理解，我理解", ["理解"]),
    ],
)
def test_find_chinese(tmp_path: Path, entry: str, text: str, quotes: list[str]) -> None:
    lexicon = written(tmp_path, f"groups: {{谁: [谁, 我], 急: [急, 上火]}}\nentries: [{entry}]")
    assert [hit.quote for hit in lexicon.find(text)] == quotes


@pytest.mark.parametrize(
    ("entry", "text", "quotes"),
    [
        ("he", "the other He, he", ["He", "he"]),
        ("don't know", "I DON’T   know", ["DON’T   know"]),
        ("let me ... check", "let me check; let me just quickly check", None),
        ("let me ... check", "let me take my own sweet time and then check", []),
        ("{phrase: sorry, not_after: [not]}", "not sorry. sorry", ["sorry"]),
        ("{phrase: sorry, not_before: [to say]}", "sorry to say", []),
        ("'{i|we} will'", "wi will, we will", ["we will"]),
    ],
)
def test_english_matches_whole_words(
    tmp_path: Path, entry: str, text: str, quotes: list[str] | None
) -> None:
    found = [hit.quote for hit in written(tmp_path, f"entries: [{entry}]", "en").find(text)]
    assert found == (text.split("; ") if quotes is None else quotes)


def test_the_longest_of_overlapping_hits_stays(tmp_path: Path) -> None:
    lexicon = written(tmp_path, "entries: [还有, 还有其他问题吗, 其他, 问题]")
    assert [hit.quote for hit in lexicon.find("还有其他问题吗，有问题")] == [
        "还有其他问题吗",
        "问题",
    ]


def test_kinds_their_guards_and_corrections(tmp_path: Path) -> None:
    lexicon = written(
        tmp_path,
        """
        not_after: [您说]
        kinds:
          a: {title: 甲, say_instead: 改口, not_before: [吗], entries: [不行]}
          b: {title: 乙}
        entries: [{phrase: 走开, kind: b, say_instead: 请}, 嗯]
        """,
    )
    hits = lexicon.find("不行，走开，嗯，不行吗，您说不行")
    assert [(hit.kind, hit.say_instead) for hit in hits] == [("a", "改口"), ("b", "请"), ("", "")]


def test_covers_only_what_is_said_entirely(tmp_path: Path) -> None:
    lexicon = written(tmp_path, "entries: [嗯, 对, 好的]")
    assert lexicon.covers("嗯嗯，对。好的！")
    assert not lexicon.covers("嗯，我想问")
    assert not lexicon.covers("……")


PIECES = st.lists(st.sampled_from(list("我不知道，。 的呢x")), max_size=30).map("".join)


@given(PIECES)
def test_hits_are_ordered_apart_and_quoted_verbatim(text: str) -> None:
    lexicon = _fixed()
    hits = lexicon.find(text)
    for hit in hits:
        assert text[hit.start : hit.end] == hit.quote
        assert fold(hit.quote).text in ("不知道", "我的呢", "我呢", "知")
    for left, right in pairwise(hits):
        assert left.end <= right.start


def _fixed() -> Lexicon:
    folder = Path(__file__).parent / "data"
    return load_lexicons([folder], "zh", ["fixed"]).get("fixed")


def test_no_pattern_hangs_however_it_is_built(tmp_path: Path) -> None:
    pattern = "...".join(["{a|aa|aaa}"] * 12)
    lexicon = written(tmp_path, f"entries: ['{pattern}b']", "zh")
    began = time.perf_counter()
    assert lexicon.find("a" * 5_000) == ()
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize(
    ("content", "match"),
    [
        ("foo: 1", r"x\.yaml:1: x\.foo: unknown key; allowed title, groups"),
        ("entries: [a]\nentries: [b]", r":2: x\.entries: given twice; allowed once"),
        ("entries: [一, 一]", r"entries\[2\]: '一' is already on line 1"),
        ("entries: [A, a]", r"'a' is already on line 1"),
        ("entries: ['换{谁}']", "no group named '谁'; allowed none"),
        ("groups: {谁: []}\nentries: [a]", r"groups\.谁: empty"),
        ("entries: ['...']", "nothing in it has to be said"),
        ("entries: ['(了)']", "nothing in it has to be said"),
        ("entries: ['换(了)']", r"begins or ends with \(了\), which changes nothing"),
        ("entries: ['...急']", r"begins or ends with \.\.\."),
        ("entries: ['换{谁']", "brackets do not close"),
        ("entries: ['{a|}']", "empty choice"),
        ("entries: ['？']", "nothing in it has to be said"),
        ("entries: [{kind: a}]", "allowed one of phrase, pattern"),
        ("entries: [{phrase: a, kind: k}]", "unknown kind 'k'; allowed none"),
        ("entries: [{phrase: a, not_before: b}]", "not a list"),
        ("entries: {a: b}", "not a list; allowed a list of phrases"),
        ("- a", "not a mapping; allowed a mapping with title"),
        ("entries: [", "not YAML"),
    ],
)
def test_refused(tmp_path: Path, content: str, match: str) -> None:
    with pytest.raises(RubricError, match=match):
        written(tmp_path, content)


def test_every_problem_is_reported_and_a_missing_lexicon_names_what_there_is(
    tmp_path: Path,
) -> None:
    written(tmp_path, "entries: [a]", name="there")
    (tmp_path / "zh" / "bad.yaml").write_text("foo: 1\nentries: ['{']", encoding="utf-8")
    with pytest.raises(RubricError, match="no lexicon 'absent' for language zh; allowed") as error:
        load_lexicons([tmp_path], "zh", ["bad", "absent", "there"])
    assert len(error.value.problems) == 3


def test_the_first_folder_wins_and_the_digest_follows_the_content(tmp_path: Path) -> None:
    mine, shipped = tmp_path / "mine", tmp_path / "shipped"
    written(shipped, "entries: [旧]")
    old = load_lexicons([mine, shipped], "zh", ["x"])
    written(mine, "entries: [新]")
    new = load_lexicons([mine, shipped], "zh", ["x"])
    assert old.get("x").find("旧")
    assert new.get("x").find("新")
    assert old.digest != new.digest == load_lexicons([mine], "zh", ["x"]).digest


def test_the_lexicons_a_check_reads_are_its_typed_fields() -> None:
    from qa.checks.surname_use import SurnameUse

    check = SurnameUse(titles=LexiconName("mine"))
    assert lexicon_names(check) == ("surname-ask", "surname-refusal", "surname-declined", "mine")


def test_every_shipped_lexicon_loads_in_every_language() -> None:
    shipped = Path(__file__).parents[2] / "rubrics" / "lexicons"
    names = {path.stem for path in shipped.glob("*/*.yaml")}
    for language in ("zh", "ko", "en"):
        loaded = load_lexicons([shipped], language, names)
        assert all(loaded.get(name) for name in names)


def by_sound(lexicon: Lexicon, text: str) -> list[tuple[str, str, bool]]:
    return [(hit.quote, hit.entry, hit.by_sound) for hit in lexicon.find(text)]


@pytest.mark.parametrize(
    ("language", "entry", "text", "found"),
    [
        ("zh", "不归我管", "这不龟，我管。", [("不龟，我管", "不归我管", True)]),
        ("zh", "不归我管", "这不归我管", [("不归我管", "不归我管", False)]),
        ("zh", "换了谁...都着急", "换了随谁多着急", []),
        (
            "zh",
            "换了谁...都会着急",
            "换乐谁听了都会着急",
            [("换乐谁听了都会着急", "换了谁…都会着急", True)],
        ),
        ("zh", "不行", "步行", []),
        ("zh", "{phrase: 不归我管, not_before: [呢]}", "不龟我管呢，不龟我管讷，不龟我管", None),
        ("zh", "{phrase: 不归我管, not_after: [说]}", "说不龟我管，朔不龟我管，我不龟我管", None),
        ("ko", "어떻게 됩니까", "그럼 어떠케 됨니까?", [("어떠케 됨니까", "어떻게됩니까", True)]),
        ("ko", "책이 없어요", "내 채기 업서요", [("채기 업서요", "책이없어요", True)]),
        ("ko", "도와드릴까요", "또 도와드릴까욕", []),  # ends inside a syllable
        ("en", "not my problem", "knot my problem", [("knot my problem", "not my problem", True)]),
        ("en", "is there anything else", "Is their anything, else?", None),
    ],
)
def test_find_by_sound(
    tmp_path: Path, language: str, entry: str, text: str, found: list[tuple[str, str, bool]] | None
) -> None:
    lexicon = written(tmp_path, f"sound_alike: true\nentries: [{entry}]", language)
    hits = by_sound(lexicon, text)
    if found is None:
        assert len(hits) == 1 and hits[0][2]
    else:
        assert hits == found
    for hit in lexicon.find(text):
        assert text[hit.start : hit.end] == hit.quote
        assert hit.language == language


def test_a_part_of_a_word_was_not_misheard(tmp_path: Path) -> None:
    lexicon = written(tmp_path, "sound_alike: true\nentries: [赖我们]")
    assert by_sound(lexicon, "您明天寄回来，我们给您换") == []
    assert by_sound(lexicon, "您就会籁我们") == [("籁我们", "赖我们", True)]


def test_an_exact_hit_wins_over_a_longer_one_by_sound(tmp_path: Path) -> None:
    lexicon = written(tmp_path, "sound_alike: true\nentries: [我管, 这不归我管的事]")
    assert by_sound(lexicon, "这不龟我管的事") == [("我管", "我管", False)]
    assert by_sound(lexicon, "这不龟我关的事") == [("这不龟我关的事", "这不归我管的事", True)]


def test_sound_alike_of_a_file_a_kind_and_an_entry(tmp_path: Path) -> None:
    lexicon = written(
        tmp_path,
        """
        kinds:
          a:
            sound_alike: true
            entries: [不归我管, {phrase: 没人知道, sound_alike: false}]
        entries: [那又怎样, {phrase: 您问我我问谁, sound_alike: yes}]
        """,
    )
    text = "不龟我管，没人之道，那有怎样，您问窝我问谁"
    assert [hit.entry for hit in lexicon.find(text)] == ["不归我管", "您问我我问谁"]


def test_without_sound_alike_nothing_listens(tmp_path: Path) -> None:
    lexicon = written(tmp_path, "entries: [不归我管]")
    assert lexicon.entries[0].sound_alike is None
    assert lexicon.find("不龟我管") == ()


def test_sound_alike_is_yes_or_no(tmp_path: Path) -> None:
    with pytest.raises(RubricError, match=r":1: x\.sound_alike: not a yes or no; allowed true"):
        written(tmp_path, "sound_alike: sometimes\nentries: [a]")
