"""Whole builds: from nothing, after one save, one view, and a very large protocol."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.handbooks import chain
from benchmarks.lines import Line
from benchmarks.measuring import seconds, seconds_of_process
from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import View, draw
from katch_protocols.files.read import read, read_texts

__all__ = ["lines"]

_HOME = Path("protocols")
_EDITED = "referral_and_assistance"
_STATES = 200


def lines() -> Iterator[Line]:
    """Yield the builds of the shipped handbook in its three languages, and drawings."""
    katch = str(Path(sys.executable).with_name("katch"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build = [katch, "build", str(_copied(folder)), "--output", f"{name}/diagrams"]
        took = seconds_of_process([*build, "--afresh"], runs=2)
        yield Line.within("katch build, from nothing", took, under=20)
        yield Line.within(
            "katch build, one protocol saved", _saved(build, folder), under=3
        )
        took = seconds_of_process(build, runs=3)
        yield Line.within("katch build, nothing changed", took, under=1)
        one = [katch, "draw", _EDITED, "--output", f"{name}/lanes.svg"]
        took = seconds_of_process(one, runs=5)
        yield Line.within("katch draw, one view, whole process", took, under=0.5)
    handbook = read_texts(chain(_STATES)).sound()
    large = chart(handbook.protocols["measured"], handbook)
    took = seconds(lambda: draw(large, handbook, view=View.LANES), runs=2)
    yield Line.within("200 states in lanes, labels included", took, under=5)


def _copied(folder: Path) -> Path:
    """Copy the shipped handbook, as it was read."""
    home = folder / "protocols"
    for name, data in read(_HOME).texts.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return home


def _saved(build: list[str], folder: Path) -> float:
    """Return the seconds of a build after one more save of a protocol."""
    path = folder / "protocols" / f"{_EDITED}.yaml"
    # A comment at the end: the same handbook, but another file.
    edit = f"open({str(path)!r}, 'a').write('# saved once more\\n')"
    steps = f"import subprocess; {edit}; subprocess.run({build!r}, check=True)"
    return seconds_of_process([sys.executable, "-c", steps], runs=2)
