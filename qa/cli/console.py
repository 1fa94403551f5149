"""Results go to standard output, everything else to standard error; errors become exit codes."""

from __future__ import annotations

import functools
import io
import sqlite3
import sys
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec

import typer

from qa.core.errors import QAError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

OK, INTERNAL, USAGE, SOME_NOT_SCORED, BELOW, INTERRUPTED = 0, 1, 2, 3, 4, 130

P = ParamSpec("P")


def command(body: Callable[P, int]) -> Callable[P, None]:
    """A command's body returns its exit code; what it raises becomes one line and a code."""

    @functools.wraps(body)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = body(*args, **kwargs)
        except typer.Exit:
            raise
        except QAError as error:
            say_error(str(error))
            code = USAGE
        except (OSError, sqlite3.OperationalError) as error:
            say_error(
                f"{error}; check that the folder can be written, that its disk is not full, and "
                "that no other run or program holds its files open"
            )
            code = USAGE
        except KeyboardInterrupt:
            say_error("interrupted; what is finished is kept, run the same command to go on")
            code = INTERRUPTED
        except Exception as error:
            traceback.print_exc()
            say_error(f"a fault of this program: {type(error).__name__}: {error}; please report it")
            code = INTERNAL
        raise typer.Exit(code)

    return run


def make_streams_safe() -> None:
    """A console that cannot show a character (GBK, say) shows its code instead of crashing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(message: str) -> None:
    print(message, file=sys.stderr)


def say_error(message: str) -> None:
    for line in message.splitlines() or [""]:
        print(f"error: {line}", file=sys.stderr)


def results_console() -> Console:
    """For tables on standard output: no colour and no wrapping to a guess when it is piped."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=120, no_color=True)
    return console


def progress_bar() -> Progress:
    """A bar on standard error, silent when that is not a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
        redirect_stdout=False,  # results go to where standard output goes
    )
