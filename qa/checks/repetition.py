"""Does somebody say the same over and over?

With a `lexicon` and `unless`: the same kind of phrase, with nothing done about it::

    agent   …对不起…      …抱歉…      …实在不好意思…           three apologies, no action: a fault
    agent   …对不起…      …抱歉…      …我现在给您补发…         something was done: none

Without a lexicon: the same sentence, word for word or nearly so::

    agent   我们会尽快处理的      我们会尽快处理      我们会尽快处理的呀      three times
            |<------ alike by `min_similarity` of their character pairs ------>|
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.checks.base import Finding
from qa.checks.quoting import evidence, heard, hit_evidence, hit_heard, quoted, turns_of
from qa.checks.repetition_wording import SAY
from qa.checks.stretches import sentences
from qa.core.call import Aspect, Call, Role, Turn
from qa.core.scorecard import Outcome
from qa.language.fold import fold
from qa.language.lexicon import Hit, LexiconName, LexiconSet
from qa.language.likeness import Print, largest_group, print_of

_LETTERS_A_CHARACTER = {"zh": 1, "ko": 1, "en": 3}  # what one character says takes three letters
_ORDERED = "ordered"  # the kind of `remedy` that the customer is told to do
_PHRASE, _SENTENCE, _NONE = 0.85, 0.8, 0.85


@dataclass(frozen=True, slots=True)
class Repetition:
    """Passes when nothing is said more than `max_times` by `role`.

    Twice is emphasis, or an answer to one who did not hear; the third time nothing new is offered.
    Hits of `lexicon` count once a turn, and only those after the last hit of `unless` by the same
    party. Sentences count from `min_characters` (shorter ones are formulas; three English letters
    stand for one character) without their `courtesy` words; one that the other party asked for
    (`say_again`) is none. `min_similarity` 0.85 lets one word in ten differ; other numbers always
    make another sentence.
    """

    role: Literal["agent", "customer"] = "agent"
    max_times: int = 2
    lexicon: LexiconName = LexiconName("")
    unless: LexiconName = LexiconName("")
    min_characters: int = 8
    min_similarity: float = 0.85
    courtesy: LexiconName = LexiconName("courtesy")
    say_again: LexiconName = LexiconName("say-again")

    def __post_init__(self) -> None:
        if self.role not in ("agent", "customer"):
            raise ValueError(f"role is agent or customer; got {self.role!r}")
        if self.unless and not self.lexicon:
            raise ValueError("unless excuses phrases of a lexicon, and no lexicon is named")
        if self.max_times < 1:
            raise ValueError(
                "max_times must be 1 or more; forbidden_phrases finds a phrase said once"
            )
        if not 0 < self.min_similarity <= 1:
            raise ValueError(f"min_similarity lies between 0 and 1; got {self.min_similarity}")
        if self.min_characters < 2:
            raise ValueError(
                "min_characters must be 2 or more: one character has no pair to compare"
            )

    @property
    def undecisive(self) -> frozenset[str]:
        """Parameters that are not read: those of sentences, where phrases are looked for."""
        of_sentences = ("min_characters", "min_similarity", "courtesy", "say_again")
        return frozenset(of_sentences if self.lexicon else ())

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        turns = turns_of(call, Role(self.role))
        return self._phrases(turns, lexicons) if self.lexicon else self._same(call, turns, lexicons)

    # ---- phrases of a kind

    def _phrases(self, turns: tuple[Turn, ...], lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        said = list(self._said(turns, lexicons))
        if not said:
            return Finding(Outcome.NOT_APPLICABLE, say["no_phrase"], confidence=_NONE)
        done = max(self._done(turns, lexicons), default=(-1, -1))
        left = [(turn, hit) for turn, hit in said if (turn.index, hit.start) > done]
        measured = {"said": float(len(said)), "without_action": float(len(left))}
        if len(left) <= self.max_times:
            return Finding(
                Outcome.PASS,
                say["acted" if len(said) > self.max_times else "few"].format(n=len(said)),
                confidence=_PHRASE,
                measured=measured,
                evidence=tuple(hit_evidence(turn, hit, say["said_note"]) for turn, hit in said),
            )
        sure = sorted((hit_heard(turn, hit) for turn, hit in left), reverse=True)
        return Finding(
            Outcome.FAIL,
            say["phrases" if self.unless else "phrases_plain"].format(
                n=len(left), most=self.max_times, quote=left[-1][1].quote
            ),
            say["do_phrases"],
            _PHRASE * sure[self.max_times],
            measured,
            tuple(
                hit_evidence(turn, hit, say["count_note"].format(n=number, all=len(left)))
                for number, (turn, hit) in enumerate(left, 1)
            ),
            faults=len(left) - self.max_times,
        )

    def _said(self, turns: tuple[Turn, ...], lexicons: LexiconSet) -> Iterator[tuple[Turn, Hit]]:
        """The last hit of each turn: 对不起对不起 is one apology."""
        for turn in turns:
            hits = [
                hit
                for hit in lexicons.get(self.lexicon).find(turn.text)
                if not quoted(turn.text, hit.start, hit.end)
            ]
            if hits:
                yield turn, hits[-1]

    def _done(self, turns: tuple[Turn, ...], lexicons: LexiconSet) -> Iterator[tuple[int, int]]:
        if self.unless:
            for turn in turns:
                for hit in lexicons.get(self.unless).find(turn.text):
                    if hit.kind != _ORDERED:
                        yield turn.index, hit.start

    # ---- the same sentence

    def _same(self, call: Call, turns: tuple[Turn, ...], lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        places = list(self._sentences(call, turns, lexicons))
        if not places:
            return Finding(Outcome.NOT_APPLICABLE, say["no_sentence"], confidence=_NONE)
        group = largest_group([mark for *_, mark in places], self.min_similarity)
        said = [places[position] for position in group]
        measured = {"sentences": float(len(places)), "most_often": float(len(said))}
        if len(said) <= self.max_times:
            explanation = say["no_repetition"].format(n=len(said), most=self.max_times)
            return Finding(Outcome.PASS, explanation, "", _NONE, measured)
        sure = sorted((heard(turn, start, end) for turn, start, end, _ in said), reverse=True)
        turn, start, end, _ = said[0]
        return Finding(
            Outcome.FAIL,
            say[f"same_{self.role}"].format(n=len(said), quote=turn.text[start:end]),
            say[f"do_same_{self.role}"],
            _SENTENCE * sure[self.max_times],
            measured,
            tuple(
                evidence(at, first, last, say["count_note"].format(n=number, all=len(said)))
                for number, (at, first, last, _) in enumerate(said, 1)
            ),
            faults=len(said) - self.max_times,
        )

    def _sentences(
        self, call: Call, turns: tuple[Turn, ...], lexicons: LexiconSet
    ) -> Iterator[tuple[Turn, int, int, Print]]:
        """Sentences long enough to say something, with where they stand."""
        other = Role.CUSTOMER if self.role == Role.AGENT.value else Role.AGENT
        asked_again = {
            next((own.index for own in turns if own.index > turn.index), -1)
            for turn in turns_of(call, other)
            if lexicons.get(self.say_again).find(turn.text)
        }
        enough = self.min_characters * _LETTERS_A_CHARACTER[lexicons.language]
        for turn in turns:
            cursor = 0
            for sentence in sentences(turn.text):
                start = turn.text.find(sentence, cursor)
                cursor = start + len(sentence)
                told = len(fold(self._bare(sentence, lexicons), lexicons.language).text)
                if turn.index not in asked_again and told >= enough:
                    yield turn, start, cursor, print_of(sentence, lexicons.language)

    def _bare(self, sentence: str, lexicons: LexiconSet) -> str:
        """The sentence without its words of courtesy."""
        kept, cursor = [], 0
        for hit in lexicons.get(self.courtesy).find(sentence):
            kept.append(sentence[cursor : hit.start])
            cursor = hit.end
        return "".join((*kept, sentence[cursor:]))
