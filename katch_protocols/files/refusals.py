"""What pydantic refuses, in our words.

The shapes check the form of every value before the nouns are made, so this speaks only
where a noun has a bound of its own. No message of pydantic reaches a person.
"""

from pydantic import ValidationError

from katch_protocols.files.ledger import Ledger
from katch_protocols.files.places import Places
from katch_protocols.files.shapes.files import HANDBOOK_FILE
from katch_protocols.findings import Path, Place
from katch_protocols.model.handbook import FILED

__all__ = ["refuse"]

_START = Place(HANDBOOK_FILE, 1, 1)


def refuse(error: ValidationError, places: Places, ledger: Ledger) -> None:
    """Write a finding for each value that no noun can hold, where it was written."""
    for each in error.errors(include_url=False, include_context=False):
        path = _written(each["loc"])
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        where = _nearest(path, places)
        ledger.write("not-valid", where, path, {"key": key})


def _written(location: Path) -> Path:
    """Return the path of a field as the files write it."""
    path = tuple(part for part in location if part != "raci")
    return path if path[:1] and path[0] in FILED else ("handbook", *path)


def _nearest(path: Path, places: Places) -> Place:
    for end in range(len(path), 0, -1):
        found = places.get(path[:end])
        if found is not None:
            return found
    return _START
