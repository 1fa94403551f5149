"""A call as it was heard: who spoke when, and what was said. The only input of a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from qa.core.spans import Span, Timeline

LANGUAGES = ("zh", "ko", "en")

# Below this a party may have coughed or hummed; above it somebody said something.
_SPEECH_WITHOUT_WORDS_MS = 2_000
_MAX_UNKNOWN_SHARE = 0.1


class Role(str, Enum):
    """A party of the call. `system` is a machine voice (IVR, hold message)."""

    AGENT = "agent"
    CUSTOMER = "customer"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class Aspect(str, Enum):
    """What a recording may or may not be able to tell."""

    WORDS = "words"
    ROLES = "roles"
    SILENCE = "silence"
    TALK_OVER = "talk-over"


@dataclass(frozen=True, slots=True)
class Word:
    """`confidence` is the recogniser's probability in 0..1, None where it gave none.

    `span` is None where the source gave a word no time.
    """

    text: str
    span: Span | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One party's words until the other speaks. `text` is what is quoted; `channel` counts from 1.

    Words, where there are any, spell `text` in order (text may add spaces between them).
    """

    index: int
    role: Role
    text: str
    span: Span | None = None
    words: tuple[Word, ...] = ()
    channel: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """`source` is `human`, `whisper:<model>` or `import:<format>`; `language` zh, ko or en."""

    language: str
    turns: tuple[Turn, ...]
    source: str


@dataclass(frozen=True, slots=True)
class SpeechActivity:
    """When each party made speech sounds, from voice activity detection, never from word times."""

    by_party: Mapping[Role, Timeline]
    duration_ms: int
    source: str

    def of(self, role: Role) -> Timeline:
        return self.by_party.get(role, Timeline())

    def anyone(self) -> Timeline:
        """When at least one party speaks."""
        return Timeline.of(span for timeline in self.by_party.values() for span in timeline)


@dataclass(frozen=True, slots=True)
class InspectionFinding:
    """Something about the recording a reader must know, and what it makes unmeasurable.

    `code` is stable (`same-sound-on-both-channels`); `detail` is for people; `affects` may be
    empty: then it is a remark and takes nothing away.
    """

    code: str
    detail: str
    affects: frozenset[Aspect] = frozenset()


@dataclass(frozen=True, slots=True)
class CallContext:
    """What is known about the call from outside it. `extra` keeps the manifest's other columns."""

    call_id: str
    agent_id: str | None = None
    agent_name: str | None = None
    team: str | None = None
    customer_surname: str | None = None
    started_at: str | None = None
    direction: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """Everything a check may look at. `activity` is None where there was no sound to measure.

    `provenance` names what heard it (audio hash, models) and is copied onto the scorecard.
    """

    context: CallContext
    transcript: Transcript
    activity: SpeechActivity | None = None
    duration_ms: int | None = None
    inspection: tuple[InspectionFinding, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)

    def why_not_measurable(self, aspect: Aspect) -> str | None:
        """The reason this call cannot tell about `aspect`, for people; None when it can."""
        reasons = [finding.detail for finding in self.obstacles_to(aspect)]
        return "; ".join(dict.fromkeys(reasons)) or None

    def obstacles_to(self, aspect: Aspect) -> tuple[InspectionFinding, ...]:
        """Why this call cannot tell about `aspect`: what the inspection found, and what its own
        sound and words show. Empty when it can tell."""
        found = (finding for finding in self.inspection if aspect in finding.affects)
        return (*found, *self._gaps_in(aspect))

    def _gaps_in(self, aspect: Aspect) -> Iterator[InspectionFinding]:
        affects = frozenset({aspect})
        if aspect in (Aspect.SILENCE, Aspect.TALK_OVER) and self.activity is None:
            told = "the call came without sound, so nothing in it can be timed"
            yield InspectionFinding("no-sound", told, affects)
        if aspect is Aspect.WORDS and self.activity is not None:
            for role in (Role.AGENT, Role.CUSTOMER):
                spoke = self.activity.of(role).duration_ms >= _SPEECH_WITHOUT_WORDS_MS
                if spoke and not any(map(str.isalnum, "".join(self._said_by(role)))):
                    told = f"no words of the {role.value} were understood"
                    yield InspectionFinding(f"no-words-of-{role.value}", told, affects)
        if aspect is Aspect.ROLES:
            unknown = self._characters(Role.UNKNOWN)
            everybody = self._characters(*Role) if unknown else 0
            if unknown > _MAX_UNKNOWN_SHARE * everybody:
                told = f"who said {unknown / everybody:.0%} of the words is not known"
                yield InspectionFinding("speakers-unknown", told, affects)

    def _characters(self, *roles: Role) -> int:
        """Letters and digits said by these parties; marks and spaces are nobody's words."""
        return sum(map(str.isalnum, "".join(self._said_by(*roles))))

    def _said_by(self, *roles: Role) -> Iterator[str]:
        return (turn.text for turn in self.transcript.turns if turn.role in roles)
