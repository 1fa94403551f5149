"""The one door through which pyannote.audio comes in.

Importing it costs seconds and hundreds of megabytes, reports usage to its makers unless told not
to, and fails outright beside some installations of torch. All of that is dealt with here, once.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn

from qa.core.errors import MissingExtraError, ModelError

_EXTRA = "diarize"
_TORCHAUDIO_NOTE = (
    "torchaudio was built for CUDA and this torch runs on the CPU: its compiled part is left out. "
    "Diarization does not need it; 'pip install torchaudio' from the same index as torch brings "
    "a matching pair."
)

_notes: list[str] = []


def import_pyannote() -> ModuleType:
    """`pyannote.audio`, ready to load pipelines.

    Usage reports of pyannote.audio and of the model hub are switched off. Where the compiled part
    of torchaudio cannot load, it is replaced and `runtime_notes` says so.

    Raises
    ------
    MissingExtraError
        pyannote.audio is not installed.
    ModelError
        It is installed and cannot be imported.
    """
    if importlib.util.find_spec("pyannote") is None or (
        importlib.util.find_spec("pyannote.audio") is None
    ):
        raise MissingExtraError("Telling speakers apart in a mono recording", _EXTRA)
    try:
        _import_torchaudio()
        with warnings.catch_warnings():
            # Recordings are decoded by this program and handed over in memory.
            warnings.filterwarnings("ignore", message=r"\s*torchcodec is not installed correctly")
            return importlib.import_module("pyannote.audio")
    except (ImportError, OSError) as error:
        raise ModelError(
            f"pyannote.audio is installed but cannot be imported: {error}. Reinstall it together "
            f"with a matching torch and torchaudio, or in a fresh environment."
        ) from error


def runtime_notes() -> tuple[str, ...]:
    """What `import_pyannote` had to work around on this machine; empty where nothing."""
    return tuple(_notes)


def _import_torchaudio() -> None:
    """Import torchaudio, without its compiled part where that needs a CUDA that is not there."""
    try:
        importlib.import_module("torchaudio")
    except OSError as error:
        if not _asks_for_cuda(error):
            raise
        for name in [name for name in sys.modules if name.partition(".")[0] == "torchaudio"]:
            del sys.modules[name]
        sys.modules["torchaudio._extension"] = _extension_stand_in()
        importlib.import_module("torchaudio")
        if _TORCHAUDIO_NOTE not in _notes:
            _notes.append(_TORCHAUDIO_NOTE)


def _asks_for_cuda(error: BaseException | None) -> bool:
    """Whether a CUDA library missing on this machine is behind the error."""
    while error is not None:
        text = str(error)
        if isinstance(error, OSError) and ("_cuda" in text or "libcud" in text):
            return True
        error = error.__cause__
    return False


def _extension_stand_in() -> ModuleType:
    """What `torchaudio._extension` is in a torchaudio built without its compiled part."""

    def fail_if_no_align(function: Callable[..., Any]) -> Callable[..., NoReturn]:
        def refuse(*_: Any, **__: Any) -> NoReturn:
            raise RuntimeError(f"{function.__name__}: {_TORCHAUDIO_NOTE}")

        return refuse

    module = ModuleType("torchaudio._extension")
    module.__dict__.update(
        __path__=[],
        _IS_TORCHAUDIO_EXT_AVAILABLE=False,
        _IS_ALIGN_AVAILABLE=False,
        _check_cuda_version=lambda: None,
        fail_if_no_align=fail_if_no_align,
    )
    return module
