"""The mono diarization stage: refusals that need no model, and the demo pipeline end to end."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from qa.core.errors import MissingExtraError, ModelError
from qa.core.spans import Span, Timeline
from qa.speech import diarization, pyannote_runtime
from qa.speech.diarization import DiarizationOptions, Diarizer

DEMO = Path(__file__).parents[2] / "samples" / "models" / "demo-diarizer"


def load(pipeline: Path | str) -> None:
    Diarizer(DiarizationOptions(pipeline=str(pipeline))).load()


def write_config(folder: Path, text: str) -> None:
    (folder / "config.yaml").write_text(text, encoding="utf-8")


def config(**parts: str) -> str:
    lines = "".join(f"    {part}: {value}\n" for part, value in parts.items())
    return f"pipeline:\n  name: some.Pipeline\n  params:\n{lines}"


class TestOptions:
    @pytest.mark.parametrize(
        ("field", "value"), [("speakers", 0), ("speakers", -1), ("device", "gpu")]
    )
    def test_values_that_mean_nothing_are_refused(self, field: str, value: object) -> None:
        with pytest.raises(ValueError, match=field):
            DiarizationOptions(**{field: value})  # type: ignore[arg-type]


class TestWhatIsNoPipeline:
    def test_a_folder_without_a_description(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match=r"holds no config\.yaml"):
            load(tmp_path)

    def test_a_file(self, tmp_path: Path) -> None:
        write_config(tmp_path, "")
        with pytest.raises(ModelError, match="is a file; name the folder"):
            load(tmp_path / "config.yaml")

    def test_a_path_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="There is no folder"):
            load(tmp_path / "no" / "such" / "folder")

    @pytest.mark.parametrize("text", ["", "a: [", "pipeline: 3", "pipeline: {params: [a]}"])
    def test_a_description_of_something_else(self, tmp_path: Path, text: str) -> None:
        write_config(tmp_path, text)
        with pytest.raises(ModelError, match=r"does not describe a pyannote\.audio pipeline"):
            load(tmp_path)

    def test_a_folder_whose_part_would_come_from_the_hub(self, tmp_path: Path) -> None:
        write_config(tmp_path, config(segmentation="pyannote/segmentation-3.0"))
        with pytest.raises(ModelError, match=r"segmentation is 'pyannote/segmentation-3\.0'"):
            load(tmp_path)

    def test_a_folder_without_a_plda_which_the_library_would_fetch(self, tmp_path: Path) -> None:
        for part in ("segmentation", "embedding"):
            (tmp_path / part).mkdir()
        write_config(
            tmp_path, config(segmentation="$model/segmentation", embedding="$model/embedding")
        )
        with pytest.raises(ModelError, match="plda is None, which would be fetched"):
            load(tmp_path)

    def test_a_part_that_is_not_there(self, tmp_path: Path) -> None:
        parts = ("segmentation", "embedding", "plda")
        write_config(tmp_path, config(**{part: f"$model/{part}" for part in parts}))
        with pytest.raises(ModelError, match=r"segmentation is .* and that is not in"):
            load(tmp_path)


COMPLETE = {part: f"$model/{part}" for part in ("segmentation", "embedding", "plda")}
WEIGHTS = ("segmentation/pytorch_model.bin", "embedding/pytorch_model.bin", "plda/plda.npz")


class Hub:
    """A cache folder, and a hub that is asked only where the cache does not answer."""

    def __init__(self, cache: Path) -> None:
        self.folder = cache / "models--me--voices" / "snapshots" / ("0" * 40)
        self.fetched: list[str] = []
        self.on_the_hub: dict[str, str] = {}

    def fill(self, files: dict[str, str]) -> None:
        for name, content in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(content, encoding="utf-8")
        refs = self.folder.parents[1] / "refs"
        refs.mkdir(exist_ok=True)
        (refs / "main").write_text(self.folder.name, encoding="utf-8")

    def load(self, monkeypatch: pytest.MonkeyPatch) -> object:
        """What pyannote.audio is asked to load."""
        import huggingface_hub

        look = huggingface_hub.snapshot_download

        def snapshot_download(name: str, local_files_only: bool = False, **more: object) -> str:
            if not local_files_only:
                self.fetched.append(name)
                self.fill(self.on_the_hub)
            return look(name, local_files_only=True, **more)  # type: ignore[arg-type]

        asked = []

        def from_pretrained(place: object, token: object) -> SimpleNamespace:
            asked.append(place)
            return SimpleNamespace(to=lambda device: None)

        pyannote = SimpleNamespace(Pipeline=SimpleNamespace(from_pretrained=from_pretrained))
        cache = self.folder.parents[2]
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(cache))
        monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot_download)
        monkeypatch.setattr(diarization, "import_pyannote", lambda: pyannote)
        monkeypatch.setattr(diarization, "_torch_device", str)
        load("me/voices")
        (place,) = asked
        return place


class TestPipelinesOfTheHub:
    @pytest.fixture
    def hub(self, tmp_path: Path) -> Hub:
        return Hub(tmp_path)

    def test_one_in_the_cache_is_loaded_without_the_network(
        self, hub: Hub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hub.fill({"config.yaml": config(**COMPLETE), **dict.fromkeys(WEIGHTS, "x")})
        assert hub.load(monkeypatch) == hub.folder
        assert hub.fetched == []

    @pytest.mark.parametrize("cached", [(), ("config.yaml",), ("config.yaml", *WEIGHTS[1:])])
    def test_one_that_is_not_all_in_the_cache_is_fetched(
        self, hub: Hub, cached: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hub.on_the_hub = {"config.yaml": config(**COMPLETE), **dict.fromkeys(WEIGHTS, "x")}
        if cached:
            hub.fill({name: hub.on_the_hub[name] for name in cached})
        assert hub.load(monkeypatch) == hub.folder
        assert hub.fetched == ["me/voices"]

    @pytest.mark.parametrize(
        "elsewhere",
        [
            {"segmentation": "pyannote/segmentation-3.0", "embedding": "pyannote/wespeaker"},
            {**COMPLETE, "plda": "$model/plda@v2"},
        ],
    )
    def test_one_whose_parts_lie_elsewhere_is_left_to_the_library(
        self, hub: Hub, elsewhere: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hub.fill({"config.yaml": config(**elsewhere), **dict.fromkeys(WEIGHTS, "x")})
        assert hub.load(monkeypatch) == "me/voices"
        assert hub.fetched == []


class TestWaveforms:
    @pytest.mark.parametrize(
        "waveform",
        [
            np.zeros(0, np.float32),
            np.zeros((1, 16_000), np.float32),
            np.zeros(16_000, np.float64),
        ],
    )
    def test_anything_but_mono_floats_is_refused(self, waveform: np.ndarray) -> None:
        with pytest.raises(ValueError, match="waveform must be float32"):
            Diarizer().diarize(waveform)


class FakeAnnotation:
    """What is used of pyannote's Annotation: tracks of (seconds, seconds, label)."""

    def __init__(self, *tracks: tuple[float, float, str]) -> None:
        self._tracks = tracks

    def itertracks(self, *, yield_label: bool) -> list[tuple[SimpleNamespace, int, str]]:
        assert yield_label
        return [
            (SimpleNamespace(start=start, end=end), number, label)
            for number, (start, end, label) in enumerate(self._tracks)
        ]


class TestTimelines:
    def test_overlap_stays_with_both_speakers(self) -> None:
        output = SimpleNamespace(
            speaker_diarization=FakeAnnotation((0.0, 2.0, "A"), (1.5, 3.0, "B")),
            exclusive_speaker_diarization=FakeAnnotation((0.0, 1.5, "A"), (1.5, 3.0, "B")),
        )
        first, second = diarization._diarization(output, 10_000).speakers
        assert first.timeline.intersect(second.timeline) == Timeline((Span(1500, 2000),))
        assert first.exclusive == Timeline((Span(0, 1500),))

    def test_what_runs_past_the_end_is_cropped(self) -> None:
        output = SimpleNamespace(
            speaker_diarization=FakeAnnotation((1.0, 9.0, "A"), (6.0, 8.0, "B"))
        )
        (only,) = diarization._diarization(output, 5000).speakers
        assert only.timeline == Timeline((Span(1000, 5000),))
        assert only.exclusive is None

    def test_the_first_to_speak_comes_first(self) -> None:
        output = SimpleNamespace(
            speaker_diarization=FakeAnnotation((3.0, 4.0, "A"), (0.5, 1.0, "B"))
        )
        found = diarization._diarization(output, 5000)
        assert [track.label for track in found.speakers] == ["B", "A"]

    def test_a_bare_annotation_is_understood(self) -> None:
        (only,) = diarization._diarization(FakeAnnotation((0.0004, 1.0, "A")), 5000).speakers
        assert only.timeline == Timeline((Span(0, 1000),))


class TestRuntime:
    def test_a_missing_library_names_the_optional_part(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        find = importlib.util.find_spec
        monkeypatch.setattr(
            importlib.util,
            "find_spec",
            lambda name: None if name.startswith("pyannote") else find(name),
        )
        with pytest.raises(MissingExtraError, match=r"\[diarize\]"):
            pyannote_runtime.import_pyannote()

    def test_only_a_missing_cuda_library_is_worked_around(self) -> None:
        missing = OSError("Could not load this library: /x/_torchaudio.abi3.so")
        missing.__cause__ = OSError("libc10_cuda.so: cannot open shared object file")
        broken = OSError("Could not load this library: /x/_torchaudio.abi3.so")
        broken.__cause__ = OSError("/x/_torchaudio.abi3.so: undefined symbol")
        assert pyannote_runtime._asks_for_cuda(missing)
        assert not pyannote_runtime._asks_for_cuda(broken)

    def test_the_stage_itself_imports_nothing_heavy(self) -> None:
        heavy = "{'torch', 'torchaudio', 'pyannote', 'huggingface_hub'}"
        code = f"import sys, qa.speech.diarization; print({heavy} & set(sys.modules))"
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == "set()"

    def test_a_torch_without_a_gpu_refuses_cuda(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fake = SimpleNamespace(cuda=SimpleNamespace(is_available=lambda: False), device=str)
        monkeypatch.setitem(sys.modules, "torch", fake)
        assert diarization._torch_device("auto") == "cpu"
        with pytest.raises(ModelError, match="torch sees no GPU"):
            diarization._torch_device("cuda")


@pytest.fixture(scope="module")
def diarizer() -> Diarizer:
    if importlib.util.find_spec("pyannote") is None:
        pytest.skip("the diarize part is not installed")
    diarizer = Diarizer(DiarizationOptions(pipeline=str(DEMO), device="cpu"))
    diarizer.load()
    return diarizer


@pytest.mark.slow
class TestDemoPipeline:
    def test_silence_has_no_speakers(self, diarizer: Diarizer) -> None:
        assert diarizer.diarize(np.zeros(8 * 16_000, np.float32)).speakers == ()

    def test_a_sound_shorter_than_a_window_is_no_error(self, diarizer: Diarizer) -> None:
        rng = np.random.default_rng(0)
        noise = (0.1 * rng.standard_normal(1600)).astype(np.float32)
        for track in diarizer.diarize(noise).speakers:
            assert track.timeline.extent is not None
            assert track.timeline.extent.end_ms <= 100

    def test_usage_reports_are_off(self, diarizer: Diarizer) -> None:
        from pyannote.audio.telemetry.metrics import is_metrics_enabled

        assert not is_metrics_enabled()

    def test_a_hub_name_without_a_network_says_what_to_do(
        self, diarizer: Diarizer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        import huggingface_hub.constants

        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
        with pytest.raises(ModelError, match=r"hub cannot be reached.*--diarizer FOLDER"):
            load("nobody/no-such-pipeline")

    def test_a_checkpoint_that_is_damaged(self, diarizer: Diarizer, tmp_path: Path) -> None:
        for part in ("segmentation", "embedding", "plda"):
            (tmp_path / part).mkdir()
        (tmp_path / "segmentation" / "pytorch_model.bin").write_bytes(b"not a checkpoint")
        write_config(tmp_path, (DEMO / "config.yaml").read_text(encoding="utf-8"))
        with pytest.raises(ModelError, match="could not be loaded"):
            load(tmp_path)
