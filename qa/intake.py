"""One recording or transcript to one `Call`: what the rest of the program judges.

What stands for a party depends on what was recorded:

- a channel each (stereo, or a pair of files): words and activity channel by channel;
- one mix (mono, or the same sound on both channels): voices told apart by the diarizer;
- a transcript beside the sound: its words, and activity from the sound;
- a transcript alone: nothing that needs sound can be told.

A mix without a working diarizer is not guessed at. A mono call is refused for itself
(`needs-diarizer`), so that other calls go on. Two channels with the same sound were meant to be
parties: that call is kept, its words by nobody in particular, and a finding says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType

from qa import __version__
from qa.core.call import (
    Call,
    CallContext,
    InspectionFinding,
    Role,
    SpeechActivity,
    Transcript,
    Word,
)
from qa.core.errors import MissingExtraError, ModelError, RecordingError
from qa.core.files import sha256_of_file
from qa.core.spans import Span, Timeline
from qa.recording.audio import Recording, open_recording
from qa.recording.channels import DEFAULT_GATE, GateOptions, Soundings, listen
from qa.recording.files import lost
from qa.recording.inspection import has_same_sound, inspect
from qa.recording.vad import DEFAULT_VAD, VadOptions
from qa.recording.vad import SOURCE as VAD_SOURCE
from qa.speech import doubts, hallucination, roles
from qa.speech.diarization import DiarizationOptions, Diarizer, SpeakerTrack
from qa.speech.hallucination import GuardOptions
from qa.speech.packing import Cut, stretches
from qa.speech.roles import RoleDecision, RoleOptions
from qa.speech.turns import Party, TurnOptions, take_turns
from qa.speech.voices import parties_by_voice
from qa.speech.whisper import Recogniser, WhisperOptions
from qa.transcripts.alignment import activity_by_turns, roles_of_channels
from qa.transcripts.detect import read_transcript

MIX = 0
"""The channel number of the mean of all channels."""

# Below this share of a model's belief, the call is most likely in none of our languages.
_LEAST_LANGUAGE_SHARE = 0.5


@dataclass(frozen=True)
class CallSource:
    """Where a call comes from. `audio`: no file, one, or the agent's and the customer's.

    `language`: auto, zh, ko or en. `agent_channel`: auto, 1 or 2; means nothing in a mix.
    """

    context: CallContext
    audio: tuple[Path, ...] = ()
    transcript: Path | None = None
    language: str = "auto"
    agent_channel: str | int = "auto"


@dataclass(frozen=True)
class IntakeOptions:
    """The options of every stage.

    `diarization` None: no mix is ever given to a diarizer. `hotwords`: terms to expect, by
    language, beside the names in each call's context; `use_hotwords` False gives the model
    neither: tiny models lose the thread (a 2.5 M-parameter one went from 1.7 % to 7.0 % wrong
    characters with two names, 13.3 % with eight terms).
    """

    whisper: WhisperOptions = field(default_factory=WhisperOptions)
    diarization: DiarizationOptions | None = field(default_factory=DiarizationOptions)
    vad: VadOptions = DEFAULT_VAD
    gate: GateOptions = DEFAULT_GATE
    turns: TurnOptions = field(default_factory=TurnOptions)
    guards: GuardOptions = field(default_factory=GuardOptions)
    roles: RoleOptions = field(default_factory=RoleOptions)
    hotwords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    use_hotwords: bool = True


@dataclass(frozen=True)
class _Heard:
    """The sound of a call: what one pass over it told."""

    recording: Recording
    soundings: Soundings
    findings: tuple[InspectionFinding, ...]

    @property
    def same_sound(self) -> bool:
        return has_same_sound(self.soundings)

    @property
    def is_mix(self) -> bool:
        return self.recording.channels == 1 or self.same_sound

    def speech(self) -> dict[int, Timeline]:
        """By channel number; a mix is one channel."""
        if self.is_mix:
            return {MIX: self.soundings.anyone()}
        return dict(enumerate(self.soundings.by_channel, start=1))


@dataclass(frozen=True)
class _Voices:
    """What the diarizer told: two voices or more, or none it can tell apart."""

    tracks: tuple[SpeakerTrack, ...]
    finding: InspectionFinding


@dataclass(frozen=True)
class _Parties:
    """Who took part, what they said, and how that is known."""

    parties: tuple[Party, ...]
    decision: RoleDecision
    findings: tuple[InspectionFinding, ...]
    activity_source: str = VAD_SOURCE


class Intake:
    """Reads calls one by one; holds the models, each loaded when first needed."""

    def __init__(
        self,
        options: IntakeOptions | None = None,
        recogniser: Recogniser | None = None,
        diarizer: Diarizer | None = None,
    ) -> None:
        self.options = options or IntakeOptions()
        self._recogniser = recogniser or Recogniser(self.options.whisper)
        self._diarizer = diarizer
        if diarizer is None and self.options.diarization is not None:
            self._diarizer = Diarizer(self.options.diarization)
        self._diarizer_fault: MissingExtraError | ModelError | None = None

    def check_ready(self, sources: Iterable[CallSource]) -> None:
        """Raises ModelError when these calls need a speech model that cannot be had."""
        if any(source.audio and source.transcript is None for source in sources):
            self._recogniser.find()

    def read(self, source: CallSource) -> Call:
        """Raises CallError when this call cannot be read, UsageError when no call could be."""
        if not source.audio:
            if source.transcript is None:
                raise RecordingError(
                    "nothing-to-read",
                    f"call {source.context.call_id}: neither a recording nor a transcript is named",
                )
            return _read_words(source, source.transcript)
        heard = self._listen(source.audio)
        if source.transcript is not None:
            return self._join(_read_words(source, source.transcript), heard, source)
        return self._recognise(heard, source)

    def _listen(self, audio: tuple[Path, ...]) -> _Heard:
        recording = open_recording(*audio)
        soundings = listen(recording, self.options.vad, self.options.gate)
        findings = inspect(recording, soundings)
        if not soundings.anyone():
            said = next((f.detail for f in findings if f.code == "no-speech"), "no speech in it")
            raise RecordingError("no-speech", f"{', '.join(map(str, audio))}: {said}")
        return _Heard(recording, soundings, findings)

    def _join(self, call: Call, heard: _Heard, source: CallSource) -> Call:
        """The transcript's words with the sound's activity."""
        turns = call.transcript.turns
        findings: tuple[InspectionFinding, ...] = ()
        if heard.is_mix:
            by_party = activity_by_turns(heard.soundings.anyone(), turns)
            findings = (doubts.mix_without_voices(),)
            known_by = "turn times"
        else:
            agent = self._agent_channel(source, heard)
            if agent is not None:
                by_channel = roles.told(agent - 1, heard.recording.channels).roles
                known_by = "told"
            else:
                by_channel = roles_of_channels(heard.soundings.by_channel, turns)
                known_by = "turn times"
            by_party = _by_role(by_channel, heard.soundings.by_channel)
            if Role.UNKNOWN in by_party:
                findings = (doubts.channels_uncertain(),)
        return replace(
            call,
            activity=SpeechActivity(by_party, heard.soundings.duration_ms, VAD_SOURCE),
            duration_ms=heard.soundings.duration_ms,
            inspection=(*call.inspection, *heard.findings, *findings),
            provenance=_provenance(
                audio_sha256=_sha256(source.audio),
                transcript=call.transcript.source,
                activity=VAD_SOURCE,
                channels=known_by,
            ),
        )

    def _recognise(self, heard: _Heard, source: CallSource) -> Call:
        voices = self._voices(heard, source) if heard.is_mix else None
        language, how, unsure = self._language(heard, source)
        words, dropped = self._words(heard, language, source.context)
        if voices is None:
            told = self._parties_by_channel(heard, words, language, source)
        else:
            told = self._parties_of_mix(heard, words[MIX], voices, language, source.context)
        parties = [
            replace(party, role=role)
            for party, role in zip(told.parties, told.decision.roles, strict=True)
        ]
        options = self.options.turns
        if heard.is_mix and len(parties) == 1:
            # Nobody else's speech shows where this party's turn ends: every breath may.
            options = replace(options, pause_ms=options.handover_ms)
        turns = take_turns(parties, language, options)
        activity = _by_role(told.decision.roles, [party.activity for party in parties])
        findings = [*heard.findings, *told.findings, *unsure]
        if not turns:
            findings.append(doubts.no_words())
        return Call(
            context=source.context,
            transcript=Transcript(language, turns, self._recogniser.name),
            activity=SpeechActivity(activity, heard.soundings.duration_ms, told.activity_source),
            duration_ms=heard.soundings.duration_ms,
            inspection=(*findings, *dropped),
            provenance=_provenance(
                audio_sha256=_sha256(source.audio),
                transcript=self._recogniser.name,
                activity=told.activity_source,
                language=how,
                roles=told.decision.provenance,
            ),
        )

    def _language(
        self, heard: _Heard, source: CallSource
    ) -> tuple[str, str, list[InspectionFinding]]:
        """The language, how it is known, and what to doubt about it."""
        for named in (source.language, self.options.whisper.language):
            if named != "auto":
                return named, f"{named} told", []
        speech = heard.speech()
        share_ms = self._recogniser.packing.window_ms // len(speech)
        opening = (
            cut
            for channel, timeline in speech.items()
            for cut in self._cuts(heard, channel, _first(timeline, share_ms))
        )
        found = self._recogniser.detect_language(opening)
        how = f"{found.language} {found.probability:.2f} heard"
        if found.share < _LEAST_LANGUAGE_SHARE:
            return found.language, how, [doubts.language_uncertain(found.language, found.share)]
        return found.language, how, []

    def _words(
        self, heard: _Heard, language: str, context: CallContext
    ) -> tuple[dict[int, tuple[Word, ...]], tuple[InspectionFinding, ...]]:
        """Words by channel number, and a remark on what was dropped."""
        terms: tuple[str, ...] = ()
        if self.options.use_hotwords:
            terms = (*names_in(context), *self.options.hotwords.get(language, ()))
        words: dict[int, tuple[Word, ...]] = {}
        dropped: list[hallucination.DroppedText] = []
        for channel, timeline in heard.speech().items():
            cuts = self._cuts(heard, channel, timeline)
            recognised = self._recogniser.transcribe(cuts, language, terms)
            kept, gone = hallucination.screen(recognised, self.options.guards)
            words[channel] = tuple(
                replace(word, text=word.text.strip()) for stretch in kept for word in stretch.words
            )
            dropped += gone
        remark = hallucination.finding(sorted(dropped, key=lambda drop: drop.span))
        return words, (remark,) if remark else ()

    def _parties_by_channel(
        self, heard: _Heard, words: dict[int, tuple[Word, ...]], language: str, source: CallSource
    ) -> _Parties:
        parties = tuple(
            Party(words[channel], timeline, channel=channel)
            for channel, timeline in heard.speech().items()
        )
        agent = self._agent_channel(source, heard)
        if agent is not None:
            return _Parties(parties, roles.told(agent - 1, len(parties)), ())
        decision = self._judge_roles(parties, language, source.context)
        finding = decision.finding()
        return _Parties(parties, decision, (finding,) if finding else ())

    def _voices(self, heard: _Heard, source: CallSource) -> _Voices:
        """The voices of a mix, told apart before anything slower is done."""
        try:
            if self._diarizer is None:
                raise ModelError("no diarizer is set up; name one with --diarizer")
            if self._diarizer_fault:
                raise self._diarizer_fault
            tracks = self._diarizer.diarize(heard.recording.mono()).speakers
        except (MissingExtraError, ModelError) as error:
            self._diarizer_fault = error  # asking the hub again would cost every call a minute
            if heard.same_sound:
                return _Voices((), doubts.mix_of_nobody(error))
            raise RecordingError(
                "needs-diarizer",
                f"{source.audio[0]}: has one channel, and telling its voices apart needs a "
                f"diarizer: {error}",
            ) from error
        if len(tracks) < 2:
            return _Voices((), doubts.one_voice())
        return _Voices(tracks, doubts.mono())

    def _parties_of_mix(
        self,
        heard: _Heard,
        words: tuple[Word, ...],
        voices: _Voices,
        language: str,
        context: CallContext,
    ) -> _Parties:
        if not voices.tracks:
            nobody = RoleDecision((Role.UNKNOWN,), 0.0, "unknown")
            return _Parties((Party(words, heard.soundings.anyone()),), nobody, (voices.finding,))
        parties = tuple(parties_by_voice(words, voices.tracks))
        decision = self._judge_roles(parties, language, context)
        findings = [voices.finding]
        if decision.finding():
            findings.append(doubts.voices_uncertain(decision))
        assert self._diarizer, "voices come from a diarizer"
        name = Path(self._diarizer.options.pipeline).name
        return _Parties(parties, decision, tuple(findings), f"pyannote:{name}")

    def _judge_roles(
        self, parties: Sequence[Party], language: str, context: CallContext
    ) -> RoleDecision:
        said = [
            [turn.text for turn in take_turns([party], language, self.options.turns)]
            for party in parties
        ]
        terms = [context.agent_name] if context.agent_name else []
        return roles.decide(said, language, terms, self.options.roles)

    def _agent_channel(self, source: CallSource, heard: _Heard) -> int | None:
        """Where the agent is, if anyone said; a pair of files is always agent, customer."""
        if len(source.audio) == 2:
            return 1
        if source.agent_channel == "auto":
            return None
        channel = int(source.agent_channel)
        if not 1 <= channel <= heard.recording.channels:
            raise RecordingError(
                "no-such-channel",
                f"{source.audio[0]}: agent_channel is {channel}, and the recording has "
                f"{heard.recording.channels} channels",
            )
        return channel

    def _cuts(self, heard: _Heard, channel: int, timeline: Timeline) -> Iterable[Cut]:
        spans = stretches(timeline, heard.soundings.duration_ms, self._recogniser.packing)
        return heard.recording.cut(channel, spans)


def names_in(context: CallContext) -> tuple[str, ...]:
    """Names the recogniser may expect in this call; never phrases that earn points."""
    company = context.extra.get("company")
    return tuple(name for name in (context.agent_name, context.customer_surname, company) if name)


def _read_words(source: CallSource, path: Path) -> Call:
    """The transcript's call; what the source says of it goes before what the file says."""
    call = read_transcript(path)
    own = {item.name: getattr(source.context, item.name) for item in fields(CallContext)}
    extra = MappingProxyType({**call.context.extra, **source.context.extra})
    context = replace(
        call.context, **{name: value for name, value in own.items() if value}, extra=extra
    )
    transcript = call.transcript
    if source.language != "auto":
        transcript = replace(transcript, language=source.language)
    provenance = {
        **call.provenance,
        "transcript": transcript.source,
        "program": _PROGRAM,
    }
    return replace(
        call, context=context, transcript=transcript, provenance=MappingProxyType(provenance)
    )


def _by_role(
    by_party: Sequence[Role], timelines: Sequence[Timeline]
) -> MappingProxyType[Role, Timeline]:
    found: dict[Role, Timeline] = {}
    for role, timeline in zip(by_party, timelines, strict=True):
        found[role] = found.get(role, Timeline()).union(timeline)
    return MappingProxyType(found)


def _first(timeline: Timeline, length_ms: int) -> Timeline:
    """The first `length_ms` of speech."""
    kept: list[Span] = []
    for span in timeline:
        if length_ms <= 0:
            break
        kept.append(Span(span.start_ms, min(span.end_ms, span.start_ms + length_ms)))
        length_ms -= span.duration_ms
    return Timeline.of(kept)


_PROGRAM = f"qa-scorecards {__version__}"


def _provenance(**known: str) -> MappingProxyType[str, str]:
    return MappingProxyType({**known, "program": _PROGRAM})


def _sha256(paths: Iterable[Path]) -> str:
    digests = []
    for path in paths:
        try:
            digests.append(sha256_of_file(path))
        except OSError as error:
            raise lost(path, error) from error
    return " ".join(digests)
