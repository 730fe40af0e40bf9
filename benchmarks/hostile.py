"""Vast handbooks: what a command spends on each, to its budget and to reading it.

And the handbooks made to hurt: what it takes to read and check each, in one process.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lines import Line
from katch_protocols.budget import Budget
from tests.hostile.handbooks import HOSTILE, save

__all__ = ["lines"]

_DRAWN: Mapping[str, tuple[str, ...]] = {
    "clique": ("lanes", "states"),
    "many_strands": ("lanes",),
    "many_agencies": ("lanes", "handoffs"),
}
"""The views that are hard to draw of some handbooks; of others a check is hard."""

_SECONDS_TO_HURT = 2
_SECONDS_AT_ALL = 300
_MEGABYTES_AT_ALL = 500

_READ = "import sys, katch_protocols; katch_protocols.read(sys.argv[1])"
_KILOBYTE = 1024


@dataclass(frozen=True)
class _Run:
    """What one run spent: seconds of the processor, and the most memory, in bytes."""

    seconds: float
    memory: int


def lines() -> Iterator[Line]:
    """Yield the seconds and the memory of each command, start included."""
    katch = str(Path(sys.executable).with_name("katch"))
    budget = Budget()
    with tempfile.TemporaryDirectory() as folder:
        for name, made in HOSTILE.items():
            book = str(save(made(), Path(folder) / name))
            read = _run([sys.executable, "-c", _READ, book], folder)
            for words in _commands(name, book):
                spent = _run([katch, *words, "--budget", str(budget)], folder)
                said = f"katch {words[0]} of {name}"
                for floor, under, what in (
                    (budget.seconds or 0, 1.1, "the budget"),
                    (read.seconds, (budget.seconds or 0) / read.seconds, "reading it"),
                ):
                    yield Line.ratio(
                        f"{said}, to {what}", spent.seconds, floor, under=under
                    )
                share = spent.memory / (budget.bytes or 1)
                yield Line(
                    f"{said}, memory to the budget",
                    f"{spent.memory / 1e6:.0f} MB",
                    f"{(budget.bytes or 0) / 1e6:.0f} MB",
                    f"{share:.2f} x",
                    "under 1 x",
                    share < 1,
                )
    yield from _made_to_hurt()


def _made_to_hurt() -> Iterator[Line]:
    limits = [str(_MEGABYTES_AT_ALL), str(_SECONDS_AT_ALL)]
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(  # noqa: S603 - ours
            [sys.executable, "-m", "tests.catalogue.monsters", folder, *limits],
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            check=True,
        )
    for name, met in json.loads(run.stdout).items():
        said = f"read and check {name}"
        yield Line.within(said, met["seconds"], under=_SECONDS_TO_HURT)


def _commands(name: str, book: str) -> list[list[str]]:
    """Return the commands to run on a handbook, with the drawings that are hard."""
    views = _DRAWN.get(name, ())
    return [
        ["check", book],
        ["table", "p", "--handbook", book],
        ["diff", book, book],
        ["page", "--handbook", book, "-o", "page.html"],
        ["prove", "p", "--handbook", book],
    ] + [
        ["draw", "p", "--handbook", book, "--view", view, "-o", "p.svg"]
        for view in views
    ]


def _run(command: list[str], folder: str) -> _Run:
    """Run a command, whatever it answers."""
    child = os.fork()
    if not child:
        os.chdir(folder)
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(silence, stream)
        os.execv(command[0], command)  # noqa: S606 - ours
    _, _, used = os.wait4(child, 0)
    return _Run(used.ru_utime + used.ru_stime, used.ru_maxrss * _KILOBYTE)
