import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.core.errors import ModelError
from qa.core.spans import Span, Timeline
from qa.recording import vad
from qa.recording.audio import open_recording
from qa.recording.vad import SpeechDetector, VadOptions, speech_spans

from .sounds import RATE, fixture, noise, put, speak


def heard(sound, *cuts):
    detector = SpeechDetector()
    for piece in np.split(sound, cuts):
        detector.feed(piece)
    return detector.finish(), detector.probabilities


def probabilities(*runs):
    return np.concatenate([np.full(count, value, np.float32) for value, count in runs])


@pytest.fixture(scope="module")
def voice(tmp_path_factory):
    sound = noise(6, -60)[0]
    put(
        sound,
        1.0,
        speak(tmp_path_factory.mktemp("voice"), "hello, thank you for calling us")[:48000],
    )
    return sound


@settings(max_examples=8, deadline=None)
@given(cuts=st.lists(st.integers(0, 6 * RATE), max_size=8))
def test_a_stream_gives_what_one_piece_gives(voice, cuts):
    spans, values = heard(voice)
    cut_spans, cut_values = heard(voice, *sorted(cuts))
    assert cut_values == pytest.approx(values, abs=1e-4)
    assert cut_spans == spans


def test_a_voice_is_found_where_it_is(voice):
    spans, _ = heard(voice)
    extent = spans.extent
    assert extent is not None
    assert extent.start_ms == pytest.approx(1000, abs=150)
    assert 2000 < extent.end_ms < 4200


def test_noise_and_silence_are_not_speech():
    assert heard(np.zeros(5 * RATE, np.float32))[0] == Timeline()
    assert heard(noise(5, -10)[0])[0] == Timeline()
    assert heard(np.zeros(0, np.float32))[0] == Timeline()
    assert heard(open_recording(fixture("py_empty.wav")).mono())[0] == Timeline()


def test_hysteresis_holds_between_the_two_thresholds():
    values = probabilities((0.1, 10), (0.9, 10), (0.4, 20), (0.1, 20), (0.4, 10))
    assert speech_spans(values, 2240, VadOptions(pad_ms=0)) == Timeline((Span(320, 1280),))


@pytest.mark.parametrize(("gap", "spans"), [(7, 1), (8, 2)])
def test_a_pause_of_250_ms_parts_two_spans(gap, spans):
    values = probabilities((0.9, 10), (0.1, gap), (0.9, 10))
    assert len(speech_spans(values, len(values) * 32)) == spans


def test_clicks_are_dropped_and_padding_stays_inside_the_call():
    values = probabilities((0.9, 10), (0.0, 20), (0.9, 3), (0.0, 20), (0.9, 10))
    assert speech_spans(values, 2000).spans == (Span(0, 350), Span(1666, 2000))


@pytest.mark.parametrize("options", [{"release": 0.6}, {"threshold": 1.0}, {"pad_ms": -1}])
def test_options_that_mean_nothing_are_refused(options):
    with pytest.raises(ValueError, match="got VadOptions"):
        VadOptions(**options)


def test_a_missing_model_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(vad, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="pip install"):
        vad._model_path()


def test_the_codec_does_not_change_who_speaks():
    names = ("", "-mulaw")
    files = [f"az_whatstheweatherlike{name}.wav" for name in names] + ["az_whatstheweatherlike.mp3"]
    spans = [heard(open_recording(fixture(name)).mono())[0].extent for name in files]
    for span in spans:
        assert span is not None
        assert span.start_ms == pytest.approx(spans[0].start_ms, abs=64)
        assert span.end_ms == pytest.approx(spans[0].end_ms, abs=64)


def test_the_runtime_reports_nothing_before_the_model_is_loaded(monkeypatch):
    import onnxruntime

    done = []
    monkeypatch.setattr(onnxruntime, "disable_telemetry_events", lambda: done.append("off"))
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda *_, **__: done.append("session"))
    vad._loaded.__wrapped__(0)
    assert done == ["off", "session"]
