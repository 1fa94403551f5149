"""WAV files with 16-bit linear or G.711 samples; the standard library only writes linear ones."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FORMATS = {"pcm16": 1, "alaw": 6, "mulaw": 7}
_MU_BIAS = 33  # ITU-T G.711 counts mu-law in 14 bits, 13 of them magnitude
_MU_LARGEST = 8158
_A_LARGEST = 4095  # A-law: 13 bits, 12 of them magnitude


def write(path: Path, samples: NDArray[np.floating], rate: int, codec: str) -> None:
    """`samples`: (n,) or (n, channels) in [-1, 1]. `codec`: pcm16, alaw or mulaw."""
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    data = encode(samples, codec).tobytes()
    width = 2 if codec == "pcm16" else 1
    header = struct.pack(
        "<HHIIHH", _FORMATS[codec], channels, rate, rate * channels * width, channels * width,
        8 * width,
    )  # fmt: skip
    if codec == "pcm16":
        chunks = _chunk(b"fmt ", header)
    else:  # anything but linear carries an extension size and the number of sample frames
        chunks = _chunk(b"fmt ", header + struct.pack("<H", 0))
        chunks += _chunk(b"fact", struct.pack("<I", len(samples)))
    chunks += _chunk(b"data", data)
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)


def encode(samples: NDArray[np.floating], codec: str) -> NDArray[np.uint8] | NDArray[np.int16]:
    """Samples in [-1, 1] as the codec's own numbers, same shape."""
    if codec == "pcm16":
        return np.round(np.clip(samples, -1, 1) * 32767).astype("<i2")
    return _mu_law(samples) if codec == "mulaw" else _a_law(samples)


def _mu_law(samples: NDArray[np.floating]) -> NDArray[np.uint8]:
    size = np.minimum(np.round(np.abs(samples) * 8192), _MU_LARGEST).astype(np.int64) + _MU_BIAS
    exponent = np.floor(np.log2(size)).astype(np.int64) - 5
    mantissa = (size >> (exponent + 1)) & 0x0F
    sign = np.where(samples < 0, 0x80, 0)
    return (~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8)


def _a_law(samples: NDArray[np.floating]) -> NDArray[np.uint8]:
    size = np.minimum(np.floor(np.abs(samples) * 4096), _A_LARGEST).astype(np.int64)
    exponent = np.maximum(np.floor(np.log2(np.maximum(size, 1))).astype(np.int64) - 4, 0)
    mantissa = np.where(exponent == 0, size >> 1, size >> np.maximum(exponent, 1)) & 0x0F
    sign = np.where(samples < 0, 0, 0x80)
    return ((sign | (exponent << 4) | mantissa) ^ 0x55).astype(np.uint8)


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
