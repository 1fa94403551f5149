"""A labelled call laid out in time, so that it can be judged as a recorded one is.

Nobody spoke these calls. How long a turn takes is told by its length at an ordinary pace of speech;
when it begins, by the call's author.
"""

from __future__ import annotations

from qa.core.call import Call, CallContext, Role, SpeechActivity, Transcript, Turn
from qa.core.spans import Span, Timeline
from qa.language.spoken_units import spoken_units
from qa.learning.corpus import LabelledCall

# Units (characters, syllables, words) a second of speech, unhurried.
_PACE = {"zh": 4.5, "ko": 5.5, "en": 2.6}
_SHORTEST_MS = 300


def staged(labelled: LabelledCall) -> Call:
    """The call as it would have been heard: turns with their times, and speech activity."""
    language = labelled.head["language"]
    turns: list[Turn] = []
    begun: dict[Role, int] = {}
    stopped_ms = 0
    for index, one in enumerate(labelled.turns):
        role = Role(one.role)
        other = Role.CUSTOMER if role is Role.AGENT else Role.AGENT
        if one.into_s is not None:
            start_ms = begun.get(other, 0) + round(one.into_s * 1000)
        else:
            start_ms = stopped_ms + round(one.gap_s * 1000)
        start_ms = max(0, start_ms)
        length_ms = round(1000 * spoken_units(one.text, language) / _PACE[language])
        span = Span(start_ms, start_ms + max(_SHORTEST_MS, length_ms))
        turns.append(Turn(index, role, one.text, span))
        begun[role] = start_ms
        stopped_ms = max(stopped_ms, span.end_ms)
    activity = {
        role: Timeline.of(turn.span for turn in turns if turn.role is role and turn.span)
        for role in (Role.AGENT, Role.CUSTOMER)
    }
    duration_ms = stopped_ms + 1000
    return Call(
        context=CallContext(
            call_id=labelled.id,
            customer_surname=labelled.head.get("surname") or None,
            direction=labelled.head.get("direction") or None,
        ),
        transcript=Transcript(language, tuple(turns), "human"),
        activity=SpeechActivity(activity, duration_ms, "staged"),
        duration_ms=duration_ms,
    )
