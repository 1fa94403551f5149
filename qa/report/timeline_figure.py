"""The call drawn to scale: who spoke when, silences, overlaps, and where the evidence is.

Every x is a percentage of the call's length, so the picture stays to scale at any width: it
scrolls on a screen narrower than `MIN_PX_PER_S` asks for, and shrinks to the paper in print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.core.call import Aspect, Call, Role
from qa.core.scorecard import Outcome
from qa.core.spans import Span, Timeline
from qa.report import formats
from qa.report.citation import Citation
from qa.report.markup import Safe, element
from qa.report.texts import Interface

MIN_PX_PER_S = 6
MIN_PX = 640
SILENCE_MS = 3000
TICK_PX = 64
TICK_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
PRINTED_TICKS = 12

MARK_PX = 20
MARK_ROW = 22
LANE_HEIGHT = 22
LANE_PITCH = 30
AXIS_HEIGHT = 24


@dataclass(frozen=True, slots=True)
class Lanes:
    """What is drawn. `measured` is False where the times are a transcript's own, not sound;
    `tells` is what the call's sound can tell about."""

    by_party: dict[Role, Timeline]
    duration_ms: int
    measured: bool
    tells: frozenset[Aspect] = frozenset()


@dataclass(frozen=True, slots=True)
class Mark:
    """A place one criterion points at."""

    span: Span
    cited: tuple[Citation, ...]


def silences(call: Call) -> list[Span]:
    """The stretches of at least `SILENCE_MS` in which nobody speaks, between the first and the
    last speech; none where the call cannot tell."""
    if call.activity is None or call.why_not_measurable(Aspect.SILENCE) is not None:
        return []
    anyone = call.activity.anyone()
    gaps = anyone.gaps(anyone.extent) if anyone.extent else ()
    return [gap for gap in gaps if gap.duration_ms >= SILENCE_MS]


def timeline_figure(call: Call, cited: Sequence[Citation], words: Interface) -> Safe:
    """A figure with one lane a party, or a sentence where the call has no times at all."""
    lanes = _lanes(call)
    if lanes is None:
        return element("p", words["no times"], class_="quiet")
    marks = _marks(cited, lanes.duration_ms)
    width_px = max(MIN_PX, lanes.duration_ms * MIN_PX_PER_S // 1000)
    rows = _rows([mark.span.start_ms * width_px / lanes.duration_ms for mark in marks])
    top = (max(rows, default=-1) + 1) * MARK_ROW + 4
    bottom = top + LANE_PITCH * len(lanes.by_party)
    ys = [top + i * LANE_PITCH for i in range(len(lanes.by_party))]
    drawing = element(
        "svg",
        [element("rect", x="0", width="100%", y=y, height=LANE_HEIGHT, class_="lane") for y in ys],
        _silences(silences(call), lanes, (top, bottom), width_px, words),
        [_speech(lanes, party, y, words) for party, y in zip(lanes.by_party, ys, strict=True)],
        _overlaps(lanes, top, bottom, words) if Aspect.TALK_OVER in lanes.tells else None,
        _axis(lanes.duration_ms, bottom, width_px),
        [
            _mark(mark, lanes.duration_ms, row * MARK_ROW, top, words)
            for mark, row in zip(marks, rows, strict=True)
        ],
        role="group",
        aria_label=words["time line"],
        height=bottom + AXIS_HEIGHT,
        style=f"width:max(100%,{width_px}px)",
    )
    labels = [
        element("span", words.role(party), style=f"top:{y}px")
        for party, y in zip(lanes.by_party, ys, strict=True)
    ]
    return element(
        "figure",
        element(
            "div",
            element("div", labels, class_="lane-names", aria_hidden="true"),
            element(
                "div",
                drawing,
                class_="scroller",
                tabindex=0,
                role="region",
                aria_label=words["time line scroll"],
            ),
            class_="lanes",
        ),
        element("figcaption", _legend(lanes, words)),
        class_="timeline",
    )


def _lanes(call: Call) -> Lanes | None:
    if call.activity:
        parties = [Role.AGENT, Role.CUSTOMER]
        parties += [role for role in Role if role not in parties and call.activity.of(role).spans]
        duration_ms = call.activity.duration_ms
        by_party = {party: call.activity.of(party) for party in parties}
        tells = frozenset(a for a in Aspect if call.why_not_measurable(a) is None)
        return Lanes(by_party, duration_ms, True, tells) if duration_ms > 0 else None
    spans = [(turn.role, turn.span) for turn in call.transcript.turns if turn.span]
    if not spans:
        return None
    by_party = {
        role: Timeline.of(span for party, span in spans if party is role)
        for role in Role
        if any(party is role for party, _ in spans)
    }
    longest = max(span.end_ms for _, span in spans)
    return Lanes(by_party, max(call.duration_ms or 0, longest), measured=False)


def _rows(xs: Sequence[float]) -> list[int]:
    """The lowest row for each mark in which it touches no other."""
    placed: list[tuple[float, int]] = []
    rows: list[int] = []
    for x in xs:
        taken = {row for other, row in placed if abs(other - x) < MARK_PX}
        row = next(row for row in range(len(placed) + 1) if row not in taken)
        placed.append((x, row))
        rows.append(row)
    return rows


def _percent(time_ms: int, duration_ms: int) -> str:
    return f"{100 * time_ms / duration_ms:.4f}%"


def _box(span: Span, duration_ms: int, y: int, height: int, style: str, *inside: Safe) -> Safe:
    return element(
        "rect",
        *inside,
        x=_percent(span.start_ms, duration_ms),
        width=_percent(span.duration_ms, duration_ms),
        y=y,
        height=height,
        class_=style,
    )


def length(span: Span, words: Interface) -> str:
    return f"{formats.number(span.duration_ms / 1000)} {words['seconds']}"


def _speech(lanes: Lanes, party: Role, y: int, words: Interface) -> Safe:
    style = party.value if lanes.measured else f"{party.value} unmeasured"
    boxes = (
        _box(
            span,
            lanes.duration_ms,
            y,
            LANE_HEIGHT,
            "speech",
            element("title", f"{words.role(party)} {formats.stretch(span)}"),
        )
        for span in lanes.by_party[party]
    )
    return element("g", *boxes, class_=style)


def _silences(
    quiet: Sequence[Span], lanes: Lanes, lanes_y: tuple[int, int], width_px: int, words: Interface
) -> list[Safe]:
    drawn: list[Safe] = []
    for span in quiet:
        drawn.append(_across(span, lanes, lanes_y, "silence", words))
        if span.duration_ms * width_px / lanes.duration_ms >= 2 * MARK_PX:
            x = _percent((span.start_ms + span.end_ms) // 2, lanes.duration_ms)
            y = sum(lanes_y) // 2 - 3
            drawn.append(element("text", length(span, words), x=x, y=y, class_="silence-length"))
    return drawn


def _overlaps(lanes: Lanes, top: int, bottom: int, words: Interface) -> list[Safe]:
    both = lanes.by_party[Role.AGENT].intersect(lanes.by_party[Role.CUSTOMER])
    return [_across(span, lanes, (top, bottom), "overlap", words) for span in both]


def _across(
    span: Span, lanes: Lanes, lanes_y: tuple[int, int], kind: str, words: Interface
) -> Safe:
    """A band over all lanes."""
    told = f"{words[kind]} {length(span, words)}, {formats.stretch(span)}"
    top, bottom = lanes_y
    y, height = top - 2, bottom - top - 4
    return _box(span, lanes.duration_ms, y, height, kind, element("title", told))


def _axis(duration_ms: int, y: int, width_px: int) -> list[Safe]:
    """Ticks at a round step; those marked `minor` lose their label on paper."""
    fitting = width_px / TICK_PX
    step_s = next((s for s in TICK_STEPS_S if duration_ms / 1000 / s <= fitting), TICK_STEPS_S[-1])
    times = range(0, duration_ms + 1, step_s * 1000)
    keep_every = -(-len(times) // PRINTED_TICKS)
    drawn = [element("line", x1="0", x2="100%", y1=y, y2=y, class_="axis")]
    for i, time_ms in enumerate(times):
        x = _percent(time_ms, duration_ms)
        label = "tick" if i % keep_every == 0 else "tick minor"
        drawn.append(element("line", x1=x, x2=x, y1=y, y2=y + 5, class_="axis"))
        drawn.append(element("text", formats.tick(time_ms), x=x, y=y + 18, class_=label))
    return drawn


def _marks(cited: Sequence[Citation], duration_ms: int) -> list[Mark]:
    """What one criterion cites from one moment is one mark, however many quotes it took."""
    merged: dict[tuple[int, Span], list[Citation]] = {}
    for citation in cited:
        span = citation.span.intersection(Span(0, duration_ms)) if citation.span else None
        if span:
            merged.setdefault((citation.number, span), []).append(citation)
    return [Mark(span, tuple(group)) for (_, span), group in merged.items()]


def _mark(mark: Mark, duration_ms: int, y: int, top: int, words: Interface) -> Safe:
    """A numbered mark: its shape and its colour both tell the outcome."""
    first = mark.cited[0]
    outcome = first.result.outcome
    told = [
        f"{first.number} {first.result.title}: {words.outcome(outcome)}",
        formats.stretch(mark.span),
        *(c.evidence.quote or c.evidence.note for c in mark.cited),
    ]
    if outcome is Outcome.FAIL:
        shape = element("rect", x=-9, y=y + 1, width=18, height=18, rx=2)
    else:
        shape = element("circle", cx=0, cy=y + MARK_PX // 2, r=9)
    place = element(
        "svg",
        element("line", x1=0, x2=0, y1=y + MARK_PX, y2=top - 4, class_="stem"),
        shape,
        element("text", str(first.number), x=0, y=y + 14),
        x=_percent(mark.span.start_ms, duration_ms),
        overflow="visible",
    )
    return element(
        "a",
        element("title", "\n".join(part for part in told if part)),
        _box(mark.span, duration_ms, top - 5, 3, "extent"),
        place,
        href=f"#turn-{first.turn.index}" if first.turn else None,
        class_=f"mark {outcome.value}",
    )


def _legend(lanes: Lanes, words: Interface) -> list[Safe]:
    if not lanes.measured:
        return [element("span", words["from transcript"])]
    keys = [("agent", words["role.agent"]), ("customer", words["role.customer"])]
    keys += [("overlap", words["overlap"])] if Aspect.TALK_OVER in lanes.tells else []
    keys += [("silence", words["silence legend"])] if Aspect.SILENCE in lanes.tells else []
    shown = [element("span", element("i", class_=f"key {kind}"), text) for kind, text in keys]
    return [*shown, element("span", words["marks"])]
