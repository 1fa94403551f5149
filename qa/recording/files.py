"""What a recording file says about itself, and why one cannot be used."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.core.errors import RecordingError
from qa.recording.decoding import DecodingReport, decode, open_container

# Containers that state their length. The others leave it to be guessed from the bit rate.
_STATES_LENGTH = frozenset({"wav", "w64", "mp4", "matroska", "flac", "asf", "aiff", "caf"})
_KNOWN_BEGINNINGS = (b"RIFF", b"RF64", b"OggS", b"fLaC", b"ID3", b"#!AMR", b"\x1a\x45\xdf\xa3")
_HEADERLESS_HELP = (
    "export it from the recorder as WAV, or, for raw telephone sound, give it a header with "
    "`ffmpeg -f mulaw -ar 8000 -ac 1 -i IN OUT.wav`"
)


@dataclass(frozen=True, slots=True)
class RecordingInfo:
    """`container` and `codec` are FFmpeg's names (`mp4` stands for its whole family).

    `duration_ms` is the length the file states, None where it states none; what is decoded can
    be shorter. `tracks` counts the sound tracks, of which the first is heard.
    """

    container: str
    codec: str
    sample_rate: int
    channels: int
    duration_ms: int | None
    size_bytes: int
    tracks: int = 1


def examine(path: Path) -> RecordingInfo:
    """Reads the headers and decodes the first sound. Raises RecordingError."""
    try:
        return _examined(path)
    except OSError as error:
        raise lost(path, error) from error


def lost(path: Path, error: Exception) -> RecordingError:
    """For a file that was there and then could not be read on: a share that went away."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return RecordingError(
        "unreadable",
        f"{path}: could not be read to its end ({reason}); check the share and run again",
    )


def _examined(path: Path) -> RecordingInfo:
    size = _size(path)
    import av

    try:
        with open_container(path) as container:
            info = _described(path, size, container)
        has_sound = any(piece.shape[1] for piece in decode(path, info.channels, DecodingReport()))
    except av.error.FFmpegError as error:
        raise _unreadable(path, error) from error
    if not has_sound:
        raise RecordingError(
            "no-sound",
            f"{path}: has a sound track ({info.codec}) in which nothing can be decoded; "
            "export the call again",
        )
    return info


def _size(path: Path) -> int:
    if not path.exists():
        raise RecordingError("missing-file", f"{path}: no such file; check the path")
    if not path.is_file():
        raise RecordingError("missing-file", f"{path}: is not a file; give a recording")
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RecordingError(
            "unreadable", f"{path}: cannot be read ({reason}); check who may read it"
        ) from error
    size = path.stat().st_size
    if size == 0:
        raise RecordingError("empty-file", f"{path}: is empty (0 bytes); export the call again")
    return size


def _described(path: Path, size: int, container: Any) -> RecordingInfo:
    tracks = container.streams.audio
    if not tracks:
        raise RecordingError(
            "not-audio", f"{path}: holds no sound track ({container.format.name}); give a recording"
        )
    codec = tracks[0].codec_context
    if codec is None or not codec.sample_rate or not codec.layout.nb_channels:
        raise RecordingError(
            "undecodable",
            f"{path}: its sound track is in a form that cannot be decoded; convert it to WAV",
        )
    name = container.format.name.split(",")[0]
    name = "mp4" if name == "mov" else name
    return RecordingInfo(
        container=name,
        codec=codec.name,
        sample_rate=codec.sample_rate,
        channels=codec.layout.nb_channels,
        duration_ms=_stated_length_ms(path, size, name, container),
        size_bytes=size,
        tracks=len(tracks),
    )


def _stated_length_ms(path: Path, size: int, name: str, container: Any) -> int | None:
    states_length = name in _STATES_LENGTH or (name == "mp3" and _mp3_states_length(path))
    if not states_length or not container.duration:
        return None
    stated = container.duration // 1000  # FFmpeg's clock counts microseconds
    if name == "wav":
        # FFmpeg corrects a data chunk that promises more than the file holds; we want the promise.
        promised, held = _wav_data_bytes(path, size)
        if held and promised > held and stated <= _ms_of(held, container):
            stated = _ms_of(promised, container)
    return int(stated)


def _ms_of(data_bytes: int, container: Any) -> int:
    rate = container.streams.audio[0].codec_context.bit_rate or container.bit_rate
    return int(data_bytes * 8000 // rate) if rate else 0


def _wav_data_bytes(path: Path, size: int) -> tuple[int, int]:
    """(bytes the data chunk promises, bytes there are); (0, 0) when it promises nothing.

    A recorder that streams leaves 0 or a number near 2**31 or 2**32 for "until the end".
    """
    with path.open("rb") as file:
        if file.read(12)[:4] != b"RIFF":
            return 0, 0
        while len(header := file.read(8)) == 8:
            kind, length = struct.unpack("<4sI", header)
            if kind == b"data":
                is_placeholder = length == 0 or any(
                    top - 65_536 <= length <= top for top in (2**31, 2**32)
                )
                return (0, 0) if is_placeholder else (length, size - file.tell())
            file.seek(length + length % 2, 1)
    return 0, 0


def _mp3_states_length(path: Path) -> bool:
    """A Xing, Info or VBRI frame counts the frames; without it the length is a guess."""
    with path.open("rb") as file:
        header = file.read(10)
        if header[:3] == b"ID3":
            tag_size = 0
            for byte in header[6:10]:  # seven bits a byte
                tag_size = tag_size << 7 | byte & 0x7F
            file.seek(10 + tag_size)
        else:
            file.seek(0)
        first_frame = file.read(256)
    return any(mark in first_frame for mark in (b"Xing", b"Info", b"VBRI"))


def _unreadable(path: Path, error: Any) -> RecordingError:
    with path.open("rb") as file:
        beginning = file.read(16)
    if beginning.startswith(_KNOWN_BEGINNINGS) or beginning[4:8] == b"ftyp":
        return RecordingError(
            "undecodable",
            f"{path}: begins like a recording and cannot be decoded ({error.strerror}); it is "
            "damaged or was cut off before its index was written: export the call again",
        )
    return RecordingError(
        "not-audio", f"{path}: is not a recording this program knows; {_HEADERLESS_HELP}"
    )
