"""Nothing about a call, or about its being judged, leaves the machine."""

import os
import subprocess
import sys
from pathlib import Path


def test_the_detector_leaves_no_trace_in_an_empty_home(tmp_path: Path) -> None:
    """onnxruntime writes a device id and an event store there where its telemetry is on."""
    told = ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")
    environment = {name: value for name, value in os.environ.items() if name not in told}
    environment |= {"HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    code = "from qa.recording.vad import SpeechDetector; SpeechDetector()"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
