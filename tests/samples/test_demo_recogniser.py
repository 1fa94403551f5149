"""The shipped recogniser, as unmodified faster-whisper loads it, on voices it never heard."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from samples.training import espeak
from samples.training.whisper import evaluate, sentences

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "samples" / "models" / "demo-whisper-zh"


@pytest.fixture(scope="module")
def model():
    from faster_whisper import WhisperModel

    return WhisperModel(str(DEMO), device="cpu", compute_type="int8", cpu_threads=1)


@pytest.fixture(scope="module")
def held_out() -> list[evaluate.Pack]:
    """Two held-out fillings by each held-out voice, packed as the program packs speech."""
    try:
        espeak.speak("好", "cmn")
    except espeak.EspeakError as error:
        pytest.skip(str(error))
    options = evaluate.HeldOut(utterances_per_voice=2)
    spoken = evaluate.speak_held_out(sentences.sample_held_out_filling, options)
    return list(evaluate.pack(spoken, options))


def test_the_folder_is_small_and_complete() -> None:
    sizes = {path.name: path.stat().st_size for path in DEMO.iterdir()}
    assert set(sizes) == {
        "README.md",
        "config.json",
        "model.bin",
        "preprocessor_config.json",
        "tokenizer.json",
        "vocabulary.json",
    }
    assert sizes["model.bin"] <= 6_000_000


def test_the_vocabulary_is_the_alphabet_of_the_training_sentences() -> None:
    vocabulary = json.loads((DEMO / "vocabulary.json").read_text(encoding="utf-8"))
    alphabet = sentences.load().alphabet
    assert "".join(vocabulary[1 : len(alphabet) + 1]) == alphabet


@pytest.mark.slow
def test_held_out_voices_and_fillings_are_understood(model, held_out) -> None:
    result = evaluate.batched(model, held_out)  # as the program transcribes
    # What the card states, with room for the few sentences drawn here.
    assert result.overall.rate < 0.12


@pytest.mark.slow
def test_characters_start_where_they_are_spoken(model, held_out) -> None:
    result = evaluate.packed(model, held_out)
    assert np.median(np.abs(result.start_errors_s)) < 0.2


@pytest.mark.parametrize("level", [0.0, 0.01])
def test_silence_and_noise_say_nothing(model, level: float) -> None:
    sound = np.random.default_rng(1).standard_normal(10 * 16000).astype(np.float32) * level
    segments, _ = model.transcribe(sound, language="zh", temperature=0)
    assert "".join(segment.text for segment in segments) == ""


def test_no_held_out_line_is_drawn_for_training() -> None:
    book = sentences.load()
    rng = random.Random(3)
    held_out = {line for line in (*book.authored, *book.spoken) if sentences.hashed_out(line)}
    drawn = {sentences.sample(rng, book).text for _ in range(2000)}
    assert held_out
    assert not held_out & drawn


def test_no_held_out_filling_is_drawn_for_training() -> None:
    book = sentences.load()
    rng = random.Random(4)
    held_out = {sentences.sample_held_out_filling(rng, book).text for _ in range(500)}
    fixed = set(book.authored) | set(book.short) | set(book.spoken)
    drawn = {sentences.sample(rng, book).text for _ in range(2000)}
    assert not (held_out - fixed) & drawn


def test_what_the_sample_calls_say_is_cut_as_pauses_cut_it(tmp_path: Path) -> None:
    script = "turns:\n  - {by: agent, say: 好的，我帮您看看。请问您贵姓？}\n"
    (tmp_path / "a.yaml").write_text(script, encoding="utf-8")
    assert sentences.parts_of_scripts(tmp_path) == [
        "好的，我帮您看看。请问您贵姓？",
        "好的，我帮您看看。",
        "请问您贵姓？",
        "好的，",
        "我帮您看看。",
    ]


@pytest.mark.parametrize(
    ("reference", "heard", "errors"),
    [("您好，请问", "您好请问。", 0), ("您好", "你好", 1), ("您好", "", 2), ("您", "您好啊", 2)],
)
def test_score_counts_character_errors(reference: str, heard: str, errors: int) -> None:
    assert evaluate.score(reference, heard) == evaluate.Score(
        errors, len(sentences.without_punctuation(reference))
    )
