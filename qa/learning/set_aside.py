"""Which calls are set aside: never learned from, so that they can tell what was learned."""

from __future__ import annotations

import hashlib


def is_set_aside(call_id: str, share: float) -> bool:
    """Whole calls, by a hash of the id: the same call on every machine, in every run, whatever
    other calls there are; a larger share (0..1) sets aside the same calls and more."""
    digest = hashlib.sha256(call_id.encode("utf-8")).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64
