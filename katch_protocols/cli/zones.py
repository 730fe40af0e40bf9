"""The time zones of a country, as the tz database lists them (``zone.tab``)."""

from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH, available_timezones

__all__ = ["zones_of"]

_TABLE = "zone.tab"


def zones_of(country: str) -> tuple[str, ...]:
    """Return the time zones of a country by its code; none where none are known.

    Those that matter to most people of one part come first, parts go from west to east
    or as the tz database has them.
    """
    known = available_timezones()
    rows = (line.split("\t") for line in _lines() if not line.startswith("#"))
    some = (row[2] for row in rows if len(row) > 2 and row[0] == country)  # noqa: PLR2004 - code, place, zone
    return tuple(zone for zone in some if zone in known)


def _lines() -> list[str]:
    """Return the table of this computer, else that of the package tzdata."""
    for folder in TZPATH:
        path = Path(folder) / _TABLE
        if path.is_file():
            return path.read_text(encoding="utf-8").splitlines()
    try:
        table = files("tzdata") / "zoneinfo" / _TABLE
        return table.read_text(encoding="utf-8").splitlines()
    except (ModuleNotFoundError, OSError):
        return []
