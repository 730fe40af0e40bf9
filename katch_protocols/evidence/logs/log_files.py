"""The files of a log, and what their kind says before they are read."""

import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path

from katch_protocols.cases.instants import NEVER
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.events import micros
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.evidence.logs.ocel import OCEL_COLUMNS
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.evidence.logs.xes import XES_COLUMNS
from katch_protocols.model.logs import LogMapping

__all__ = [
    "OCEL",
    "RECORDS",
    "ending_of",
    "files_of",
    "require_named",
    "untold",
    "window_of",
    "with_defaults",
]

OCEL = ".json"
_OCEL_TOO = ".jsonocel"

RECORDS = ".jsonl"
"""An export of a store: a line a case."""

_TOLD = ("role", "agency", "person", "together_with", "opener")
"""What is not judged where no column tells it."""

_PEOPLE = ("role", "agency", "person")


def window_of(
    mapping: LogMapping,
    now: datetime,
    is_simulated: Callable[[], bool] = lambda: False,
) -> LogWindow:
    """Return within which instants a log is complete.

    Nothing can have happened after ``now``, but in a log that is simulated: asked only
    where the mapping says that it is complete until a day to come.

    Raises:
        LogError: It would end before it begins.
    """
    clock, window = LogClock(mapping.timezone, mapping.twice), mapping.complete
    if window.since and window.until and window.until < window.since:
        first, last = window.since.isoformat(), window.until.isoformat()
        raise LogError("window", since=first, until=last)
    since = None if window.since is None else clock.day(window.since)
    latest = micros(min(now, NEVER - timedelta(days=1)))
    until = latest if window.until is None else clock.day(window.until, after=True)
    if until > latest and is_simulated():
        latest = until
    return LogWindow(since, min(until, latest), latest)


def files_of(mapping: LogMapping, folder: Path) -> tuple[Path, ...]:
    """Return the files that the mapping names, by name.

    Raises:
        LogError: There is none.
    """
    found: dict[Path, None] = {}
    for name in mapping.read:
        every = _files(folder / name)
        if not every:
            raise LogError("file", file=name)
        found.update((each, None) for each in every)
    if not found and mapping.store is None:
        raise LogError("file", file=mapping.id)
    return tuple(found)


def _files(path: Path) -> list[Path]:
    """Return the files that a name with ``*`` stands for; first one of just that name.

    A browser puts brackets into names, which would stand for something too.
    """
    root = Path(path.anchor or ".")
    parts = (path.relative_to(root) if path.anchor else path).parts
    if path.is_file():
        return [path]
    if not parts:
        return []
    # Two stars stand for folders, alone only.
    names = [re.sub(r"(?!^\*\*$)\*+", "*", part) for part in parts]
    return sorted(root.glob(str(Path(*names))))


def ending_of(path: Path) -> str:
    """Return by what ending a file is known: ``.xes.gz``."""
    if path.suffix.lower() == _OCEL_TOO:
        return OCEL
    endings = [each.lower() for each in path.suffixes[-2:]]
    return "".join(endings) if endings[-1:] == [".gz"] else path.suffix.lower()


def with_defaults(mapping: LogMapping, files: tuple[Path, ...]) -> LogMapping:
    """Return the mapping with the columns that the format of the files says itself."""
    ending = ending_of(files[0]) if files else ""
    if ending == OCEL:
        standard = OCEL_COLUMNS
    elif ending.startswith(".xes"):
        standard = XES_COLUMNS
    else:
        return mapping
    own = mapping.columns.model_dump(exclude_none=True)
    columns = standard.model_copy(update=own)
    return mapping.model_copy(update={"columns": columns})


def untold(mapping: LogMapping, columns: Collection[str]) -> tuple[str, ...]:
    """Return what a log does not tell, of whose rows these columns hold anything.

    An empty column of openers tells that nobody opened a case, and one of who took part
    as well that nobody did. Where there are no rows the mapping alone says it.
    """
    named = {each: getattr(mapping.columns, each) for each in _TOLD}
    return tuple(
        each
        for each, column in named.items()
        if column is None or (columns and each in _PEOPLE and column not in columns)
    )


def require_named(mapping: LogMapping) -> None:
    """Refuse a mapping that does not say where case, activity and time stand.

    Raises:
        LogError: It does not.
    """
    columns = mapping.columns
    for each in ("case", "activity", "at"):
        if getattr(columns, each) is None:
            raise LogError("columns", heading=each)
