"""Is a hold asked for, explained, thanked for and kept short?

::

    agent     请您稍等两分钟，我核实一下，可以吗？                     感谢您的等待，……
    customer                               好的。
              |<- asked, reason or time ->|    |<- promised x 1.5 ->|  |<- thanks ->|

With sound a hold is a silence of some length that the agent announced. Without it, it is a request
to wait after which the agent speaks next; how long it lasted is then not known and not judged.
No objection counts as agreement: lines swallow a short yes, and who waits has agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.hold_etiquette_wording import SAY
from qa.checks.holds import allowed_ms
from qa.checks.holds_found import Hold, HoldWords, holds_heard, holds_told
from qa.checks.limits import ms
from qa.checks.quoting import evidence, heard
from qa.core.call import Aspect, Call, Role
from qa.core.scorecard import Evidence, Outcome
from qa.language.duration import longest_duration_ms
from qa.language.lexicon import LexiconName, LexiconSet
from qa.language.question import is_question

# Confidence: what was said or timed; that something was never said; both without the sound.
_FOUND, _ABSENT, _ABSENT_UNTIMED, _NO_OCCASION = 0.9, 0.75, 0.65, 0.8

_ASKED = "asked"  # the kind of hold-request that is no bare 等一下


@dataclass(frozen=True, slots=True)
class HoldEtiquette:
    """Passes with at most `max_faults` of: not asked, no reason or time, held against the
    customer's will, not thanked on return, back too late.

    A wait shorter than `min_hold_s` is a pause in the talk that nobody thanks for: dead air is
    commonly counted from 10 s. The customer may be kept for the time promised times `hold_slack`,
    or `unnamed_hold_s` where none was named, as in `silence_use`. Thanks count in the agent's
    first `return_within` utterances after it: the first may only be 喂，您还在吗.
    An announcement counts until the agent talked longer than `max_talk_after_notice_s`.
    """

    max_faults: int = 0
    min_hold_s: float = 10.0
    hold_slack: float = 1.5
    unnamed_hold_s: float = 90.0
    return_within: int = 2
    max_talk_after_notice_s: float = 4.0
    request: LexiconName = LexiconName("hold-request")
    reason: LexiconName = LexiconName("hold-reason")
    refusal: LexiconName = LexiconName("hold-refusal")
    thanks: LexiconName = LexiconName("hold-thanks")
    hold_notice: LexiconName = LexiconName("hold-notice")
    hold_return: LexiconName = LexiconName("hold-return")
    decision_ask: LexiconName = LexiconName("decision-ask")
    backchannel: LexiconName = LexiconName("backchannel")

    def __post_init__(self) -> None:
        if self.hold_slack < 1:
            raise ValueError(f"hold_slack must be 1 or more, or a promise kept fails; got {self}")
        if self.return_within < 1:
            raise ValueError("return_within must be 1 or more, or no thanks can be found")

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        words = HoldWords(
            lexicons.get(self.request),
            lexicons.get(self.hold_notice),
            lexicons.get(self.hold_return),
            lexicons.get(self.thanks),
            lexicons.get(self.decision_ask),
            lexicons.get(self.backchannel),
            ms(self.max_talk_after_notice_s),
            self.return_within,
            lexicons.language,
        )
        told = holds_heard(call, words, ms(self.min_hold_s))
        timed = told is not None
        holds = holds_told(call, words) if told is None else told
        if not holds:
            return Finding(
                Outcome.NOT_APPLICABLE,
                say["none" if timed else "none_untimed"].format(seconds=self.min_hold_s),
                confidence=1.0 if timed else _NO_OCCASION,
            )
        faults = [(hold, fault) for hold in holds for fault in self._faults(hold, lexicons)]
        failed = len(faults) > self.max_faults
        kinds = list(dict.fromkeys(fault for _, fault in faults))
        parts = [say["held"].format(n=len(holds))]
        parts += [say[kind].format(n=sum(k == kind for _, k in faults)) for kind in kinds]
        if not faults:
            parts.append(say["well" if timed else "well_untimed"])
        if not timed:
            parts.append(say["untimed"])
        return Finding(
            Outcome.FAIL if failed else Outcome.PASS,
            say["join"].join(parts),
            say["join"].join(say[f"do_{kind}"] for kind in kinds) if failed else "",
            self._confidence([fault for _, fault in faults], timed)
            if failed
            else _FOUND * min(_surely(call, hold) for hold in holds),
            _measured(holds, faults),
            tuple(self._evidence(call, holds, lexicons, say)),
            faults=len(faults),
        )

    def _faults(self, hold: Hold, lexicons: LexiconSet) -> Iterator[str]:
        if not hold.goes_on:
            if not self._asked(hold, lexicons):
                yield "not_asked"
            if not self._explained(hold, lexicons):
                yield "no_reason"
        if lexicons.get(self.refusal).find(hold.answer):
            yield "refused"
        if self._owes_thanks(hold) and not lexicons.get(self.thanks).find(hold.back):
            yield "no_thanks"
        if hold.wait_ms is not None and hold.wait_ms > self._allowed_ms(hold, lexicons):
            yield "late"

    def _asked(self, hold: Hold, lexicons: LexiconSet) -> bool:
        """A polite request, however worded, or a question about the wait: 我核实一下，可以吗？"""
        request, notice = lexicons.get(self.request), lexicons.get(self.hold_notice)
        permission = lexicons.get(self.decision_ask)
        return any(
            any(hit.kind == _ASKED or hit.by_meaning for hit in request.find(said))
            or permission.covers(said)
            or (is_question(said, lexicons.language) and notice.find(said))
            for said in hold.announced
        )

    def _explained(self, hold: Hold, lexicons: LexiconSet) -> bool:
        """A reason, or a time: two minutes, or the vaguer ones that no number can be made of."""
        return any(
            lexicons.get(self.reason).find(said)
            or longest_duration_ms(said, lexicons.language) is not None
            for said in hold.announced
        )

    def _owes_thanks(self, hold: Hold) -> bool:
        return bool(hold.back) and not hold.to_be_continued

    def _allowed_ms(self, hold: Hold, lexicons: LexiconSet) -> int:
        said = " ".join(hold.announced)
        return allowed_ms(said, lexicons.language, self.hold_slack, self.unnamed_hold_s)

    def _confidence(self, faults: list[str], timed: bool) -> float:
        """How sure it is that there were more than `max_faults`."""
        absent = _ABSENT if timed else _ABSENT_UNTIMED
        sure = sorted(_FOUND if f in ("refused", "late") else absent for f in faults)
        return sure[::-1][self.max_faults]

    def _evidence(
        self, call: Call, holds: tuple[Hold, ...], lexicons: LexiconSet, say: Mapping[str, str]
    ) -> Iterator[Evidence]:
        for hold in holds:
            faults = set(self._faults(hold, lexicons))
            wrong = [say[f"note_{f}"] for f in ("not_asked", "no_reason") if f in faults]
            yield _quote(call, hold.turn, hold.quote, say["note_join"].join(wrong) or say["note"])
            if "refused" in faults and hold.answer_turn is not None:
                yield _quote(call, hold.answer_turn, hold.answer, say["note_refused"])
            if hold.wait_ms is not None:
                allowed_s = self._allowed_ms(hold, lexicons) / 1000
                key = "note_late" if "late" in faults else "note_wait"
                note = say[key].format(seconds=hold.wait_ms / 1000, allowed_s=allowed_s)
                yield Evidence("", note, Role.AGENT, None, hold.wait)
            if hold.back and hold.back_turn is not None:
                thanked = say["note_no_thanks" if "no_thanks" in faults else "note_back"]
                yield _quote(call, hold.back_turn, hold.back_quote, thanked)


def _measured(holds: tuple[Hold, ...], faults: list[tuple[Hold, str]]) -> dict[str, float]:
    waits = [hold.wait_ms / 1000 for hold in holds if hold.wait_ms is not None]
    measured = {"holds": float(len(holds)), "faults": float(len(faults))}
    named = {k: k for k in ("not_asked", "no_reason", "refused", "no_thanks")}
    for kind, name in {**named, "late": "holds_run_over"}.items():
        measured[name] = float(sum(fault == kind for _, fault in faults))
    return measured | ({"hold_s": sum(waits), "longest_s": max(waits)} if waits else {})


def _surely(call: Call, hold: Hold) -> float:
    """How surely the asking and the thanking were heard."""
    said = ((hold.turn, hold.quote), (hold.back_turn, hold.back_quote))
    places = (
        (turn, turn.text.find(quote), len(quote))
        for number, quote in said
        for turn in call.transcript.turns
        if turn.index == number and quote
    )
    return min((heard(turn, at, at + size) for turn, at, size in places if at >= 0), default=1.0)


def _quote(call: Call, number: int | None, quote: str, note: str) -> Evidence:
    """`quote` in its turn; without offsets where it was pieced together from several turns."""
    turn = next((turn for turn in call.transcript.turns if turn.index == number), None)
    if turn is None:
        return Evidence(quote, note)
    at = turn.text.find(quote)
    if at >= 0:
        return evidence(turn, at, at + len(quote), note)
    return Evidence(turn.text, note, turn.role, turn.index, turn.span)
