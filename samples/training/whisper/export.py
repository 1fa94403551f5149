"""Write a checkpoint as a CTranslate2 Whisper folder.

    python -m samples.training.whisper.export CHECKPOINT FOLDER

The folder loads in unmodified faster-whisper. The vocabulary is compact (its own characters
instead of Whisper's 50,000 pieces), which CTranslate2 takes for multilingual from version 4.7 on
if the empty token is in it. Ids run: characters, empty token, end, start, languages, tasks,
no-timestamps, timestamps of 20 ms.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from samples.training.whisper.model import Recogniser, Shape
from samples.training.whisper.vocabulary import TIMESTAMPS, Vocabulary

NEVER = -1e4
"""Output bias of a row that must not be chosen."""
SELDOM = -20.0
"""Output bias of the other languages, which share the row of Chinese."""
LANGUAGES = 99
STEPS_PER_TIMESTAMP = 5  # 100 ms while training, 20 ms in Whisper


@dataclass(frozen=True)
class Layout:
    """Token ids of the exported folder."""

    vocabulary: Vocabulary
    chunk_s: int

    @property
    def empty(self) -> int:
        return self.vocabulary.characters

    @property
    def end_of_text(self) -> int:
        return self.empty + 1

    @property
    def start_of_transcript(self) -> int:
        return self.empty + 2

    @property
    def first_language(self) -> int:
        return self.empty + 3

    @property
    def tasks(self) -> int:
        """First of translate, transcribe, startoflm, startofprev, nospeech, notimestamps."""
        return self.first_language + LANGUAGES

    @property
    def first_timestamp(self) -> int:
        return self.tasks + 6

    @property
    def timestamps(self) -> int:
        return self.chunk_s * 50 + 1

    @property
    def size(self) -> int:
        return self.first_timestamp + self.timestamps

    def languages(self) -> list[str]:
        from faster_whisper.tokenizer import _LANGUAGE_CODES

        first = ["en", "zh"]
        return first + [code for code in _LANGUAGE_CODES if code not in (*first, "yue")]

    def special_tokens(self) -> dict[str, int]:
        names = ("translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps")
        return {
            "<|endoftext|>": self.end_of_text,
            "<|startoftranscript|>": self.start_of_transcript,
            **{
                f"<|{code}|>": self.first_language + index
                for index, code in enumerate(self.languages())
            },
            **{f"<|{name}|>": self.tasks + index for index, name in enumerate(names)},
        }

    def tokens(self) -> list[str]:
        """The token of every id; unused ids get a name of their own."""
        tokens = [f"u{index:x}" for index in range(self.size)]
        tokens[0], tokens[self.empty] = " ", ""
        tokens[1 : self.empty] = self.vocabulary.alphabet
        for token, index in self.special_tokens().items():
            tokens[index] = token
        for step in range(self.timestamps):
            tokens[self.first_timestamp + step] = f"<|{step * 0.02:.2f}|>"
        return tokens

    def from_training(self) -> dict[int, int]:
        """Training id -> exported id."""
        vocabulary = self.vocabulary
        special = self.special_tokens()
        ids = {index: index for index in range(vocabulary.characters)}
        ids |= {
            vocabulary.end_of_text: self.end_of_text,
            vocabulary.start_of_transcript: self.start_of_transcript,
            vocabulary.chinese: special["<|zh|>"],
            vocabulary.transcribe: special["<|transcribe|>"],
            vocabulary.start_of_previous: special["<|startofprev|>"],
            vocabulary.no_speech: special["<|nospeech|>"],
            vocabulary.no_timestamps: special["<|notimestamps|>"],
        }
        for step in range(TIMESTAMPS):
            exported = self.first_timestamp + STEPS_PER_TIMESTAMP * step
            ids[vocabulary.first_timestamp + step] = exported
        return ids


def _array(tensor: torch.Tensor) -> NDArray[np.float32]:
    return np.ascontiguousarray(tensor.detach().float().numpy())


def _linear(spec: Any, module: Any) -> None:
    spec.weight, spec.bias = _array(module.weight), _array(module.bias)


def _norm(spec: Any, module: Any) -> None:
    spec.gamma, spec.beta = _array(module.weight), _array(module.bias)


def _encoder(spec: Any, network: Recogniser) -> None:
    shape = network.shape
    _linear(spec.conv1, network.first)
    _linear(spec.conv2, network.second)
    heard = shape.chunk_s * 50
    padding = network.padding[None].expand(shape.positions - heard, -1)
    spec.position_encodings.encodings = _array(torch.cat([network.positions[:heard], padding]))
    _norm(spec.layer_norm, network.encoder_norm)
    for layer, block in zip(spec.layer, network.encoder, strict=True):
        _norm(layer.self_attention.layer_norm, block.attention_norm)
        _linear(layer.self_attention.linear[0], block.query_key_value)
        _linear(layer.self_attention.linear[1], block.attention_out)
        _feed_forward(layer.ffn, block)


def _feed_forward(spec: Any, block: Any) -> None:
    _norm(spec.layer_norm, block.feed_norm)
    _linear(spec.linear_0, block.feed_in)
    _linear(spec.linear_1, block.feed_out)


def _decoder(spec: Any, network: Recogniser, layout: Layout) -> None:
    for layer, block in zip(spec.layer, network.decoder, strict=True):
        _norm(layer.self_attention.layer_norm, block.attention_norm)
        _linear(layer.self_attention.linear[0], block.query_key_value)
        _linear(layer.self_attention.linear[1], block.attention_out)
        _norm(layer.attention.layer_norm, block.cross_norm)
        _linear(layer.attention.linear[0], block.cross_query)
        _linear(layer.attention.linear[1], block.cross_key_value)
        _linear(layer.attention.linear[2], block.cross_out)
        _feed_forward(layer.ffn, block)
    _norm(spec.layer_norm, network.decoder_norm)
    rows, bias = _output_rows(_array(network.embedding.weight), layout)
    spec.embeddings.weight = rows
    spec.projection.weight = rows
    spec.projection.bias = bias
    spec.position_encodings.encodings = _array(network.text_positions)


def _output_rows(
    trained: NDArray[np.float32], layout: Layout
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(rows, bias) of the exported vocabulary. Timestamps between two trained ones borrow the
    nearest row but are never chosen; so are the unknown character and the unused rows."""
    vocabulary = layout.vocabulary
    rows = np.zeros((layout.size, trained.shape[1]), np.float32)
    bias = np.full(layout.size, NEVER, np.float32)
    for step in range(layout.timestamps):
        nearest = min(TIMESTAMPS - 1, round(step / STEPS_PER_TIMESTAMP))
        rows[layout.first_timestamp + step] = trained[vocabulary.first_timestamp + nearest]
    languages = slice(layout.first_language, layout.first_language + LANGUAGES)
    rows[languages], bias[languages] = trained[vocabulary.chinese], SELDOM
    rows[layout.tasks] = trained[vocabulary.transcribe]
    for trained_id, exported_id in layout.from_training().items():
        rows[exported_id] = trained[trained_id]
        bias[exported_id] = 0
    bias[0] = NEVER
    return rows, bias


def load_checkpoint(path: Path) -> tuple[Recogniser, Vocabulary]:
    state = torch.load(path)
    vocabulary = Vocabulary(state["alphabet"])
    network = Recogniser(Shape(**state["shape"]), vocabulary.size, state["parts"])
    network.load_state_dict(state["network"])
    return network.eval(), vocabulary


def export(checkpoint: Path, folder: Path, quantization: str = "int8") -> None:
    """Write model.bin, config.json, vocabulary.json, tokenizer.json, preprocessor_config.json."""
    from ctranslate2.specs import WhisperSpec

    network, vocabulary = load_checkpoint(checkpoint)
    shape = network.shape
    layout = Layout(vocabulary, shape.chunk_s)
    spec = WhisperSpec(
        shape.encoder_layers, shape.encoder_heads, shape.decoder_layers, shape.decoder_heads
    )
    _encoder(spec.encoder, network)
    _decoder(spec.decoder, network, layout)
    spec.register_vocabulary(layout.tokens())
    spec.config.lang_ids = [layout.first_language + index for index in range(LANGUAGES)]
    spec.config.alignment_heads = [
        [shape.decoder_layers - 1, head] for head in range(shape.guided_heads)
    ]
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []  # silence is answered by the end of text at once
    spec.validate()
    spec.optimize(quantization=quantization)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    _write_tokenizer(layout, folder)
    extractor = {
        "chunk_length": shape.chunk_s,
        "feature_size": shape.mel_bands,
        "hop_length": 160,
        "n_fft": 400,
        "sampling_rate": 16000,
        "feature_extractor_type": "WhisperFeatureExtractor",
        "processor_class": "WhisperProcessor",
    }
    path = folder / "preprocessor_config.json"
    path.write_text(json.dumps(extractor, indent=2) + "\n", encoding="utf-8")


def _write_tokenizer(layout: Layout, folder: Path) -> None:
    """A tokenizer with one token a character; what it does not know becomes the space."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

    characters = {
        character: index + 1 for index, character in enumerate(layout.vocabulary.alphabet)
    }
    special = layout.special_tokens()
    tokenizer = Tokenizer(models.WordLevel({" ": 0, **characters, **special}, unk_token=" "))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens(list(special))
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quantization", default="int8")
    options = parser.parse_args()
    export(options.checkpoint, options.folder, options.quantization)


if __name__ == "__main__":
    main()
