"""A workbook: one table with boxes that take whole numbers, written and read."""

import re
import zlib
from collections.abc import Container, Iterator, Mapping, Sequence
from enum import StrEnum
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

from katch_protocols.errors import MissingExtraError

__all__ = [
    "BOX",
    "MOST_BYTES",
    "MOST_UNPACKED",
    "UNREADABLE",
    "NumberBox",
    "OddCell",
    "SheetTable",
    "TypedSheet",
    "UnreadWorkbookError",
    "is_workbook",
    "load_openpyxl",
    "merged_cells",
    "read_workbook",
    "require_open",
    "to_xlsx",
]

MOST_BYTES = 4 * 1_048_576
MOST_UNPACKED = 64 * 1_048_576
MOST_ROWS = 10_000
MOST_COLUMNS = 64
_MOST_COUNTED = 1_000_000
_WIDEST = 60
_MERGED = re.compile(rb"mergeCell\s[^<>]*?ref\s*=\s*[\"']([A-Z0-9:$]+)[\"']")


UNREADABLE = (
    *(BadZipFile, EOFError, OSError, SyntaxError, zlib.error),
    *(ArithmeticError, AttributeError, LookupError, RuntimeError),
    *(TypeError, ValueError),
)
"""What the library raises for a file that is spoiled, or no workbook."""


class NumberBox(Struct, frozen=True):
    """A box to fill: it takes a whole number or nothing."""


BOX = NumberBox()


class SheetTable(Struct, frozen=True):
    """A table of a workbook.

    Attributes:
        title: What the sheet is called; at most 31 letters.
        codes: The names of the columns by which programs read it; in the first row,
            which is hidden.
        head: What the columns are called.
        rows: Texts, and boxes to fill; a box of no meaning in a row is ``None``.
        told: What a box that refuses a number says.
    """

    title: str
    codes: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[str | NumberBox | None]]
    told: str


class OddCell(StrEnum):
    """What a cell holds that is no text."""

    FORMULA = "formula"
    ERROR = "error"
    TIME = "time"
    MERGED = "merged"


class TypedSheet(Struct, frozen=True):
    """A sheet that people filled: its rows with their numbers, from 1; no empty one.

    A cell that is merged with others is ``OddCell.MERGED``.
    """

    title: str
    rows: tuple[tuple[int, Sequence[object]], ...]


class UnreadWorkbookError(Exception):
    """A file is no workbook that can be read here; ``why`` is a word for it."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


_ZIP, _SEALED = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook begins; and one with a password does, as those before 2007 did."""


def is_workbook(data: bytes) -> bool:
    """Tell whether a file begins as a workbook, be it one that cannot be read."""
    return data.startswith((_ZIP, _SEALED))


def require_open(data: bytes) -> None:
    """Refuse what need not be looked into.

    Raises:
        UnreadWorkbookError: It is too large, or has a password.
    """
    if len(data) > MOST_BYTES:
        raise UnreadWorkbookError("too-large")
    if data.startswith(_SEALED):
        raise UnreadWorkbookError("sealed")


def load_openpyxl() -> Any:  # noqa: ANN401 - a module
    """Return the library that reads and writes workbooks.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        import openpyxl  # noqa: PLC0415 - an extra, loaded when it is used
    except ImportError as error:  # pragma: no cover - the extra is there in tests
        raise MissingExtraError("sheets", "workbooks") from error
    return openpyxl


def merged_cells(parts: ZipFile) -> int:
    """Return how many cells are merged: the library makes each of them.

    Raises:
        ValueError, TypeError: What is merged is not said as it is.
    """
    from openpyxl.worksheet.cell_range import CellRange  # noqa: PLC0415 - see above

    found = 0
    for name in parts.namelist():
        for span in _MERGED.findall(parts.read(name)) if name.endswith(".xml") else ():
            size = CellRange(span.decode()).size
            found += size["rows"] * size["columns"]
    return found


def to_xlsx(table: SheetTable) -> bytes:
    """Return a workbook with one table; only its boxes can be written in.

    Raises:
        MissingExtraError: It needs the extra ``sheets``.
    """
    openpyxl = load_openpyxl()
    from openpyxl.styles import (  # noqa: PLC0415 - see above
        Alignment,
        Font,
        PatternFill,
        Protection,
    )
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = table.title[:31]
    sheet.append([*table.codes])
    sheet.append([*table.head])
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = "A3"
    whole = DataValidation(
        type="whole", operator="between", formula1="0", formula2=str(_MOST_COUNTED)
    )
    whole.error, whole.showErrorMessage, whole.allow_blank = table.told, True, True
    sheet.add_data_validation(whole)
    for cell in sheet[2]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(table.rows, start=3):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, NumberBox):
                whole.add(cell)
                cell.protection = Protection(locked=False)
                cell.fill = PatternFill("solid", fgColor="FFF4CC")
            elif value is not None:
                cell.value = value
                cell.data_type = "s"  # a text is no formula, whatever it begins with
    for column in range(1, len(table.head) + 1):
        letter = sheet.cell(2, column).column_letter
        sheet.column_dimensions[letter].width = _width(table, column - 1)
    sheet.protection.sheet = True
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def _width(table: SheetTable, column: int) -> int:
    """Return how wide a column is, in letters."""
    texts = (row[column] for row in (table.head, *table.rows))
    longest = max(len(text) for text in texts if isinstance(text, str))
    return min(_WIDEST, longest + 2)


def read_workbook(data: bytes) -> tuple[TypedSheet, ...]:
    """Return the sheets of a workbook; cells as they are. Nothing of the file is run.

    Formulas count as what they last came to; one that never came to anything stands
    there as it is written.

    Raises:
        UnreadWorkbookError: It is too large, has a password, or is no workbook.
        MissingExtraError: It needs the extra ``sheets``.
    """
    openpyxl = load_openpyxl()
    require_open(data)
    try:
        return tuple(_sheets(openpyxl, data))
    except UNREADABLE:
        raise UnreadWorkbookError("no-workbook") from None


def _sheets(openpyxl: Any, data: bytes) -> Iterator[TypedSheet]:  # noqa: ANN401 - a module
    with ZipFile(BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise UnreadWorkbookError("too-large")
        merged = merged_cells(parts)
    if merged > MOST_ROWS * MOST_COLUMNS:
        raise UnreadWorkbookError("too-large")
    reckoned, written = (
        openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=each)
        for each in (True, False)
    )
    covered = _covered(openpyxl, data) if merged else {}
    for sheet, formulas in zip(reckoned.worksheets, written.worksheets, strict=True):
        rows = _rows(sheet, formulas, covered.get(sheet.title, frozenset()))
        yield TypedSheet(sheet.title, tuple(rows))


def _covered(openpyxl: Any, data: bytes) -> Mapping[str, frozenset[tuple[int, int]]]:  # noqa: ANN401 - a module
    """Return which cells of each sheet are merged, by row and column."""
    return {
        sheet.title: frozenset(
            cell for span in sheet.merged_cells.ranges for cell in span.cells
        )
        for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets
    }


def _rows(
    sheet: Any,  # noqa: ANN401 - a sheet
    formulas: Any,  # noqa: ANN401 - the same sheet
    covered: Container[tuple[int, int]],
) -> Iterator[tuple[int, Sequence[object]]]:
    both = (
        each.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        for each in (sheet, formulas)
    )
    for number, (row, texts) in enumerate(zip(*both, strict=True), start=1):
        cells = [
            OddCell.MERGED
            if (number, at) in covered
            else (text if value is None else value)
            for at, (value, text) in enumerate(zip(row, texts, strict=True), start=1)
        ]
        while cells and cells[-1] is None:
            cells.pop()
        if cells and number > MOST_ROWS:
            raise UnreadWorkbookError("too-large")
        if cells:
            yield number, cells
