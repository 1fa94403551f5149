"""The digest of a file."""

import hashlib
from pathlib import Path

import pytest

from qa.core.files import sha256_of_file


@pytest.mark.parametrize("size", [0, 1, (1 << 20) + 1])
def test_a_digest_is_of_the_whole_content(tmp_path: Path, size: int) -> None:
    content = bytes(index % 251 for index in range(size))
    (tmp_path / "a").write_bytes(content)
    assert sha256_of_file(tmp_path / "a") == hashlib.sha256(content).hexdigest()
