"""The labelled corpus: single utterances, and whole calls with verdicts.

`samples/corpus/README.md` shows both shapes, `docs/judging-guide.md` says what the labels mean.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import qa
from qa.acts.labels import ACTS, AGENT_ACTS, CUSTOMER_ACTS, with_groups
from qa.acts.recogniser import said_before
from qa.core.errors import CorpusError

EVERY_ACT = frozenset(AGENT_ACTS + CUSTOMER_ACTS)
CRITERIA = (
    *("surname-use", "empathy", "forbidden-phrases", "talk-over", "silence-use"),
    *("closing-satisfaction", "opening-order", "closed-questions", "listening", "expectation"),
    *("restate", "options", "refusal-art", "commitment", "follow-up", "all-needs", "thanks"),
    *("premature-admission", "premature-explanation", "apology-only", "hasty-conclusion"),
    *("overpromise", "ping-pong", "i-language", "jargon", "praise", "respect"),
    *("hold-etiquette", "monologue"),
)
OUTCOMES = ("pass", "fail", "not_applicable", "not_assessed")
# Never learned from, so that what is measured holds for other people and other matters.
TEST_AUTHORS = frozenset({"r", "s", "t", "u"})
TEST_DOMAINS = frozenset(
    {"utilities", "gov", "gov_hotline", "government", "hospital"}
    | {"auto-repair", "fitness", "travel", "housekeeping"}
)
_HEAD = ("id", "language", "domain", "author", "direction", "surname", "about")
_ROLES = {"A": "agent", "C": "customer"}


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance. `known` are the acts it was labelled for; of the others nothing is known.
    `call` is the call it is a turn of, if any. It counts as `weight` utterances do."""

    role: str
    acts: frozenset[str]
    domain: str
    before: str
    text: str
    author: str
    known: frozenset[str] = EVERY_ACT
    call: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class CorpusTurn:
    """`gap_s` is the silence before the turn; below 0 it cuts in. `into_s`, where told, is the
    time into the other party's turn, which goes on."""

    role: str
    acts: frozenset[str]
    text: str
    gap_s: float = 0.0
    into_s: float | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reader of a call decided, and the turns (from 1) it rests on."""

    outcome: str
    turns: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class LabelledCall:
    """A whole call with its author's judgement of each criterion."""

    head: Mapping[str, str]
    turns: tuple[CorpusTurn, ...]
    verdicts: Mapping[str, Judgement]

    @property
    def id(self) -> str:
        return self.head["id"]


def lines_of(call: LabelledCall) -> tuple[Line, ...]:
    """The turns of a call as utterances, each with what the other party said just before it."""
    domain, author = call.head["domain"], call.head["author"]
    before_each = said_before((turn.role, turn.text) for turn in call.turns)
    return tuple(
        Line(turn.role, turn.acts, domain, before, turn.text, author, call=call.id)
        for turn, before in zip(call.turns, before_each, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is learned from and what is measured on. `test` calls are of other authors and of
    domains that no line or call of `lines` and `calls` is of."""

    lines: tuple[Line, ...]
    calls: tuple[LabelledCall, ...]
    test: tuple[LabelledCall, ...]

    def utterances(self, without: Container[str] = ()) -> tuple[Line, ...]:
        """What a model learns from: the lines, and the turns of the calls but those by the authors
        `without`."""
        learned = (call for call in self.calls if call.head["author"] not in without)
        return (*self.lines, *(line for call in learned for line in lines_of(call)))


def shipped_corpus() -> Path:
    """Where the corpus of this program is: inside the package once installed, else beside it."""
    package = Path(qa.__file__).parent
    installed = package / "shipped_corpus"
    return installed if installed.is_dir() else package.parent / "samples" / "corpus"


def read_corpus(folder: Path, language: str) -> Corpus:
    """The corpus of one language. Raises `CorpusError` with every problem."""
    calls = [read_call(path) for path in sorted((folder / "calls" / language).glob("*.call"))]
    test = tuple(call for call in calls if call.head["author"] in TEST_AUTHORS)
    lines = [
        line
        for path in sorted((folder / "lines" / language).glob("*.tsv"))
        for line in read_lines(path)
        if line.domain not in TEST_DOMAINS and line.author not in TEST_AUTHORS
    ]
    strays = [one.id for one in calls if one not in test and one.head["domain"] in TEST_DOMAINS]
    if strays:
        raise CorpusError(f"{folder}: of domains that are for testing only: {', '.join(strays)}")
    return Corpus(tuple(lines), tuple(call for call in calls if call not in test), test)


def read_lines(path: Path) -> tuple[Line, ...]:
    """The utterances of one file. Raises `CorpusError` with every problem."""
    found: list[Line] = []
    problems: list[str] = []
    known = EVERY_ACT
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if row.startswith("#labels:"):
            known = frozenset(row.removeprefix("#labels:").split())
            unknown = sorted(known - with_groups(EVERY_ACT))
            problems += [f"{path}:{number}: no acts: {', '.join(unknown)}"] if unknown else []
        if row.startswith("#") or not row.strip():
            continue
        cells = row.split("\t")
        if len(cells) != 5:
            problems.append(f"{path}:{number}: a line has 5 columns; got {len(cells)}")
            continue
        role, acts, domain, before, text = (cell.strip() for cell in cells)
        if role not in ACTS or not text:
            problems.append(f"{path}:{number}: no role and text; got {role!r}, {text!r}")
            continue
        named, unknown = _acts(acts, role)
        if unknown:
            problems.append(f"{path}:{number}: no acts of the {role}: {', '.join(unknown)}")
        found.append(Line(role, named, domain, before, text, path.stem, known))
    if problems:
        raise CorpusError("\n".join(problems))
    return tuple(found)


def read_call(path: Path) -> LabelledCall:
    """One whole call. Raises `CorpusError` with every problem."""
    parts = path.read_text(encoding="utf-8").split("\n---\n")
    if len(parts) != 3:
        raise CorpusError(f"{path}: head, turns and verdicts stand apart by two lines of ---")
    problems: list[str] = []
    head = dict(_head(parts[0], path, problems))
    turns = tuple(_turns(parts[1], path, problems))
    verdicts = read_verdicts(parts[2], path, problems, len(turns))
    if head.get("id") != path.stem:
        problems.append(f"{path}: id is the file's name; got {head.get('id')!r}")
    if problems:
        raise CorpusError("\n".join(problems))
    return LabelledCall(head, turns, verdicts)


def read_verdicts(text: str, path: Path, problems: list[str], most: int) -> Mapping[str, Judgement]:
    """Criterion -> judgement; `most` is the number of the call's turns."""
    found: dict[str, Judgement] = {}
    for row in filter(str.strip, text.splitlines()):
        cells = [cell.strip() for cell in row.split("|", 3)]
        if len(cells) != 4 or cells[0] not in CRITERIA or cells[1] not in OUTCOMES:
            problems.append(f"{path}: expected 'criterion | outcome | turns | reason'; got {row!r}")
            continue
        numbers = [one.strip() for one in cells[2].split(",") if one.strip()]
        if not all(one.isdigit() and 1 <= int(one) <= most for one in numbers):
            problems.append(f"{path}: turns are numbers from 1 to {most}; got {row!r}")
            continue
        if cells[0] in found:
            problems.append(f"{path}: {cells[0]} stands twice")
        found[cells[0]] = Judgement(cells[1], tuple(map(int, numbers)), cells[3])
    missing = [name for name in CRITERIA if name not in found]
    if missing:
        problems.append(f"{path}: no verdict on {', '.join(missing)}")
    return found


def _acts(cell: str, role: str) -> tuple[frozenset[str], list[str]]:
    named = frozenset(one.strip() for one in cell.split(",") if one.strip()) - {"none"}
    return named, sorted(named - with_groups(ACTS[role]))


def _head(text: str, path: Path, problems: list[str]) -> Iterator[tuple[str, str]]:
    for row in filter(str.strip, text.splitlines()):
        key, colon, value = row.partition(":")
        if not colon or key.strip() not in _HEAD:
            problems.append(f"{path}: {row!r} is none of {', '.join(_HEAD)}")
            continue
        yield key.strip(), value.strip()


def _turns(text: str, path: Path, problems: list[str]) -> Iterator[CorpusTurn]:
    for row in filter(str.strip, text.splitlines()):
        cells = [cell.strip() for cell in row.split("|", 2)]
        who, _, when = cells[0].partition(" ")
        if len(cells) != 3 or who not in _ROLES or not cells[2]:
            problems.append(f"{path}: expected 'A 0.5 | acts | text'; got {row!r}")
            continue
        named, unknown = _acts(cells[1], _ROLES[who])
        if unknown:
            problems.append(f"{path}: no acts of {_ROLES[who]}: {', '.join(unknown)} in {row!r}")
        try:
            seconds = float(when.strip().lstrip("@"))
        except ValueError:
            problems.append(f"{path}: {when!r} is no time in {row!r}")
            continue
        into = seconds if when.strip().startswith("@") else None
        yield CorpusTurn(_ROLES[who], named, cells[2], 0.0 if into is not None else seconds, into)
