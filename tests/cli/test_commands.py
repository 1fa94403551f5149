import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.cli.app import app
from tests.batch.calls import write_call

runner = CliRunner()
DEMO_MODEL = Path(__file__).parents[2] / "samples" / "models" / "demo-whisper-zh"


def qa(*args: object):
    return runner.invoke(app, [str(arg) for arg in args])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_scoring_ends_with_zero_whatever_the_verdict(calls: Path, out: Path) -> None:
    write_call(calls / "rude.json", [("agent", "你爱找谁找谁。"), ("customer", "我要投诉！")])
    result = qa("score", calls, "--out", out)
    assert result.exit_code == 0, result.output
    assert "rude" in result.stdout
    assert "2 of 2 calls have a scorecard" in result.stderr


def test_json_output_is_one_line_a_call_and_nothing_else(calls: Path, out: Path) -> None:
    result = qa("score", calls, "--out", out, "--json")
    cards = [json.loads(line) for line in result.stdout.splitlines()]
    assert [card["call_id"] for card in cards] == ["one"]
    assert cards[0]["results"]


def test_show_prints_the_evidence(calls: Path, out: Path) -> None:
    qa("score", calls, "--out", out)
    result = qa("show", out, "one")
    assert result.exit_code == 0
    assert "张先生" in result.stdout


def test_show_of_an_unknown_call_names_the_known_ones(calls: Path, out: Path) -> None:
    qa("score", calls, "--out", out)
    result = qa("show", out, "two")
    assert result.exit_code == 2
    assert "no scorecard of a call 'two'; it holds one" in result.stderr


def test_report_writes_deleted_pages_again(calls: Path, out: Path) -> None:
    qa("score", calls, "--out", out)
    page = out / "scorecards" / "one.html"
    before = page.read_bytes()
    page.unlink()
    (out / "index.html").unlink()
    assert qa("report", out).exit_code == 0
    assert page.read_bytes() == before
    assert (out / "index.html").is_file()


def test_some_calls_not_scored_is_three_and_the_others_are_there(calls: Path, out: Path) -> None:
    (calls / "empty.wav").touch()
    (calls / "text.wav").write_text("this is not sound", encoding="utf-8")
    result = qa("score", calls, "--out", out, "--model", DEMO_MODEL)
    assert result.exit_code == 3, result.output
    assert "error: empty: not scored (empty-file)" in result.stderr
    assert "error: text: not scored (not-audio)" in result.stderr
    assert (out / "scorecards" / "one.html").is_file()
    assert "empty.wav" in (out / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--rubric", "nonsense"], "no rubric 'nonsense'"),
        (["--language", "jp"], "language: 'jp'; allowed"),
        (["--agent-channel", "left"], "agent_channel: 'left'; allowed"),
        (["--jobs", "0"], "jobs: 0; expected 1 or more"),
        (["--name-pattern", "("], "not a regular expression"),
        (["--calls", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["--config", "nowhere.toml"], "nowhere.toml: cannot be read"),
    ],
)
def test_wrong_usage_is_two_and_writes_nothing(
    calls: Path, out: Path, arguments: list[str], message: str
) -> None:
    result = qa("score", calls, "--out", out, *arguments)
    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert not out.exists()


def test_a_model_that_cannot_be_fetched_is_wrong_usage_and_writes_nothing(
    calls: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    monkeypatch.setenv("HF_HUB_CACHE", str(out.parent / "no-models-here"))
    (calls / "sound.wav").write_bytes(b"RIFF")
    result = qa("score", calls, "--out", out, "--model", "nobody/no-model")
    assert result.exit_code == 2
    assert "run once with a network, or give --model a local folder" in result.stderr
    assert not out.exists()


def test_a_folder_that_is_no_model_is_wrong_usage(calls: Path, out: Path, tmp_path: Path) -> None:
    (calls / "sound.wav").write_bytes(b"RIFF")
    (tmp_path / "model").mkdir()
    result = qa("score", calls, "--out", out, "--model", tmp_path / "model")
    assert result.exit_code == 2
    assert "model.bin" in result.stderr
    assert not out.exists()


def test_an_output_folder_that_cannot_be_is_wrong_usage(calls: Path, out: Path) -> None:
    out.write_text("a file where the folder should be", encoding="utf-8")
    result = qa("score", calls, "--out", out)
    assert result.exit_code == 2
    assert "check that the folder can be written" in result.stderr


def test_version_and_no_command() -> None:
    assert qa("--version").exit_code == 0
    nothing = qa()
    assert nothing.exit_code == 2
    assert "score" in nothing.output


def test_an_empty_folder_is_wrong_usage(tmp_path: Path, out: Path) -> None:
    result = qa("score", tmp_path, "--out", out)
    assert result.exit_code == 2
    assert "nothing to score in this folder" in result.stderr


def test_thresholds_turn_verdicts_into_four(calls: Path, out: Path) -> None:
    write_call(calls / "rude.json", [("agent", "你爱找谁找谁。"), ("customer", "我要投诉！")])
    assert qa("score", calls, "--out", out, "--fail-under", "0").exit_code == 0
    assert qa("score", calls, "--out", out, "--fail-under", "100.1").exit_code == 4


def test_the_configuration_beside_the_inputs_counts_and_the_command_line_wins(
    calls: Path, tmp_path: Path
) -> None:
    (calls / "qa.toml").write_text('out = "from-config"\n', encoding="utf-8")
    assert qa("score", calls).exit_code == 0
    assert (calls / "from-config" / "index.html").is_file()
    assert qa("score", calls, "--out", tmp_path / "given").exit_code == 0
    assert (tmp_path / "given" / "index.html").is_file()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("modle = 'x'", "unknown option 'modle'; allowed: acts, agent_channel, calls, device"),
        ("jobs = 'two'", "jobs: expected int; got 'two'"),
        ("jobs = true", "jobs: expected int; got True"),
        ("jobs = ", "not valid TOML"),
    ],
)
def test_a_bad_configuration_is_refused(calls: Path, out: Path, text: str, message: str) -> None:
    (calls / "qa.toml").write_text(text, encoding="utf-8")
    result = qa("score", calls, "--out", out)
    assert result.exit_code == 2
    assert message in re.sub(r"\s+", " ", result.stderr)


def test_doctor_tells_what_is_wrong_with_a_recording(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("not sound", encoding="utf-8")
    result = qa("doctor", tmp_path, "--json")
    assert result.exit_code == 3
    (report,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert report["error"] == "not-audio"


def test_help_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys; from qa.cli.app import app; "
        "heavy = {'faster_whisper', 'torch', 'av', 'onnxruntime', 'pydantic_core', 'jieba'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() in ("[]", "['pydantic_core']")  # newer typer brings pydantic itself


@pytest.mark.slow
def test_interrupting_keeps_what_is_finished(tmp_path: Path) -> None:
    import signal

    if sys.platform == "win32":
        pytest.skip("Ctrl-C is delivered differently there")
    calls = tmp_path / "calls"
    calls.mkdir()
    for number in range(400):
        write_call(calls / f"{number:03}.json")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "qa", "score", str(calls), "--out", str(out)]
    # A shell's background job ignores Ctrl-C, and so would everything it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    signal.signal(signal.SIGINT, before)
    deadline = time.monotonic() + 60
    while len(list(out.glob("scorecards/*.html"))) < 5:
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "what is finished is kept" in errors
    assert (out / "index.html").is_file()
