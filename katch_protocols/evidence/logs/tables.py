"""Rows of a file, as far as the mapping asks for them: CSV here, others beside it."""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from msgspec import Struct

from katch_protocols.encodings import broken_text
from katch_protocols.errors import LogError
from katch_protocols.model.logs import LogMapping
from katch_protocols.sentences.nearness import nearest

__all__ = [
    "AGAIN",
    "MARKED",
    "SIMULATED",
    "LogRow",
    "NotTextError",
    "UnreadError",
    "asked",
    "delimiter_of",
    "not_text",
    "plain_heading",
    "read_csv",
    "require_columns",
    "text_lines",
    "whole_rows",
    "without_hint",
]

_DELIMITERS = ",;\t|"
_LONGEST = 8_192

_BLOCK = 2**24
"""The longest cell: so much the reader of large files holds at once."""

_HINT = re.compile("sep=([,;\t|])", re.IGNORECASE)
"""A first line that says what parts cells, as spreadsheets write and read it."""

SIMULATED = "simulated"
"""The column, and its cell, by which a log of a simulation says that it is one."""


AGAIN = "\0again"
"""The column that tells of an event that another case has as well: counted there."""

_SHARED = (".json", ".jsonocel")


class LogRow(Struct, frozen=True):
    """One row: its number in the file, and its cells by the name of the column.

    A cell that is empty is not there.
    """

    row: int
    cells: Mapping[str, str]


class NotTextError(Exception):
    """A line is no UTF-8."""


class UnreadError(Exception):
    """A file that cannot be read, or not to its end: the row and the reason.

    Behind the reason ``not-utf-8`` stands what the file looks like, where that can be
    told: ``not-utf-8 Windows-1251``.
    """

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(reason)
        self.row, self.reason = row, reason


MARKED = "surrogateescape"
"""How a file is opened of which ``text_lines`` reads the lines."""

_NO_TEXT = re.compile("[\udc80-\udcff]")
"""What stands for a byte that is no UTF-8, where text is read so."""


def asked(mapping: LogMapping) -> tuple[str, ...]:
    """Return the columns that a mapping asks for, each once, and ``SIMULATED``.

    Where an event may be of several cases, ``AGAIN`` as well.
    """
    columns = mapping.columns.model_dump(exclude_none=True).values()
    facts = (fact.column for fact in mapping.records.values())
    named = (mapping.protocol.column, mapping.region.column)
    own = (AGAIN,) if any(name.endswith(_SHARED) for name in mapping.read) else ()
    every = (*columns, *facts, *filter(None, named), SIMULATED, *own)
    return tuple(dict.fromkeys(every))


def require_columns(
    file: str, wanted: tuple[str, ...], known: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the columns to read: all that are wanted, marks if they are there.

    Raises:
        LogError: It lacks one, and the nearest is offered; or it has two of a name.
    """
    for column in wanted:
        if column not in known and column not in {SIMULATED, AGAIN}:
            near = nearest(column, known) or ""
            raise LogError("column", file=file, heading=column, near=near)
        if known.count(column) > 1:
            raise LogError("same-column", file=file, heading=column)
    return tuple(each for each in wanted if each in known)


def read_csv(path: Path, wanted: tuple[str, ...] | None) -> Iterator[LogRow]:
    """Yield the rows of a file of comma, semicolon or tab separated values (RFC 4180).

    With the columns that are wanted; ``None``: all.

    Raises:
        LogError: It lacks a column.
        UnreadError: It is not UTF-8, or a row is broken.
    """
    number = 0
    try:
        with path.open(encoding="utf-8-sig", errors=MARKED, newline="") as file:
            rows, first = _begun(file)
            head = tuple(each.strip() for each in next(rows, ()))
            number = first
            asked = head if wanted is None else wanted
            columns = require_columns(path.name, asked, head)
            places = [(name, head.index(name)) for name in columns]
            for row in rows:
                number += 1
                if not row:
                    continue
                if len(row) < len(head):
                    raise UnreadError(number, "short-row")
                if any(row[len(head) :]):
                    raise UnreadError(number, "long-row")
                cells = {name: row[at].strip() for name, at in places}
                yield LogRow(number, {k: v[:_LONGEST] for k, v in cells.items() if v})
    except NotTextError:
        raise not_text(path, number + 1) from None
    except csv.Error:
        raise UnreadError(number + 1, "broken-row") from None
    except OSError:
        raise UnreadError(0, "not-readable") from None


def not_text(path: Path, row: int | None = None) -> UnreadError:
    """Return that a file is no UTF-8, and what it looks like; by its line or a row."""
    found = broken_text(path.read_bytes())
    if found is None:
        return UnreadError(row or 0, "not-utf-8")
    reason = f"not-utf-8 {found.encoding}".rstrip()
    return UnreadError(found.line if row is None else row, reason)


def text_lines(file: Iterator[str]) -> Iterator[str]:
    """Yield the lines of a file that was opened with ``MARKED`` errors.

    What is no UTF-8 is met in its line, after all that stands before it.

    Raises:
        NotTextError: A line is no UTF-8.
    """
    for line in file:
        if not line.isascii() and _NO_TEXT.search(line):
            raise NotTextError
        yield line


def _begun(file: TextIO) -> tuple[Iterator[list[str]], int]:
    """Return the rows of a file from its heading on, and the row of the heading."""
    first = file.readline()
    hinted = _HINT.fullmatch(first.rstrip("\r\n"))
    if hinted:
        return whole_rows(text_lines(file), hinted[1]), 2
    file.seek(0)
    return whole_rows(text_lines(file), delimiter_of(first)), 1


def whole_rows(file: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the rows of a file as the reader of large ones reads them.

    ``"wor"ker`` is ``worker``, and a cell may be as long as a block there. A quotation
    that never ends is no row.

    Raises:
        csv.Error: A cell is longer, or has no end.
    """
    lines = _FileLines(file)
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        known = csv.field_size_limit(_BLOCK)
        try:
            row = next(rows)
        except StopIteration:
            return
        finally:
            csv.field_size_limit(known)
        if lines.ended:
            raise csv.Error
        yield row


class _FileLines(Struct):
    """The lines of a file; ``ended`` once somebody asked for more than there are."""

    file: Iterator[str]
    ended: bool = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            return next(self.file)
        except StopIteration:
            self.ended = True
            raise


def delimiter_of(line: str) -> str:
    """Return what parts the cells of a heading."""
    return max(_DELIMITERS, key=line.count)


def without_hint(text: str) -> tuple[str, int]:
    """Return a text without the first line with which a spreadsheet says what parts.

    That is ``sep=;``. Beside it stands how many lines went.
    """
    first, _, rest = text.partition("\n")
    return (rest, 1) if _HINT.fullmatch(first.rstrip("\r")) else (text, 0)


def plain_heading(path: Path) -> tuple[str, tuple[str, ...]] | None:
    """Return what parts cells and the heading, where one line without quotes has it.

    ``None`` where that is not so; then the file has to be read row by row.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline(_LONGEST).rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        return None
    if _HINT.fullmatch(line):
        return None
    delimiter = delimiter_of(line)
    head = tuple(each.strip() for each in line.split(delimiter))
    is_plain = '"' not in line and len(set(head)) == len(head) and all(head)
    return (delimiter, head) if is_plain and "\r" not in line else None
