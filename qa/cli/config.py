"""Options from `qa.toml` and from the command line, which wins."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from qa.batch.manifest import is_channel
from qa.core.call import LANGUAGES
from qa.core.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CONFIG_NAME = "qa.toml"
# Relative to the file that names them; a name that is no such path is left for the model hub.
_PATHS = frozenset({"out", "calls"})
NO_DIARIZER = NO_JUDGE = NO_ACTS = "none"
SHIPPED_ACTS = "shipped"
_PATHS_OR_NAMES = frozenset({"rubric", "acts", "model", "diarizer"})


@dataclass(frozen=True)
class Settings:
    """Every option of `qa score`, with its one default."""

    out: str | None = None
    rubric: str = "service-call"
    acts: str = SHIPPED_ACTS
    calls: str | None = None
    language: str = "auto"
    model: str = "large-v3-turbo"
    diarizer: str = "pyannote/speaker-diarization-community-1"
    agent_channel: str = "auto"
    use_hotwords: bool = True
    device: str = "auto"
    engine: str = "local"
    jobs: int = 1
    name_pattern: str | None = None
    judge: str = NO_JUDGE
    judge_model: str | None = None
    judge_timeout_s: float = 120.0
    fail_under: float | None = None
    fail_on_critical: bool = False


_ALLOWED: Mapping[str, frozenset[str]] = {
    "language": frozenset({"auto", *LANGUAGES}),
    "device": frozenset({"auto", "cpu", "cuda"}),
    "engine": frozenset({"local", "ray"}),
}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "jobs": (int,),
    "fail_under": (int, float),
    "judge_timeout_s": (int, float),
    "fail_on_critical": (bool,),
    "use_hotwords": (bool,),
}


def settings_for(inputs: Sequence[Path], config: Path | None, given: Mapping[str, Any]) -> Settings:
    """Defaults, then the configuration file, then what was given on the command line (not None).

    The file is the one named, else `qa.toml` beside the inputs, else in the working folder.
    Raises `UsageError` with every problem of it.
    """
    path = config or _beside(inputs)
    settings = replace(Settings(), **(read_config(path) if path else {}))
    settings = replace(
        settings, **{name: value for name, value in given.items() if value is not None}
    )
    for name, allowed in _ALLOWED.items():
        if getattr(settings, name) not in allowed:
            raise UsageError(
                f"{name}: {getattr(settings, name)!r}; allowed: {', '.join(sorted(allowed))}"
            )
    if not is_channel(settings.agent_channel):
        raise UsageError(f"agent_channel: {settings.agent_channel!r}; allowed: auto, 1, 2, ...")
    if settings.jobs < 1:
        raise UsageError(f"jobs: {settings.jobs}; expected 1 or more")
    return settings


def _beside(inputs: Sequence[Path]) -> Path | None:
    folders = dict.fromkeys((path if path.is_dir() else path.parent).resolve() for path in inputs)
    found = [folder / CONFIG_NAME for folder in folders if (folder / CONFIG_NAME).is_file()]
    if len(found) > 1:
        raise UsageError(
            f"the inputs have different configurations ({', '.join(map(str, found))}); "
            "name one with --config"
        )
    here = Path(CONFIG_NAME)
    return found[0] if found else here if here.is_file() else None


def read_config(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from error
    known = {field.name for field in fields(Settings)}
    problems: list[str] = []
    options: dict[str, Any] = {}
    for key, value in data.items():
        name = key.replace("-", "_")
        if name not in known:
            problems.append(f"{path}: unknown option {key!r}; allowed: {', '.join(sorted(known))}")
            continue
        if name == "agent_channel" and isinstance(value, int):
            value = str(value)  # noqa: PLW2901 - 1 and "1" mean the same channel
        expected = _TYPES.get(name, (str,))
        if not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected):
            problems.append(f"{path}: {key}: expected {expected[0].__name__}; got {value!r}")
            continue
        options[name] = _resolved(name, value, path.parent)
    if problems:
        raise UsageError("\n".join(problems))
    return options


def _resolved(name: str, value: Any, folder: Path) -> Any:
    if name in _PATHS:
        return str(folder / Path(value).expanduser())
    path = folder / Path(value).expanduser() if name in _PATHS_OR_NAMES else None
    if path and path.exists():
        return str(path)
    return value
