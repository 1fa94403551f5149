"""Did the call take the time a call of this kind should take?"""

from __future__ import annotations

from dataclasses import dataclass

from qa.checks.base import Finding
from qa.checks.call_duration_wording import SAY
from qa.checks.limits import ms, refuse_crossed, require_limit
from qa.core.call import Aspect, Call
from qa.core.scorecard import Evidence, Outcome
from qa.core.spans import Span
from qa.language.lexicon import LexiconSet


@dataclass(frozen=True, slots=True)
class CallDuration:
    """Passes when the whole recording lasts from `min_s` to `max_s`, both included.

    ::

        recording  |---- ringing, talk, holds, silence ----|
                   |<-------------- duration ------------->|

    There is no default: how long a call should take is known to the house alone.
    """

    min_s: float | None = None
    max_s: float | None = None

    def __post_init__(self) -> None:
        require_limit(min_s=self.min_s, max_s=self.max_s)
        refuse_crossed("min_s", self.min_s, "max_s", self.max_s)

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset()

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say = SAY[lexicons.language]
        if not call.duration_ms:
            return Finding(Outcome.NOT_ASSESSED, say["unknown"])
        duration_s = call.duration_ms / 1000
        fault = ""
        if self.min_s is not None and call.duration_ms < ms(self.min_s):
            fault = "too_short"
        if self.max_s is not None and call.duration_ms > ms(self.max_s):
            fault = "too_long"
        told = say[fault or "within"].format(
            duration_s=duration_s, min_s=self.min_s, max_s=self.max_s
        )
        return Finding(
            Outcome.FAIL if fault else Outcome.PASS,
            told,
            suggestion=say[f"suggestion_{fault}"] if fault else "",
            measured={"duration_s": duration_s},
            evidence=(Evidence(note=say["note"], span=Span(0, call.duration_ms)),),
        )
