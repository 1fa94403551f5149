"""Files written whole or not at all, and file names every system accepts."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

# Forbidden on Windows (and "/" everywhere); control characters too.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_LONGEST_STEM_BYTES = 150  # file systems allow 255 bytes a name, suffixes and hash included


def write_whole(path: Path, content: str | bytes, encoding: str = "utf-8") -> None:
    """Write beside the target, then move over it: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode(encoding) if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp makes files only the owner can read; a scorecard is for the team's share.
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def file_stem(call_id: str) -> str:
    """A file name for a call: the id itself where it is a legal name everywhere, else a legal
    version of it with a short hash, so that two ids never share a file."""
    stem = _FORBIDDEN.sub("_", call_id).strip(" .")
    while len(stem.encode("utf-8")) > _LONGEST_STEM_BYTES:
        stem = stem[:-1]
    if stem == call_id and not _RESERVED.match(stem.split(".")[0]):
        return stem
    return f"{stem}-{hashlib.sha256(call_id.encode('utf-8')).hexdigest()[:8]}"
