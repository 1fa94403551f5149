"""`qa rubric`: list, check, test, start and describe rubric files.

Exit codes: 0 all is well; 2 a rubric that cannot be used, or wrong usage; 3 examples that do not
hold (with --strict: parameters and guards that no example holds, too).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.cli.console import OK, SOME_NOT_SCORED, USAGE, command, results_console, say, say_error

if TYPE_CHECKING:
    from qa.rubric import Rubric
    from qa.rubric.selftest import SelfTest

EXAMPLES_FAIL = SOME_NOT_SCORED

rubric_app = typer.Typer(
    name="rubric",
    help="List, check, test, start and describe rubric files.",
    no_args_is_help=True,
)

Names = Annotated[
    list[str], typer.Argument(metavar="RUBRIC...", help="Shipped rubrics by name, or YAML files.")
]


@rubric_app.command("list")
@command
def list_rubrics() -> int:
    """List the rubrics that come with the program."""
    from qa.rubric import available_rubrics
    from qa.rubric.load import rubric_titles

    for name in available_rubrics():
        print(f"{name}\t{' / '.join(rubric_titles(name).values())}")
    return OK


@rubric_app.command()
@command
def check(rubrics: Names) -> int:
    """Load rubrics: every problem with its line, or a summary."""
    from qa.core.errors import RubricError
    from qa.rubric import load_rubric

    code = OK
    for name in rubrics:
        try:
            print(_summary(load_rubric(name)))
        except RubricError as error:
            say_error(str(error))
            say(f"{name}: {_count(len(error.problems), 'problem')}")
            code = USAGE
    return code


@rubric_app.command("test")
@command
def run_examples(
    rubrics: Names,
    every: Annotated[
        bool, typer.Option("--all", help="Nudge the parameters that the file leaves out, too.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3 where no example holds something, too.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON line a rubric on standard output.")
    ] = False,
) -> int:
    """Run a rubric's examples, and see whether they hold every parameter and guard."""
    from qa.rubric.selftest import selftest

    code = OK
    for name in rubrics:
        result = selftest(name, every)
        if as_json:
            print(json.dumps(_as_json(result), ensure_ascii=False))
        else:
            _show(result)
        unheld = result.surviving_nudges or result.surviving_guards or result.without_examples
        if result.failures or (strict and unheld):
            code = EXAMPLES_FAIL
    return code


@rubric_app.command()
@command
def new(file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")]) -> int:
    """Write a commented rubric to start from, with examples. Overwrites nothing."""
    import re

    import qa.rubric
    from qa.core.errors import UsageError

    text = (Path(qa.rubric.__file__).parent / "starter.yaml").read_text(encoding="utf-8")
    stem = file.stem.lower()
    if re.fullmatch("[a-z][a-z0-9-]*", stem):
        text = text.replace("id: starter", f"id: {stem}", 1)
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise UsageError(f"{file}: is already there; give another name") from None
    say(f"{file}: written; edit it, then: qa rubric test {file}")
    return OK


@rubric_app.command()
@command
def schema() -> int:
    """Print the JSON Schema of rubric files, for editors."""
    from qa.rubric.json_schema import rubric_schema

    print(json.dumps(rubric_schema(), ensure_ascii=False, indent=2))
    return OK


def _summary(rubric: Rubric) -> str:
    lexicons = {name for one in rubric.lexicons.values() for name in one.lexicons}
    points = sum(one.weight for one in rubric.criteria if not one.bonus)
    if rubric.mode == "deduction":
        points = 100
    examples = sum(len(criterion.examples) for criterion in rubric.criteria)
    return (
        f"{rubric.id} {rubric.version}: {_count(len(rubric.criteria), 'criterion')}, "
        f"{points:g} points, {', '.join(rubric.languages)}, "
        f"{_count(len(lexicons), 'lexicon')}, {_count(examples, 'example')}"
    )


def _show(result: SelfTest) -> None:
    say_it = results_console().print
    own = f" and {result.lexicon_examples} of its lexicons" if result.lexicon_examples else ""
    say_it(
        f"{result.rubric}: {_count(result.examples, 'example')}{own}, "
        f"{_held(len(result.failures), 'wrong')}",
        soft_wrap=True,
        markup=False,
    )
    lines = [f"  {f.path}:{f.line}: {f.place}: {f.problem}" for f in result.failures]
    lines += [f"  no examples: {', '.join(result.without_examples)}"] * bool(
        result.without_examples
    )
    unheld = len(result.surviving_nudges)
    lines.append(f"parameters: {result.nudges} nudges, {_held(unheld, 'noticed by no example')}")
    lines += [f"  {one.criterion}.{one.param}: {one.change}" for one in result.surviving_nudges]
    unheld = len(result.surviving_guards)
    lines.append(
        f"guards of lexicons: {result.guards}, {_held(unheld, 'held there by no example')}"
    )
    for path, guards in groupby(result.surviving_guards, key=lambda one: one.path):
        told = ", ".join(f"{one.text} ({one.line})" for one in guards)
        lines.append(f"  {path.parent.name}/{path.name}: {told}")
    for line in lines:
        say_it(line, soft_wrap=True, markup=False)


def _held(number: int, told: str) -> str:
    return f"{number} {told}" if number else "all noticed" if "no example" in told else "all hold"


def _count(number: int, what: str) -> str:
    if number != 1:
        what = "criteria" if what == "criterion" else f"{what}s"
    return f"{number} {what}"


def _as_json(result: SelfTest) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(json.dumps(asdict(result), default=str))
    return {**written, "passed": not result.failures}
