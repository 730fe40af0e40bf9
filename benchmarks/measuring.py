"""Time something in CPU seconds, the best of many runs: other work disturbs least."""

import gc
import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["READ", "cpu_of_process", "once", "seconds"]

READ = "import sys; from katch_protocols.files.read import read; read(sys.argv[1])"
"""What reads a handbook and does nothing else: the floor of whatever reads one."""


_Answer = TypeVar("_Answer")


def once(work: Callable[[], _Answer]) -> tuple[_Answer, float]:
    """Return what a call answers, and its CPU seconds: for what takes long."""
    start = time.process_time()
    return work(), time.process_time() - start


def seconds(work: Callable[[], object], *, runs: int = 7, loops: int = 1) -> float:
    """Return the CPU seconds of a call: the best of ``runs`` runs of ``loops``."""
    work()
    gc.collect()
    gc.disable()
    try:
        return min(_run(work, loops) for _ in range(runs)) / loops
    finally:
        gc.enable()


def _run(work: Callable[[], object], loops: int) -> float:
    start = time.process_time()
    for _ in range(loops):
        work()
    return time.process_time() - start


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
