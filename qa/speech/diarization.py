"""Who spoke when in a mono recording, by a pyannote.audio pipeline.

Nothing heavy is imported before a pipeline is loaded. A pipeline in a local folder is loaded
without a network. One named on the hub is fetched once, and from then on loaded from the cache of
huggingface_hub like a folder, as long as it holds its own parts (`$model/...`). One whose parts
lie in other repositories, such as speaker-diarization-3.1, pyannote.audio puts together itself:
it asks the hub about each part at every loading, unless HF_HUB_OFFLINE=1 is set.
A pipeline holds pickled checkpoints: load only folders whose makers you trust.
"""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from qa.core.errors import ModelError
from qa.core.spans import Span, Timeline
from qa.recording.decoding import SAMPLE_RATE
from qa.speech.pyannote_runtime import import_pyannote

_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_PARTS = ("segmentation", "embedding", "plda")
_INSIDE = "$model/"
_WEIGHTS = (".bin", ".npz")
_NOT_UNDERSTOOD = (yaml.YAMLError, UnicodeDecodeError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True)
class DiarizationOptions:
    """Which pipeline, for how many speakers, where.

    pipeline:
        A name on the model hub, or a folder with a `config.yaml`.
    speakers:
        How many people speak. A service call has two; a wrong guess costs more than a fixed number.
    device:
        `auto` (the GPU if torch sees one), `cpu` or `cuda`.
    token:
        For the hub; None uses what `hf auth login` or HF_TOKEN left.
    """

    pipeline: str = "pyannote/speaker-diarization-community-1"
    speakers: int = 2
    device: str = "auto"
    token: str | None = None

    def __post_init__(self) -> None:
        if self.speakers < 1:
            raise ValueError(f"speakers must be at least 1; got {self.speakers}")
        if self.device not in ("auto", "cpu", "cuda"):
            raise ValueError(f"device must be auto, cpu or cuda; got {self.device!r}")


@dataclass(frozen=True)
class SpeakerTrack:
    """One speaker, as the pipeline names them.

    timeline:
        When they speak, also at the same time as others.
    exclusive:
        When they are the one to attribute words to: no two speakers share an instant. None where
        the pipeline does not say.
    """

    label: str
    timeline: Timeline
    exclusive: Timeline | None = None


@dataclass(frozen=True)
class Diarization:
    """The speakers of one recording, first to speak first; at most as many as were asked for.

    Empty where nobody speaks. One speaker where two were expected means that the pipeline could
    not tell two voices apart, or that there is only one.
    """

    speakers: tuple[SpeakerTrack, ...]


class Diarizer:
    """A pipeline, loaded when first used and kept. Not safe to share between threads."""

    def __init__(self, options: DiarizationOptions | None = None) -> None:
        self.options = options or DiarizationOptions()
        self._pipeline: Any = None

    def load(self) -> None:
        """Load the pipeline now; nothing to do when that has happened.

        Raises
        ------
        MissingExtraError
            pyannote.audio is not installed.
        ModelError
            The pipeline cannot be found, fetched or loaded, or the device is not there.
        """
        if self._pipeline is not None:
            return
        source = _source(self.options.pipeline)
        if isinstance(source, Path):
            _check_folder(source)
        pyannote_audio = import_pyannote()
        token = self.options.token
        with _refusals_explained(self.options.pipeline, source):
            place = source if isinstance(source, Path) else _from_hub(source, token)
            pipeline = pyannote_audio.Pipeline.from_pretrained(place, token=token)
        pipeline.to(_torch_device(self.options.device))
        self._pipeline = pipeline

    def diarize(self, waveform: NDArray[np.float32]) -> Diarization:
        """Who speaks when.

        `waveform`: float32 in [-1, 1], mono, 16 kHz, shape (samples,).

        Raises what `load` raises.
        """
        if waveform.ndim != 1 or waveform.dtype != np.float32 or not len(waveform):
            raise ValueError(
                "waveform must be float32 of shape (samples,), not empty; "
                f"got {waveform.dtype} of shape {waveform.shape}"
            )
        self.load()
        import torch

        # In memory, so that no decoder is needed; copied only where torch cannot take it as it is.
        file = {
            "waveform": torch.from_numpy(np.require(waveform, requirements=["C", "W"]))[None],
            "sample_rate": SAMPLE_RATE,
            "uri": "recording",
        }
        with warnings.catch_warnings():
            # One voice where two were expected shows in the result.
            warnings.filterwarnings("ignore", message=r"\s*The detected number of speakers")
            output = self._pipeline(file, num_speakers=self.options.speakers)
        return _diarization(output, len(waveform) * 1000 // SAMPLE_RATE)


def _diarization(output: Any, duration_ms: int) -> Diarization:
    """The pipeline's annotations as timelines; results may run past the end and are cropped."""
    if not duration_ms:
        return Diarization(())
    heard = _timelines(getattr(output, "speaker_diarization", output), duration_ms)
    annotation = getattr(output, "exclusive_speaker_diarization", None)
    alone = None if annotation is None else _timelines(annotation, duration_ms)
    tracks = [
        SpeakerTrack(label, timeline, None if alone is None else alone.get(label, Timeline()))
        for label, timeline in heard.items()
        if timeline
    ]
    return Diarization(tuple(sorted(tracks, key=lambda track: track.timeline.spans[0])))


def _timelines(annotation: Any, duration_ms: int) -> dict[str, Timeline]:
    spans: dict[str, list[Span]] = {}
    for segment, _, label in annotation.itertracks(yield_label=True):
        start_ms, end_ms = max(0, round(segment.start * 1000)), round(segment.end * 1000)
        if start_ms < end_ms:
            spans.setdefault(str(label), []).append(Span(start_ms, end_ms))
    recording = Span(0, duration_ms)
    return {label: Timeline.of(found).clip(recording) for label, found in spans.items()}


def _source(pipeline: str) -> Path | str:
    """The folder meant, or the hub name as it is."""
    folder = Path(pipeline).expanduser()
    if folder.is_dir():
        return folder
    if folder.exists():
        raise ModelError(
            f"{pipeline} is a file; name the folder of the diarization pipeline, the one that "
            "holds config.yaml."
        )
    if not _HUB_NAME.fullmatch(pipeline):
        raise ModelError(
            f"There is no folder {pipeline}, and it is not a name on the model hub (owner/name)."
        )
    return pipeline


def _check_folder(folder: Path) -> None:
    """Refuse a folder that is no pipeline, or whose parts would be fetched from the hub."""
    path = folder / "config.yaml"
    if not path.is_file():
        raise ModelError(f"{folder} is not a diarization pipeline: it holds no config.yaml.")
    try:
        parts = _parts(folder)
    except _NOT_UNDERSTOOD as error:
        raise ModelError(
            f"{path} does not describe a pyannote.audio pipeline (pipeline: params: "
            f"segmentation, embedding, plda): {error}"
        ) from error
    for part, value in parts.items():
        if not (isinstance(value, str) and value.startswith(_INSIDE)):
            raise ModelError(
                f"{path}: {part} is {value!r}, which would be fetched from the model hub. Put the "
                f"model into {folder / part} and write '{part}: {_INSIDE}{part}'."
            )
        if not (folder / value.removeprefix(_INSIDE)).exists():
            raise ModelError(f"{path}: {part} is {value!r}, and that is not in {folder}.")


def _parts(folder: Path) -> dict[str, Any]:
    config = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
    parameters = config["pipeline"]["params"]
    return {part: parameters.get(part) for part in _PARTS}


def _from_hub(name: str, token: str | None) -> Path | str:
    """The folder of a hub pipeline, fetched where it is not in the cache; its name again where
    it does not hold all its parts. Raises the hub's errors."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        folder = Path(snapshot_download(name, local_files_only=True, token=token))
        if not _is_complete(folder):
            raise LocalEntryNotFoundError(f"{folder} holds only some of {name}")
    except LocalEntryNotFoundError:
        folder = Path(snapshot_download(name, token=token))
    stands_alone = _is_complete(folder) and all(map(_is_inside, _described_parts(folder)))
    return folder if stands_alone else name


def _is_complete(folder: Path) -> bool:
    """False after a download that was interrupted, which may leave empty folders."""
    inside = [value for value in _described_parts(folder) if _is_inside(value)]
    return (folder / "config.yaml").is_file() and all(
        any(file.suffix in _WEIGHTS for file in (folder / value.removeprefix(_INSIDE)).glob("*"))
        for value in inside
    )


def _described_parts(folder: Path) -> list[Any]:
    """What the description says of each part; nothing known where it cannot be understood."""
    try:
        return list(_parts(folder).values())
    except (OSError, *_NOT_UNDERSTOOD):
        return [None]


def _is_inside(part: object) -> bool:
    # `$model/part@revision` is another version of the repository than the folder holds.
    return isinstance(part, str) and part.startswith(_INSIDE) and "@" not in part


@contextlib.contextmanager
def _refusals_explained(pipeline: str, source: Path | str) -> Iterator[None]:
    """Whatever loading raises, as a ModelError that says what to do."""
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled

    try:
        # The library prints advice of its own about tokens.
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    except Exception as error:
        if isinstance(source, Path):
            raise ModelError(
                f"The diarization pipeline in {source} could not be loaded: "
                f"{type(error).__name__}: {error}"
            ) from error
        unreachable = (LocalEntryNotFoundError, OfflineModeIsEnabled, ConnectionError)
        if isinstance(error, HfHubHTTPError):
            problem = "could not be fetched: it does not exist, or its conditions are not accepted"
            remedy = f"Accept them at https://hf.co/{pipeline} and log in with 'hf auth login'"
        elif isinstance(error, unreachable):
            problem = "is not on this machine, and the model hub cannot be reached"
            remedy = "Connect once so that it can be fetched"
        else:
            problem = f"could not be loaded ({type(error).__name__}: {error})"
            remedy = "Check which release of pyannote.audio it was made for"
        raise ModelError(
            f"There is no folder {pipeline} here, and the pipeline of that name {problem}. "
            f"{remedy}, or name a local copy with --diarizer FOLDER."
        ) from error


def _torch_device(name: str) -> Any:
    import torch

    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise ModelError("device is cuda, and torch sees no GPU; use --device cpu or auto.")
    return torch.device(name)
