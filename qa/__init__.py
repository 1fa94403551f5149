"""Judges every recorded call of a contact centre by a rubric; the evidence stands beside it."""

import os
from importlib.metadata import PackageNotFoundError, version

# Recordings are private, and several libraries report their use to their makers unless told not
# to. All of them read these when they are imported, so they are told before anything else is.
for _variable, _off in {
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime sends events and keeps a device id (seen in 1.31)
    "PYANNOTE_METRICS_ENABLED": "0",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "DO_NOT_TRACK": "1",
}.items():
    os.environ[_variable] = _off

try:
    __version__ = version("qa-scorecards")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+source"
