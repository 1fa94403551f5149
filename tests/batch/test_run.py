import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from qa.batch.folder import BatchFolder
from qa.batch.local import Heard, hear_here, hear_in_processes
from qa.batch.manifest import CallDefaults, find_calls
from qa.batch.run import Event, NotScored, Scored, plan_batch, publish, run_batch
from qa.intake import CallSource, IntakeOptions
from qa.rubric import load_rubric
from tests.batch.calls import GOOD, write_call


def run(calls: Path, out: Path, engine=hear_here, fresh: bool = False, **options) -> list[Event]:
    sources = find_calls([calls], None, CallDefaults())
    rubric = load_rubric(options.get("rubric", "service-call"))
    folder = BatchFolder(out)
    plan = plan_batch(sources, IntakeOptions(), folder, fresh)
    return list(run_batch(plan, rubric, IntakeOptions(), folder, engine))


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    folder = tmp_path / "calls"
    folder.mkdir()
    for name in ("a", "b", "c"):
        write_call(folder / f"{name}.json")
    return folder


def files_of(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.suffix != ".sqlite"
    }


def test_each_call_gets_its_files(calls: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    events = run(calls, out)
    assert [event.call_id for event in events] == ["a", "b", "c"]
    publish(BatchFolder(out), "out")
    for name in "abc":
        assert f"data/calls/{name}.json" in files_of(out)
        assert f"data/scorecards/{name}.json" in files_of(out)
        assert f"scorecards/{name}.html" in files_of(out)
    assert (out / "index.html").is_file() and (out / "scorecards.csv").is_file()


def test_a_second_run_does_nothing_and_changes_no_byte(calls: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(calls, out)
    before = files_of(out)

    def must_not_hear(sources: Sequence[CallSource], _: IntakeOptions):
        raise AssertionError(f"heard again: {sources}")

    events = run(calls, out, engine=must_not_hear)
    assert all(isinstance(event, Scored) and event.reused for event in events)
    assert files_of(out) == before


def test_two_fresh_runs_write_the_same_bytes(calls: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        run(calls, tmp_path / out)
        publish(BatchFolder(tmp_path / out), "batch")
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_only_the_call_that_changed_is_heard_again(calls: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(calls, out)
    write_call(calls / "b.json", [*GOOD, ("customer", "再见。")])
    heard: list[str] = []

    def watching(sources: Sequence[CallSource], options: IntakeOptions):
        heard.extend(source.context.call_id for source in sources)
        return hear_here(sources, options)

    run(calls, out, engine=watching)
    assert heard == ["b"]


def test_a_changed_rubric_judges_again_without_hearing(calls: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(calls, out)
    shipped = Path("rubrics/service-call.yaml").read_text(encoding="utf-8")
    edited = tmp_path / "edited.yaml"
    edited.write_text(shipped.replace("pass_mark: 80", "pass_mark: 79"), encoding="utf-8")

    def must_not_hear(sources: Sequence[CallSource], _: IntakeOptions):
        raise AssertionError("heard again")

    events = run(calls, out, engine=must_not_hear, rubric=edited)
    assert [isinstance(event, Scored) and event.reused for event in events] == [False] * 3


def test_one_bad_call_costs_no_other_its_scorecard(calls: Path, tmp_path: Path) -> None:
    (calls / "b.json").write_text("{not json", encoding="utf-8")
    events = run(calls, tmp_path / "out")
    assert [type(event) for event in events] == [Scored, NotScored, Scored]
    summary = publish(BatchFolder(tmp_path / "out"), "out")
    assert [failure.call_id for failure in summary.failures] == ["b"]
    assert len(summary.scorecards) == 2


def test_a_call_that_went_bad_loses_its_old_scorecard_and_comes_back(
    calls: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run(calls, out)
    (calls / "b.json").write_text("", encoding="utf-8")
    run(calls, out)
    assert not BatchFolder(out).scorecard_file("b").exists()
    assert BatchFolder(out).call_file("b").exists()
    write_call(calls / "b.json")
    assert all(isinstance(event, Scored) for event in run(calls, out))
    assert publish(BatchFolder(out), "out").failures == ()


def test_a_recording_moved_away_keeps_its_call_and_is_still_judged_anew(
    calls: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    sources = find_calls([calls], None, CallDefaults())
    folder, rubric = BatchFolder(out), load_rubric("service-call")
    run(calls, out)
    for path in calls.iterdir():
        path.unlink()
    plan = plan_batch(sources, IntakeOptions(), folder)
    assert plan.to_hear == ()
    events = list(run_batch(plan, rubric, IntakeOptions(), folder, hear_here))
    assert all(isinstance(event, Scored) and event.reused for event in events)


def test_a_scorecard_cut_off_by_a_full_disk_is_written_again(calls: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(calls, out)
    before = files_of(out)
    BatchFolder(out).scorecard_file("b").write_text("{", encoding="utf-8")
    assert [failure.call_id for failure in publish(BatchFolder(out), "out").failures] == ["b"]
    run(calls, out)
    assert BatchFolder(out).scorecard_file("b").read_bytes() == before["data/scorecards/b.json"]


def test_a_crash_while_hearing_is_reported_for_that_call_alone(
    calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.intake import Intake

    read = Intake.read

    def crash_on_b(self: Intake, source: CallSource):
        if source.context.call_id == "b":
            raise ZeroDivisionError("boom")
        return read(self, source)

    monkeypatch.setattr(Intake, "read", crash_on_b)
    events = run(calls, tmp_path / "out")
    failed = [event for event in events if isinstance(event, NotScored)]
    assert [(event.call_id, event.code) for event in failed] == [("b", "internal-error")]
    assert "ZeroDivisionError: boom" in failed[0].message


@pytest.mark.slow
def test_several_processes_give_the_same_files(calls: Path, tmp_path: Path) -> None:
    run(calls, tmp_path / "one")
    run(calls, tmp_path / "two", engine=hear_in_processes(2))
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


@pytest.mark.slow
def test_a_cluster_gives_the_same_files(calls: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="--engine ray needs the ray extra")
    from qa.batch.on_ray import hear_on_ray

    run(calls, tmp_path / "one")
    run(calls, tmp_path / "two", engine=hear_on_ray(2, "cpu"))
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


@pytest.mark.slow
def test_a_killed_run_is_taken_up_where_it_stopped(calls: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for number in range(300):
        write_call(calls / f"call-{number:03}.json")
    command = [sys.executable, "-m", "qa", "score", str(calls), "--out", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    ledger = out / "data" / "batch.sqlite"
    deadline = time.monotonic() + 60
    while scored(ledger) < 20:
        assert process.poll() is None, "ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    process.wait()
    survived = scored(ledger)
    assert 20 <= survived < 303
    heard: list[str] = []

    def watching(
        sources: Sequence[CallSource], options: IntakeOptions
    ) -> Iterator[tuple[CallSource, Heard]]:
        heard.extend(source.context.call_id for source in sources)
        return hear_here(sources, options)

    events = run(calls, out, engine=watching)
    assert len(events) == 303 and all(isinstance(event, Scored) for event in events)
    assert 303 - survived - 1 <= len(heard) <= 303 - survived


def scored(ledger: Path) -> int:
    if not ledger.is_file():
        return 0
    try:
        with sqlite3.connect(ledger) as db:
            return int(
                db.execute("SELECT count(*) FROM calls WHERE scored_key IS NOT NULL").fetchone()[0]
            )
    except sqlite3.OperationalError:
        return 0
