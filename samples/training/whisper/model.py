"""A Whisper-shaped encoder and decoder, small enough to learn on one CPU core in an hour.

The shapes are Whisper's as CTranslate2 runs them (two convolutions, pre-norm blocks, tied
output), with wider convolution kernels. Two additions help learning and vanish at export: a
classifier of syllable parts and pitch on every encoder frame, and attention weights handed out so
that a loss can guide the heads which later give word times.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, pad


@dataclass(frozen=True)
class Shape:
    """Sizes of the network. A position is one encoder output frame of 20 ms."""

    encoder_width: int = 192
    encoder_heads: int = 3
    encoder_layers: int = 3
    decoder_width: int = 160
    decoder_heads: int = 5
    decoder_layers: int = 2
    mel_bands: int = 80
    first_kernel: int = 7
    second_kernel: int = 9
    chunk_s: int = 10
    positions: int = 1500
    """Rows that faster-whisper always fills: it pads every window to 30 s."""
    text_positions: int = 448
    guided_heads: int = 2
    """Heads of the last decoder layer that are taught to point at the spoken character."""


def sinusoids(rows: int, width: int) -> Tensor:
    """Whisper's position table, shape (rows, width)."""
    step = math.log(10000) / (width // 2 - 1)
    angles = torch.arange(rows)[:, None] * torch.exp(-step * torch.arange(width // 2))[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


def attend(
    query: Tensor, key: Tensor, value: Tensor, heads: int, bias: Tensor
) -> tuple[Tensor, Tensor]:
    """Plain multi-head attention; on a CPU it is faster than the fused kernel.

    `query`: (batch, steps, width); `key`, `value`: (batch, positions, width); `bias` is added to
    the scores. Returns the mixed values (batch, steps, width) and the weights
    (batch, heads, steps, positions).
    """
    batch, steps, width = query.shape
    size = width // heads
    query = query.view(batch, steps, heads, size).transpose(1, 2) * size**-0.5
    key = key.view(batch, -1, heads, size).transpose(1, 2)
    value = value.view(batch, -1, heads, size).transpose(1, 2)
    weights = (query @ key.transpose(-1, -2) + bias).softmax(-1)
    return (weights @ value).transpose(1, 2).reshape(batch, steps, width), weights


class EncoderBlock(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.attention_out = nn.Linear(width, width)
        self.feed_norm = nn.LayerNorm(width)
        self.feed_in = nn.Linear(width, 4 * width)
        self.feed_out = nn.Linear(4 * width, width)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        query, key, value = self.query_key_value(self.attention_norm(states)).chunk(3, -1)
        states = states + self.attention_out(attend(query, key, value, self.heads, bias)[0])
        return states + self.feed_out(gelu(self.feed_in(self.feed_norm(states))))


class DecoderBlock(nn.Module):
    def __init__(self, width: int, heads: int, memory_width: int) -> None:
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.attention_out = nn.Linear(width, width)
        self.cross_norm = nn.LayerNorm(width)
        self.cross_query = nn.Linear(width, width)
        self.cross_key_value = nn.Linear(memory_width, 2 * width)
        self.cross_out = nn.Linear(width, width)
        self.feed_norm = nn.LayerNorm(width)
        self.feed_in = nn.Linear(width, 4 * width)
        self.feed_out = nn.Linear(4 * width, width)

    def forward(
        self, states: Tensor, memory: Tensor, causal: Tensor, bias: Tensor
    ) -> tuple[Tensor, Tensor]:
        query, key, value = self.query_key_value(self.attention_norm(states)).chunk(3, -1)
        states = states + self.attention_out(attend(query, key, value, self.heads, causal)[0])
        key, value = self.cross_key_value(memory).chunk(2, -1)
        mixed, weights = attend(
            self.cross_query(self.cross_norm(states)), key, value, self.heads, bias
        )
        states = states + self.cross_out(mixed)
        return states + self.feed_out(gelu(self.feed_in(self.feed_norm(states)))), weights


class Recogniser(nn.Module):
    """`vocabulary`: rows of the decoder; `parts`: classes of onset, rime, tone and pitch."""

    def __init__(self, shape: Shape, vocabulary: int, parts: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.shape = shape
        width, text_width = shape.encoder_width, shape.decoder_width
        self.first = nn.Conv1d(shape.mel_bands, width, shape.first_kernel, padding=1)
        self.second = nn.Conv1d(width, width, shape.second_kernel, stride=2, padding=1)
        with torch.no_grad():  # the usual start makes the first frames nearly silent
            self.first.weight.mul_(2.5)
            self.second.weight.mul_(4)
        self.register_buffer("positions", sinusoids(shape.positions, width) * 0.4)
        self.padding = nn.Parameter(torch.randn(width) * 0.5)
        self.encoder = nn.ModuleList(
            EncoderBlock(width, shape.encoder_heads) for _ in range(shape.encoder_layers)
        )
        self.encoder_norm = nn.LayerNorm(width)
        self.parts = parts
        self.frame_parts = nn.Linear(width, sum(parts))
        self.embedding = nn.Embedding(vocabulary, text_width)
        nn.init.normal_(self.embedding.weight, std=text_width**-0.5)
        self.text_positions = nn.Parameter(sinusoids(shape.text_positions, text_width) * 0.3)
        self.decoder = nn.ModuleList(
            DecoderBlock(text_width, shape.decoder_heads, width)
            for _ in range(shape.decoder_layers)
        )
        self.decoder_norm = nn.LayerNorm(text_width)

    def encode(self, mel: Tensor) -> tuple[Tensor, Tensor]:
        """`mel`: (batch, bands, frames of 10 ms). Returns the memory and its attention bias.

        faster-whisper pads every window to `positions` rows. All padded rows hold the same input,
        so a few stand for all: the last one is counted by the logarithm of their number, which
        gives exactly the attention of the full window at a third of the cost.
        """
        heard = mel.shape[-1] // 2
        states = gelu(self.second(gelu(self.first(pad(mel, (0, 16)))))).transpose(1, 2)
        rows = states.shape[1]
        table = torch.cat([self.positions[:heard], self.padding[None].expand(rows - heard, -1)])
        states = states + table
        bias = torch.zeros(1, 1, 1, rows)
        # the wide kernels shorten the full window by 5 rows; rows - heard are present already
        full_rows = self.shape.positions - 5
        bias[..., -1] = math.log(full_rows - rows + 1)
        for block in self.encoder:
            states = block(states, bias)
        return self.encoder_norm(states), bias

    def decode(self, tokens: Tensor, memory: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
        """`tokens`: (batch, steps). Returns states (batch, steps, width), before the output
        layer, and the last layer's cross-attention (batch, heads, steps, positions)."""
        steps = tokens.shape[1]
        states = self.embedding(tokens) + self.text_positions[:steps]
        causal = torch.full((steps, steps), -1e4).triu(1)[None, None]
        weights = states
        for block in self.decoder:
            states, weights = block(states, memory, causal, bias)
        return self.decoder_norm(states), weights
