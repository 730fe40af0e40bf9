"""Whole builds: from nothing, after one save, one view, and a very large protocol.

The aims on a quiet machine of two cores: the shipped handbook in its three languages
from nothing in 20 seconds, after a save in 3, one view in half a second. What is
compared here are CPU seconds, workers included, with those of a process that does no
more than read the handbook: that takes about half a second there. The largest protocol
takes most of its time to prove; for it there is no aim in seconds yet.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.handbooks import chain
from benchmarks.lines import Line
from benchmarks.measuring import cpu_of_process, seconds
from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.files.read import read, read_texts

__all__ = ["lines"]

_HOME = Path("protocols")
_ORDINARY, _LARGEST = "identification_child_tip", "referral_and_assistance"
_STATES = 200


def lines() -> Iterator[Line]:
    """Yield the builds of the shipped handbook in its three languages, and drawings."""
    katch = [sys.executable, "-m", "katch_protocols"]
    with tempfile.TemporaryDirectory() as name:
        home = _copied(Path(name))
        floor = cpu_of_process([sys.executable, "-c", _reading(home)])
        build = [*katch, "build", str(home), "--output", f"{name}/diagrams"]

        def line(what: str, took: float, under: float) -> Line:
            return Line.ratio(f"{what}, CPU", took, floor, under=under)

        took = cpu_of_process([*build, "--afresh"], runs=2)
        yield line("katch build, from nothing", took, 60)
        for protocol, under in ((_ORDINARY, 6.0), (_LARGEST, 30.0)):
            path = home / f"{protocol}.yaml"
            took = cpu_of_process(build, runs=2, before=lambda: _save(path))  # noqa: B023 - called here
            yield line(f"katch build, {protocol} saved", took, under)
        yield line("katch build, nothing changed", cpu_of_process(build), 3)
        for protocol in (_ORDINARY, _LARGEST):
            draw_one = [*katch, "draw", protocol, "--handbook", str(home)]
            took = cpu_of_process([*draw_one, "--output", f"{name}/lanes.svg"])
            yield line(f"katch draw {protocol}", took, 2)
    handbook = read_texts(chain(_STATES)).sound()
    large = chart(handbook.protocols["measured"], handbook)
    took = seconds(lambda: draw(large, handbook, view="lanes"), runs=2)
    yield Line.within("200 states in lanes, labels included", took, under=5)


def _reading(home: Path) -> str:
    return (
        "from pathlib import Path; from katch_protocols.files.read import read; "
        f"read(Path({str(home)!r})).sound()"
    )


def _copied(folder: Path) -> Path:
    """Copy the shipped handbook, as it was read."""
    home = folder / "protocols"
    for name, data in read(_HOME).texts.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return home


def _save(path: Path) -> None:
    """Save a file once more: the same handbook, but another file."""
    with path.open("a", encoding="utf-8") as file:
        file.write("# saved once more\n")
