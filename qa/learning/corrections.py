"""Corrections: what people of a centre decided about calls that the program has judged.

::

    call_id,criterion,verdict,turn,act
    C-0001,closing-satisfaction,pass,14,closing-ask
    C-0002,forbidden-phrases,pass,7,none
    C-0003,empathy,fail,,

`turn` counts from 1 as the transcript of the scorecard does; where that shows times in place of
numbers, the time it shows (`01:23.4`) names the turn as well. `act` is what the turn does, by
`docs/judging-guide.md`; `none`: it does nothing that the criterion asks about. A turn that does
several things has a row for each, and a row `none` beside them means: and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qa.acts.labels import ACTS, with_groups
from qa.core.call import Call, Turn
from qa.core.errors import CallError, CorpusError
from qa.core.tables import named_twice, read_table
from qa.learning.acts_of_checks import acts_read
from qa.report.formats import clock
from qa.rubric import Rubric

NEEDED = ("call_id", "criterion", "verdict")
VERDICTS = ("pass", "fail", "not_applicable")
NO_ACT = "none"


@dataclass(frozen=True, slots=True)
class Correction:
    """One row. `turn` is the turn it speaks of, if any; `act` is set only where `turn` is."""

    call_id: str
    criterion: str
    verdict: str
    turn: Turn | None = None
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """`calls` are those that a row speaks of, by id; `left_out` the rows of calls in languages that
    were not asked for."""

    rows: tuple[Correction, ...]
    calls: Mapping[str, Call]
    left_out: int = 0

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({call.transcript.language for call in self.calls.values()}))


def read_corrections(
    path: Path, call_of: Callable[[str], Call | None], rubric: Rubric, language: str = "auto"
) -> Corrections:
    """The corrections of a CSV file in UTF-8, GBK or CP949; columns it does not know are passed
    over. `call_of` gives a call by its id, None where there is none of it; `language` is `auto` or
    the one language to learn.

    Raises `CorpusError` with every problem, as `path:line: what`.
    """
    table = read_table(path, CorpusError)
    problems = [
        f"{path}:1: no column {name!r}; expected {', '.join(NEEDED)}, and turn and act if known; "
        f"got {', '.join(table.names)[:80]!r}"
        for name in NEEDED
        if name not in table.names
    ]
    problems += [f"{path}:1: column {name!r} appears twice" for name in named_twice(table.names)]
    if problems:
        raise CorpusError("\n".join(problems))
    reader = _Reader(call_of, rubric, language)
    for number, cells in table.rows:
        if len(cells) > len(table.names):
            found = [f"{len(cells)} cells; expected at most {len(table.names)}"]
        else:
            found = list(reader.problems_of(number, table.named(cells)))
        problems += [f"{path}:{number}: {problem}" for problem in found]
    if not problems and not table.rows:
        problems.append(f"{path}: holds no corrections; expected one a row under the header")
    elif not problems and not reader.rows:
        spoken = f"every correction is of a call in another language than {language}"
        problems.append(f"{path}: {spoken}; expected some in it, or --language auto")
    if problems:
        raise CorpusError("\n".join(problems))
    named = {row.call_id for row in reader.rows}
    calls = {one: call for one, call in reader.calls.items() if call and one in named}
    return Corrections(tuple(reader.rows), calls, reader.left_out)


class _Reader:
    """Rows into corrections; what is wrong in one, also beside an earlier one, is told."""

    def __init__(
        self, call_of: Callable[[str], Call | None], rubric: Rubric, language: str
    ) -> None:
        self.call_of, self.rubric, self.language = call_of, rubric, language
        self.checks = {one.id: one.check for one in rubric.criteria}
        self.calls: dict[str, Call | None] = {}
        self.decided: dict[tuple[str, str], tuple[str, int]] = {}
        self.rows: list[Correction] = []
        self.left_out = 0

    def problems_of(self, number: int, row: Mapping[str, str]) -> Iterator[str]:
        """Takes the row in; where it yields a problem, it does not."""
        call_id, criterion, verdict = (row.get(name, "") for name in NEEDED)
        told = list(self._call_problems(call_id))
        call = self.calls.get(call_id)
        if criterion not in self.checks:
            told.append(
                f"criterion: {criterion!r} is none of the rubric '{self.rubric.id}'; expected one "
                f"of {', '.join(self.checks)}, or another --rubric"
            )
        if verdict not in VERDICTS:
            told.append(f"verdict: got {verdict!r}; expected {', '.join(VERDICTS)}")
        else:
            key = (call_id, criterion)
            earlier, line = self.decided.setdefault(key, (verdict, number))
            if earlier != verdict:
                told.append(f"verdict: got {verdict!r}; expected {earlier!r}, as in line {line}")
        turn, act = None, row.get("act")
        if call and "turn" in row:
            turn, trouble = _turn(row["turn"], call)
            told += [trouble] if trouble else []
        if act and "turn" not in row:
            told.append(f"turn: nothing, beside the act {act!r}; expected the turn that does it")
        if turn and act and criterion in self.checks:
            told += self._act_problems(act, turn, criterion)
        yield from told
        if told or call is None:
            return
        if self.language not in ("auto", call.transcript.language):
            self.left_out += 1
            return
        self.rows.append(Correction(call_id, criterion, verdict, turn, act))

    def _call_problems(self, call_id: str) -> Iterator[str]:
        if call_id not in self.calls:
            try:
                self.calls[call_id] = self.call_of(call_id) if call_id else None
            except CallError as error:
                self.calls[call_id] = None
                yield f"call_id: {call_id!r} cannot be read: {error}"
                return
        call = self.calls[call_id]
        if call is None:
            yield f"call_id: no call {call_id!r} in the folder; expected one scored into it"
        elif call.transcript.language not in self.rubric.languages:
            yield (
                f"call_id: {call_id!r} is in '{call.transcript.language}'; expected a language of "
                f"the rubric '{self.rubric.id}': {', '.join(self.rubric.languages)}"
            )

    def _act_problems(self, act: str, turn: Turn, criterion: str) -> Iterator[str]:
        role = turn.role.value
        if role not in ACTS:
            yield f"act: the turn is nobody's ({role}); expected one of {' or '.join(ACTS)}"
        elif act == NO_ACT:
            if not acts_read(self.checks[criterion], role):
                yield (
                    f"act: {NO_ACT!r} says nothing here, since {criterion} asks about no act of "
                    f"the {role}; expected the name of an act, or nothing"
                )
        elif act not in with_groups(ACTS[role]):
            named = ", ".join(sorted(with_groups(ACTS[role])))
            yield f"act: {act!r} is no act of the {role}, whose turn it is; expected none, {named}"


def _turn(given: str, call: Call) -> tuple[Turn | None, str]:
    """The turn of that number, or that begins at that time; else what is wrong."""
    turns = call.transcript.turns
    if given.isascii() and given.isdigit() and 1 <= int(given) <= len(turns):
        return turns[int(given) - 1], ""
    found = [turn for turn in turns if turn.span and clock(turn.span.start_ms) == given]
    if len(found) == 1:
        return found[0], ""
    expected = f"a number from 1 to {len(turns)}, or the time of one turn as its scorecard shows it"
    return None, f"turn: got {given!r}; expected {expected}"
