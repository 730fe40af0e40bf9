"""A whole log: its files found, its rows read, its cases put together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from katch_protocols.cases.chapters import moves_in, pin_after
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.arrow_files import read_parquet
from katch_protocols.evidence.logs.assembling import Assembly
from katch_protocols.evidence.logs.events import LogCase, LogReading, Place, micros
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.log_files import (
    OCEL,
    RECORDS,
    ending_of,
    files_of,
    require_named,
    untold,
    window_of,
    with_defaults,
)
from katch_protocols.evidence.logs.moved_records import as_moved
from katch_protocols.evidence.logs.names import require_names
from katch_protocols.evidence.logs.ocel import read_ocel
from katch_protocols.evidence.logs.records import (
    Meanings,
    case_of_record,
    exported,
    record_lines,
)
from katch_protocols.evidence.logs.tables import (
    SIMULATED,
    LogRow,
    UnreadError,
    asked,
    read_csv,
)
from katch_protocols.evidence.logs.xes import read_xes
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogMapping, NamedInLog, Window

__all__ = [
    "is_log",
    "read_log",
    "read_records",
    "reader_of",
]

_Reader = Callable[[Path, tuple[str, ...] | None], Iterator[LogRow]]

_READERS: Mapping[str, _Reader] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".xes": read_xes,
    ".xes.gz": read_xes,
}


def is_log(path: Path) -> bool:
    """Tell by its ending whether a file holds events, so that it is no mapping."""
    return ending_of(path) in {*_READERS, OCEL, RECORDS}


def read_log(  # noqa: PLR0913 - what is read, and how; half of it has names
    mapping: LogMapping,
    handbook: Handbook,
    folder: Path,
    *,
    now: datetime,
    key: bytes | None = None,
    stored: Iterable[str] = (),
) -> LogReading:
    """Read the files of a log, in the words of a handbook.

    Args:
        mapping: how the log is read.
        handbook: whose protocols its cases follow.
        folder: where the mapping stands; its files are named from there.
        now: an instant with a time zone; nothing can have happened after it.
        key: of the keyed hashes; without one it is made for this run.
        stored: the lines that the store exports which the mapping names.

    Raises:
        LogError: The mapping does not fit the handbook or the files, or a value could
            say who somebody is.
    """
    require_names(mapping, handbook)
    hashing, files = Hashing(key), files_of(mapping, folder)
    mapping = with_defaults(mapping, files)
    window = window_of(mapping, now, lambda: says_simulated(mapping, files))
    names = tuple(path.name for path in files)
    assembly = Assembly(mapping, handbook, hashing, window, names)
    meanings = assembly.homes.meanings
    unread: list[tuple[str, int, str]] = []
    recorded: list[LogCase] = []
    columns: set[str] = set()
    for number, path in enumerate(files):
        try:
            if path.suffix == RECORDS:
                lines = record_lines(path, meanings)
                recorded += _recorded(lines, number, meanings, assembly)
            else:
                require_named(mapping)
                reader = reader_of(path, mapping.case.object)
                rows = reader(path, asked(mapping))
                assembly.take(number, _noted(rows, columns))
        except UnreadError as error:
            unread.append((path.name, error.row, error.reason))
        except LogError as error:
            raise error.within(path.name) from None
    recorded += _recorded(exported(stored, meanings), len(files), meanings, assembly)
    cases = sorted((*recorded, *assembly.cases()), key=lambda each: each.key)
    is_recorded = all(path.suffix == RECORDS for path in files)
    return LogReading(
        mapping,
        handbook,
        tuple(cases),
        names,
        window.until,
        assembly.events + sum(each.noted for each in recorded),
        +assembly.left_out,
        tuple(unread),
        () if is_recorded else untold(mapping, columns),
        hashing,
        assembly.is_simulated,
        assembly.first_left_out,
        0 if assembly.is_simulated else assembly.not_in_force,
    )


def _noted(rows: Iterable[LogRow], columns: set[str]) -> Iterator[LogRow]:
    """Yield rows, and note the columns in which they hold anything."""
    for row in rows:
        columns.update(row.cells)
        yield row


def read_records(  # noqa: PLR0913 - all but the first two have names
    records: Iterable[Mapping[str, Any]],
    handbook: Handbook,
    *,
    now: datetime,
    on: date | None = None,
    key: bytes | None = None,
    name: str = "cases",
) -> LogReading:
    """Read snapshots of live cases as a log; raises as ``read_log``.

    ``on``: a day at whose end they are looked at; what came later is left out.
    """
    hashing, meanings = Hashing(key), Meanings(handbook)
    mapping = LogMapping(
        id=name,
        protocol=NamedInLog(),
        timezone=handbook.timezone,
        complete=Window(until=on),
    )
    window = window_of(mapping, now)
    assembly = Assembly(mapping, handbook, hashing, window)
    lines = ((number, dict(each)) for number, each in enumerate(records, start=1))
    cases = list(_recorded(lines, 0, meanings, assembly))
    return LogReading(
        mapping,
        handbook,
        tuple(sorted(cases, key=lambda each: each.key)),
        (name,),
        window.until,
        sum(each.noted for each in cases),
        +assembly.left_out,
        hashing=hashing,
        first_left_out=assembly.first_left_out,
    )


def _recorded(
    lines: Iterable[tuple[int, Mapping[str, Any]]],
    file: int,
    meanings: Meanings,
    assembly: Assembly,
) -> Iterator[LogCase]:
    for number, record in lines:
        if "erased_at" in record:
            assembly.leave_out("cases-erased", [(file, number)])
            continue
        try:
            move = _last_move(record, assembly)
            compiled = meanings.of(pin_after(record, move), record["protocol"])
            if compiled is None:
                assembly.leave_out("cases-protocol", [(file, number)])
                assembly.left_out["of-left-out-cases"] += len(record["events"])
                continue
            if record["region"] not in (compiled.handbook.regions or {None}):
                assembly.leave_out("cases-region", [(file, number)])
                assembly.left_out["of-left-out-cases"] += len(record["events"])
                continue
            found = case_of_record(record, compiled, assembly.hashing, (file, number))
            if move is not None:
                meaning = partial(meanings.of, protocol=record["protocol"])
                found = as_moved(found, record, move, meaning)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise UnreadError(number, "broken-line") from None
        if found.moved is not None:
            assembly.leave_out("moved", found.moved.before)
        yield from _within(found, assembly, (file, number))


def _last_move(record: Mapping[str, Any], assembly: Assembly) -> int | None:
    """Return the number of the event with which a case last moved as the log ends."""
    until = assembly.window.until
    found = (
        number
        for number in reversed(moves_in(record["events"]))
        if assembly.mapping.complete.until is None
        or micros(datetime.fromisoformat(record["events"][number]["at"])) < until
    )
    return next(found, None)


def _within(case: LogCase, assembly: Assembly, place: Place) -> Iterator[LogCase]:
    """Yield a case with what it had come to as the log ends, if it was open then."""
    if assembly.mapping.complete.until is None:
        yield case
        return
    until = assembly.window.until
    events = tuple(each for each in case.events if each.at < until)
    later = (each.place for each in case.events if each.at >= until)
    assembly.leave_out("outside", later)
    if events or case.opened < until:
        yield replace(case, events=events, noted=len(events))
    else:
        assembly.leave_out("cases-outside", [place])


def says_simulated(mapping: LogMapping, files: Sequence[Path]) -> bool:
    """Tell whether the first row of a log says that its case is made up."""
    for path in files[:1]:
        if path.suffix != RECORDS:
            try:
                rows = reader_of(path, mapping.case.object)(path, (SIMULATED,))
                first = next(iter(rows), None)
            except (LogError, UnreadError):
                # It has no such column, or is told where the log is read.
                return False
            return first is not None and first.cells.get(SIMULATED) == SIMULATED
    return False


def reader_of(path: Path, case_object: str | None = None) -> _Reader:
    """Return what reads a file, by its ending.

    Raises:
        LogError: Nothing does.
    """
    ending = ending_of(path)
    if ending == OCEL:
        return partial(read_ocel, case_object=case_object)
    reader = _READERS.get(ending)
    if reader is None:
        raise LogError("kind", file=path.name)
    return reader
