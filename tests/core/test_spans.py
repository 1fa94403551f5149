"""Laws of the span algebra. Every duration the program reports rests on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.core.spans import Span, Timeline

LIMIT_MS = 60


@st.composite
def any_span(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, LIMIT_MS - 1))
    return Span(start, draw(st.integers(start + 1, LIMIT_MS)))


any_timeline = st.lists(any_span(), max_size=8).map(Timeline.of)


def instants(timeline: Timeline) -> set[int]:
    """The model the algebra is held against: a timeline as the set of its milliseconds."""
    return {ms for span in timeline for ms in range(span.start_ms, span.end_ms)}


# ---- spans


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 5)])
def test_a_span_is_never_empty_backwards_or_before_the_call(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"0 <= start < end; got \["):
        Span(start, end)


def test_spans_that_only_touch_share_nothing() -> None:
    left, right = Span(0, 10), Span(10, 20)
    assert not left.overlaps(right)
    assert left.intersection(right) is None


@given(any_span(), any_span())
def test_overlap_and_intersection_of_spans_agree(a: Span, b: Span) -> None:
    shared = a.intersection(b)
    assert a.overlaps(b) == b.overlaps(a) == (shared is not None)
    assert shared == b.intersection(a)
    assert instants(Timeline.of([shared] if shared else [])) == instants(
        Timeline.of([a])
    ) & instants(Timeline.of([b]))


# ---- building a timeline


@given(st.lists(any_span(), max_size=8))
def test_of_holds_every_instant_once_in_order_and_apart(spans: list[Span]) -> None:
    timeline = Timeline.of(spans)
    assert instants(timeline) == {ms for s in spans for ms in range(s.start_ms, s.end_ms)}
    assert all(
        a.end_ms < b.start_ms for a, b in zip(timeline.spans, timeline.spans[1:], strict=False)
    )
    assert timeline.duration_ms == len(instants(timeline))


@given(any_timeline)
def test_of_is_idempotent(t: Timeline) -> None:
    assert Timeline.of(t) == t


@given(st.lists(any_span(), max_size=8), st.randoms())
def test_the_order_spans_come_in_does_not_matter(spans: list[Span], random: object) -> None:
    shuffled = list(spans)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert Timeline.of(shuffled) == Timeline.of(spans)


@pytest.mark.parametrize(
    "spans",
    [(Span(5, 6), Span(0, 1)), (Span(0, 5), Span(4, 6)), (Span(0, 5), Span(5, 6))],
    ids=["unsorted", "overlapping", "touching"],
)
def test_the_plain_constructor_refuses_what_of_would_have_joined(spans: tuple[Span, ...]) -> None:
    with pytest.raises(ValueError, match="sorted and apart"):
        Timeline(spans)


# ---- union


@given(any_timeline, any_timeline)
def test_union_is_set_union(a: Timeline, b: Timeline) -> None:
    assert instants(a.union(b)) == instants(a) | instants(b)


@given(any_timeline)
def test_union_is_idempotent_and_nothing_is_its_zero(t: Timeline) -> None:
    assert t.union(t) == t
    assert t.union(Timeline()) == t


@given(any_timeline, any_timeline)
def test_union_commutes(a: Timeline, b: Timeline) -> None:
    assert a.union(b) == b.union(a)


@given(any_timeline, any_timeline, any_timeline)
def test_union_is_associative(a: Timeline, b: Timeline, c: Timeline) -> None:
    assert a.union(b).union(c) == a.union(b.union(c))


# ---- intersection


@given(any_timeline, any_timeline)
def test_intersection_is_set_intersection_and_commutes(a: Timeline, b: Timeline) -> None:
    assert instants(a.intersect(b)) == instants(a) & instants(b)
    assert a.intersect(b) == b.intersect(a)


@given(any_timeline, any_timeline, any_timeline)
def test_intersection_distributes_over_union(a: Timeline, b: Timeline, c: Timeline) -> None:
    assert a.intersect(b.union(c)) == a.intersect(b).union(a.intersect(c))


@given(any_timeline, any_timeline)
def test_durations_obey_inclusion_exclusion(a: Timeline, b: Timeline) -> None:
    assert a.union(b).duration_ms == a.duration_ms + b.duration_ms - a.intersect(b).duration_ms


# ---- subtraction


@given(any_timeline, any_timeline)
def test_subtraction_is_set_difference(a: Timeline, b: Timeline) -> None:
    assert instants(a.subtract(b)) == instants(a) - instants(b)


@given(any_timeline, any_timeline)
def test_what_is_taken_away_and_what_stays_make_the_whole(a: Timeline, b: Timeline) -> None:
    assert a.subtract(b).union(a.intersect(b)) == a
    assert not a.subtract(b).intersect(b)


@given(any_timeline)
def test_subtracting_itself_leaves_nothing_and_nothing_leaves_itself(t: Timeline) -> None:
    assert t.subtract(t) == Timeline()
    assert t.subtract(Timeline()) == t


# ---- gaps, clip, extent


@given(any_timeline, any_span())
def test_gaps_and_clip_tile_the_window(t: Timeline, within: Span) -> None:
    inside, silent = t.clip(within), t.gaps(within)
    assert inside.union(silent) == Timeline.of([within])
    assert not inside.intersect(silent)
    assert inside.duration_ms + silent.duration_ms == within.duration_ms


@given(any_timeline, any_span())
def test_clip_is_intersection_with_the_window(t: Timeline, within: Span) -> None:
    assert t.clip(within) == t.intersect(Timeline.of([within]))


def test_union_before_gaps_a_nested_word_makes_no_silence() -> None:
    talker, listener = Timeline.of([Span(0, 100)]), Timeline.of([Span(20, 30), Span(60, 70)])
    together = talker.union(listener)
    assert together.gaps(Span(0, 100)) == Timeline()


@given(any_timeline)
def test_the_extent_is_the_tightest_window(t: Timeline) -> None:
    if not t:
        assert t.extent is None
        return
    assert t.extent == Span(min(instants(t)), max(instants(t)) + 1)


# ---- looking up


@given(any_timeline, st.integers(0, LIMIT_MS + 5))
def test_active_at_finds_the_one_span_that_holds_the_instant(t: Timeline, ms: int) -> None:
    found = t.active_at(ms)
    assert (found is not None) == (ms in instants(t))
    if found:
        assert found in t.spans
        assert found.start_ms <= ms < found.end_ms
