"""Does the agent speak at a pace that can be followed?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qa.checks.base import Finding
from qa.checks.limits import ms, refuse_crossed, require_limit
from qa.checks.pace import UTTERANCE_PAUSE_MS, speech_of, units_said
from qa.checks.speech_rate_wording import SAY
from qa.checks.stretches import Stretch, stretches
from qa.core.call import LANGUAGES, Aspect, Call, Role, SpeechActivity
from qa.core.scorecard import Evidence, Outcome
from qa.core.spans import Timeline
from qa.language.lexicon import LexiconSet
from qa.language.spoken_units import spoken_units

_SHORTEST_UTTERANCE_MS = 3_000  # in a shorter one a syllable more or less moves the rate by 10 %
_LONGEST_PAUSE_MS = 3_000  # beyond it is a silence, `silence_use`'s matter
# Words the recogniser missed make speech look slow and never fast.
_FAST, _SLOW = 0.9, 0.7


@dataclass(frozen=True, slots=True)
class Pace:
    """What a party said and the speech it took. `per_minute` is 0 where it said nothing."""

    units: int
    speech: Timeline

    @property
    def per_minute(self) -> float:
        return self.units * 60_000 / self.speech.duration_ms if self.speech else 0.0


@dataclass(frozen=True, slots=True)
class SpeechRate:
    """Passes when the agent's rate keeps to the limits of the call's language.

    ::

        agent      |一二三四五.六七|       |八九|            . a gap under `pause_s`: speech
        customer                                |------|
                   |<-- speech -->|       |<-->|            nothing else is in the denominator
        rate       9 characters / minutes of the agent's own speech

    Counted are characters (zh), syllables (ko; digits count one each) or words (en).
    `max_per_minute` and `min_per_minute` are by language; one that is absent has no limit, and
    there is no default: published norms differ by a factor of two because they do not say whether
    pauses count. Take them from your own team, whose rates stand in every scorecard. Here pauses
    from `pause_s` on do not count (shorter gaps are the stops between syllables), so a rate is
    higher than one over the whole call.

    `max_over_customer`: how many times the customer's rate the agent's may be. Under
    `min_speech_s` of a party's speech, about 100 characters, its rate is not taken.
    """

    max_per_minute: Mapping[str, float] = field(default_factory=dict)
    min_per_minute: Mapping[str, float] = field(default_factory=dict)
    max_over_customer: float | None = None
    min_speech_s: float = 20.0
    pause_s: float = 0.3

    def __post_init__(self) -> None:
        sides = {"max_per_minute": self.max_per_minute, "min_per_minute": self.min_per_minute}
        for name, by_language in sides.items():
            for language in by_language:
                if language not in LANGUAGES:
                    allowed = ", ".join(LANGUAGES)
                    raise ValueError(f"{name} is by language; expected {allowed}; got {language}")
        require_limit(
            **{
                f"{name}.{language}": by_language.get(language)
                for name, by_language in sides.items()
                for language in LANGUAGES
            },
            max_over_customer=self.max_over_customer,
        )
        for language in LANGUAGES:
            low, high = self.min_per_minute.get(language), self.max_per_minute.get(language)
            refuse_crossed(f"min_per_minute.{language}", low, f"max_per_minute.{language}", high)

    @property
    def needs(self) -> frozenset[Aspect]:
        return frozenset({Aspect.WORDS, Aspect.ROLES, Aspect.SILENCE})

    def judge(self, call: Call, lexicons: LexiconSet) -> Finding:
        say, language = SAY[lexicons.language], call.transcript.language
        if call.activity is None:
            return Finding(Outcome.NOT_ASSESSED, say["no_sound"])
        agent = self._pace(call, call.activity, Role.AGENT)
        customer = self._pace(call, call.activity, Role.CUSTOMER)
        if not self._enough(agent):
            speech_s = agent.speech.duration_ms / 1000
            told = say["too_little"].format(speech_s=speech_s, min_speech_s=self.min_speech_s)
            return Finding(Outcome.NOT_APPLICABLE, told, measured={"speech_s": speech_s})
        most, least = self.max_per_minute.get(language), self.min_per_minute.get(language)
        rate, times = agent.per_minute, self._times(agent, customer)
        ordered = {  # fault: what must not be more than what
            "too_fast": (rate, most),
            "too_slow": (least, rate),
            "outpaced": (times, self.max_over_customer),
        }
        known = {name: pair for name, (a, b) in ordered.items() if (pair := _both(a, b))}
        faults = [name for name, (lower, upper) in known.items() if lower > upper]
        parts = ["rate", *(faults or ["within" if known else "no_limit"])]
        told = (
            say["join"]
            .join(say[part] for part in parts)
            .format(
                rate=rate,
                units=agent.units,
                speech_s=agent.speech.duration_ms / 1000,
                pause_s=self.pause_s,
                most=most,
                least=least,
                times=times,
                max_times=self.max_over_customer,
            )
        )
        outcome = Outcome.FAIL if faults else Outcome.PASS
        slow_only = faults == ["too_slow"]
        return Finding(
            outcome if known else Outcome.NOT_APPLICABLE,
            told,
            suggestion=say["suggestion_too_slow" if slow_only else "suggestion"] if faults else "",
            confidence=_SLOW if slow_only else _FAST,
            measured=self._measured(call.activity, agent, customer, times),
            evidence=tuple(self._extreme(call, agent.speech, slow_only, say)),
        )

    def _pace(self, call: Call, activity: SpeechActivity, role: Role) -> Pace:
        speech = speech_of(activity, role, ms(self.pause_s))
        return Pace(units_said(call, role, speech), speech)

    def _enough(self, pace: Pace) -> bool:
        return pace.units > 0 and pace.speech.duration_ms >= ms(self.min_speech_s)

    def _times(self, agent: Pace, customer: Pace) -> float | None:
        return agent.per_minute / customer.per_minute if self._enough(customer) else None

    def _measured(
        self, activity: SpeechActivity, agent: Pace, customer: Pace, times: float | None
    ) -> dict[str, float]:
        pauses = _pauses(agent.speech, activity.anyone())
        measured = {
            "per_minute": round(agent.per_minute, 1),
            "units": agent.units,
            "speech_s": agent.speech.duration_ms / 1000,
            "pauses_per_minute": round(pauses * 60_000 / agent.speech.duration_ms, 1),
        }
        if times is not None:
            measured["customer_per_minute"] = round(customer.per_minute, 1)
            measured["times_customer"] = round(times, 2)
        return measured

    def _extreme(
        self, call: Call, speech: Timeline, slowest: bool, say: Mapping[str, str]
    ) -> Iterator[Evidence]:
        """The fastest utterance of the agent, or the slowest where slowness is the fault."""
        rates: list[tuple[float, Stretch]] = []
        for stretch in stretches(call, Role.AGENT, UTTERANCE_PAUSE_MS):
            spoken_ms = speech.clip(stretch.span).duration_ms
            units = spoken_units(stretch.text, call.transcript.language)
            if units and spoken_ms >= _SHORTEST_UTTERANCE_MS:
                rates.append((units * 60_000 / spoken_ms, stretch))
        if rates:
            pick = min if slowest else max
            rate, said = pick(rates, key=lambda found: found[0])
            note = say["note_slowest" if slowest else "note_fastest"].format(rate=rate)
            yield Evidence(said.text, note, said.role, said.turn, said.span)


def _both(lower: float | None, upper: float | None) -> tuple[float, float] | None:
    return None if lower is None or upper is None else (lower, upper)


def _pauses(speech: Timeline, anyone: Timeline) -> int:
    """Times the agent paused and went on, nobody speaking in between."""
    extent = speech.extent
    gaps = speech.gaps(extent) if extent else Timeline()
    return sum(1 for gap in gaps if gap.duration_ms < _LONGEST_PAUSE_MS and not anyone.clip(gap))
