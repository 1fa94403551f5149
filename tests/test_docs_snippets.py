"""The pages for people who write rubrics are true: their files load, their commands run.

A fence says what is in it: `yaml PATH` is a whole file, `yaml criterion` some criteria of a rubric,
`console` commands (`$ qa …`), each with lines it has to print, where `...` is anything.
"""

import json
import re
import shlex
import shutil
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from typer.testing import CliRunner

from qa.checks.events import Anchor, Within
from qa.checks.registry import CHECKS
from qa.checks.sequence import Step
from qa.cli.app import app
from qa.language.lexicon_files import lexicon_source, load_lexicons
from qa.rubric import load_rubric
from qa.rubric.guards import GuardTest
from qa.rubric.trial import try_example

PROJECT = Path(__file__).parents[1]
DOCS = PROJECT / "docs"
WALKS = ("your-first-criterion.md", "zh/first-criterion.md")
CHINESE = "zh/checks.md"
JUDGE = "judge.md"
DESCRIBED = {**CHECKS, **{kind.__name__: kind for kind in (Within, Anchor, Step)}}

RUBRIC = "my-rubric.yaml"


class Fence(NamedTuple):
    kind: str
    told: str
    text: str


def read(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def fences(text: str) -> list[Fence]:
    found = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [Fence(*one) for one in found]


def snippets() -> list[Any]:
    return [
        pytest.param(page, fence, id=f"{page}-{number}-{fence.told}")
        for page in (*WALKS, CHINESE, JUDGE)
        for number, fence in enumerate(fences(read(page)))
        if fence.kind == "yaml"
    ]


def write(fence: Fence, folder: Path) -> Path:
    """As a reader would who copies it; criteria with a rubric around them."""
    path = folder / (fence.told if fence.told != "criterion" else "wrapped.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = wrapped(fence.text) if fence.told == "criterion" else fence.text
    path.write_text(text, encoding="utf-8")
    return path


def wrapped(criteria: str) -> str:
    items = yaml.safe_load(criteria)
    indent = " " * (len(criteria) - len(criteria.lstrip(" ")))
    titles = items[0]["title"]
    head = {
        "id": "wrapped",
        "version": "1",
        "title": titles,
        "pass_mark": 80,
        "min_coverage": 0.6,
        "mode": "deduction" if "deduct" in items[0] else "weighted",
        "sections": [{"id": one, "title": titles} for one in {item["section"] for item in items}],
    }
    lines = [f"{key}: {json.dumps(value)}\n" for key, value in head.items()]
    if all("bonus" in item for item in items):  # a rubric of nothing but a bonus is refused
        beside = {"id": "beside", "section": items[0]["section"], "title": titles, "weight": 1}
        criteria += f"\n{indent}- {json.dumps({**beside, 'check': 'talk_over'})}\n"
    return "".join(lines) + "criteria:\n" + criteria


def is_lexicon(fence: Fence) -> bool:
    return fence.told.startswith("lexicons/")


@pytest.mark.parametrize(("page", "fence"), snippets())
def test_every_snippet_loads_and_its_examples_hold(page: str, fence: Fence, tmp_path: Path) -> None:
    for other in filter(is_lexicon, fences(read(page))):
        write(other, tmp_path)
    path = write(fence, tmp_path)
    if is_lexicon(fence):
        language, name = path.parent.name, path.stem
        lexicons = load_lexicons([tmp_path / "lexicons"], language, [name])
        assert lexicons.get(name)
        assert GuardTest(lexicon_source(path, language), [], lexicons).wrong_examples() == []
        return
    rubric = load_rubric(path)
    for criterion in rubric.criteria:
        for example in criterion.examples:
            lexicons = rubric.lexicons[example.call.transcript.language]
            assert try_example(criterion.check, example, lexicons).holds, example.place


@pytest.mark.parametrize("page", WALKS)
def test_the_walk_goes_as_the_page_tells(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PROJECT / "samples" / "truth", tmp_path / "samples" / "truth")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    for fence in fences(read(page)):
        if fence.kind == "console":
            run(fence.text)
        elif fence.told == "criterion":
            put_in(fence.text, tmp_path / RUBRIC)
        elif fence.kind == "yaml":
            write(fence, tmp_path)


def run(console: str) -> None:
    for part in re.split(r"^\$ qa ", console, flags=re.MULTILINE)[1:]:
        command, *lines = part.splitlines()
        result = CliRunner().invoke(app, shlex.split(command))
        assert result.exit_code == 0, result.output
        printed = [line.rstrip() for line in result.output.splitlines()]
        for line in lines:
            told = re.escape(line).replace(r"\.\.\.", ".*")
            assert any(re.fullmatch(told, one) for one in printed), (line, result.output)


def put_in(criteria: str, rubric: Path) -> None:
    """In place of the criterion of that id, where the rubric has one."""
    items = {item["id"]: item for item in yaml.safe_load(criteria)}
    data = yaml.safe_load(rubric.read_text(encoding="utf-8"))
    data["criteria"] = [items.get(item["id"], item) for item in data["criteria"]]
    rubric.write_text(json.dumps(data), encoding="utf-8")


def described() -> dict[str, str]:
    """The sections of the Chinese page by the check or part they are about."""
    pieces = re.split(r"^##+ `(\w+)`.*$", read(CHINESE), flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def test_the_chinese_page_describes_every_check_and_no_other() -> None:
    assert list(described()) == list(DESCRIBED)


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_is_drawn_and_used_in_chinese(name: str) -> None:
    there = fences(described()[name])
    assert [fence.kind for fence in there][:2] == ["text", "yaml"]
    assert f"check: {name}\n" in there[1].text or f"check: {name}," in there[1].text


@pytest.mark.parametrize("name", DESCRIBED)
def test_the_chinese_page_names_parameters_that_exist_with_their_defaults(name: str) -> None:
    told = dict(re.findall(r"^\| `(\w+)` \|.*\| (.+?) \|$", described()[name], re.MULTILINE))
    true = {item.name: default_of(item) for item in fields(DESCRIBED[name])}
    assert told
    assert told == {parameter: true.get(parameter) for parameter in told}


def default_of(item: Any) -> str:
    if item.default is MISSING:
        return "必填" if item.default_factory is MISSING else "无"
    if item.default in (None, (), ""):
        return "无"
    value = str(item.default)
    return f"`{value.lower() if isinstance(item.default, bool) else value}`"
