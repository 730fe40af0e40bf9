"""``python -m benchmarks``: measure everything and print one table."""

import os
import sys

from benchmarks import (
    auditing,
    building,
    cases,
    checking,
    editing,
    exploring,
    hostile,
    loading,
    proving,
    staffing,
    starting,
    stepping,
    storing,
)
from benchmarks.lines import table

__all__ = ["main"]


def main() -> int:
    """Print the table; 0 when every aim is met."""
    measured = [
        *loading.lines(),
        *stepping.lines(),
        *cases.lines(),
        *auditing.lines(),
        *storing.lines(),
        *exploring.lines(),
        *staffing.lines(),
        *proving.lines(),
        *starting.lines(),
        *checking.lines(),
        *editing.lines(),
        *building.lines(),
        *hostile.lines(),
    ]
    print(f"load {os.getloadavg()[0]:.1f}; all times are CPU seconds")
    print(table(measured))
    return 0 if all(line.met for line in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
