"""Whole builds: from nothing, after a comment, unchanged, one view, a very large one.

The aims on a quiet machine of two cores, of CPU seconds, workers included, against
those of a process that does no more than read the handbook: the shipped handbook in its
three languages from nothing in 25 times that, after a comment in 5 times, unchanged in
2.7 times.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.handbooks import measured
from benchmarks.lines import Line
from benchmarks.measuring import cpu_of_process
from katch_protocols.files.read import read

__all__ = ["lines"]

_Said = Callable[[str, float, float], Line]
"""Says what was measured: what it is, how long it took, and what it must stay under."""

_ORDINARY, _LARGEST = "identification_child_tip", "referral_and_assistance"
_CURVE = {250: 2.0, 500: 3.0, 1_000: 6.0, 2_000: 150.0}
"""So many states are drawn in so many times what it takes to read the handbook."""


def lines() -> Iterator[Line]:
    """Yield the builds of the shipped handbook in its three languages, and drawings."""
    katch = [sys.executable, "-m", "katch_protocols"]
    with tempfile.TemporaryDirectory() as name:
        home = _copied(Path(name))
        floor = cpu_of_process([sys.executable, "-c", _reading(home)])
        build = [*katch, "build", str(home), "--output", f"{name}/diagrams"]

        def line(what: str, took: float, under: float) -> Line:
            return Line.ratio(f"{what}, CPU", took, floor, under=under)

        kept = f"{name}/kept"
        os.environ["KATCH_CACHE"] = kept
        try:
            yield from _builds(home, build, kept, line)
        finally:
            del os.environ["KATCH_CACHE"]
        for protocol in (_ORDINARY, _LARGEST):
            draw_one = [*katch, "draw", protocol, "--handbook", str(home)]
            took = cpu_of_process([*draw_one, "--output", f"{name}/lanes.svg"])
            yield line(f"katch draw {protocol}", took, 2)
    for states, aim in _CURVE.items():
        took = cpu_of_process([sys.executable, "-c", _drawing(states)], runs=1)
        what = f"{states:,} states in a row, lanes and labels, CPU"
        yield Line.ratio(what, took, floor, under=aim)


def _builds(
    home: Path,
    build: Sequence[str],
    kept: str,
    line: Callable[[str, float, float], Line],
) -> Iterator[Line]:
    """Yield builds from nothing, after changes of comments and of meaning, and of none.

    ``kept`` is where proofs are kept: from nothing there are none.
    """

    def forget() -> None:
        shutil.rmtree(kept, ignore_errors=True)

    took = cpu_of_process([*build, "--afresh"], runs=2, before=forget)
    yield line("katch build, from nothing", took, 25.4)
    for protocol in (_ORDINARY, _LARGEST):
        path = home / f"{protocol}.yaml"
        took = cpu_of_process(build, before=lambda: _save(path))  # noqa: B023 - called here
        yield line(f"katch build, a comment below {protocol}", took, 4)
        took = cpu_of_process(build, before=lambda: _save_above(path))  # noqa: B023 - called here
        yield line(f"katch build, a comment above {protocol}", took, 6)
    yield line("katch build, nothing changed", cpu_of_process(build), 2.5)


def _drawing(states: int) -> str:
    return (
        "from benchmarks.handbooks import chain; from katch_protocols.charts.build "
        "import chart; from katch_protocols.drawings.draw import draw; "
        "from katch_protocols.files.read import read_texts; "
        f"book = read_texts(chain({states})).sound(); "
        "draw(chart(book.protocols['measured'], book), book, view='lanes')"
    )


def _reading(home: Path) -> str:
    return (
        "from pathlib import Path; from katch_protocols.files.read import read; "
        f"read(Path({str(home)!r})).sound()"
    )


def _copied(folder: Path) -> Path:
    """Copy the shipped handbook, as it was read."""
    home = folder / "protocols"
    for name, data in read(measured()).texts.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return home


def _save_above(path: Path) -> None:
    """Write a comment above all: whatever a check found stands a line further down."""
    text = path.read_text(encoding="utf-8")
    path.write_text(f"# saved once more\n{text}", encoding="utf-8")


def _save(path: Path) -> None:
    """Save a file once more: the same handbook, but another file."""
    with path.open("a", encoding="utf-8") as file:
        file.write("# saved once more\n")
