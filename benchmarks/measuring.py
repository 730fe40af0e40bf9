"""Time something: the best of many runs, so that a busy machine disturbs least."""

import gc
import resource
import subprocess
import time
from collections.abc import Callable, Sequence

__all__ = ["cpu_of_process", "seconds", "seconds_of_process"]


def seconds(work: Callable[[], object], *, runs: int = 7, loops: int = 1) -> float:
    """Return the seconds of one call: the best of ``runs`` runs of ``loops`` calls."""
    work()
    gc.collect()
    gc.disable()
    try:
        return min(_run(work, loops) for _ in range(runs)) / loops
    finally:
        gc.enable()


def _run(work: Callable[[], object], loops: int) -> float:
    start = time.perf_counter()
    for _ in range(loops):
        work()
    return time.perf_counter() - start


def seconds_of_process(command: Sequence[str], *, runs: int = 9) -> float:
    """Return the seconds of a whole process, its start included: the best of runs."""

    def process() -> None:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - ours

    return seconds(process, runs=runs)


def cpu_of_process(
    command: Sequence[str],
    *,
    runs: int = 3,
    before: Callable[[], object] = lambda: None,
) -> float:
    """Return the CPU seconds of a whole process and its workers: the best of runs.

    Other work on the machine disturbs them less than the time that passes. ``before``
    is done before each run and is not counted.
    """
    return min(_cpu(command, before) for _ in range(runs))


def _cpu(command: Sequence[str], before: Callable[[], object]) -> float:
    before()
    start = _children()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - ours
    return _children() - start


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
