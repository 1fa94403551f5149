"""Which calls there are: a manifest (`calls.csv`) or the recordings found in a folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from qa.core.call import CallContext
from qa.core.errors import ManifestError
from qa.core.tables import named_twice, read_table
from qa.intake import CallSource
from qa.recording.audio import AUDIO_SUFFIXES
from qa.transcripts.call_json import call_id_of
from qa.transcripts.detect import TRANSCRIPT_SUFFIXES

MANIFEST_NAME = "calls.csv"
LANGUAGES = ("auto", "zh", "ko", "en")
DIRECTIONS = ("inbound", "outbound")

_COLUMNS = frozenset(
    {
        "call_id",
        "audio",
        "agent_audio",
        "customer_audio",
        "transcript",
        "customer_name",
        "language",
        "agent_channel",
        "agent_id",
        "agent_name",
        "team",
        "customer_surname",
        "started_at",
        "direction",
    }
)


@dataclass(frozen=True)
class CallDefaults:
    """What holds for a call where neither the manifest nor its file name says otherwise.

    `name_pattern` is a regular expression with named groups (`call_id`, `agent_id`,
    `agent_name`, `team`, `started_at`, ... ) searched in the file's stem.
    """

    language: str = "auto"
    agent_channel: str = "auto"
    name_pattern: re.Pattern[str] | None = None


def is_channel(value: str) -> bool:
    """Channels count from 1; `auto` lets what is said decide."""
    return value == "auto" or (value.isdecimal() and int(value) > 0)


def find_calls(
    inputs: Iterable[Path], manifest: Path | None, defaults: CallDefaults
) -> list[CallSource]:
    """The calls of these inputs, in order, each id once.

    A manifest, named or lying in a folder as `calls.csv`, says which calls that folder holds;
    a folder without one holds its recordings and Call JSON files, sub-folders not entered.

    Raises `ManifestError` when an input does not exist, holds nothing, or two calls share an id.
    """
    sources: list[CallSource] = []
    if manifest is None:
        for given in inputs:
            sources += _calls_of(given, defaults)
    else:
        sources += _named_by(inputs, read_manifest(manifest, defaults), manifest)
    seen: dict[str, CallSource] = {}
    for source in sources:
        # Case is ignored: two such ids would share a file on Windows and macOS.
        other = seen.setdefault(source.context.call_id.casefold(), source)
        if other is not source:
            raise ManifestError(
                f"two calls have the id {source.context.call_id!r}: {_where(other)} and "
                f"{_where(source)}; give each a call_id of its own in a {MANIFEST_NAME}"
            )
    return sources


def _named_by(inputs: Iterable[Path], listed: list[CallSource], manifest: Path) -> list[CallSource]:
    """The rows of a named manifest that the inputs hold: a folder all that lie below it, a file
    its own."""
    chosen: list[CallSource] = []
    for given in inputs:
        place = given.resolve()
        below = [
            source
            for source in listed
            if any(place == path or place in path.parents for path in _resolved(source))
        ]
        if place == manifest.resolve().parent:
            below = listed
        if not below:
            raise ManifestError(
                f"{given}: {manifest} lists no call there; leave --calls out, or list its calls"
            )
        chosen += [source for source in below if source not in chosen]
    return chosen


def _resolved(source: CallSource) -> list[Path]:
    return [path.resolve() for path in (*source.audio, source.transcript) if path is not None]


def _calls_of(given: Path, defaults: CallDefaults) -> list[CallSource]:
    if not given.exists():
        raise ManifestError(f"{given}: no such file or folder; check the path")
    if given.is_file():
        if given.suffix.lower() == ".csv":
            return read_manifest(given, defaults)
        return [_from_file(given, defaults)]
    if (given / MANIFEST_NAME).is_file():
        return read_manifest(given / MANIFEST_NAME, defaults)
    files = sorted(
        path
        for path in given.iterdir()
        if path.is_file()
        and path.suffix.lower() in AUDIO_SUFFIXES | TRANSCRIPT_SUFFIXES
        and not path.name.startswith(".")  # ._0001.wav beside 0001.wav on a Mac's share
    )
    if not files:
        raise ManifestError(
            f"{given}: nothing to score in this folder; expected recordings "
            f"({', '.join(sorted(AUDIO_SUFFIXES))}), Call JSON files or a {MANIFEST_NAME}"
        )
    stems = Counter(path.stem.casefold() for path in files)
    return [_from_file(path, defaults, twin=stems[path.stem.casefold()] > 1) for path in files]


def _from_file(path: Path, defaults: CallDefaults, twin: bool = False) -> CallSource:
    """`twin`: another file beside it differs in its suffix only, so the suffix joins the id."""
    is_transcript = path.suffix.lower() in TRANSCRIPT_SUFFIXES
    call_id, facts = _from_name(path.stem, defaults.name_pattern)
    if call_id == path.stem:
        # A file of ours is named for its call as far as file systems allow; inside it says all.
        inside = call_id_of(path) if is_transcript else None
        call_id = inside or (path.name if twin else call_id)
    return CallSource(
        context=_context(call_id, facts),
        audio=() if is_transcript else (path,),
        transcript=path if is_transcript else None,
        language=defaults.language,
        agent_channel=defaults.agent_channel,
    )


def _from_name(stem: str, pattern: re.Pattern[str] | None) -> tuple[str, dict[str, str]]:
    """The call's id and what else a file name tells."""
    found = pattern.search(stem) if pattern else None
    groups = {name: value for name, value in (found.groupdict() if found else {}).items() if value}
    return groups.pop("call_id", stem), groups


def _context(call_id: str, facts: Mapping[str, str]) -> CallContext:
    """`facts` by column name; those no column is known for become `extra`."""
    return CallContext(
        call_id=call_id,
        agent_id=facts.get("agent_id"),
        agent_name=facts.get("agent_name"),
        team=facts.get("team"),
        customer_surname=facts.get("customer_surname"),
        started_at=facts.get("started_at"),
        direction=facts.get("direction"),
        extra={name: value for name, value in facts.items() if name not in _COLUMNS},
    )


def read_manifest(path: Path, defaults: CallDefaults) -> list[CallSource]:
    """Read `calls.csv`: UTF-8 with or without BOM, GBK or CP949; comma, semicolon or tab.

    Paths in it are relative to the manifest. Columns it does not know are kept as `extra`.
    Raises `ManifestError` with every problem as `path:line: what`.
    """
    table = read_table(path, ManifestError)
    names = table.names
    problems = _header_problems(path, names)
    if problems:
        raise ManifestError("\n".join(problems))
    sources: list[CallSource] = []
    for number, cells in table.rows:
        where = f"{path}:{number}"
        if len(cells) > len(names):
            problems.append(f"{where}: {len(cells)} cells; expected at most {len(names)}")
            continue
        source, row_problems = _from_row(table.named(cells), path.parent, defaults)
        problems += [f"{where}: {problem}" for problem in row_problems]
        if source:
            sources.append(source)
    if problems:
        raise ManifestError("\n".join(problems))
    if not sources:
        raise ManifestError(f"{path}: holds no calls; expected one row a call under the header")
    return sources


def _header_problems(path: Path, names: Sequence[str]) -> list[str]:
    if not any(name in _COLUMNS for name in names):
        return [
            f"{path}:1: no known column; expected a header such as call_id,audio,agent_id; "
            f"got {','.join(names)[:80]!r}"
        ]
    return [f"{path}:1: column {name!r} appears twice" for name in named_twice(names)]


def _from_row(
    row: dict[str, str], folder: Path, defaults: CallDefaults
) -> tuple[CallSource | None, list[str]]:
    problems: list[str] = []

    def choice(column: str, allowed: tuple[str, ...], default: str) -> str:
        value = row.get(column, default)
        if value not in allowed:
            problems.append(f"{column}: {value!r}; allowed: {', '.join(allowed)}")
        return value

    def named(*columns: str) -> tuple[Path, ...]:
        return tuple(folder / row[column].replace("\\", "/") for column in columns if column in row)

    language = choice("language", LANGUAGES, defaults.language)
    agent_channel = row.get("agent_channel", defaults.agent_channel)
    if not is_channel(agent_channel):
        problems.append(f"agent_channel: {agent_channel!r}; allowed: auto, 1, 2, ...")
    if "direction" in row:
        choice("direction", DIRECTIONS, row["direction"])
    pair = named("agent_audio", "customer_audio")
    audio = named("audio") or pair
    transcript = next(iter(named("transcript")), None)
    if "audio" in row and pair:
        problems.append("both audio and agent_audio/customer_audio; give one recording a call")
    if len(pair) == 1:
        problems.append("agent_audio and customer_audio go together; one of them is empty")
    if not audio and transcript is None:
        problems.append("no recording; expected audio, agent_audio + customer_audio or transcript")
    if problems:
        return None, problems
    file = audio[0] if audio else cast(Path, transcript)
    call_id, facts = _from_name(file.stem, defaults.name_pattern)
    facts |= row
    if "customer_name" in row:
        facts.setdefault("customer_surname", _surname(row["customer_name"]))
    context = _context(row.get("call_id", call_id), facts)
    return (
        CallSource(
            context=context,
            audio=audio,
            transcript=transcript,
            language=language,
            agent_channel=agent_channel,
        ),
        [],
    )


def _surname(full_name: str) -> str:
    """The surname in a full name; the script of the name says whose customs it follows."""
    from qa.language.surname import surname_of

    if any("\uac00" <= char <= "\ud7a3" for char in full_name):
        return surname_of(full_name, "ko")
    spelt = any(char.isascii() and char.isalpha() for char in full_name)
    return surname_of(full_name, "en" if spelt else "zh")


def _where(source: CallSource) -> str:
    files = source.audio or ((source.transcript,) if source.transcript else ())
    return str(files[0])
