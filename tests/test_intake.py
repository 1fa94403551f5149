"""Recordings and transcripts to calls: parties, activity, provenance, and honest refusals.

Sound is the project's own samples; the recogniser and the diarizer are played by stand-ins that
say what they are told, so that what is tested is what intake makes of it.
"""

from __future__ import annotations

import hashlib
import json
import wave
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.core.call import Aspect, Call, CallContext, InspectionFinding, Role, Word
from qa.core.errors import MissingExtraError, ModelError, RecordingError
from qa.core.spans import Span, Timeline
from qa.intake import CallSource, Intake, IntakeOptions, _Heard, names_in
from qa.recording.audio import Recording, open_recording
from qa.recording.channels import Soundings, listen
from qa.recording.inspection import SAME_SOUND
from qa.recording.levels import ChannelPair
from qa.speech.diarization import Diarization, Diarizer, SpeakerTrack
from qa.speech.hallucination import HeardStretch
from qa.speech.packing import Cut, PackingOptions
from qa.speech.whisper import Recogniser, SpokenLanguage, WhisperOptions

SAMPLES = Path(__file__).parents[1] / "samples"
STEREO = SAMPLES / "zh-01-refund-good.wav"
PAIR = (SAMPLES / "zh-12-shoes-pair-agent.wav", SAMPLES / "zh-12-shoes-pair-customer.wav")
DUAL_MONO = SAMPLES / "zh-10-dual-mono.wav"
MONO = SAMPLES / "mono" / "zh-21-parcel-mono.wav"


_soundings: dict[tuple[Path, ...], Soundings] = {}


@pytest.fixture(autouse=True, scope="module")
def _listened_to_once() -> Iterator[None]:
    """The same file sounds the same every time; hearing it is the slow part of these tests."""

    def listen_once(recording: Recording, *options: Any) -> Soundings:
        if recording.paths not in _soundings:
            _soundings[recording.paths] = listen(recording, *options)
        return _soundings[recording.paths]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qa.intake.listen", listen_once)
        yield


class ScriptedRecogniser(Recogniser):
    """Says the next scripted text over each stretch of a channel, or 嗯 when it has none left."""

    def __init__(self, *channels: Sequence[str], share: float = 1.0) -> None:
        super().__init__()
        self.channels = iter(channels)
        self.share = share
        self.hotwords: tuple[str, ...] = ()
        self.asked_ms = 0

    @property
    def name(self) -> str:
        return "whisper:scripted"

    @property
    def packing(self) -> PackingOptions:
        return self.options.packing

    def find(self) -> Path:
        raise ModelError("no such model")

    def detect_language(self, speech: Iterable[Cut]) -> SpokenLanguage:
        self.asked_ms = sum(span.duration_ms for span, _ in speech)
        return SpokenLanguage("zh", 0.97, self.share)

    def transcribe(
        self, speech: Iterable[Cut], language: str, hotwords: Sequence[str] = ()
    ) -> Iterator[HeardStretch]:
        self.hotwords = tuple(hotwords)
        script = iter(next(self.channels, ()))
        for span, samples in speech:
            assert len(samples) == span.duration_ms * 16
            yield HeardStretch(span, (Word(next(script, "嗯"), span, 0.9),))


class ScriptedDiarizer(Diarizer):
    def __init__(self, *timelines: Timeline, fault: Exception | None = None) -> None:
        super().__init__()
        self.timelines = timelines
        self.fault = fault
        self.calls = 0

    def diarize(self, waveform: NDArray[np.float32]) -> Diarization:
        self.calls += 1
        if self.fault:
            raise self.fault
        tracks = [SpeakerTrack(f"S{i}", line, None) for i, line in enumerate(self.timelines)]
        return Diarization(tuple(tracks))


AGENT_SAYS = ["您好，很高兴为您服务，请问您贵姓？"]
CUSTOMER_SAYS = ["我姓张，我买的电饭锅坏了，我要退货。"]


def read(
    *audio: Path,
    recogniser: Recogniser | None = None,
    diarizer: Diarizer | None = None,
    **source: object,
) -> Call:
    intake = Intake(
        recogniser=recogniser or ScriptedRecogniser(AGENT_SAYS, CUSTOMER_SAYS), diarizer=diarizer
    )
    context = CallContext("K1", customer_surname="张")
    return intake.read(CallSource(context, audio, **source))  # type: ignore[arg-type]


def codes(call: Call) -> set[str]:
    return {finding.code for finding in call.inspection}


@pytest.fixture(scope="module")
def stereo() -> Call:
    return read(STEREO)


def test_each_channel_is_a_party_and_words_tell_who(stereo: Call) -> None:
    roles = {turn.channel: turn.role for turn in stereo.transcript.turns}
    assert roles == {1: Role.AGENT, 2: Role.CUSTOMER}
    assert stereo.transcript.turns[0].text.startswith("您好")
    assert "roles-uncertain" not in codes(stereo)


def test_activity_comes_from_the_sound_of_each_channel(stereo: Call) -> None:
    assert stereo.activity is not None
    assert stereo.activity.source == "silero-v6"
    assert set(stereo.activity.by_party) == {Role.AGENT, Role.CUSTOMER}
    assert stereo.duration_ms == stereo.activity.duration_ms
    for turn in stereo.transcript.turns:
        assert turn.span is not None
        edges = {span.start_ms for span in stereo.activity.of(turn.role)}
        assert turn.span.start_ms in edges


def test_provenance_says_what_heard_it(stereo: Call) -> None:
    digest = hashlib.sha256(STEREO.read_bytes()).hexdigest()
    assert stereo.provenance["audio_sha256"] == digest
    assert stereo.provenance["transcript"] == stereo.transcript.source == "whisper:scripted"
    assert stereo.provenance["activity"] == "silero-v6"
    assert stereo.provenance["language"] == "zh 0.97 heard"
    assert stereo.provenance["roles"] == "words 1.00"
    assert stereo.provenance["program"].startswith("qa-scorecards ")


def test_the_named_agent_channel_goes_before_the_words() -> None:
    call = read(STEREO, agent_channel="2")
    assert {turn.channel: turn.role for turn in call.transcript.turns}[2] is Role.AGENT
    assert call.provenance["roles"] == "told 1.00"
    with pytest.raises(RecordingError, match="agent_channel is 3") as caught:
        read(STEREO, agent_channel=3)
    assert caught.value.code == "no-such-channel"


def test_roles_nobody_can_tell_are_unknown_and_said_so() -> None:
    call = read(STEREO, recogniser=ScriptedRecogniser())
    assert {turn.role for turn in call.transcript.turns} == {Role.UNKNOWN}
    assert "--agent-channel" in (call.why_not_measurable(Aspect.ROLES) or "")


def test_a_pair_of_files_is_agent_and_customer_whatever_they_say() -> None:
    call = read(*PAIR, recogniser=ScriptedRecogniser(CUSTOMER_SAYS, AGENT_SAYS))
    by_channel = {turn.channel: turn.role for turn in call.transcript.turns}
    assert by_channel == {1: Role.AGENT, 2: Role.CUSTOMER}
    assert len(call.provenance["audio_sha256"].split()) == 2


def test_the_language_is_heard_once_in_a_little_speech_unless_named() -> None:
    recogniser = ScriptedRecogniser(AGENT_SAYS, CUSTOMER_SAYS, share=0.2)
    call = read(STEREO, recogniser=recogniser)
    assert 5_000 < recogniser.asked_ms < 40_000
    assert "language-uncertain" in codes(call)
    assert call.why_not_measurable(Aspect.WORDS)
    named = read(STEREO, language="ko")
    assert named.transcript.language == "ko"
    assert named.provenance["language"] == "ko told"


def test_names_and_the_rubrics_terms_are_hotwords() -> None:
    context = CallContext("K", agent_name="林静", customer_surname="张", agent_id="A1")
    assert names_in(context) == ("林静", "张")
    recogniser = ScriptedRecogniser()
    options = IntakeOptions(hotwords={"zh": ("换新险",), "ko": ("환불",)})
    Intake(options, recogniser).read(CallSource(context, PAIR))
    assert recogniser.hotwords == ("林静", "张", "换新险")
    unhelped = replace(options, use_hotwords=False)
    Intake(unhelped, recogniser).read(CallSource(context, PAIR))
    assert recogniser.hotwords == ()


def test_dropped_text_is_a_remark() -> None:
    call = read(*PAIR, recogniser=ScriptedRecogniser(["谢谢观看", "您好"]))
    assert "dropped-text" in codes(call)
    assert all("观看" not in turn.text for turn in call.transcript.turns)
    assert call.why_not_measurable(Aspect.WORDS) is None


def test_speech_without_a_word_is_said() -> None:
    class Deaf(ScriptedRecogniser):
        def transcribe(
            self, speech: Iterable[Cut], language: str, hotwords: Sequence[str] = ()
        ) -> Iterator[HeardStretch]:
            return iter(())

    call = read(*PAIR, recogniser=Deaf())
    assert call.transcript.turns == ()
    assert "no word of it" in (call.why_not_measurable(Aspect.WORDS) or "")


def test_silence_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "silent.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(8000 * 2 * 6))
    with pytest.raises(RecordingError, match=r"silent\.wav: no speech") as caught:
        read(path)
    assert caught.value.code == "no-speech"


def test_a_third_channel_that_copies_one_makes_no_mix() -> None:
    alike, apart = ChannelPair(1, 3, 0.99, 0.0), ChannelPair(1, 2, -0.4, 1.0)
    heard = replace(listen(open_recording(PAIR[0])), pairs=(apart, alike))
    three = _Heard(open_recording(*PAIR), heard, (InspectionFinding(SAME_SOUND, "", frozenset()),))
    assert not three.is_mix
    assert replace(three, soundings=replace(heard, pairs=(replace(alike, second=2),))).is_mix


@pytest.mark.parametrize("stage", ["qa.intake.sha256_of_file", "qa.recording.audio.decode"])
def test_a_file_that_goes_away_while_it_is_read(
    stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(stage, gone)
    with pytest.raises(
        RecordingError, match=r"refund-good\.wav: could not be read to its end \(Input/output"
    ) as caught:
        read(STEREO)
    assert caught.value.code == "unreadable"


# ---- mixes


def test_a_mono_call_goes_to_the_voices() -> None:
    first = Timeline.of([Span(0, 9_000), Span(18_000, 24_000)])
    second = Timeline.of([Span(8_000, 18_000)])
    recogniser = ScriptedRecogniser([*AGENT_SAYS, *["好的"] * 2, *CUSTOMER_SAYS, *["我姓张"] * 30])
    call = read(MONO, recogniser=recogniser, diarizer=ScriptedDiarizer(first, second))
    assert call.activity is not None
    assert call.activity.source == "pyannote:speaker-diarization-community-1"
    lines = set(call.activity.by_party.values())
    assert {first, second} == lines or first.union(second) in lines
    assert "mono" in codes(call)
    assert call.why_not_measurable(Aspect.TALK_OVER) is None or "roles-uncertain" in codes(call)
    assert all(turn.channel is None for turn in call.transcript.turns)


@pytest.mark.parametrize(
    "fault", [MissingExtraError("Telling speakers apart", "diarize"), ModelError("no pipeline")]
)
def test_a_mono_call_without_a_diarizer_is_refused_for_itself(fault: Exception) -> None:
    with pytest.raises(RecordingError, match="needs a diarizer: ") as caught:
        read(MONO, diarizer=ScriptedDiarizer(fault=fault))
    assert caught.value.code == "needs-diarizer"
    assert str(fault) in str(caught.value)


def test_a_diarizer_that_failed_is_not_asked_again() -> None:
    diarizer = ScriptedDiarizer(fault=ModelError("no pipeline"))
    intake = Intake(recogniser=ScriptedRecogniser(), diarizer=diarizer)
    for _ in range(2):
        with pytest.raises(RecordingError, match="no pipeline"):
            intake.read(CallSource(CallContext("K"), (MONO,)))
    assert diarizer.calls == 1


def test_the_same_sound_twice_is_kept_with_what_it_can_tell() -> None:
    options = IntakeOptions(diarization=None)
    call = Intake(options, ScriptedRecogniser(AGENT_SAYS)).read(
        CallSource(CallContext("K"), (DUAL_MONO,))
    )
    assert {turn.role for turn in call.transcript.turns} == {Role.UNKNOWN}
    assert call.why_not_measurable(Aspect.ROLES)
    assert call.why_not_measurable(Aspect.TALK_OVER)
    assert call.why_not_measurable(Aspect.SILENCE) is None
    assert call.activity is not None
    assert set(call.activity.by_party) == {Role.UNKNOWN}


def test_one_voice_where_two_should_be_tells_no_roles() -> None:
    call = read(MONO, diarizer=ScriptedDiarizer(Timeline.of([Span(0, 20_000)])))
    assert "one-voice" in codes(call)
    assert call.why_not_measurable(Aspect.ROLES)


# ---- transcripts


def transcript(path: Path, **data: object) -> Path:
    turns = [
        {"role": "customer", "text": "我买的鞋开胶了", "start_s": 0.5, "end_s": 3.0},
        {"role": "agent", "text": "您好", "start_s": 3.2, "end_s": 5.0},
    ]
    path.write_text(json.dumps({"turns": turns, "language": "zh", **data}), encoding="utf-8")
    return path


def test_a_transcript_alone_has_no_sound_to_measure(tmp_path: Path) -> None:
    source = CallSource(
        CallContext("K9", team="T"), transcript=transcript(tmp_path / "t.json", call_id="other")
    )
    call = Intake().read(source)
    assert call.context.call_id == "K9"
    assert call.context.team == "T"
    assert call.activity is None
    assert call.provenance["transcript"] == "import:call-json"
    assert call.why_not_measurable(Aspect.SILENCE)


def test_what_the_manifest_says_goes_before_what_the_file_says(tmp_path: Path) -> None:
    path = transcript(
        tmp_path / "t.json", context={"agent_id": "A1", "team": "old", "extra": {"a": "1"}}
    )
    source = CallSource(CallContext("K", team="new"), transcript=path, language="ko")
    call = Intake().read(source)
    assert (call.context.agent_id, call.context.team) == ("A1", "new")
    assert call.context.extra == {"a": "1"}
    assert call.transcript.language == "ko"


def test_a_transcript_beside_its_sound_gets_activity_from_the_sound() -> None:
    path = SAMPLES / "transcripts" / "ko-01-delivery.json"
    call = Intake().read(
        CallSource(CallContext("ko"), (SAMPLES / "ko-01-delivery.wav",), path, "ko")
    )
    written = json.loads(path.read_text(encoding="utf-8"))
    assert [turn.text for turn in call.transcript.turns] == [t["text"] for t in written["turns"]]
    assert call.activity is not None
    assert {Role.AGENT, Role.CUSTOMER} <= set(call.activity.by_party)
    assert call.provenance["activity"] == "silero-v6"


def test_untimed_words_cannot_name_the_channels(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('{"turns": [{"role": "agent", "text": "您好"}]}', encoding="utf-8")
    unsure = Intake().read(CallSource(CallContext("K"), (STEREO,), path))
    assert "--agent-channel" in (unsure.why_not_measurable(Aspect.TALK_OVER) or "")
    told = Intake().read(CallSource(CallContext("K"), (STEREO,), path, agent_channel=1))
    assert told.why_not_measurable(Aspect.TALK_OVER) is None


def test_a_mono_sound_beside_a_transcript_shows_no_talk_over(tmp_path: Path) -> None:
    path = transcript(tmp_path / "t.json")
    call = Intake().read(CallSource(CallContext("K"), (MONO,), path))
    assert call.why_not_measurable(Aspect.TALK_OVER)
    assert call.why_not_measurable(Aspect.SILENCE) is None


def test_neither_sound_nor_words() -> None:
    with pytest.raises(RecordingError, match="neither a recording nor a transcript"):
        Intake().read(CallSource(CallContext("K")))


def test_readiness_asks_for_the_model_only_where_one_is_needed(tmp_path: Path) -> None:
    intake = Intake(recogniser=ScriptedRecogniser())
    words_only = CallSource(CallContext("K"), transcript=tmp_path / "t.json")
    intake.check_ready([words_only])
    with pytest.raises(ModelError, match="no such model"):
        intake.check_ready([words_only, CallSource(CallContext("K"), (STEREO,))])


def test_options_default_to_a_pretrained_model() -> None:
    assert IntakeOptions().whisper == WhisperOptions(model="large-v3-turbo")
