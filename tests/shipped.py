"""The shipped handbook and what a check finds in it, worked out once by each worker."""

from datetime import date
from functools import cache
from pathlib import Path

from katch_protocols.files.read import Reading, read
from katch_protocols.findings import Finding
from katch_protocols.rules.check import check

__all__ = ["DAY", "findings", "reading"]

PROTOCOLS = Path(__file__).parents[1] / "protocols"

DAY = date(2026, 11, 1)
"""The day on which bindings and agencies count; the project's grants ended before."""


@cache
def reading() -> Reading:
    """Read the handbook of ``protocols/``."""
    return read(PROTOCOLS)


@cache
def findings() -> tuple[Finding, ...]:
    """Return everything that a check finds in it; its reading has findings too."""
    return check(reading().sound(), as_of=DAY)
