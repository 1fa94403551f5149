"""How far the program agrees with people, on calls whose authors it has not learned from.

    python -m tests.benchmarks.agreement --language zh                       development calls
    python -m tests.benchmarks.agreement --language zh --authors v --acts FOLDER --markdown OUT.md
    python -m tests.benchmarks.agreement --language zh --split test --why "the release"

A model that is measured on development calls must not have been trained from them: make it with
`python samples/corpus/train.py zh --leave-out v --out FOLDER` and measure it with `--authors v`.
The test split is for measuring, never for choosing: each look is written into LOOKS.md.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from qa.acts.model import SHIPPED, ActModel, load_model
from qa.learning.corpus import CRITERIA
from qa.learning.staging import staged
from tests.benchmarks.agreement.judged import (
    CORE,
    Judged,
    Split,
    judged,
    phrase_only,
    read_split,
    with_model,
)
from tests.benchmarks.agreement.measures import (
    ac1,
    bins_of,
    calibration_error,
    kappa,
)
from tests.benchmarks.agreement.mishearing import Mishearing, slipped
from tests.benchmarks.agreement.mistakes import mistakes, mistakes_text
from tests.benchmarks.agreement.overlap import measured_calls, overlap, overlap_text
from tests.benchmarks.agreement.reliability import (
    claims,
    reliability_svg,
    reliability_text,
    verdict_bins,
)
from tests.benchmarks.agreement.tables import (
    HOW_TO_READ,
    agreement,
    details,
    gain,
    markdown_table,
    mean_of,
    number,
    overview,
    with_interval,
)
from tests.benchmarks.agreement.timing import side_by_side
from tests.benchmarks.agreement.variants import Variant, ablation, curve, phrases_of

LOOKS = Path(__file__).parent / "LOOKS.md"
ERROR_RATES = (0.05, 0.1, 0.2)
SLIPS = 0.05
_USUAL_TEXTS = 4_000


@dataclass
class Report:
    """What was measured: sections for people, and the same as data."""

    sections: list[tuple[str, str]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)

    def add(self, part: str, title: str, text: str, data: Any) -> None:
        self.sections.append((title, text))
        self.data[part] = data
        print(f"## {title}\n\n{text}\n", flush=True)


class Benchmark:
    """One model on one split; what several parts need is judged once."""

    def __init__(
        self, split: Split, model: ActModel | None, megabytes: float, out: Path | None
    ) -> None:
        self.split, self.model, self.megabytes, self.out = split, model, megabytes, out
        self.rubrics = with_model(model)
        self.report = Report()

    @cached_property
    def said(self) -> Judged:
        return judged(self.split.calls, self.rubrics)

    @cached_property
    def by_phrases(self) -> Judged:
        return judged(self.split.calls, phrase_only())

    def table(self) -> None:
        found = agreement(self.split, self.said)
        text = "\n\n".join((overview(self.split, self.said, found), HOW_TO_READ, details(found)))
        self.report.add("table", "Criterion by criterion", text, [asdict(one) for one in found])

    def errors(self) -> None:
        lines = self.split.lines
        step = max(1, len(lines) // _USUAL_TEXTS)
        ears = Mishearing(self.split.language, [line.text for line in lines[::step]])
        changes = {
            "as written": None,
            **{
                f"{rate:.0%} misheard": (lambda call, rate=rate: ears.misheard(call, rate))
                for rate in ERROR_RATES
            },
            f"{SLIPS:.0%} of sentences at the other party": lambda call: slipped(call, SLIPS),
        }
        rows, data = [], {}
        for name, change in changes.items():
            for who, rubrics in (("model", self.rubrics), ("phrases only", phrase_only())):
                if change is None:
                    said = self.said if who == "model" else self.by_phrases
                else:
                    said = judged(self.split.calls, rubrics, change)
                rows.append([f"{name}, {who}", *self._kappas(said)])
                data[f"{name}, {who}"] = self._data(said)
        self.report.add("errors", "With errors of hearing", _kappa_table("words", rows), data)

    def phrases(self) -> None:
        rows = []
        for criterion in self._criteria():
            own = [
                mean_of(self.split.calls, said, measure, [criterion])
                for measure in (kappa, ac1)
                for said in (self.said, self.by_phrases)
            ]
            more = gain(self.split.calls, self.said, self.by_phrases, kappa, [criterion])
            rows.append(
                [criterion, *(number(one.value) for one in own), with_interval(more)],
            )
        for title, criteria in (("**the core six**", CORE), ("**all**", self._criteria())):
            own = [
                mean_of(self.split.calls, said, measure, criteria)
                for measure in (kappa, ac1)
                for said in (self.said, self.by_phrases)
            ]
            more = gain(self.split.calls, self.said, self.by_phrases, kappa, criteria)
            rows.append([title, *(number(one.value) for one in own), with_interval(more)])
        head = (
            *("criterion", "kappa, model", "kappa, phrases only", "AC1, model"),
            *("AC1, phrases only", "gain in kappa"),
        )
        data = {"model": self._data(self.said), "phrases only": self._data(self.by_phrases)}
        self.report.add("phrases", "Beside phrases only", markdown_table(head, rows), data)

    def ablation(self) -> None:
        found = ablation(self.split)
        found.append(Variant("phrases only", 0, 0.0, self.by_phrases))
        self._variants("ablation", "What each part brings", found)

    def curves(self) -> None:
        self._variants("curves", "Learning curve", curve(self.split))

    def _variants(self, part: str, title: str, found: list[Variant]) -> None:
        rows = [
            [
                f"{one.name} ({one.lines} utterances, {one.megabytes:.1f} MB)",
                *self._kappas(one.said),
            ]
            for one in found
        ]
        data = {
            one.name: {
                "lines": one.lines,
                "megabytes": one.megabytes,
                **self._data(one.said),
            }
            for one in found
        }
        self.report.add(part, title, _kappa_table("trained", rows), data)

    def reliability(self) -> None:
        assert self.model
        told = claims(self.split.calls, self.model, phrases_of(self.split.language))
        verdicts = verdict_bins(self.split.calls, self.said)
        bins = bins_of([one.probability for one in told], [one.true for one in told])
        text = reliability_text(told, verdicts)
        if self.out:
            drawn = self.out.with_suffix(".reliability.svg")
            title = f"Acts, {self.split.language}, authors {measured_calls(self.split.calls)}"
            drawn.write_text(reliability_svg(bins, title), encoding="utf-8")
            text += f"\n\nDrawn in `{drawn.name}`."
        data = {
            "acts": [asdict(one) for one in bins],
            "acts_error": calibration_error(bins),
            "results": [asdict(one) for one in verdicts],
            "results_error": calibration_error(verdicts),
        }
        self.report.add("reliability", "Whether probabilities hold", text, data)

    def mistakes(self) -> None:
        found = mistakes(self.split, self.said)
        data = [
            {
                "call": one.call,
                "criterion": one.criterion,
                "truth": one.truth.outcome,
                "second": one.second.outcome if one.second else None,
                "program": one.said.outcome,
                "confidence": one.said.result.confidence,
            }
            for one in found
        ]
        text = mistakes_text(self.split, found)
        self.report.add("mistakes", "The surest mistakes", text, data)

    def overlap(self) -> None:
        found = overlap(self.split)
        data = {"turns": found.turns, "shared": found.shared, "share": found.share}
        text = overlap_text(self.split, found)
        self.report.add("overlap", "Words shared with what was trained from", text, data)

    def time(self) -> None:
        calls = [staged(call) for call in self.split.calls]
        rows, data = [], {}
        for count, name in ((1, "service-call"), (len(self.rubrics), "all three rubrics")):
            with_it, without = side_by_side(calls, self.rubrics[:count], phrase_only()[:count])
            rows += [
                [
                    name,
                    *(f"{cost.a_turn:.2f}" for cost in (with_it, without)),
                    *(f"{cost.a_call:.1f}" for cost in (with_it, without)),
                    f"{with_it.a_call / without.a_call:.1f}",
                ]
            ]
            data[name] = {"model": asdict(with_it), "phrases only": asdict(without)}
        head = (
            *("judged by", "CPU ms a turn, model", "phrases only"),
            *("CPU ms a call, model", "phrases only", "times as long"),
        )
        turns = sum(len(call.transcript.turns) for call in calls) / len(calls)
        text = markdown_table(head, rows) + (
            f"\n\nA call has {turns:.0f} turns on the average. The model: {self.megabytes:.1f} MB. "
            "Measured in turns, so that the last column holds on a busy machine too."
        )
        data["megabytes"] = self.megabytes
        self.report.add("time", "Time and size", text, data)

    def _criteria(self) -> list[str]:
        return [one for one in CRITERIA if any(one in found for found in self.said.values())]

    def _kappas(self, said: Judged) -> list[str]:
        calls = self.split.calls
        return [
            with_interval(mean_of(calls, said)),
            number(mean_of(calls, said, ac1).value),
            *(number(mean_of(calls, said, kappa, [one]).value) for one in CORE),
            with_interval(mean_of(calls, said, kappa, self._criteria())),
        ]

    def _data(self, said: Judged) -> dict[str, Any]:
        calls = self.split.calls
        return {
            "core_kappa": asdict(mean_of(calls, said)),
            "core_ac1": asdict(mean_of(calls, said, ac1)),
            "kappa": {one: asdict(mean_of(calls, said, kappa, [one])) for one in self._criteria()},
            "all_kappa": asdict(mean_of(calls, said, kappa, self._criteria())),
            "all_ac1": asdict(mean_of(calls, said, ac1, self._criteria())),
        }


PARTS = (
    *("table", "errors", "phrases", "reliability", "mistakes", "overlap", "time"),
    *("ablation", "curves"),
)
SLOW = ("ablation", "curves")
MODELLESS = frozenset({"overlap", *SLOW})  # these need no model, or train their own


def _kappa_table(first: str, rows: list[list[str]]) -> str:
    head = (first, "kappa, core six", "AC1, core six", *CORE, "kappa, all")
    return markdown_table(head, rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--language", required=True, choices=("zh", "ko", "en"))
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--acts", default="shipped", help="a folder of models, or: shipped")
    parser.add_argument("--authors", nargs="+", default=[], help="only their calls")
    parser.add_argument("--json", type=Path, help="where the measures go; the diagram beside it")
    parser.add_argument("--markdown", type=Path, help="where the report goes")
    parser.add_argument(
        "--parts",
        default=",".join(part for part in PARTS if part not in SLOW),
        help=f"of {','.join(PARTS)}; all but the slow {' and '.join(SLOW)} where not told",
    )
    parser.add_argument("--why", default="", help="of a look at the test split")
    given = parser.parse_args()
    parts = given.parts.split(",")
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"no parts: {', '.join(unknown)}; expected some of {', '.join(PARTS)}")
    if given.split == "test" and not given.why.strip():
        parser.error('a look at the test split needs its reason: --why "..."')
    folder = SHIPPED if given.acts == "shipped" else Path(given.acts)
    model = load_model(folder, given.language)
    if model is None and not MODELLESS.issuperset(parts):
        parser.error(f"no model of {given.language} in {folder}")
    split = read_split(given.language, given.split, given.authors)
    if not split.calls:
        parser.error(f"no calls of {given.language} by {' '.join(given.authors) or given.split}")
    megabytes = (folder / f"{given.language}.npz").stat().st_size / 1e6 if model else 0.0
    bench = Benchmark(split, model, megabytes, given.json)
    print(f"# {_title(given, split)}\n\n{_about(split, model)}\n", flush=True)
    for part in PARTS:
        if part in parts:
            began = time.perf_counter()
            getattr(bench, part)()
            bench.report.data[f"{part}_seconds"] = round(time.perf_counter() - began, 1)
    _write(given, bench)
    if given.split == "test":
        _note_look(given, bench)


def _title(given: argparse.Namespace, split: Split) -> str:
    authors = measured_calls(split.calls)
    return f"Agreement: {given.language}, {given.split} calls of authors {authors}"


def _about(split: Split, model: ActModel | None) -> str:
    domains = ", ".join(sorted({call.head["domain"] for call in split.calls}))
    known = f" Model {_digest(model)}, {len(model.acts)} acts." if model else ""
    return f"{len(split.calls)} calls, {len(split.second)} of them read twice; {domains}.{known}"


def _digest(model: ActModel | None) -> str:
    return model.digest[:12] if model else "none"


def _write(given: argparse.Namespace, bench: Benchmark) -> None:
    head = [f"# {_title(given, bench.split)}", _about(bench.split, bench.model)]
    if given.markdown:
        body = [f"## {title}\n\n{text}" for title, text in bench.report.sections]
        given.markdown.write_text("\n\n".join([*head, *body]) + "\n", encoding="utf-8")
    if given.json:
        whole = {
            "language": given.language,
            "split": given.split,
            "authors": sorted({call.head["author"] for call in bench.split.calls}),
            "calls": len(bench.split.calls),
            "model": _digest(bench.model),
            **bench.report.data,
        }
        text = json.dumps(_plain(whole), ensure_ascii=False, indent=1, allow_nan=False)
        given.json.write_text(text + "\n", encoding="utf-8")


def _plain(value: Any) -> Any:
    """As JSON writes it: what cannot be told is null."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _note_look(given: argparse.Namespace, bench: Benchmark) -> None:
    core = with_interval(mean_of(bench.split.calls, bench.said)) if bench.model else "–"
    with LOOKS.open("a", encoding="utf-8") as file:
        file.write(
            f"* {date.today().isoformat()}, {_title(given, bench.split)}, {given.parts}: "
            f"{given.why.strip()} (model {_digest(bench.model)}, kappa of the core six {core})\n"
        )


if __name__ == "__main__":
    main()
