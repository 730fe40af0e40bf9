"""The shipped handbook and what a check finds in it, worked out once by each worker."""

from functools import cache
from pathlib import Path

from katch_protocols.files.read import Reading, read
from katch_protocols.findings import Finding
from katch_protocols.rules.check import check

__all__ = ["findings", "reading"]

PROTOCOLS = Path(__file__).parents[1] / "protocols"


@cache
def reading() -> Reading:
    """Read the handbook of ``protocols/``."""
    return read(PROTOCOLS)


@cache
def findings() -> tuple[Finding, ...]:
    """Return everything that a check finds in it; its reading has findings too."""
    return check(reading().sound())
