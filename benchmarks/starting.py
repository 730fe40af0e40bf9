"""Whole processes: the page of help, the import, one drawing."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.lines import Line
from benchmarks.measuring import seconds_of_process

__all__ = ["lines"]

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
    """Yield the start of the command, the import and a drawing."""
    katch = str(Path(sys.executable).with_name("katch"))
    python = sys.executable
    yield Line.ratio(
        "katch --help, to argparse",
        seconds_of_process([katch, "--help"], runs=20),
        seconds_of_process([python, "-c", _ARGPARSE], runs=20),
        under=2.3,
    )
    yield Line.ratio(
        "import katch_protocols, to import pydantic",
        seconds_of_process([python, "-c", "import katch_protocols"], runs=20),
        seconds_of_process([python, "-c", "import pydantic"], runs=20),
        under=1.3,
    )
    with tempfile.TemporaryDirectory() as folder:
        svg = f"{folder}/lanes.svg"
        draw = [katch, "draw", "referral_and_assistance", "--output", svg]
        yield Line.within(
            "katch draw, one lanes drawing", seconds_of_process(draw), under=0.5
        )
