"""A large log read as codes, and how large a log is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from katch_protocols.evidence.logs.assembling import Assembly
from katch_protocols.evidence.logs.coded_cases import CodedLog
from katch_protocols.evidence.logs.coded_rows import RowCoder
from katch_protocols.evidence.logs.events import LogCase, LogReading
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.log_files import (
    OCEL,
    RECORDS,
    TOLD,
    ending_of,
    files_of,
    require_named,
    window_of,
    with_defaults,
)
from katch_protocols.evidence.logs.names import require_names
from katch_protocols.evidence.logs.parquet import code_parquet, count_parquet
from katch_protocols.evidence.logs.reading import reader_of
from katch_protocols.evidence.logs.tables import UnreadError, asked
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogMapping

__all__ = ["CodedReading", "about_how_many", "read_coded"]

_PARQUET = ".parquet"
_SAMPLE = 65_536
_ROW_ENDS: Mapping[str, bytes] = {".xes": b"</event>", OCEL: b'"relationships"'}


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
    window, files = window_of(mapping, now), files_of(mapping, folder)
    mapping = with_defaults(mapping, files)
    require_named(mapping)
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
        tuple(each for each in TOLD if getattr(columns, each) is None),
    )


def about_how_many(mapping: LogMapping, folder: Path) -> int:
    """Return about how many events the files of a log have: looked at, not read.

    None that a line of a file tells: an export of a store has a line a case.

    Raises:
        LogError: A file is not there.
    """
    files = [] if mapping.store else files_of(mapping, folder)
    if any(path.suffix == RECORDS for path in files):
        return 0
    return sum(map(_about, files))


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
