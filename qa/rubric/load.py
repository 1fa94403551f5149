"""Rubric files into rubrics. Everything wrong in a file is reported at once, each with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import qa
from qa.acts.model import ActModel, load_model
from qa.checks.base import Check
from qa.core.call import LANGUAGES
from qa.core.errors import RubricError
from qa.language.lexicon import LexiconSet
from qa.language.lexicon_files import load_lexicons
from qa.rubric.building import build_check, named_lexicons
from qa.rubric.examples import Example, read_examples
from qa.rubric.problems import Problems, items
from qa.rubric.reach import check_critical_in_reach, check_points_in_reach
from qa.rubric.rubric import Criterion, JudgeQuestion, Rubric, Section
from qa.rubric.strict_yaml import Location, read_yaml


def shipped_folder() -> Path:
    """Where the rubrics of this program are: inside the package once installed, else beside it."""
    package = Path(qa.__file__).parent
    installed = package / "shipped_rubrics"
    return installed if installed.is_dir() else package.parent / "rubrics"


def available_rubrics() -> tuple[str, ...]:
    """Names that `load_rubric` takes without a file."""
    return tuple(sorted(path.stem for path in shipped_folder().glob("*.yaml")))


def load_rubric(name_or_path: str | Path, acts: Path | None = None) -> Rubric:
    """A shipped rubric by name, or a rubric file. A file's own `lexicons/` folder, beside it, is
    searched before the shipped lexicons. `acts` is a folder of models of speech acts; without it
    only phrases count.

    Raises `RubricError` with every problem, as `file:line: criterion.param: problem; ...`.
    """
    path = find_rubric(name_or_path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RubricError([f"{path}: cannot be read as UTF-8 text: {error}"]) from None
    document = read_yaml(text)
    problems = Problems(path, document)
    data = document.data
    if not isinstance(data, dict):
        if not document.troubles:
            problems.add((), "no rubric in it; expected keys such as id, title and criteria")
        problems.raise_if_any()
    _check_shape(data, problems)
    _check_ids(data, problems)
    _check_titles(data, problems)
    _check_points(data, problems)
    check_points_in_reach(data, _criteria(data), problems)
    checks = [
        build_check(item, ("criteria", number), problems)
        for number, item in enumerate(_criteria(data))
    ]
    languages = tuple(language for language in _titles(data) if language in LANGUAGES)
    examples = [
        read_examples(item["examples"], ("criteria", number, "examples"), languages, problems)
        if "examples" in item
        else ()
        for number, item in enumerate(_criteria(data))
    ]
    folders = lexicon_folders(path)
    names = _lexicon_names(data, languages, folders, problems)
    lexicons = _load_lexicons(names, languages, folders, problems)
    check_critical_in_reach(_criteria(data), lexicons, problems)
    problems.raise_if_any()
    made = [(check, own) for check, own in zip(checks, examples, strict=True) if check is not None]
    models = {one: model for one in languages if acts and (model := load_model(acts, one))}
    return _rubric(data, made, lexicons, _digest(text, lexicons), models)


def find_rubric(name_or_path: str | Path) -> Path:
    """The file of a shipped rubric's name, or of a path; `RubricError` where there is none."""
    name = str(name_or_path)
    if name in available_rubrics():
        return shipped_folder() / f"{name}.yaml"
    path = Path(name_or_path)
    if not path.is_file():
        shipped = ", ".join(available_rubrics()) or "none is installed"
        raise RubricError([f"no rubric '{name}'; expected a YAML file or one of: {shipped}"])
    return path


def rubric_titles(name: str) -> Mapping[str, str]:
    """The titles of a shipped rubric by language, without loading it."""
    titles: Mapping[str, str] = read_yaml(find_rubric(name).read_text(encoding="utf-8")).data[
        "title"
    ]
    return titles


def lexicon_folders(path: Path) -> tuple[Path, ...]:
    """Where the lexicons of the rubric at `path` are looked for, in this order."""
    return tuple(dict.fromkeys(f / "lexicons" for f in (path.parent, shipped_folder())))


# ---- what is checked; each looks at what is readable and leaves the rest to `_check_shape`


def _check_shape(data: Mapping[str, Any], problems: Problems) -> None:
    from pydantic import ValidationError

    from qa.rubric.schema import RubricFile, troubles_in, validate

    try:
        validate(RubricFile, data)
    except ValidationError as error:
        for at, message in troubles_in(error, RubricFile, data):
            problems.add(at, message)


def _check_ids(data: Mapping[str, Any], problems: Problems) -> None:
    for key in ("sections", "criteria"):
        seen: set[object] = set()
        for number, item in enumerate(items(data, key)):
            name = item.get("id") if isinstance(item, dict) else None
            if isinstance(name, str) and name in seen:
                problems.add((key, number, "id"), f"the id '{name}' is given twice; allowed once")
            seen.update({name} if isinstance(name, str) else ())
    known = {
        str(item.get("id")): None for item in items(data, "sections") if isinstance(item, dict)
    }
    for number, item in enumerate(_criteria(data)):
        section = item.get("section")
        if isinstance(section, str) and section not in known:
            at: Location = ("criteria", number, "section")
            problems.add(at, f"unknown section '{section}'; allowed {', '.join(known)}")


def _check_titles(data: Mapping[str, Any], problems: Problems) -> None:
    """Every title is there in each language the rubric's own title has, and in no other; so is
    every question to a judge."""
    own = _titles(data)
    written: list[tuple[Location, dict[str, Any]]] = [
        ((key, number, "title"), _titles(item))
        for key in ("sections", "criteria")
        for number, item in enumerate(items(data, key))
    ]
    written += [
        (("criteria", number, "judge", "question"), _titles(item.get("judge"), "question"))
        for number, item in enumerate(_criteria(data))
    ]
    for at, titles in written:
        if own and titles and set(titles) != set(own):
            problems.add(
                at,
                f"not the languages of the rubric's title; expected {', '.join(own)}; "
                f"got {', '.join(titles)}",
            )


def _check_points(data: Mapping[str, Any], problems: Problems) -> None:
    """Every criterion says what it is worth, in the way of the rubric's mode."""
    deducts = data.get("mode") == "deduction"
    own, other = ("deduct", "weight") if deducts else ("weight", "deduct")
    for number, item in enumerate(_criteria(data)):
        at: Location = ("criteria", number)
        mode = f"a rubric of mode {'deduction' if deducts else 'weighted'}"
        given = [key for key in (own, "bonus") if key in item]
        if other in item:
            problems.add((*at, other), f"not allowed in {mode}; expected {own} or bonus")
        elif len(given) != 1:
            got = f"got {' and '.join(given)}" if given else "got none"
            problems.add((*at, own), f"{mode} wants {own} or bonus; {got}")
        for key in ("per", "at_most"):
            if key in item and "deduct" not in item:
                problems.add((*at, key), "belongs to deduct; not allowed without it")
        if "bonus" in item and item.get("critical"):
            problems.add((*at, "critical"), "a bonus costs nothing, so it cannot be critical")
    if "floor" in data and not deducts:
        problems.add(("floor",), "belongs to mode: deduction; not allowed in a weighted rubric")


def _lexicon_names(
    data: Mapping[str, Any],
    languages: Sequence[str],
    folders: Sequence[Path],
    problems: Problems,
) -> tuple[str, ...]:
    """The lexicons the checks read; one that is missing is told where it is named."""
    there = {
        language: {path.stem for f in folders for path in (f / language).glob("*.yaml")}
        for language in languages
    }
    found: dict[str, None] = {}
    for number, item in enumerate(_criteria(data)):
        for at, name in named_lexicons(item, ("criteria", number)):
            missing = [language for language in languages if name not in there[language]]
            if not missing:
                found[name] = None
                continue
            known = ", ".join(sorted(there[missing[0]])) or "none"
            problems.add(at, f"no lexicon '{name}' for {', '.join(missing)}; allowed {known}")
    return tuple(found)


def _load_lexicons(
    names: Sequence[str], languages: Sequence[str], folders: Sequence[Path], problems: Problems
) -> dict[str, LexiconSet]:
    loaded: dict[str, LexiconSet] = {}
    for language in languages:
        try:
            loaded[language] = load_lexicons(folders, language, names)
        except RubricError as error:
            problems.add_from(error)
    return loaded


# ---- what comes of it, once nothing is wrong


def _rubric(
    data: Mapping[str, Any],
    made: Sequence[tuple[Check, tuple[Example, ...]]],
    lexicons: Mapping[str, LexiconSet],
    sha256: str,
    acts: Mapping[str, ActModel],
) -> Rubric:
    hotwords = {language: tuple(terms) for language, terms in data.get("hotwords", {}).items()}
    keys = ("review_below_confidence", "mode", "floor")
    optional = {key: data[key] for key in keys if key in data}
    return Rubric(
        id=data["id"],
        version=data["version"],
        titles=MappingProxyType(data["title"]),
        pass_mark=data["pass_mark"],
        min_coverage=data["min_coverage"],
        sections=tuple(
            Section(item["id"], MappingProxyType(item["title"])) for item in data["sections"]
        ),
        criteria=tuple(
            _criterion(item, check, examples)
            for item, (check, examples) in zip(data["criteria"], made, strict=True)
        ),
        lexicons=MappingProxyType(dict(lexicons)),
        sha256=sha256,
        acts=MappingProxyType(dict(acts)),
        hotwords_by_language=MappingProxyType(hotwords),
        **optional,
    )


def _criterion(item: Mapping[str, Any], check: Check, examples: tuple[Example, ...]) -> Criterion:
    deduct, per = item.get("deduct"), item.get("per", "call")
    costs_at_most = 100.0 if deduct is None or per == "fault" else deduct
    return Criterion(
        id=item["id"],
        section=item["section"],
        titles=MappingProxyType(item["title"]),
        check=check,
        weight=item.get("bonus") or item.get("weight") or item.get("at_most") or costs_at_most,
        critical=item.get("critical"),
        source=tuple(item.get("source", ())),
        suggestions=MappingProxyType(item.get("suggestion", {})),
        bonus="bonus" in item,
        deduct=deduct,
        per=per,
        examples=examples,
        learned=item.get("learned", True),
        judge=_question(item["judge"]) if "judge" in item else None,
    )


def _question(item: Mapping[str, Any]) -> JudgeQuestion:
    optional = {key: item[key] for key in ("ask",) if key in item}
    return JudgeQuestion(MappingProxyType(item["question"]), **optional)


def _digest(text: str, lexicons: Mapping[str, LexiconSet]) -> str:
    """Over the rubric, whatever its line ends, and every lexicon it uses."""
    parts = ["\n".join(text.splitlines())]
    parts += [f"{language} {lexicons[language].digest}" for language in sorted(lexicons)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _criteria(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [item if isinstance(item, dict) else {} for item in items(data, "criteria")]


def _titles(item: Any, key: str = "title") -> dict[str, Any]:
    titles = item.get(key) if isinstance(item, dict) else None
    return titles if isinstance(titles, dict) else {}
