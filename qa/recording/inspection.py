"""What a reader of the scorecard must know about the recording, and what it cannot tell.

Codes, with what each takes away:

- no-speech: all aspects
- same-sound-on-both-channels: talk-over (treat the recording as mono); of other channels than
  the first two a remark
- silent-channel: talk-over and silence; so does one-party-only where the channel is loud, yet
  hardly heard as speech (on a live and quiet line it is a remark: there that party was silent)
- crosstalk: talk-over, when it is too strong to be told from the party's own voice
- music-like: talk-over and silence
- truncated, damaged, too-short, clipping, tones, mislabelled, several-tracks, unequal-pair,
  more-than-two-channels, and a weaker crosstalk: nothing; a remark
"""

from __future__ import annotations

from collections.abc import Iterator

from qa.core.call import Aspect, InspectionFinding
from qa.core.spans import Timeline
from qa.recording.audio import Recording
from qa.recording.channels import Soundings
from qa.recording.levels import ChannelPair

SAME_SOUND = "same-sound-on-both-channels"

# Two copies of a call, each with its own noise 35 dB below full scale: 0.995 and more. A mix
# that puts each party only 3 dB higher on its side: 0.967-0.974. Parties 6 dB apart: 0.89-0.92.
_SAME_SOUND_CORRELATION = 0.95
# Recorders' channels differ by a few dB; a copy much fainter than its original is a leak.
_SAME_SOUND_DIFFERENCE_DB = 12.0
# The 6 dB gate undoes a leak of -8 dB (7 % false speech) and nothing of one of -6 dB (101 %),
# where both channels always seem to speak and only their likeness gives it away.
_STRONG_LEAK_CORRELATION = 0.87
_STRONG_LEAK_DB = -7.0
_FAINTEST_LEAK_DB = -40.0  # below that the detector does not hear it either
# Line noise of a live telephone channel lies above -65 dB; G.711's smallest step is at -72 dB.
_DEAD_LEVEL_DB = -65.0
# Speech on a telephone lies at -15 to -35 dB, noise of a live line at -45 dB and below.
_LOUD_LEVEL_DB = -40.0
_PARTY_SPEECH_MS = 500  # less than one short sentence in a whole call
_CALL_SPEECH_MS = 15_000  # the other party must have said enough to be answered
_SHORTEST_CALL_MS = 5_000  # no greeting and answer fit in less
# Every second of speech touches full scale 16 times or more.
_CLIPPED_SHARE = 0.001
# Encoders round lengths up to whole packets; headers round to whole seconds at worst.
_MISSING_MS, _MISSING_SHARE = 1_000, 0.01
_UNEQUAL_MS = 2_000  # legs of one call are connected and released within that

# Suffix: the containers it may hold. Others are not judged.
_CONTAINERS = {
    ".wav": {"wav", "w64"},
    ".mp3": {"mp3"},
    ".m4a": {"mp4"},
    ".mp4": {"mp4"},
    ".3gp": {"mp4"},
    ".aac": {"aac"},
    ".ogg": {"ogg"},
    ".oga": {"ogg"},
    ".opus": {"ogg"},
    ".flac": {"flac", "ogg"},
    ".amr": {"amr", "amrnb", "amrwb"},
    ".awb": {"amr", "amrwb"},
    ".wma": {"asf"},
    ".webm": {"matroska"},
    ".mka": {"matroska"},
    ".mkv": {"matroska"},
}


def inspect(recording: Recording, soundings: Soundings) -> tuple[InspectionFinding, ...]:
    """The findings, those that take most away first."""
    found = (
        *_speech(soundings),
        *_parties(soundings),
        *_sound(soundings),
        *_files(recording, soundings),
    )
    return tuple(sorted(found, key=lambda finding: -len(finding.affects)))


def _speech(soundings: Soundings) -> Iterator[InspectionFinding]:
    if not soundings.anyone():
        loudest = max((m.rms_db for m in soundings.measures), default=-90.0)
        yield InspectionFinding(
            "no-speech",
            f"no speech was heard in {_seconds(soundings.duration_ms)} of sound (mean level "
            f"{loudest:.0f} dB of full scale); listen to the recording and check its export",
            frozenset(Aspect),
        )
    if soundings.duration_ms < _SHORTEST_CALL_MS:
        yield InspectionFinding(
            "too-short",
            f"the recording lasts {_seconds(soundings.duration_ms)}, less than a greeting and an "
            "answer need; check that it is the whole call",
        )


def _parties(soundings: Soundings) -> Iterator[InspectionFinding]:
    channels = len(soundings.by_channel)
    if channels > 2:
        yield InspectionFinding(
            "more-than-two-channels",
            f"the recording has {channels} channels; name the agent's in the manifest "
            "(agent_channel) if it is not found by itself",
        )
    for pair in soundings.pairs:
        if _is_same_sound(pair):
            yield _same_sound(pair)
        else:
            yield from _crosstalk(pair)
    if not has_same_sound(soundings):
        yield from _missing_parties(soundings)


def has_same_sound(soundings: Soundings) -> bool:
    """True when the first two channels are copies of one sound, so that they are not parties."""
    return any(_is_of_parties(pair) and _is_same_sound(pair) for pair in soundings.pairs)


def _same_sound(pair: ChannelPair) -> InspectionFinding:
    alike = (
        f"channels {pair.first} and {pair.second} carry the same sound (their loudness moves "
        f"together: correlation {pair.envelope_correlation:.2f})"
    )
    if not _is_of_parties(pair):
        return InspectionFinding(SAME_SOUND, f"{alike}; leave one of them out of the export")
    return InspectionFinding(
        SAME_SOUND,
        f"{alike}, so they cannot show who talked over whom; record the parties on separate "
        "channels",
        frozenset({Aspect.TALK_OVER}),
    )


def _is_of_parties(pair: ChannelPair) -> bool:
    return (pair.first, pair.second) == (1, 2)


def _is_same_sound(pair: ChannelPair) -> bool:
    return _alike(pair, _SAME_SOUND_CORRELATION)


def _alike(pair: ChannelPair, at_least: float) -> bool:
    correlation, difference = pair.envelope_correlation, pair.level_difference_db
    return (
        correlation is not None
        and difference is not None
        and correlation >= at_least
        and abs(difference) <= _SAME_SOUND_DIFFERENCE_DB
    )


def _crosstalk(pair: ChannelPair) -> Iterator[InspectionFinding]:
    leaks = [
        (pair.first, pair.second, pair.leak_into_second_db),
        (pair.second, pair.first, pair.leak_into_first_db),
    ]
    heard = [leak for leak in leaks if leak[2] is not None and leak[2] >= _FAINTEST_LEAK_DB]
    strongest = max((level for _, _, level in heard if level is not None), default=-90.0)
    where = " and ".join(
        f"channel {source}'s voice is heard on channel {other} {-(level or 0.0):.0f} dB fainter"
        for source, other, level in heard
    )
    if strongest > _STRONG_LEAK_DB or _alike(pair, _STRONG_LEAK_CORRELATION):
        yield InspectionFinding(
            "crosstalk",
            (where or f"channels {pair.first} and {pair.second} carry each other's voices")
            + f" (their loudness moves together: correlation {pair.envelope_correlation:.2f}); "
            "that is too strong to tell who talks over whom: record the parties apart",
            frozenset({Aspect.TALK_OVER}),
        )
    elif heard:
        yield InspectionFinding(
            "crosstalk", f"{where}; what leaked was taken out of that channel's speech"
        )


def _missing_parties(soundings: Soundings) -> Iterator[InspectionFinding]:
    spoken = [line.duration_ms for line in soundings.by_channel]
    if len(spoken) < 2 or not any(spoken):
        return
    speaking = sum(ms >= _PARTY_SPEECH_MS for ms in spoken)
    # With two parties heard, a third channel that is quiet takes nothing away.
    affects = frozenset({Aspect.TALK_OVER, Aspect.SILENCE}) if speaking < 2 else frozenset()
    for channel, (ms, measures) in enumerate(zip(spoken, soundings.measures, strict=True), 1):
        level = f"{measures.rms_db:.0f} dB of full scale"
        if ms >= _PARTY_SPEECH_MS:
            continue
        if measures.rms_db < _DEAD_LEVEL_DB:
            yield InspectionFinding(
                "silent-channel",
                f"channel {channel} is dead (mean level {level}): whoever was on it was not "
                "recorded; check the recorder's connection",
                affects,
            )
        elif measures.rms_db > _LOUD_LEVEL_DB:
            yield InspectionFinding(
                "one-party-only",
                f"channel {channel} holds sound (mean level {level}) of which only "
                f"{_seconds(ms)} were heard as speech; whether somebody speaks there cannot be "
                "told: listen to it",
                affects,
            )
        elif max(spoken) >= _CALL_SPEECH_MS:
            yield InspectionFinding(
                "one-party-only",
                f"channel {channel} holds {_seconds(ms)} of speech against "
                f"{_seconds(max(spoken))} on the other; its line was live (mean level {level}), "
                "so that party was silent, muted or put down the phone",
            )


def _sound(soundings: Soundings) -> Iterator[InspectionFinding]:
    for channel, measures in enumerate(soundings.measures, 1):
        if measures.clipped_share >= _CLIPPED_SHARE:
            yield InspectionFinding(
                "clipping",
                f"{measures.clipped_share:.1%} of the sound on channel {channel} is cut off at "
                "full scale, words may be misheard; lower the recording level",
            )
    for channel, tones in enumerate(soundings.tones, 1):
        both = tones.any()
        if both:
            kinds = [
                f"{len(line)} {name}"
                for line, name in (
                    (tones.keypad, "keys pressed"),
                    (tones.steady.subtract(tones.keypad), "ringing, busy or other tones"),
                )
                if line
            ]
            yield InspectionFinding(
                "tones",
                f"channel {channel} carries telephone tones ({', '.join(kinds)}; "
                f"{_seconds(both.duration_ms)} in all, the first at {_at(both)}); they do not "
                "count as speech",
            )
    for channel, music in enumerate(soundings.music, 1):
        if music:
            yield InspectionFinding(
                "music-like",
                f"channel {channel} sounds like music that was taken for speech: "
                f"{_seconds(music.duration_ms)} without a pause or a syllable, from "
                f"{_at(music)}; who spoke then cannot be told: keep hold music off the recording",
                frozenset({Aspect.TALK_OVER, Aspect.SILENCE}),
            )


def _files(recording: Recording, soundings: Soundings) -> Iterator[InspectionFinding]:
    for path, info, report in zip(recording.paths, recording.info, soundings.reports, strict=True):
        missing_ms = (info.duration_ms or 0) - report.decoded_ms
        if info.duration_ms and missing_ms > max(_MISSING_MS, _MISSING_SHARE * info.duration_ms):
            yield InspectionFinding(
                "truncated",
                f"{path.name} should last {_seconds(info.duration_ms)} and breaks off after "
                f"{_seconds(report.decoded_ms)}; the end of the call was not judged: export it "
                "again",
            )
        elif report.broke_off:
            yield InspectionFinding(
                "truncated",
                f"{path.name} cannot be read beyond {_seconds(report.decoded_ms)}; what follows "
                "was not judged: export it again",
            )
        if report.filled_ms or report.bad_packets > 1:  # a cut file ends in one bad packet
            yield InspectionFinding(
                "damaged",
                f"{path.name} has holes: {report.bad_packets} packets cannot be decoded and "
                f"{_seconds(report.filled_ms)} of its time hold no sound (taken as silence)",
            )
        expected = _CONTAINERS.get(path.suffix.lower())
        if expected is not None and info.container not in expected:
            yield InspectionFinding(
                "mislabelled",
                f"{path.name} is named {path.suffix} and holds {info.container} ({info.codec}); "
                "it was read as what it holds",
            )
        if info.tracks > 1:
            yield InspectionFinding(
                "several-tracks",
                f"{path.name} holds {info.tracks} sound tracks; only the first was heard: give "
                "the parties as two channels or two files",
            )
    lengths = [report.decoded_ms for report in soundings.reports]
    if max(lengths, default=0) - min(lengths, default=0) > _UNEQUAL_MS:
        yield InspectionFinding(
            "unequal-pair",
            f"the two files last {' and '.join(map(_seconds, lengths))}; they were taken to start "
            "together: check that they are of one call",
        )


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.1f} s"


def _at(timeline: Timeline) -> str:
    start_s = timeline.spans[0].start_ms // 1000
    return f"{start_s // 60}:{start_s % 60:02d}"
