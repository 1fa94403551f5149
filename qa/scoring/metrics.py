"""Numbers of a call that hold whatever the rubric. What cannot be measured is left out.

==========================================  =====================================================
`duration_s`                                the whole recording
`talk_s_agent`, `talk_s_customer`           speech of that party, pauses of 0.3 s and more excluded
`talk_share_agent`                          agent / (agent + customer), 0..1
`silence_s`, `longest_silence_s`            nobody speaks, between the first and the last speech
`silences_of_3_s_and_more`                  count of those
`overlap_s`                                 agent and customer speak at once
`overlaps_begun_by_agent` (`_by_customer`)  times that party started into the other's going speech
                                            and both then spoke for 0.8 s or more; by timing alone,
                                            listening sounds included
`characters_per_minute_of_agent_speech`     zh: Han characters, digits and Latin words
`syllables_per_minute_of_agent_speech`      ko: Hangul syllables, digits and Latin words
`words_per_minute_of_agent_speech`          en; each also `_of_customer_speech`
==========================================  =====================================================

Speech rates divide by the party's own speech, not by the call: published norms differ by a
factor of two because they do not say which. Only words over speech activity are counted.
"""

from __future__ import annotations

from qa.checks.pace import speech_of, units_said
from qa.checks.stretches import stretches
from qa.checks.talk_over import TalkOver
from qa.core.call import Aspect, Call, Role, SpeechActivity
from qa.language.spoken_units import UNIT_NAMES

SILENCE_MS = 3_000

_PARTIES = (Role.AGENT, Role.CUSTOMER)


def metrics_of(call: Call) -> dict[str, float]:
    """The metrics of this call by name, seconds rounded to milliseconds."""
    found: dict[str, float] = {}
    if call.duration_ms is not None:
        found["duration_s"] = call.duration_ms / 1000
    if call.activity is None:
        return found
    if _can_tell(call, Aspect.ROLES):
        found |= _talk(call.activity)
        found |= _rates(call, call.activity)
    if _can_tell(call, Aspect.SILENCE):
        found |= _silence(call.activity)
    if _can_tell(call, Aspect.ROLES) and _can_tell(call, Aspect.TALK_OVER):
        found |= _overlap(call, call.activity)
    return found


def _can_tell(call: Call, aspect: Aspect) -> bool:
    return call.why_not_measurable(aspect) is None


def _talk(activity: SpeechActivity) -> dict[str, float]:
    agent_ms, customer_ms = (speech_of(activity, role).duration_ms for role in _PARTIES)
    found = {"talk_s_agent": agent_ms / 1000, "talk_s_customer": customer_ms / 1000}
    if agent_ms + customer_ms:
        found["talk_share_agent"] = round(agent_ms / (agent_ms + customer_ms), 4)
    return found


def _silence(activity: SpeechActivity) -> dict[str, float]:
    anyone = activity.anyone()
    if anyone.extent is None:
        return {}
    lengths_ms = [gap.duration_ms for gap in anyone.gaps(anyone.extent)]
    return {
        "silence_s": sum(lengths_ms) / 1000,
        "longest_silence_s": max(lengths_ms, default=0) / 1000,
        "silences_of_3_s_and_more": sum(1 for length in lengths_ms if length >= SILENCE_MS),
    }


def _overlap(call: Call, activity: SpeechActivity) -> dict[str, float]:
    agent, customer = (activity.of(role) for role in _PARTIES)
    timing = TalkOver()
    pause_ms = round(timing.max_pause_s * 1000)
    by_agent, by_customer = (stretches(call, role, pause_ms) for role in _PARTIES)
    return {
        "overlap_s": agent.intersect(customer).duration_ms / 1000,
        "overlaps_begun_by_agent": sum(1 for _ in timing.cut_ins(call, by_agent, by_customer)),
        "overlaps_begun_by_customer": sum(1 for _ in timing.cut_ins(call, by_customer, by_agent)),
    }


def _rates(call: Call, activity: SpeechActivity) -> dict[str, float]:
    found: dict[str, float] = {}
    for role in _PARTIES:
        speech = speech_of(activity, role)
        said = units_said(call, role, speech)
        if said and speech:
            name = f"{UNIT_NAMES[call.transcript.language]}_per_minute_of_{role.value}_speech"
            found[name] = round(said * 60_000 / speech.duration_ms, 1)
    return found
