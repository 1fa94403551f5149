"""The pages about learning are true: their commands run on the corrections they show."""

from pathlib import Path

import pytest

import qa.cli.learn
from qa.learning import relearn
from tests.batch.calls import GOOD, write_call
from tests.learning.small_corpus import phrases, small_corpus
from tests.test_docs_snippets import Fence, fences, read, run

PAGES = ("learning.md", "zh/learning.md")


def table(page: str) -> Fence:
    (found,) = [fence for fence in fences(read(page)) if fence.kind == "csv"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_page_does_what_it_tells(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    monkeypatch.setattr(qa.cli.learn, "shipped_corpus", lambda: corpus)
    monkeypatch.setattr(relearn, "load_all_lexicons", lambda *_: phrases())
    monkeypatch.chdir(tmp_path)
    Path("recordings").mkdir()
    rows = table(page).text.splitlines()[1:]
    for call_id in {row.split(",")[0] for row in rows}:
        write_call(Path("recordings", f"{call_id}.json"), GOOD)
    Path(table(page).told).write_text(table(page).text, encoding="utf-8")
    for fence in fences(read(page)):
        if fence.kind == "console":
            run(fence.text)


def test_both_pages_show_the_same_corrections() -> None:
    english, chinese = (
        [row.split(",")[:5] for row in table(page).text.splitlines()] for page in PAGES
    )
    assert english == chinese
