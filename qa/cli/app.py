"""The commands and their options. Each body lies in a module of its own, imported when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.cli.console import command, make_streams_safe
from qa.cli.rubric import rubric_app

app = typer.Typer(
    name="qa",
    help="Judge recorded contact-centre calls by a rubric: a scorecard a call, offline.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(rubric_app)

Inputs = Annotated[
    list[Path],
    typer.Argument(metavar="INPUT...", help="Recordings, Call JSON, calls.csv, folders."),
]
Config = Annotated[
    Path | None, typer.Option(help="A qa.toml; default: beside the inputs, or here.")
]
Manifest = Annotated[Path | None, typer.Option("--calls", help="The manifest, one row a call.")]
Language = Annotated[str | None, typer.Option(help="auto, zh, ko or en.  [default: auto]")]
Model = Annotated[
    str | None,
    typer.Option(help="Whisper: hub name or CTranslate2 folder.  [default: large-v3-turbo]"),
]
Diarizer = Annotated[
    str | None, typer.Option(help="pyannote pipeline for mono calls: hub name, folder or none.")
]
AgentChannel = Annotated[str | None, typer.Option(help="auto, 1 or 2.  [default: auto]")]
Hotwords = Annotated[
    bool | None,
    typer.Option(
        "--hotwords/--no-hotwords",
        help="Tell the recogniser the names and terms to expect.  [default: hotwords]",
    ),
]
Device = Annotated[str | None, typer.Option(help="auto, cpu or cuda.  [default: auto]")]
Jobs = Annotated[
    int | None, typer.Option(help="Processes, each with its own models.  [default: 1]")
]
Engine = Annotated[
    str | None, typer.Option(help="local, or ray for a cluster of machines.  [default: local]")
]
NamePattern = Annotated[
    str | None, typer.Option(help="Regular expression with named groups to read from file names.")
]
Judge = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Ask a language model there, for criteria that declare it: the base URL of an "
        "OpenAI-compatible endpoint, such as http://localhost:11434/v1.  [default: none]",
    ),
]
JudgeModel = Annotated[
    str | None, typer.Option(metavar="NAME", help="The model's name at the judge's endpoint.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON line a call on standard output.")]


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    if version:
        from qa import __version__

        typer.echo(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


@app.command()
@command
def score(
    inputs: Inputs,
    out: Annotated[
        str | None, typer.Option("--out", "-o", help="Folder.  [default: ./scorecards-<date>]")
    ] = None,
    rubric: Annotated[
        str | None, typer.Option(help="A shipped rubric or a YAML file.  [default: service-call]")
    ] = None,
    acts: Annotated[
        str | None,
        typer.Option(
            help="What is meant, not only what is said: a folder that qa learn made, or none."
            "  [default: shipped]"
        ),
    ] = None,
    calls: Manifest = None,
    language: Language = None,
    model: Model = None,
    diarizer: Diarizer = None,
    agent_channel: AgentChannel = None,
    hotwords: Hotwords = None,
    device: Device = None,
    engine: Engine = None,
    jobs: Jobs = None,
    name_pattern: NamePattern = None,
    judge: Judge = None,
    judge_model: JudgeModel = None,
    config: Config = None,
    fresh: Annotated[bool, typer.Option(help="Do everything again, whatever OUT holds.")] = False,
    fail_under: Annotated[
        float | None, typer.Option(help="Exit with 4 when a call scores less than this.")
    ] = None,
    fail_on_critical: Annotated[
        bool | None, typer.Option("--fail-on-critical", help="Exit with 4 on a failed critical.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Score calls: recordings or transcripts in, a scorecard for each out."""
    from qa.cli.config import settings_for
    from qa.cli.score import score_calls

    given = {
        "out": out,
        "rubric": rubric,
        "acts": acts,
        "calls": str(calls) if calls else None,
        "language": language,
        "model": model,
        "diarizer": diarizer,
        "agent_channel": agent_channel,
        "use_hotwords": hotwords,
        "device": device,
        "engine": engine,
        "jobs": jobs,
        "name_pattern": name_pattern,
        "judge": judge,
        "judge_model": judge_model,
        "fail_under": fail_under,
        "fail_on_critical": fail_on_critical,
    }
    return score_calls(inputs, settings_for(inputs, config, given), fresh=fresh, as_json=as_json)


@app.command()
@command
def show(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder qa score has written.")],
    call: Annotated[str, typer.Argument(metavar="CALL", help="The call's id.")],
    as_json: AsJson = False,
) -> int:
    """Show one scorecard in the terminal."""
    from qa.cli.score import show_scorecard

    return show_scorecard(out, call, as_json=as_json)


@app.command()
@command
def report(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder qa score has written.")],
) -> int:
    """Write the pages and tables of a batch again from its data."""
    from qa.cli.score import rebuild_report

    return rebuild_report(out)


@app.command()
@command
def learn(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder qa score has written.")],
    corrections: Annotated[
        Path,
        typer.Argument(
            metavar="CORRECTIONS.csv", help="call_id, criterion, verdict; turn and act if known."
        ),
    ],
    model_out: Annotated[Path, typer.Option(help="Folder for the new models and their report.")],
    language: Annotated[str, typer.Option(help="auto, zh, ko or en.")] = "auto",
    rubric: Annotated[
        str | None, typer.Option(help="A shipped rubric or a YAML file.  [default: service-call]")
    ] = None,
    acts: Annotated[
        str | None,
        typer.Option(help="The models to compare with, as in qa score.  [default: shipped]"),
    ] = None,
    set_aside: Annotated[
        float, typer.Option(help="Share of the calls to measure on and not learn from.")
    ] = 0.3,
    config: Config = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> int:
    """Learn from corrections: new models of what is meant, and whether they judge better."""
    from qa.cli.config import settings_for
    from qa.cli.learn import learn_from

    return learn_from(
        out,
        corrections,
        model_out,
        settings_for([out], config, {"rubric": rubric, "acts": acts}),
        language=language,
        set_aside=set_aside,
        as_json=as_json,
    )


@app.command()
@command
def transcribe(
    inputs: Inputs,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for Call JSON files.  [default: .]")
    ] = None,
    calls: Manifest = None,
    language: Language = None,
    model: Model = None,
    diarizer: Diarizer = None,
    agent_channel: AgentChannel = None,
    hotwords: Hotwords = None,
    device: Device = None,
    engine: Engine = None,
    jobs: Jobs = None,
    name_pattern: NamePattern = None,
    config: Config = None,
) -> int:
    """Turn recordings into Call JSON: who said what and when, without judging it."""
    from qa.cli.config import settings_for
    from qa.cli.transcribe import transcribe_calls

    given = {
        "calls": str(calls) if calls else None,
        "language": language,
        "model": model,
        "diarizer": diarizer,
        "agent_channel": agent_channel,
        "use_hotwords": hotwords,
        "device": device,
        "engine": engine,
        "jobs": jobs,
        "name_pattern": name_pattern,
    }
    return transcribe_calls(inputs, settings_for(inputs, config, given), out or Path())


@app.command()
@command
def doctor(
    inputs: Annotated[
        list[Path] | None, typer.Argument(metavar="[INPUT...]", help="Recordings or folders.")
    ] = None,
    model: Model = None,
    diarizer: Diarizer = None,
    config: Config = None,
    as_json: AsJson = False,
) -> int:
    """Examine this machine and these recordings: what is wrong, what can be measured."""
    from qa.cli.config import settings_for
    from qa.cli.doctor import examine

    paths = inputs or []
    settings = settings_for(paths, config, {"model": model, "diarizer": diarizer})
    return examine(paths, settings, as_json=as_json)


def main() -> None:
    make_streams_safe()
    app()
