"""A large log read as codes in parts, and how large a log is."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec import field as struct_field

from katch_protocols.answers import Brief
from katch_protocols.budget import progressed
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.arrow_files import (
    NotPlainError,
    code_csv,
    code_parquet,
    count_parquet,
    release_memory,
)
from katch_protocols.evidence.logs.assembling import Assembly
from katch_protocols.evidence.logs.coded_rows import CodedRows
from katch_protocols.evidence.logs.hashed_cells import HashedCells, tells_apart
from katch_protocols.evidence.logs.hashing import Hashing, ReadyHashing
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.evidence.logs.kept_log import (
    KeptLog,
    KeptSource,
    Unread,
    keep_log,
    kept_log,
)
from katch_protocols.evidence.logs.log_files import (
    OCEL,
    RECORDS,
    ending_of,
    files_of,
    require_named,
    window_of,
    with_defaults,
)
from katch_protocols.evidence.logs.log_parts import LogParts, PartsInMemory, parted
from katch_protocols.evidence.logs.names import require_names
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.evidence.logs.reading import reader_of, says_simulated
from katch_protocols.evidence.logs.row_coder import RowCoder
from katch_protocols.evidence.logs.tables import (
    AGAIN,
    SIMULATED,
    LogRow,
    UnreadError,
    asked,
    plain_heading,
)
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogMapping

__all__ = ["CodedReading", "LogTerms", "about_how_many", "read_coded", "require_rows"]

PART = 400_000
"""About so many events are in a part of a log that is in parts."""

_PARQUET = ".parquet"
_SEPARATED = {".csv", ".tsv"}
_SAMPLE = 65_536
_ROWS = 100_000
_ROW_ENDS: Mapping[str, bytes] = {".xes": b"</event>", OCEL: b'"relationships"'}


class LogTerms(Brief, Struct, frozen=True, dict=True):
    """How a part of a log is understood, wherever that is.

    Attributes:
        mapping: How it was read.
        handbook: Whose words it is in.
        window: When it is complete.
        files: The names of its files, for whoever is told of a row.
    """

    UNSAID = ("handbook",)

    mapping: LogMapping
    handbook: Handbook
    window: LogWindow
    files: tuple[str, ...] = ()

    def assembly(self) -> Assembly:
        """Return what puts its rows together; references and people are hashed."""
        return self._first.anew()

    @cached_property
    def _first(self) -> Assembly:
        return Assembly(
            self.mapping, self.handbook, ReadyHashing(), self.window, self.files
        )


class CodedReading(Brief, Struct, frozen=True, eq=False):
    """A large log as codes, and what else was read of it; see ``LogReading``."""

    UNSAID = ("parts", "hashing")

    parts: LogParts
    terms: LogTerms
    files: tuple[str, ...]
    unread: Unread
    hashing: Hashing


def read_coded(  # noqa: PLR0913 - what is read, and how; half of it has names
    mapping: LogMapping,
    handbook: Handbook,
    folder: Path,
    *,
    now: datetime,
    key: bytes | None = None,
    keep: Path | None = None,
    ahead: bool = False,
) -> CodedReading:
    """Read the files of a large log as codes; raises as ``read_log``.

    ``keep`` is a file in which it is kept, or was kept before; that needs a key.
    ``ahead``: Parquet is read by a second thread. Exports of stores are no matter of
    it: each line of theirs is a case of its own.

    Raises:
        LogError: As above; or a log is to be kept without a key.
        OSError: It cannot be kept.
    """
    require_names(mapping, handbook)
    files = files_of(mapping, folder)
    mapping = with_defaults(mapping, files)
    window = window_of(mapping, now, lambda: says_simulated(mapping, files))
    require_named(mapping)
    names = tuple(path.name for path in files)
    terms = LogTerms(mapping, handbook, window, names)
    about = sum(map(_about, files))
    reader = _LogCoder(mapping, files, Hashing(key), about, ahead)
    if keep is None:
        parts = reader.parts()
        return CodedReading(parts, terms, names, tuple(reader.unread), reader.hashing)
    if key is None:
        raise LogError("keep-key")
    kept = _kept(reader, keep)
    return CodedReading(kept, terms, names, kept.unread, reader.hashing)


def _kept(reader: "_LogCoder", path: Path) -> KeptLog:
    source = KeptSource.of(reader.mapping, reader.files, reader.hashing.mark)
    found = kept_log(path, source)
    if found is None:
        found = keep_log(path, source, reader.parts(), tuple(reader.unread))
    return found


class _LogCoder(Struct):
    """Reads files as codes, ``about`` so many events; ``ahead`` as ``read_coded``."""

    mapping: LogMapping
    files: tuple[Path, ...]
    hashing: Hashing
    about: int
    ahead: bool
    unread: list[tuple[str, int, str]] = struct_field(default_factory=list)

    def parts(self) -> LogParts:
        """Read everything."""
        columns = self.mapping.columns
        cells = HashedCells(columns, self.hashing)
        coder = RowCoder(asked(self.mapping), columns.case or "", cells)
        if self.about <= PART:
            for number, path in enumerate(self.files):
                for _ in self._file(number, path, coder):
                    progressed("events", len(coder))
            return PartsInMemory(coder.done())
        count = -(-self.about // PART)
        return parted(self._chunks(coder), count, columns.opener)

    def _chunks(self, coder: RowCoder) -> Iterator[CodedRows]:
        read = 0
        for number, path in enumerate(self.files):
            for _ in self._file(number, path, coder):
                progressed("events", read + len(coder))
                if len(coder) >= _ROWS:
                    read += len(coder)
                    yield coder.done()
        release_memory()
        yield coder.done()

    def _file(self, number: int, path: Path, coder: RowCoder) -> Iterator[None]:
        """Take a file in; yield now and then. What cannot be read is noted."""
        try:
            yield from self._read(number, path, coder)
        except UnreadError as error:
            self.unread.append((path.name, error.row, error.reason))
        except LogError as error:
            raise error.within(path.name) from None

    def _read(self, number: int, path: Path, coder: RowCoder) -> Iterator[None]:
        columns = self.mapping.columns
        clock, seen = LogClock(self.mapping.timezone, self.mapping.twice), len(coder)
        skipped = 0
        if path.suffix == _PARQUET:
            yield from code_parquet(path, number, coder, clock, ahead=self.ahead)
            return
        plain = plain_heading(path) if ending_of(path) in _SEPARATED else None
        if plain is not None and set(coder.wanted) <= {*plain[1], SIMULATED, AGAIN}:
            times = {name for name in (columns.at, columns.opened) if name}
            try:
                for _ in code_csv(path, number, coder, clock, (*plain, times)):
                    skipped += len(coder) - seen
                    yield
                    seen = len(coder)
            except NotPlainError:
                pass
            else:
                return
        rows = reader_of(path, self.mapping.case.object)(path, coder.wanted)
        yield from _by_row(number, islice(rows, skipped, None), coder)


def _by_row(number: int, rows: Iterator[LogRow], coder: RowCoder) -> Iterator[None]:
    while coder.take_rows(number, islice(rows, _ROWS)):
        yield


def require_rows(mapping: LogMapping, folder: Path) -> None:
    """Refuse to keep a log that cannot be read as codes.

    Raises:
        LogError: It is of a store, has zones of regions, or a column of people holds
            something else too.
    """
    if not _is_in_rows(mapping, folder):
        raise LogError("keep-kind")


def _is_in_rows(mapping: LogMapping, folder: Path) -> bool:
    """Tell whether a log can be read as codes: a row an event, a column one thing.

    A column of instants is read at once, so it is in one zone.
    """
    if mapping.store is not None or not tells_apart(mapping.columns) or mapping.zones:
        return False
    return all(path.suffix != RECORDS for path in files_of(mapping, folder))


def about_how_many(mapping: LogMapping, folder: Path) -> int:
    """Return about how many events the files of a log have: looked at, not read.

    None that a line of a file tells: an export of a store has a line a case.

    Raises:
        LogError: A file is not there.
    """
    if not _is_in_rows(mapping, folder):
        return 0
    return sum(map(_about, files_of(mapping, folder)))


def _about(path: Path) -> int:
    """Return about how many events a file has; none where it cannot be read."""
    if path.suffix == _PARQUET:
        return count_parquet(path)
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
        lines = sample.count(_ROW_ENDS.get(ending_of(path), b"\n"))
        return lines * path.stat().st_size // max(len(sample), 1)
    except OSError:
        return 0
