"""Does the agent interrogate: question after question of one kind, or a yes-or-no in answer to
distress?

::

    agent      灯亮吗？     重启过吗？     换过线吗？     是昨天断的吗？
    customer           亮。          没有。         没有。                a run of four
               |<------------------ max_run 3 ------------>|  one too many

An open question ends a run of closed ones, and so does a longer story of the customer or a longer
answer of the agent. Identity, confirming, permission and closing questions (请问您贵姓, 跟您确认
一下, 可以吗) are no probing: they neither count nor end a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from qa.checks.base import Finding
from qa.checks.question_run_wording import SAY
from qa.checks.quoting import evidence, heard, hit_evidence, quoted, turns_of
from qa.checks.stretches import sentences
from qa.core.call import Aspect, Call, Role, Turn
from qa.core.scorecard import Evidence, Outcome
from qa.language.fold import fold
from qa.language.lexicon import Hit, LexiconName, LexiconSet
from qa.language.question_kind import QuestionKind, question_kinds

# Folded characters from which a turn is a story: about five seconds of speech.
_STORY = {"zh": 25, "ko": 25, "en": 80}
# Forms of asking are well known and marks are not always heard, so a run is surer than none.
_FOUND, _NONE, _UPSET = 0.85, 0.8, 0.7


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the agent: `turn.text[start:end]`."""

    turn: Turn
    start: int
    end: int
    kind: QuestionKind


@dataclass(frozen=True, slots=True)
class QuestionRun:
    """Passes when no run of `kind` is longer than `max_run`, and no question of that kind is the
    agent's first reply to distress before any word of empathy.

    Three closed questions narrow a cause down; a fourth in a row is felt as an interrogation.
    `not_while` is the lexicon of distress; empty, and only the runs count. `trouble` in its place
    is stricter: every trouble, however calmly told. Empathy shown once since the first distress
    is not asked for again.
    """

    kind: Literal["closed", "open"] = "closed"
    max_run: int = 3
    not_while: LexiconName = LexiconName("upset")
    empathy: LexiconName = LexiconName("empathy")
    confirming: LexiconName = LexiconName("confirming")
    closing_ask: LexiconName = LexiconName("closing-ask")
    backchannel: LexiconName = LexiconName("backchannel")

    def __post_init__(self) -> None:
        if self.kind not in ("closed", "open"):
            raise ValueError(f"kind is closed or open; got {self.kind!r}")
        if self.not_while and not self.empathy:
            raise ValueError("not_while needs the lexicon empathy, which tells what comes before")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        asked = [q for turn in turns_of(call, Role.AGENT) for q in self._asked(turn, lexicons)]
        if not asked:
            return Finding(Outcome.NOT_APPLICABLE, say["none"], confidence=_NONE)
        kind = QuestionKind(self.kind)
        named = say[kind.value]
        runs = self._runs(call, asked, kind, lexicons)
        longest = max(runs, key=len, default=())
        upset = self._while_upset(call, asked, kind, lexicons)
        measured = {
            "questions": float(len(asked)),
            "closed": float(sum(q.kind is QuestionKind.CLOSED for q in asked)),
            "open": float(sum(q.kind is QuestionKind.OPEN for q in asked)),
            "longest_run": float(len(longest)),
            "while_upset": float(len(upset)),
        }
        too_long = [run for run in runs if len(run) > self.max_run]
        if not too_long and not upset:
            return Finding(
                Outcome.PASS,
                say["fine"].format(kind=named, n=len(longest), most=self.max_run),
                confidence=_NONE,
                measured=measured,
                evidence=_shown(longest, say),
            )
        parts, instead, sure = [], [], []
        if too_long:
            parts.append(say["run"].format(kind=named, n=len(longest), most=self.max_run))
            instead.append(say[f"do_{kind.value}"])
            sure.append(_FOUND * min(heard(q.turn, q.start, q.end) for q in longest))
        if upset:
            parts.append(say["upset"].format(kind=named, n=len(upset)))
            instead.append(say["do_upset"])
            sure.append(_UPSET * max(heard(q.turn, q.start, q.end) for _, _, q in upset))
        return Finding(
            Outcome.FAIL,
            say["join"].join(parts),
            say["join"].join(instead),
            max(sure),
            measured,
            (
                *(one for run in too_long for one in _shown(run, say)),
                *(one for it in upset for one in _in_reply(*it, say)),
            ),
            faults=len(too_long) + len(upset),
        )

    def _asked(self, turn: Turn, lexicons: LexiconSet) -> Iterator[Question]:
        """The probing questions of a turn, in order; a sentence of two asks twice."""
        cursor = 0
        for sentence in sentences(turn.text):
            start = turn.text.find(sentence, cursor)
            cursor = end = start + len(sentence)
            if quoted(turn.text, start, end) or self._confirms(sentence, lexicons):
                continue
            for kind in question_kinds(sentence, lexicons.language):
                yield Question(turn, start, end, kind)

    def _confirms(self, sentence: str, lexicons: LexiconSet) -> bool:
        names = (self.confirming, self.closing_ask)
        return any(lexicons.get(name).find(sentence) for name in names if name)

    def _runs(
        self, call: Call, asked: list[Question], kind: QuestionKind, lexicons: LexiconSet
    ) -> list[tuple[Question, ...]]:
        runs: list[tuple[Question, ...]] = []
        run: tuple[Question, ...] = ()
        for turn in call.transcript.turns:
            asks = [question for question in asked if question.turn is turn]
            if not asks and self._tells(turn, lexicons):
                runs, run = [*runs, run], ()
            for question in asks:
                if question.kind is kind:
                    run = (*run, question)
                else:
                    runs, run = [*runs, run], ()
        return [one for one in (*runs, run) if one]

    def _tells(self, turn: Turn, lexicons: LexiconSet) -> bool:
        """A story of the customer, or an answer of the agent."""
        story = len(fold(turn.text, lexicons.language).text) >= _STORY[lexicons.language]
        return story and turn.role in (Role.AGENT, Role.CUSTOMER)

    def _while_upset(
        self, call: Call, asked: list[Question], kind: QuestionKind, lexicons: LexiconSet
    ) -> list[tuple[Turn, Hit, Question]]:
        """Distress, and the question of `kind` that first answered it, with no empathy before."""
        if not self.not_while:
            return []
        found: list[tuple[Turn, Hit, Question]] = []
        voiced: tuple[Turn, Hit] | None = None
        shared = False
        for turn in call.transcript.turns:
            if turn.role is Role.CUSTOMER:
                hits = lexicons.get(self.not_while).find(turn.text)
                voiced = voiced or ((turn, hits[0]) if hits else None)
            if turn.role is not Role.AGENT or voiced is None or shared:
                continue
            if lexicons.get(self.backchannel).covers(turn.text):
                continue
            comfort = [hit.start for hit in lexicons.get(self.empathy).find(turn.text)]
            first = next((q for q in asked if q.turn is turn and q.kind is kind), None)
            if first and not any(start < first.end for start in comfort):
                found.append((*voiced, first))
            shared, voiced = bool(comfort), None
        return found


def _shown(run: tuple[Question, ...], say: Mapping[str, str]) -> tuple[Evidence, ...]:
    return tuple(
        evidence(q.turn, q.start, q.end, say["run_note"].format(n=number, all=len(run)))
        for number, q in enumerate(run, 1)
    )


def _in_reply(
    turn: Turn, hit: Hit, question: Question, say: Mapping[str, str]
) -> tuple[Evidence, Evidence]:
    reply = evidence(question.turn, question.start, question.end, say["reply_note"])
    return hit_evidence(turn, hit, say["upset_note"]), reply
