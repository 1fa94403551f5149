"""Phrases and the model together: which hits a lexicon has in a turn."""

from pathlib import Path

import pytest

from qa.acts.hearing import Hearing, hearing
from qa.acts.recogniser import Act, Heard
from qa.core.call import Role, Turn
from qa.language.lexicon import DISPUTED, Lexicon, LexiconSet
from qa.language.lexicon_files import load_lexicons
from tests.checks.heard import heard, lexicons
from tests.learning.small_corpus import small_model

TEXT = "我理解您的意思。"


def lexicon(folder: Path, content: str, name: str = "empathy") -> Lexicon:
    path = folder / "zh" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return load_lexicons([folder], "zh", [name]).get(name)


def fused(lexicon: Lexicon, text: str, log_odds: float, group: str = "empathy", phrase: float = 2):
    """The hits where the model gives the whole text these odds for an act."""
    act = Act(group, log_odds, phrase, 0, len(text), "understanding")
    turn = Turn(0, Role.AGENT, text)
    there = Hearing(small_model(), (Heard(turn, "", (act,)),))
    return lexicon.learned_by(there).find(text)


def test_a_phrase_that_the_model_denies_is_no_hit(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "entries: [理解]")
    assert [hit.quote for hit in own.find(TEXT)] == ["理解"]
    assert fused(own, TEXT, log_odds=-5) == ()


def test_a_phrase_counts_for_the_act_and_tells_how_probable_it_is(tmp_path: Path) -> None:
    (hit,) = fused(lexicon(tmp_path, "entries: [理解]"), TEXT, log_odds=-1, phrase=2)
    assert hit.quote == "理解"
    assert hit.probability == pytest.approx(0.731, abs=0.001)


def test_an_entry_that_always_counts_is_kept(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "entries: [{phrase: 理解, always: true}, 意思]")
    (hit,) = fused(own, TEXT, log_odds=-9)
    assert (hit.quote, hit.probability) == ("理解", 1.0)


def test_the_model_alone_tells_an_act(tmp_path: Path) -> None:
    own = lexicon(
        tmp_path,
        "kinds: {understanding: {title: 理解, say_instead: 不急, entries: [能体会]}}",
        name="closing-ask",
    )
    (hit,) = fused(own, "搁谁都不痛快", log_odds=1, group="closing-ask")
    assert (hit.quote, hit.entry, hit.kind) == ("搁谁都不痛快", "closing-ask", "understanding")
    assert hit.say_instead == "不急"
    assert hit.probability == pytest.approx(0.731, abs=0.001)
    assert fused(own, "搁谁都不痛快", log_odds=-1, group="closing-ask") == ()


def test_where_phrase_and_model_differ_nobody_is_sure(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "entries: [理解]")
    act = Act("empathy", -5.0, 2.0, 0, len(TEXT), "understanding")
    there = Hearing(small_model(), (Heard(Turn(0, Role.AGENT, TEXT), "", (act,)),))
    assert own.learned_by(there).find(TEXT) == ()
    assert own.learned_by(there).likeliest(TEXT) == DISPUTED


def test_a_hit_by_meaning_is_the_clause_that_speaks_for_it(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "entries: [满意]", name="closing-ask")
    call = heard("agent: 这个退不了，您看还有别的事没有，我等您")
    (hit,) = (
        hearing(call, LexiconSet("zh", {"closing-ask": own}), small_model())
        .get("closing-ask")
        .find(call.transcript.turns[0].text)
    )
    assert hit.by_meaning and "还有别的事" in hit.quote
    assert call.transcript.turns[0].text[hit.start : hit.end] == hit.quote


def test_a_phrase_is_told_as_a_phrase_however_probable(tmp_path: Path) -> None:
    (hit,) = fused(lexicon(tmp_path, "entries: [理解]"), TEXT, log_odds=1)
    assert not hit.by_meaning


def test_what_is_never_meant_is_never_told(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "entries: [能体会]\nnever: [理解您的意思]")
    assert fused(own, TEXT, log_odds=5) == ()


def test_a_file_that_has_no_part_in_it_keeps_its_phrases(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "entries: [理解]\nlearned: false")
    assert [hit.probability for hit in fused(own, TEXT, log_odds=-9)] == [1.0]
    assert fused(own, "搁谁都不痛快", log_odds=9) == ()


def test_a_lexicon_that_no_act_is_read_for_keeps_its_phrases(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "entries: [理解]", name="house-words")
    assert [hit.quote for hit in fused(own, TEXT, log_odds=-9)] == ["理解"]


def test_an_act_that_the_model_does_not_know_leaves_the_phrases(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "entries: [理解]")
    assert [hit.quote for hit in fused(own, TEXT, log_odds=-9, group="apology")] == ["理解"]


def test_a_part_of_a_turn_has_the_acts_that_lie_in_it() -> None:
    call = heard("agent: 您的话费还有五十元。您看还有别的事没有")
    asks = hearing(call, lexicons("zh"), small_model()).get("closing-ask")
    whole = call.transcript.turns[0].text
    assert asks.is_learned
    assert asks.likeliest(whole[11:]) > 0.5
    assert asks.likeliest("您的话费还有五十元") < 0.5


def test_without_a_model_the_lexicons_are_what_they_were() -> None:
    own = lexicons("zh")
    assert hearing(heard("agent: 好"), own, None) is own
    assert not own.get("empathy").is_learned
    assert own.get("empathy").likeliest("好") == 0
