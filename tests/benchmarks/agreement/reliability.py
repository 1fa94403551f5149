"""Whether what the model holds probable is true as often as it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

from qa.acts.labels import with_groups
from qa.acts.model import ActModel
from qa.acts.recogniser import recognised
from qa.language.lexicon import LexiconSet
from qa.learning.corpus import LabelledCall
from qa.learning.staging import staged
from tests.benchmarks.agreement.judged import Judged
from tests.benchmarks.agreement.measures import Bin, bins_of, calibration_error
from tests.benchmarks.agreement.tables import markdown_table, number

_BAR = 40  # characters of the longest bar
_RARE = 0.05  # most claims are below it, and right: what is said of the others counts


@dataclass(frozen=True, slots=True)
class Claim:
    """The model's word on one act of one turn, and whether its author labelled it so."""

    act: str
    probability: float
    true: bool


def claims(
    calls: Iterable[LabelledCall], model: ActModel, phrases: LexiconSet
) -> tuple[Claim, ...]:
    """Every act of every turn as the program holds it probable: by model and phrases together."""
    found = []
    for labelled in calls:
        for heard in recognised(staged(labelled), model):
            done = with_groups(labelled.turns[heard.turn.index].acts)
            for act in heard.acts:
                known = act.group in phrases.lexicons
                written = known and bool(phrases.get(act.group).find(heard.turn.text))
                probability = act.probability(written)
                found.append(Claim(act.group, probability, act.group in done))
    return tuple(found)


def verdict_bins(calls: Iterable[LabelledCall], said: Judged) -> tuple[Bin, ...]:
    """The confidence of results against how often the author decided the same."""
    pairs = [
        (found.result.confidence, found.outcome == call.verdicts[criterion].outcome)
        for call in calls
        for criterion, found in said[call.id].items()
    ]
    return bins_of([one for one, _ in pairs], [true for _, true in pairs])


def reliability_text(found: Sequence[Claim], verdicts: Sequence[Bin]) -> str:
    bins = bins_of([one.probability for one in found], [one.true for one in found])
    told = [one for one in found if one.probability >= _RARE]
    told_bins = bins_of([one.probability for one in told], [one.true for one in told])
    parts = [
        f"Acts, {len(found)} claims: expected calibration error {calibration_error(bins):.3f}; of "
        f"the {len(told)} claims of {_RARE:.0%} and more {calibration_error(told_bins):.3f}.",
        _drawn(bins),
        _by_act(found),
        f"Results of criteria: expected calibration error {calibration_error(verdicts):.3f}.",
        _drawn(verdicts),
    ]
    return "\n\n".join(parts)


def _drawn(bins: Sequence[Bin]) -> str:
    """# is how often it is true, | what was claimed."""
    rows = ["```text", "claimed       true  claims"]
    for one in bins:
        if not one.count:
            rows.append(f"{one.low:.1f}–{one.high:.1f}  –     –       0")
            continue
        bar = list(("#" * round(_BAR * one.true)).ljust(_BAR + 1))
        bar[round(_BAR * one.claimed)] = "|"
        said = f"{one.low:.1f}–{one.high:.1f}  {one.claimed:.2f}  {one.true:.2f}"
        rows.append(f"{said}  {one.count:6}  {''.join(bar).rstrip()}")
    return "\n".join([*rows, "```"])


def _by_act(found: Sequence[Claim]) -> str:
    rows = []
    for act in sorted({one.act for one in found}):
        own = [one for one in found if one.act == act]
        bins = bins_of([one.probability for one in own], [one.true for one in own])
        told = [one for one in own if one.probability >= 0.5]
        right = sum(one.true for one in told)
        done = sum(one.true for one in own)
        rows.append(
            [
                act,
                str(done),
                f"{sum(one.probability for one in own):.1f}",
                number(right / len(told)) if told else "–",
                number(right / done) if done else "–",
                f"{calibration_error(bins):.3f}",
            ]
        )
    return markdown_table(
        ("act", "turns that do it", "expected by the model", "precision", "recall", "error"), rows
    )


def reliability_svg(bins: Sequence[Bin], title: str) -> str:
    """A diagram: the diagonal is what a model would be that is right about itself."""
    side, edge = 360, 50

    def x(value: float) -> float:
        return round(edge + side * value, 1)

    def y(value: float) -> float:
        return round(edge + side * (1 - value), 1)

    marks = []
    for one in bins:
        if isnan(one.true):
            continue
        width = side * (one.high - one.low) - 2
        marks.append(
            f'<rect x="{x(one.low) + 1}" y="{y(one.true)}" width="{width:.1f}" '
            f'height="{side * one.true:.1f}" fill="#9db8d9"/>'
            f'<circle cx="{x(one.claimed)}" cy="{y(one.true)}" r="3.5" fill="#1f4e8c"/>'
            f'<text x="{x((one.low + one.high) / 2)}" y="{y(one.true) - 6}" '
            f'text-anchor="middle">{one.count}</text>'
        )
    ticks = [
        f'<text x="{x(step / 5)}" y="{y(0) + 18}" text-anchor="middle">{step / 5:.1f}</text>'
        f'<text x="{x(0) - 8}" y="{y(step / 5) + 4}" text-anchor="end">{step / 5:.1f}</text>'
        for step in range(6)
    ]
    whole = side + 2 * edge
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{whole}" '
            f'viewBox="0 0 {whole} {whole}" font-family="sans-serif" font-size="11">',
            f'<rect width="{whole}" height="{whole}" fill="white"/>',
            f'<text x="{whole / 2}" y="24" text-anchor="middle" font-size="14">{title}</text>',
            *marks,
            f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="#888" '
            'stroke-dasharray="4 4"/>',
            f'<rect x="{x(0)}" y="{y(1)}" width="{side}" height="{side}" fill="none" '
            'stroke="#444"/>',
            *ticks,
            f'<text x="{whole / 2}" y="{whole - 12}" text-anchor="middle">held probable</text>',
            f'<text x="14" y="{whole / 2}" text-anchor="middle" '
            f'transform="rotate(-90 14 {whole / 2})">true</text>',
            "</svg>",
        ]
    )
