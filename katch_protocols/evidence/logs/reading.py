"""A whole log: its files found, its rows read, its cases put together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from katch_protocols.cases.chapters import pin_now
from katch_protocols.cases.instants import NEVER
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.assembling import Assembly
from katch_protocols.evidence.logs.coded_cases import CodedLog
from katch_protocols.evidence.logs.coded_rows import RowCoder
from katch_protocols.evidence.logs.events import LogCase, LogReading, micros
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.evidence.logs.names import require_names
from katch_protocols.evidence.logs.ocel import OCEL_COLUMNS, read_ocel
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.evidence.logs.parquet import (
    code_parquet,
    count_parquet,
    read_parquet,
)
from katch_protocols.evidence.logs.records import (
    Meanings,
    case_of_record,
    exported,
    record_lines,
)
from katch_protocols.evidence.logs.tables import LogRow, UnreadError, asked, read_csv
from katch_protocols.evidence.logs.xes import XES_COLUMNS, read_xes
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogMapping, NamedInLog

__all__ = [
    "CodedReading",
    "about_how_many",
    "read_coded",
    "read_log",
    "read_records",
    "reader_of",
]

_Reader = Callable[[Path, tuple[str, ...]], Iterator[LogRow]]

_READERS: Mapping[str, _Reader] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".xes": read_xes,
    ".xes.gz": read_xes,
}
_OCEL = ".json"
_PARQUET = ".parquet"
_SAMPLE = 65_536
_ROW_ENDS: Mapping[str, bytes] = {".xes": b"</event>", _OCEL: b'"relationships"'}
_RECORDS = ".jsonl"
_TOLD = ("role", "agency", "person", "together_with", "opener")


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
    hashing, window = Hashing(key), _window(mapping, now)
    files = _files(mapping, folder)
    mapping = _defaults(mapping, files)
    assembly = Assembly(mapping, handbook, hashing, window)
    meanings = Meanings(handbook)
    unread: list[tuple[str, int, str]] = []
    recorded: list[LogCase] = []
    for number, path in enumerate(files):
        try:
            if path.suffix == _RECORDS:
                lines = record_lines(path, meanings)
                recorded += _recorded(lines, number, meanings, assembly)
            else:
                _require_columns(mapping)
                reader = reader_of(path, mapping.case_object)
                assembly.take(number, reader(path, asked(mapping)))
        except UnreadError as error:
            unread.append((path.name, error.row, error.reason))
    recorded += _recorded(exported(stored, meanings), len(files), meanings, assembly)
    cases = sorted((*recorded, *assembly.cases()), key=lambda each: each.key)
    columns = mapping.columns
    unmapped = tuple(each for each in _TOLD if getattr(columns, each) is None)
    is_recorded = all(path.suffix == _RECORDS for path in files)
    return LogReading(
        mapping,
        handbook,
        tuple(cases),
        tuple(path.name for path in files),
        window.until,
        assembly.events + sum(each.noted for each in recorded),
        +assembly.left_out,
        tuple(unread),
        () if is_recorded else unmapped,
        hashing,
    )


@dataclass(frozen=True, eq=False)
class CodedReading:
    """A large log as codes, and what else was read of it; see ``LogReading``."""

    log: CodedLog = field(repr=False)
    mapping: LogMapping
    handbook: Handbook = field(repr=False)
    files: tuple[str, ...]
    until: int
    unread: tuple[tuple[str, int, str], ...]
    unmapped: tuple[str, ...]

    def read(self, cases: tuple[LogCase, ...], events: int, ignored: int) -> LogReading:
        """Return what was read; ``cases`` are those that were assembled.

        ``events`` are those of the other cases, and ``ignored`` rows of theirs.
        """
        assembly = self.log.assembly
        left_out = assembly.left_out + Counter(ignored=ignored)
        return LogReading(
            self.mapping,
            self.handbook,
            cases,
            self.files,
            self.until,
            assembly.events + events,
            +left_out,
            self.unread,
            self.unmapped,
            assembly.hashing,
        )


def read_coded(
    mapping: LogMapping,
    handbook: Handbook,
    folder: Path,
    *,
    now: datetime,
    key: bytes | None = None,
) -> CodedReading:
    """Read the files of a large log as codes; raises as ``read_log``.

    Exports of stores are no matter of it: each line of theirs is a case of its own.
    """
    require_names(mapping, handbook)
    window, files = _window(mapping, now), _files(mapping, folder)
    mapping = _defaults(mapping, files)
    _require_columns(mapping)
    assembly = Assembly(mapping, handbook, Hashing(key), window)
    wanted = asked(mapping)
    coder, unread = RowCoder(wanted), list[tuple[str, int, str]]()
    for number, path in enumerate(files):
        try:
            if path.suffix == _PARQUET:
                code_parquet(path, number, coder, assembly.clock)
            else:
                coder.take_rows(
                    number, reader_of(path, mapping.case_object)(path, wanted)
                )
        except UnreadError as error:
            unread.append((path.name, error.row, error.reason))
    columns = mapping.columns
    return CodedReading(
        CodedLog(coder.done(), assembly),
        mapping,
        handbook,
        tuple(path.name for path in files),
        window.until,
        tuple(unread),
        tuple(each for each in _TOLD if getattr(columns, each) is None),
    )


def about_how_many(mapping: LogMapping, folder: Path) -> int:
    """Return about how many events the files of a log have: looked at, not read.

    None that a line of a file tells: an export of a store has a line a case.

    Raises:
        LogError: A file is not there.
    """
    files = [] if mapping.store else _files(mapping, folder)
    if any(path.suffix == _RECORDS for path in files):
        return 0
    return sum(map(_about, files))


def _about(path: Path) -> int:
    """Return about how many events a file has; none where it cannot be read."""
    if path.suffix == _PARQUET:
        return count_parquet(path)
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
        lines = sample.count(_ROW_ENDS.get(_ending(path), b"\n"))
        return lines * path.stat().st_size // max(len(sample), 1)
    except OSError:
        return 0


def read_records(
    records: Iterable[Mapping[str, Any]],
    handbook: Handbook,
    *,
    now: datetime,
    key: bytes | None = None,
    name: str = "cases",
) -> LogReading:
    """Read snapshots of live cases as a log; raises as ``read_log``."""
    hashing, meanings = Hashing(key), Meanings(handbook)
    mapping = LogMapping(id=name, protocol=NamedInLog())
    assembly = Assembly(
        mapping, handbook, hashing, LogWindow(None, micros(now), micros(now))
    )
    lines = ((number, dict(each)) for number, each in enumerate(records, start=1))
    cases = list(_recorded(lines, 0, meanings, assembly))
    return LogReading(
        mapping,
        handbook,
        tuple(sorted(cases, key=lambda each: each.key)),
        (name,),
        micros(now),
        sum(each.noted for each in cases),
        +assembly.left_out,
        hashing=hashing,
    )


def _recorded(
    lines: Iterable[tuple[int, Mapping[str, Any]]],
    file: int,
    meanings: Meanings,
    assembly: Assembly,
) -> Iterator[LogCase]:
    for number, record in lines:
        try:
            compiled = meanings.of(pin_now(record), record["protocol"])
            if compiled is None:
                assembly.left_out["cases-protocol"] += 1
                assembly.left_out["of-left-out-cases"] += len(record["events"])
                continue
            yield case_of_record(record, compiled, assembly.hashing, (file, number))
        except (KeyError, TypeError, ValueError):
            raise UnreadError(number, "broken-line") from None


def _window(mapping: LogMapping, now: datetime) -> LogWindow:
    clock, window = LogClock(mapping.timezone, mapping.twice), mapping.complete
    since = None if window.since is None else clock.day(window.since)
    latest = micros(min(now, NEVER - timedelta(days=1)))
    until = latest if window.until is None else clock.day(window.until, after=True)
    return LogWindow(since, min(until, latest), latest)


def _files(mapping: LogMapping, folder: Path) -> tuple[Path, ...]:
    """Return the files that the mapping names, by name.

    Raises:
        LogError: There is none.
    """
    found: dict[Path, None] = {}
    for name in mapping.read:
        path = folder / name
        root = Path(path.anchor or ".")
        every = sorted(root.glob(str(path.relative_to(root) if path.anchor else path)))
        if not every:
            raise LogError("file", file=name)
        found.update((each, None) for each in every)
    if not found and mapping.store is None:
        raise LogError("file", file=mapping.id)
    return tuple(found)


def reader_of(path: Path, case_object: str | None = None) -> _Reader:
    """Return what reads a file, by its ending.

    Raises:
        LogError: Nothing does.
    """
    ending = _ending(path)
    if ending == _OCEL:
        return partial(read_ocel, case_object=case_object)
    reader = _READERS.get(ending)
    if reader is None:
        raise LogError("kind", file=path.name)
    return reader


def _ending(path: Path) -> str:
    endings = [each.lower() for each in path.suffixes[-2:]]
    return "".join(endings) if endings[-1:] == [".gz"] else path.suffix.lower()


def _defaults(mapping: LogMapping, files: tuple[Path, ...]) -> LogMapping:
    """Return the mapping with the columns that the format of the files says itself."""
    ending = _ending(files[0]) if files else ""
    if ending == _OCEL:
        standard = OCEL_COLUMNS
    elif ending.startswith(".xes"):
        standard = XES_COLUMNS
    else:
        return mapping
    own = mapping.columns.model_dump(exclude_none=True)
    columns = standard.model_copy(update=own)
    return mapping.model_copy(update={"columns": columns})


def _require_columns(mapping: LogMapping) -> None:
    """Refuse a mapping that does not say where case, activity and time stand.

    Raises:
        LogError: It does not.
    """
    columns = mapping.columns
    for each in ("case", "activity", "at"):
        if getattr(columns, each) is None:
            raise LogError("columns", heading=each)
