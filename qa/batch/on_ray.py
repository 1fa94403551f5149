"""Hearing many calls on a Ray cluster: one actor a GPU (or a few a machine) holding the models.

The recordings must lie where every node can read them by the same path. This process stays the
only one that judges and writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from qa.batch.local import WORKER_DIED, Engine, Heard, hear
from qa.core.errors import MissingExtraError
from qa.intake import CallSource, Intake, IntakeOptions


def hear_on_ray(jobs: int, device: str) -> Engine:
    """An engine of `jobs` actors on the cluster named by RAY_ADDRESS, else on this machine.

    Raises `MissingExtraError` where Ray is not installed.
    """
    try:
        import ray
    except ImportError:
        raise MissingExtraError("--engine ray", "ray") from None

    def engine(
        sources: Sequence[CallSource], options: IntakeOptions
    ) -> Iterator[tuple[CallSource, Heard]]:
        ray.init(
            address=os.environ.get("RAY_ADDRESS"),
            include_dashboard=False,
            log_to_driver=False,
            ignore_reinit_error=True,
        )
        try:
            yield from _on_cluster(ray, sources, options, jobs, device)
        finally:
            ray.shutdown()

    return engine


def _on_cluster(
    ray: Any, sources: Sequence[CallSource], options: IntakeOptions, jobs: int, device: str
) -> Iterator[tuple[CallSource, Heard]]:
    died = (
        ray.exceptions.RayActorError,
        ray.exceptions.OutOfMemoryError,
        ray.exceptions.ObjectLostError,
    )
    hearer = ray.remote(max_restarts=-1, max_task_retries=1)(_Hearer)
    if device == "cuda":
        hearer = hearer.options(num_gpus=1)
    idle = [hearer.remote(options) for _ in range(jobs)]
    waiting = list(reversed(sources))
    running: dict[Any, tuple[Any, CallSource]] = {}
    while waiting or running:
        while waiting and idle:
            actor, source = idle.pop(), waiting.pop()
            running[actor.hear.remote(source)] = (actor, source)
        (done,), _ = ray.wait(list(running), num_returns=1)
        actor, source = running.pop(done)
        idle.append(actor)
        try:
            heard = ray.get(done)
        except died as error:
            heard = Heard(
                error_code=WORKER_DIED,
                error_message=f"the actor that read this call died twice, most likely out of "
                f"memory; use fewer --jobs a machine or a smaller --model ({error})",
            )
        yield source, heard


class _Hearer:
    """Runs as an actor: holds the models between calls."""

    def __init__(self, options: IntakeOptions) -> None:
        self.intake = Intake(options)

    def hear(self, source: CallSource) -> Heard:
        return hear(self.intake, source)
