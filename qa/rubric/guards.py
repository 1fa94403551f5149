"""Every guard of a lexicon left out once: some example has to notice, or nothing holds it there.

The examples are the lexicon file's own (`examples: {hit: […], no_hit: […]}`) and those of the
criteria that read the lexicon. Only texts that hold the guard's words are tried again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from qa.checks.base import Check
from qa.language.fold import fold
from qa.language.lexicon import Lexicon, LexiconSet
from qa.language.lexicon_files import LexiconSource
from qa.language.lexicon_reader import Guard, LexiconExample
from qa.language.pattern import Piece, required
from qa.language.sound import sound, sounding
from qa.rubric.examples import Example
from qa.rubric.trial import try_example


@dataclass(frozen=True)
class GuardTest:
    """The guards of one lexicon. `pinned_by` are examples that hold, with the check they are of;
    `lexicons` is what those checks are judged with."""

    source: LexiconSource
    pinned_by: Sequence[tuple[Check, Example]]
    lexicons: LexiconSet

    def wrong_examples(self) -> list[LexiconExample]:
        """Examples of the file itself that do not hold."""
        lexicon = self.source.lexicon
        return [one for one in self.source.examples if not _holds(one, lexicon)]

    def survivors(self) -> list[Guard]:
        """Guards that could be deleted without any example noticing."""
        return [guard for guard in self.source.guards if not self._noticed(guard)]

    def _noticed(self, guard: Guard) -> bool:
        own = [one for one in self._own if self._holds_words_of(guard, one.text)]
        calls = [
            (check, example)
            for check, example in self.pinned_by
            if any(self._holds_words_of(guard, turn.text) for turn in example.call.transcript.turns)
        ]
        if not own and not calls:
            return False
        without = self.source.without(guard)
        if any(not _holds(one, without) for one in own):
            return True
        named: Mapping[str, Lexicon] = {**self.lexicons.lexicons, without.name: without}
        lexicons = replace(self.lexicons, lexicons=named)
        return any(not try_example(check, example, lexicons).holds for check, example in calls)

    @cached_property
    def _own(self) -> list[LexiconExample]:
        wrong = self.wrong_examples()
        return [one for one in self.source.examples if one not in wrong]

    @cached_property
    def _by_sound(self) -> bool:
        return any(entry.sound_alike for entry in self.source.lexicon.entries)

    def _holds_words_of(self, guard: Guard, text: str) -> bool:
        language = self.lexicons.language
        folded = fold(text, language).text
        if _holds_choices(folded, guard.pieces):
            return True
        if not self._by_sound:
            return False
        heard = sound(folded, language).text
        return _holds_choices(heard, sounding(guard.pieces, language))


def _holds_choices(text: str, pieces: Sequence[Piece]) -> bool:
    return all(any(choice in text for choice in choices) for choices in required(pieces))


def _holds(example: LexiconExample, lexicon: Lexicon) -> bool:
    return bool(lexicon.find(example.text)) is example.hit
