"""Turn the scripts of the sample calls into recordings, manifests, transcripts and truth.

    python samples/make_samples.py [ID...]

Needs libespeak-ng and scipy (`pip install '.[test]'`); every voice is synthetic. The same
version of espeak-ng gives the same files again, byte for byte.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if __name__ == "__main__":  # the processes that only speak need nothing of the rest
    from samples.rendering.build import build

    build(sys.argv[1:])
