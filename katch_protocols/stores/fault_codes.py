"""What can go wrong with a database, by our code for it."""

from collections.abc import Mapping

from katch_protocols.errors import BusyError, StoreError
from katch_protocols.stores.lock_file import PATIENCE

__all__ = ["FAULTS", "OF_POSTGRES", "OF_SQLITE", "fault_called"]

_BUSY = "busy"

OF_SQLITE: Mapping[int, str] = {
    3: "read-only",
    5: _BUSY,
    6: _BUSY,
    8: "read-only",
    10: "disk",
    11: "damaged",
    13: "full",
    14: "unreachable",
    23: "read-only",
    26: "damaged",
}
"""By the code that SQLite calls primary: the lowest byte of what it gives."""

OF_POSTGRES: Mapping[str, str] = {
    "25006": "read-only",
    "40001": _BUSY,
    "40P01": _BUSY,
    "3F000": "rights",
    "42501": "rights",
    "53100": "full",
    "53300": _BUSY,
    "55P03": _BUSY,
    "58030": "disk",
    "XX001": "damaged",
    "XX002": "damaged",
}
"""By SQLSTATE."""

FAULTS = frozenset(
    {*OF_SQLITE.values(), *OF_POSTGRES.values(), "unreachable", "failed"}
)
"""What can go wrong with a database, whichever case is asked for or written."""


def fault_called(code: str) -> StoreError:
    """Return the error that is of a database and has a code."""
    return BusyError(PATIENCE) if code == _BUSY else StoreError(code)
