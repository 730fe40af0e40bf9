"""Vast handbooks: what a command spends on each, to the budget that it has."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

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


def lines() -> Iterator[Line]:
    """Yield the seconds of each command, start included, to those of its budget."""
    katch = str(Path(sys.executable).with_name("katch"))
    most = Budget().seconds or 0
    with tempfile.TemporaryDirectory() as folder:
        for name, made in HOSTILE.items():
            book = str(save(made(), Path(folder) / name))
            asked = [["check", book]] + [
                ["draw", "p", "--handbook", book, "--view", view, "-o", "p.svg"]
                for view in _DRAWN.get(name, ())
            ]
            for words in asked:
                spent = _seconds([katch, *words], folder)
                said = f"katch {words[0]} of {name}, to the budget"
                yield Line.ratio(said, spent, most, under=1.1)


def _seconds(command: list[str], folder: str) -> float:
    """Return the CPU seconds of one run, whatever it answers."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603 - ours
        [*command, "--budget", str(Budget())],
        check=False,
        capture_output=True,
        cwd=folder,
    )
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
