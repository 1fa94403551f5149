"""How many turns of the measured calls say, word for word, what a model was trained from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qa.language.fold import fold
from qa.learning.corpus import LabelledCall, Line, lines_of, read_corpus
from tests.benchmarks.agreement.judged import CORPUS, Split

REACH = {"zh": 9, "ko": 12, "en": 30}  # characters in a row, as folded


@dataclass(frozen=True, slots=True)
class Overlap:
    turns: int
    shared: int
    examples: tuple[tuple[str, str], ...]  # what both say, and the turn

    @property
    def share(self) -> float:
        return self.shared / self.turns if self.turns else float("nan")


def overlap(split: Split) -> Overlap:
    """Every author's calls against the lines and the calls of the others that are trained from."""
    corpus = read_corpus(CORPUS, split.language)
    known = frozenset(_runs(corpus.lines, split.language))
    turns, shared, examples = 0, 0, []
    for author in sorted({call.head["author"] for call in split.calls}):
        others = [call for call in corpus.calls if call.head["author"] != author]
        spoken = (line for call in others for line in lines_of(call))
        seen = frozenset(_runs(spoken, split.language))
        for call in split.calls:
            if call.head["author"] == author:
                for turn in call.turns:
                    same = _first_shared(turn.text, split.language, known, seen)
                    turns += 1
                    shared += bool(same)
                    examples += [(same, turn.text)] if same else []
    return Overlap(turns, shared, tuple(examples))


def _runs(lines: Iterable[Line], language: str) -> Iterator[str]:
    for line in lines:
        for text in (line.text, line.before):
            yield from _of_text(text, language)


def _of_text(text: str, language: str) -> Iterator[str]:
    folded = fold(text, language).text
    size = REACH[language]
    for at in range(len(folded) - size + 1):
        yield folded[at : at + size]


def _first_shared(text: str, language: str, *known: frozenset[str]) -> str:
    return next((one for one in _of_text(text, language) if any(one in own for own in known)), "")


def overlap_text(split: Split, found: Overlap) -> str:
    size = REACH[split.language]
    return (
        f"{found.shared} of {found.turns} turns ({found.share:.1%}) share {size} characters in a "
        "row with a training line or with another author's call that is trained from."
    )


def measured_calls(calls: Iterable[LabelledCall]) -> str:
    """Whose calls, for a heading."""
    return ", ".join(sorted({call.head["author"] for call in calls}))
