"""`qa doctor`: this machine, and these recordings."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from qa import __version__
from qa.cli.config import NO_DIARIZER, Settings
from qa.cli.console import OK, SOME_NOT_SCORED, results_console
from qa.cli.score import sources_of
from qa.core.call import Aspect, InspectionFinding
from qa.core.errors import CallError, QAError
from qa.intake import CallSource

_LIBRARIES = (
    "faster-whisper",
    "ctranslate2",
    "onnxruntime",
    "av",
    "jieba",
    "pyannote.audio",
    "torch",
)
_ASPECT_NAMES = {
    Aspect.WORDS: "what was said",
    Aspect.ROLES: "who is the agent",
    Aspect.SILENCE: "silence",
    Aspect.TALK_OVER: "talk-over",
}


@dataclass(frozen=True)
class Line:
    """One thing looked at. `ok` is None for a plain fact."""

    about: str
    detail: str
    ok: bool | None = None


@dataclass(frozen=True)
class RecordingReport:
    call_id: str
    files: list[str]
    format: str = ""
    duration_s: float | None = None
    speech_s: list[float] = field(default_factory=list)
    findings: list[dict[str, object]] = field(default_factory=list)
    not_measurable: list[str] = field(default_factory=list)
    error: str | None = None
    message: str | None = None


def examine(inputs: Sequence[Path], settings: Settings, *, as_json: bool) -> int:
    machine = list(_machine(settings)) if not (inputs and as_json) else []
    sources = sources_of(inputs, settings) if inputs else []
    reports = [_examine_recording(source) for source in sources]
    if as_json:
        items = [asdict(line) for line in machine] + [asdict(report) for report in reports]
        for item in items:
            print(json.dumps(item))
    else:
        console = results_console()
        for line in machine:
            mark = {True: "ok", False: "NO", None: "  "}[line.ok]
            console.print(f"{mark}  {line.about}: {line.detail}", markup=False, soft_wrap=True)
        for report in reports:
            console.print()
            for text in _report_lines(report):
                console.print(text, markup=False, soft_wrap=True)
    return SOME_NOT_SCORED if any(report.error for report in reports) else OK


def _machine(settings: Settings) -> Iterator[Line]:
    from qa.speech.diarization import DiarizationOptions, Diarizer
    from qa.speech.pyannote_runtime import runtime_notes
    from qa.speech.whisper import Recogniser, WhisperOptions

    yield Line("qa", f"{__version__} on Python {platform.python_version()}, {platform.platform()}")
    yield Line("processors", str(os.cpu_count()))
    installed = {name: _version(name) for name in _LIBRARIES}
    for name, found in installed.items():
        optional = name in ("pyannote.audio", "torch")
        missing = "not installed (needed for mono calls only)" if optional else "not installed"
        yield Line(name, found or missing, None if optional and not found else bool(found))
    yield _gpu()
    try:
        Recogniser(WhisperOptions(model=settings.model)).load()
        yield Line("speech model", f"{settings.model} loads", True)
    except QAError as error:
        yield Line("speech model", str(error), False)
    if installed["pyannote.audio"] and settings.diarizer != NO_DIARIZER:
        try:
            Diarizer(DiarizationOptions(pipeline=settings.diarizer)).load()
            yield Line("speaker pipeline", f"{settings.diarizer} loads", True)
            yield from (Line("speaker pipeline", note) for note in runtime_notes())
        except QAError as error:
            yield Line("speaker pipeline", str(error), False)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _gpu() -> Line:
    import ctranslate2

    count = ctranslate2.get_cuda_device_count()
    return Line(
        "graphics processor", f"{count} usable" if count else "none usable; models run on the CPU"
    )


def _examine_recording(source: CallSource) -> RecordingReport:
    from qa.recording.audio import open_recording
    from qa.recording.channels import listen
    from qa.recording.inspection import inspect
    from qa.speech import doubts

    call_id, files = source.context.call_id, [str(path) for path in source.audio]
    if not source.audio:
        return RecordingReport(call_id, [str(source.transcript)], "transcript only, no sound")
    try:
        recording = open_recording(*source.audio)
        soundings = listen(recording)
        findings = inspect(recording, soundings)
        if recording.channels == 1:
            findings = (*findings, doubts.mono())
    except CallError as error:
        return RecordingReport(call_id, files, error=error.code, message=str(error))
    info = recording.info[0]
    return RecordingReport(
        call_id=call_id,
        files=files,
        format=f"{info.container}/{info.codec}, {info.sample_rate} Hz, channels: "
        f"{recording.channels}",
        duration_s=soundings.duration_ms / 1000,
        speech_s=[timeline.duration_ms / 1000 for timeline in soundings.by_channel],
        findings=[_as_data(finding) for finding in findings],
        not_measurable=sorted({aspect.value for finding in findings for aspect in finding.affects}),
    )


def _as_data(finding: InspectionFinding) -> dict[str, object]:
    return {
        "code": finding.code,
        "detail": finding.detail,
        "affects": sorted(aspect.value for aspect in finding.affects),
    }


def _report_lines(report: RecordingReport) -> Iterator[str]:
    yield f"{report.call_id}  {report.format}"
    if report.error:
        yield f"  NO  {report.error}: {report.message}"
        return
    if report.duration_s is not None:
        speech = ", ".join(f"{seconds:.1f} s" for seconds in report.speech_s)
        yield f"      {report.duration_s:.1f} s long; speech by channel: {speech}"
    for finding in report.findings:
        yield f"  !   {finding['code']}: {finding['detail']}"
    if report.not_measurable:
        names = [_ASPECT_NAMES[Aspect(value)] for value in report.not_measurable]
        yield f"      cannot be measured: {', '.join(names)}"
    else:
        yield "  ok  everything can be measured"
