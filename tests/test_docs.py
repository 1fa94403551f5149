"""What the documents say about the code is made from it."""

import importlib.util
from pathlib import Path

import pytest

from qa.checks.registry import CHECKS

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def page() -> str:
    spec = importlib.util.spec_from_file_location("make_checks_page", DOCS / "make_checks_page.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.page()


def test_the_page_of_checks_is_made_from_the_code(page: str) -> None:
    written = (DOCS / "checks.md").read_text(encoding="utf-8")
    assert written == page, "run: python docs/make_checks_page.py"


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_is_drawn(page: str, name: str) -> None:
    section = page.split(f"\n## `{name}`\n")[1].split("\n## ", maxsplit=1)[0]
    assert "```text" in section
