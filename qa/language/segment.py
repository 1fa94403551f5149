"""Where Chinese words end, from jieba's dictionary, loaded on first use and cached for the user."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any


def words(text: str) -> tuple[str, ...]:
    """`text` cut into dictionary words; joined they spell it. Unknown names stay single."""
    return tuple(_tokenizer().cut(text, HMM=False))


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    import jieba

    jieba.setLogLevel(logging.CRITICAL)  # it reports its loading on stderr
    tokenizer = jieba.Tokenizer()
    folder = _cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # never the folder that everybody on the machine may write to
        folder = Path(tempfile.mkdtemp(prefix="qa-scorecards-"))
    tokenizer.tmp_dir = str(folder)
    tokenizer.initialize()
    return tokenizer


def _cache_folder() -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "qa-scorecards"
