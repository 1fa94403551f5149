"""What the tests of several commands start from."""

from pathlib import Path

import pytest

from tests.batch.calls import write_call


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    folder = tmp_path / "calls"
    folder.mkdir()
    write_call(folder / "one.json")
    return folder
