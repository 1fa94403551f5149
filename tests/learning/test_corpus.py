"""Lines and calls of the corpus: what is read, what is refused, and where the shipped one lies."""

from pathlib import Path

import pytest

import qa
from qa.core.errors import CorpusError
from qa.learning.corpus import (
    CRITERIA,
    EVERY_ACT,
    TEST_AUTHORS,
    lines_of,
    read_call,
    read_corpus,
    read_lines,
    shipped_corpus,
)

CALL = """id: zh-one
language: zh
domain: telecom
author: a
---
A 0.5 | closing-ask | 还有别的事没有
C -1.2 | none | 没有了
A @0.4 | none | 嗯
---
"""
VERDICTS = "".join(f"{name} | pass | 1,2 | 因为\n" for name in CRITERIA)


def call_file(folder: Path, text: str = CALL + VERDICTS, name: str = "zh-one") -> Path:
    path = folder / "calls" / "zh" / f"{name}.call"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def lines_file(folder: Path, text: str) -> Path:
    path = folder / "lines" / "zh" / "a.tsv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_line_says_what_it_was_labelled_for(tmp_path: Path) -> None:
    path = lines_file(
        tmp_path,
        "#labels: apology closing-ask\n# a remark\n\nagent\tapology\ttelecom\t断网了\t抱歉\n",
    )
    (line,) = read_lines(path)
    assert (line.role, line.before, line.text) == ("agent", "断网了", "抱歉")
    assert line.acts == {"apology"}
    assert line.known == {"apology", "closing-ask"}
    assert (line.author, line.weight, line.call) == ("a", 1.0, "")


def test_without_labels_every_act_is_known(tmp_path: Path) -> None:
    (line,) = read_lines(lines_file(tmp_path, "customer\tnone\tbank\t\t查一下\n"))
    assert (line.acts, line.known) == (frozenset(), EVERY_ACT)


def test_every_wrong_line_is_told_with_its_number(tmp_path: Path) -> None:
    path = lines_file(tmp_path, "agent\tnone\tbank\t好\nagent\ttrouble\tbank\t\t好\n")
    with pytest.raises(CorpusError) as refused:
        read_lines(path)
    first, second = str(refused.value).splitlines()
    assert first.startswith(f"{path}:1: ")
    assert second.startswith(f"{path}:2: ")
    assert "trouble" in second


def test_a_call_has_turns_with_their_times_and_verdicts(tmp_path: Path) -> None:
    call = read_call(call_file(tmp_path))
    assert [turn.role for turn in call.turns] == ["agent", "customer", "agent"]
    assert [turn.gap_s for turn in call.turns] == [0.5, -1.2, 0.0]
    assert [turn.into_s for turn in call.turns] == [None, None, 0.4]
    assert call.verdicts["empathy"].turns == (1, 2)


def test_the_turns_of_a_call_know_what_the_other_party_said_before(tmp_path: Path) -> None:
    ask, answer, listening = lines_of(read_call(call_file(tmp_path)))
    assert [one.before for one in (ask, answer, listening)] == ["", "还有别的事没有", "没有了"]
    assert {one.call for one in (ask, answer, listening)} == {"zh-one"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: zh-one", "id: other", "id is the file's name"),
        ("A 0.5 |", "B 0.5 |", "expected 'A 0.5"),
        ("A 0.5 |", "A soon |", "is no time"),
        ("| closing-ask |", "| trouble |", "no acts of agent: trouble"),
        ("empathy | pass | 1,2", "empathy | pass | 4", "turns are numbers from 1 to 3"),
        ("empathy | pass", "feeling | pass", "no verdict on empathy"),
    ],
)
def test_a_wrong_call_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(CorpusError, match=told):
        read_call(call_file(tmp_path, (CALL + VERDICTS).replace(old, new)))


def test_calls_of_the_test_authors_are_apart(tmp_path: Path) -> None:
    call_file(tmp_path)
    other = (CALL + VERDICTS).replace("author: a", "author: t").replace("zh-one", "zh-two")
    call_file(tmp_path, other, "zh-two")
    corpus = read_corpus(tmp_path, "zh")
    assert "t" in TEST_AUTHORS
    assert [call.id for call in corpus.calls] == ["zh-one"]
    assert [call.id for call in corpus.test] == ["zh-two"]


def test_the_corpus_is_found_inside_the_package_once_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (shipped_corpus() / "lines" / "zh").is_dir()
    (tmp_path / "shipped_corpus").mkdir()
    monkeypatch.setattr(qa, "__file__", str(tmp_path / "__init__.py"))
    assert shipped_corpus() == tmp_path / "shipped_corpus"
