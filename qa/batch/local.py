"""Hearing many calls on this machine: in this process, or in a few that each hold the models."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from qa.core.errors import CallError, UsageError
from qa.intake import CallSource, Intake, IntakeOptions
from qa.transcripts.call_json import call_to_json

INTERNAL_ERROR = "internal-error"
WORKER_DIED = "worker-died"


@dataclass(frozen=True)
class Heard:
    """Either `call`, as Call JSON data, or the reason there is none. Travels between processes."""

    call: dict[str, object] | None = None
    error_code: str | None = None
    error_message: str | None = None


Engine = Callable[[Sequence[CallSource], IntakeOptions], Iterator[tuple[CallSource, Heard]]]


def hear(intake: Intake, source: CallSource) -> Heard:
    """One call, whatever happens to it: only `UsageError` gets out, for it concerns every call."""
    try:
        return Heard(call=call_to_json(intake.read(source)))
    except UsageError:
        raise
    except CallError as error:
        return Heard(error_code=error.code, error_message=str(error))
    except Exception as error:  # a fault of ours must not cost the other calls their result
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{last.filename.replace(chr(92), '/').rsplit('/', 1)[-1]}:{last.lineno}"
        return Heard(
            error_code=INTERNAL_ERROR,
            error_message=f"{type(error).__name__}: {error} ({place}); please report this",
        )


def hear_here(
    sources: Sequence[CallSource], options: IntakeOptions
) -> Iterator[tuple[CallSource, Heard]]:
    """One after the other in this process, in order."""
    intake = Intake(options)
    for source in sources:
        yield source, hear(intake, source)


def hear_in_processes(jobs: int) -> Engine:
    """An engine of `jobs` processes; results come as they are ready.

    A process that dies (out of memory, say) costs at most the call it was on: the calls that were
    under way are tried again one at a time, and the one that kills again is reported.
    """

    def engine(
        sources: Sequence[CallSource], options: IntakeOptions
    ) -> Iterator[tuple[CallSource, Heard]]:
        waiting = deque(sources)
        while waiting:
            suspects = yield from _until_broken(waiting, options, jobs)
            for source in suspects:
                alone = deque([source])
                if (yield from _until_broken(alone, options, 1)):
                    yield (
                        source,
                        Heard(
                            error_code=WORKER_DIED,
                            error_message="the process that read this call died twice, most "
                            "likely out of memory; use fewer --jobs or a smaller --model",
                        ),
                    )

    return engine


def _until_broken(
    waiting: deque[CallSource], options: IntakeOptions, jobs: int
) -> Generator[tuple[CallSource, Heard], None, list[CallSource]]:
    """Takes calls off `waiting` until it is empty or a process died; returns those under way."""
    # spawn everywhere: the same behaviour on Windows, and no threads copied mid-flight.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_start_worker, initargs=(options,))
    running: dict[Future[Heard], CallSource] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                future = pool.submit(_hear_in_worker, waiting[0])
                running[future] = waiting.popleft()
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                result = future.result()
                yield running.pop(future), result
    except BrokenProcessPool:
        return list(running.values())
    except (KeyboardInterrupt, GeneratorExit):
        for process in multiprocessing.active_children():
            process.terminate()  # a call takes minutes: do not wait for the ones under way
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return []


_intake: Intake | None = None


def _start_worker(options: IntakeOptions) -> None:
    global _intake  # noqa: PLW0603 - a worker process holds its models once
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to answer
    _intake = Intake(options)


def _hear_in_worker(source: CallSource) -> Heard:
    assert _intake, "the pool runs _start_worker first"
    return hear(_intake, source)
