"""Whole processes: the page of help, the import, first use, one table."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.handbooks import chain
from benchmarks.lines import Line
from benchmarks.measuring import READ, cpu_of_process

__all__ = ["lines"]

_SHIPPED = "referral_and_assistance"

_ARGPARSE = """\
import argparse
parser = argparse.ArgumentParser(prog="katch")
commands = parser.add_subparsers()
for name in "check explain new schema draw build walk table".split():
    command = commands.add_parser(name, help=name)
    command.add_argument("--language")
parser.parse_args(["--help"])
"""


def lines() -> Iterator[Line]:
    """Yield the start of the command, the import, first use and a table."""
    katch = str(Path(sys.executable).with_name("katch"))
    python = sys.executable
    yield Line.ratio(
        "katch --help, to argparse",
        cpu_of_process([katch, "--help"], runs=20),
        cpu_of_process([python, "-c", _ARGPARSE], runs=20),
        under=2.3,
    )
    yield from _first_use(python)
    yield Line.ratio(
        "import katch_protocols, to import pydantic",
        cpu_of_process([python, "-c", "import katch_protocols"], runs=20),
        cpu_of_process([python, "-c", "import pydantic"], runs=20),
        under=1.3,
    )
    yield _table(katch)


_USE = """\
import sys, katch_protocols as kp
handbook = kp.read(sys.argv[1])
kp.check(handbook)
kp.prove(handbook.protocols["measured"])
"""


def _first_use(python: str) -> Iterator[Line]:
    """Yield reading, checking and proving a small handbook, all that it loads with it.

    The floor loads what it stands on.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, text in chain(20).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        used = cpu_of_process([python, "-c", _USE, folder], runs=5)
    floor = cpu_of_process([python, "-c", "import pydantic, numpy, yaml, lark"], runs=5)
    yield Line.within("read, check, prove: first use", used, under=0.5)
    yield Line.ratio("  to what it stands on", used, floor, under=3)


def _table(katch: str) -> Line:
    """Print the table of a shipped protocol, beside reading the handbook."""
    book = str(Path(__file__).parents[1] / "protocols")
    ours = cpu_of_process([katch, "table", _SHIPPED, "--handbook", book])
    reading = cpu_of_process([sys.executable, "-c", READ, book])
    return Line.ratio("katch table, to reading", ours, reading, under=1.6)
