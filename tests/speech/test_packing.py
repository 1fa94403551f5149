"""The laws of packing: nothing lost, nothing doubled, order kept, length bound, a way back."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.core.spans import Span, Timeline
from qa.speech.packing import (
    SAMPLES_PER_MS,
    Cut,
    PackingOptions,
    bounded,
    pack,
    stretches,
    weakest_point_ms,
)


@st.composite
def cuts_of_a_call(draw: st.DrawFn) -> list[Cut]:
    """Stretches in order, some touching; every sample carries its own number."""
    cuts, at_ms = [], draw(st.integers(0, 50))
    for length, gap in draw(
        st.lists(st.tuples(st.integers(1, 900), st.sampled_from([0, 0, 1, 40, 500])), max_size=9)
    ):
        span = Span(at_ms, at_ms + length)
        numbers = np.arange(span.start_ms * SAMPLES_PER_MS, span.end_ms * SAMPLES_PER_MS)
        cuts.append((span, numbers.astype(np.float32) + 1))
        at_ms = span.end_ms + gap
    return cuts


options = st.builds(
    PackingOptions, window_ms=st.integers(40, 1200), separator_ms=st.integers(0, 300)
)


@settings(deadline=None)
@given(cuts_of_a_call(), options)
def test_every_sample_of_speech_is_in_exactly_one_window_in_order(
    cuts: list[Cut], options: PackingOptions
) -> None:
    windows = list(pack(cuts, options))
    packed = [window.samples for window in windows]
    heard = np.concatenate([*packed, np.zeros(0, np.float32)])
    wanted = np.concatenate([*(samples for _, samples in cuts), np.zeros(0, np.float32)])
    assert np.array_equal(heard[heard > 0], wanted)  # separators are the only zeros


@settings(deadline=None)
@given(cuts_of_a_call(), options)
def test_no_window_is_longer_than_the_model_decodes(
    cuts: list[Cut], options: PackingOptions
) -> None:
    for window in pack(cuts, options):
        assert window.duration_ms <= options.window_ms
        assert len(window.samples) == window.duration_ms * SAMPLES_PER_MS


@settings(deadline=None)
@given(cuts_of_a_call(), options)
def test_pieces_stand_where_they_say(cuts: list[Cut], options: PackingOptions) -> None:
    for window in pack(cuts, options):
        for piece in window.pieces:
            first = window.samples[piece.at_ms * SAMPLES_PER_MS]
            assert first == np.float32(piece.span.start_ms * SAMPLES_PER_MS + 1)


@settings(deadline=None)
@given(cuts_of_a_call(), options, st.integers(0, 900), st.integers(1, 900))
def test_locating_is_the_inverse_of_packing(
    cuts: list[Cut], options: PackingOptions, start: int, length: int
) -> None:
    for window in pack(cuts, options):
        for index, piece in enumerate(window.pieces):
            first = min(start, piece.span.duration_ms - 1)
            last = min(first + length, piece.span.duration_ms)
            said = Span(piece.span.start_ms + first, piece.span.start_ms + last)
            assert window.locate(piece.at_ms + first, piece.at_ms + last) == (index, said)


@settings(deadline=None)
@given(cuts_of_a_call(), options, st.data())
def test_words_keep_their_order_and_stay_inside_speech(
    cuts: list[Cut], options: PackingOptions, data: st.DataObject
) -> None:
    speech = Timeline.of(span for span, _ in cuts)
    for window in pack(cuts, options):
        places = st.lists(st.integers(0, window.duration_ms + 400), min_size=2, max_size=6)
        edges = sorted(data.draw(places))
        found = [window.locate(a, b) for a, b in itertools.pairwise(edges)]
        assert [index for index, _ in found] == sorted(index for index, _ in found)
        starts = [span.start_ms for _, span in found]
        assert starts == sorted(starts)
        for _, span in found:
            assert speech.clip(span).duration_ms == span.duration_ms


def test_a_word_across_a_seam_goes_to_the_stretch_that_holds_most_of_it() -> None:
    cuts = [
        (Span(1000, 1400), np.ones(400 * SAMPLES_PER_MS, np.float32)),
        (Span(9000, 9400), np.ones(400 * SAMPLES_PER_MS, np.float32)),
    ]
    (window,) = pack(cuts, PackingOptions(window_ms=2000, separator_ms=100))
    assert window.locate(250, 520) == (0, Span(1250, 1400))
    assert window.locate(380, 700) == (1, Span(9000, 9200))
    assert window.locate(410, 440) == (0, Span(1399, 1400))  # in the separator: the nearest
    assert window.locate(870, 1900) == (1, Span(9370, 9400))  # past the end: never into nowhere


def test_short_turns_share_a_window() -> None:
    turns = [(Span(k * 10_000, k * 10_000 + 2000), np.ones(32_000, np.float32)) for k in range(13)]
    assert len(list(pack(turns, PackingOptions()))) == 1


def test_a_long_stretch_is_split_at_its_pause() -> None:
    loud = np.ones(2000 * SAMPLES_PER_MS, np.float32)
    loud[1400 * SAMPLES_PER_MS : 1600 * SAMPLES_PER_MS] = 0.01
    assert 1400 <= weakest_point_ms(loud, 1900) <= 1600
    spans = [span for span, _ in bounded([(Span(500, 2500), loud)], 1900)]
    assert spans[0].start_ms == 500
    assert 1900 <= spans[0].end_ms <= 2100
    assert spans[1].end_ms == 2500


def test_margins_widen_speech_and_keep_the_sound_between_close_stretches() -> None:
    activity = Timeline.of([Span(100, 500), Span(700, 900), Span(3000, 3990)])
    found = stretches(activity, 4000, PackingOptions(margin_ms=150))
    assert found == [Span(0, 1050), Span(2850, 4000)]


def test_an_endless_stretch_is_asked_for_in_requests_that_touch() -> None:
    found = stretches(Timeline.of([Span(0, 1000)]), 1000, PackingOptions(request_ms=400))
    assert found == [Span(0, 400), Span(400, 800), Span(800, 1000)]


def test_windows_too_short_to_split_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 40 ms"):
        PackingOptions(window_ms=10)
