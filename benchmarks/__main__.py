"""``python -m benchmarks [NAME…]``: measure all, or some, and print one table.

With ``--handbook FOLDER`` another handbook than the shipped one is checked, edited and
built: an earlier one, say.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from benchmarks.handbooks import measuring
from benchmarks.lines import table

__all__ = ["NAMES", "main"]

NAMES = (
    "loading",
    "stepping",
    "cases",
    "auditing",
    "storing",
    "exploring",
    "staffing",
    "proving",
    "starting",
    "checking",
    "editing",
    "building",
    "hostile",
    "peers",
)
"""The modules that are measured, in the order of the table."""


def main(asked: Sequence[str]) -> int:
    """Print what was measured; 0: every aim is met, 2: a name is none of ours."""
    parser = ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", metavar="NAME", nargs="*")
    parser.add_argument("--handbook", type=Path, metavar="FOLDER")
    given = parser.parse_args(asked)
    if given.handbook is not None:
        measuring(given.handbook)
    asked = given.names
    for name in asked:
        if name not in NAMES:
            near = get_close_matches(name, NAMES, 1)
            hint = f" The nearest is '{near[0]}'." if near else ""
            print(f"No benchmark '{name}'.{hint} There are: {' '.join(NAMES)}.")
            return 2
    measured = [
        line
        for name in NAMES
        if not asked or name in asked
        for line in import_module(f"benchmarks.{name}").lines()
    ]
    if not measured:
        return 0
    print(f"load {os.getloadavg()[0]:.1f}; all times are CPU seconds")
    print(table(measured))
    return 0 if all(line.met for line in measured) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
