"""A workbook of several tables of texts, with lists to choose from; written and read.

Every cell is a text: nothing that is typed becomes a date or a number. What a cell
holds all the same is turned back into text, or told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from string import ascii_uppercase
from typing import Any
from zipfile import ZipFile

from msgspec import Struct, field

from katch_protocols.sheets.workbook import (
    MOST_UNPACKED,
    UNREADABLE,
    OddCell,
    UnreadWorkbookError,
    load_openpyxl,
    merged_cells,
    require_open,
)

__all__ = [
    "MOST_LETTERS",
    "BookPage",
    "ReadPage",
    "as_read",
    "fits_a_cell",
    "letters_of",
    "read_book",
    "to_book",
]

MOST_LETTERS = 32_000
"""Letters of one cell; Excel holds 32,767."""

_MOST_ROWS = 20_000
_MOST_COLUMNS = 256
_SPARE_ROWS = 500
"""So many rows below the last also offer their lists."""

_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_")
_LISTS = "lists"
_TITLE_LETTERS = 31
_A3 = 8
_FONT = "Calibri"
"""The one that workbooks have where nobody says otherwise."""


class BookPage(Struct, frozen=True):
    """One table.

    Attributes:
        title: What the sheet is called.
        codes: The names of the columns by which programs read it, in the first row,
            which is hidden; empty for a page that is only read by people.
        heads: The rows that say what the columns are.
        rows: Texts; ``None`` is a cell that cannot be filled here.
        frozen: How many columns stay in sight.
        choices: What a column offers: the name of a list, by position from 0; and
            whether several may be chosen, so that other texts are taken without a word.
        widths: How wide columns are, in letters, by position.
        hidden: Whether people do not see it.
    """

    title: str
    codes: Sequence[str]
    heads: Sequence[Sequence[str]]
    rows: Sequence[Sequence[str | None]]
    frozen: int = 0
    choices: Mapping[int, tuple[str, bool]] = field(default_factory=dict)
    widths: Mapping[int, int] = field(default_factory=dict)
    hidden: bool = False


class ReadPage(Struct, frozen=True):
    """A table as it was read: rows by their number from 1, cells from the first."""

    title: str
    rows: Mapping[int, Sequence[str | OddCell]]


def fits_a_cell(text: str) -> bool:
    """Tell whether a cell gives back a text as it was."""
    return (
        len(text) <= MOST_LETTERS
        and _ESCAPED.search(text) is None
        and text == text.strip()
    )


def as_read(text: str) -> str:
    """Return what a cell that was given a text says when it is read again."""
    plain = text.replace("\r\n", "\n").replace("_x000D_", "")
    return plain.replace("\N{NO-BREAK SPACE}", " ").strip()


def letters_of(column: int) -> str:
    """Return what a column is called, counted from 0: A, B … AA."""
    above, own = divmod(column, len(ascii_uppercase))
    return (letters_of(above - 1) if above else "") + ascii_uppercase[own]


def to_book(pages: Sequence[BookPage], lists: Mapping[str, Sequence[str]]) -> bytes:
    """Return a workbook with these pages, and the lists to choose from.

    Raises:
        MissingExtraError: It needs the extra ``sheets``.
    """
    openpyxl = load_openpyxl()
    book = openpyxl.Workbook()
    book.remove(book.active)
    styles = _styles()
    for page in pages:
        _write(book.create_sheet(page.title[:_TITLE_LETTERS]), page, lists, styles)
    _write_lists(book.create_sheet(_LISTS), lists)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def _styles() -> Mapping[str, Any]:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - an extra

    return {
        "bold": Font(name=_FONT, bold=True),
        "small": Font(name=_FONT, size=9, italic=True, color="555555"),
        "grey": PatternFill("solid", fgColor="E4E4E4"),
        "head": PatternFill("solid", fgColor="D9E7F2"),
        "wrap": Alignment(wrap_text=True, vertical="top"),
    }


def _write(
    sheet: Any,  # noqa: ANN401 - a sheet
    page: BookPage,
    lists: Mapping[str, Sequence[str]],
    styles: Mapping[str, Any],
) -> None:
    first = _write_heads(sheet, page, styles)
    for number, row in enumerate(page.rows, start=first):
        _put_row(sheet, number, row, styles)
    for column in range(len(page.codes)):
        sheet.column_dimensions[letters_of(column)].number_format = "@"
    for column, width in page.widths.items():
        sheet.column_dimensions[letters_of(column)].width = width
    last = first + len(page.rows) + _SPARE_ROWS
    for column, (name, several) in page.choices.items():
        if lists.get(name):
            span = f"{letters_of(column)}{first}:{letters_of(column)}{last}"
            sheet.add_data_validation(_choice(name, lists, span, several=several))
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A3
    if page.hidden:
        sheet.sheet_state = "hidden"


def _write_heads(
    sheet: Any,  # noqa: ANN401 - a sheet
    page: BookPage,
    styles: Mapping[str, Any],
) -> int:
    """Write the rows above the table, kept in sight; return the first row below."""
    if not page.codes:
        return 1
    _put_row(sheet, 1, page.codes, styles)
    sheet.row_dimensions[1].hidden = True
    for number, head in enumerate(page.heads, start=2):
        _put_row(sheet, number, head, styles)
        for cell in sheet[number]:
            cell.font = styles["small" if number > 2 else "bold"]  # noqa: PLR2004 - the first head
            cell.fill = styles["head"]
    first = len(page.heads) + 2
    sheet.freeze_panes = f"{letters_of(page.frozen)}{first}"
    sheet.print_title_rows = f"2:{first - 1}"
    sheet.print_title_cols = f"A:{letters_of(page.frozen - 1)}"
    if page.rows:
        end = f"{letters_of(len(page.codes) - 1)}{first + len(page.rows) - 1}"
        sheet.auto_filter.ref = f"A{first - 1}:{end}"
    return first


def _put_row(
    sheet: Any,  # noqa: ANN401 - a sheet
    number: int,
    row: Sequence[str | None],
    styles: Mapping[str, Any],
) -> None:
    for column, text in enumerate(row, start=1):
        if text == "":
            continue
        cell = sheet.cell(number, column)
        cell.number_format = "@"
        cell.alignment = styles["wrap"]
        if text is None:
            cell.fill = styles["grey"]
            continue
        cell.value = text
        cell.data_type = "s"  # a text is no formula, whatever it begins with


def _choice(
    name: str, lists: Mapping[str, Sequence[str]], span: str, *, several: bool
) -> Any:  # noqa: ANN401 - a rule of openpyxl
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    column = letters_of(list(lists).index(name))
    formula = f"{_LISTS}!${column}$2:${column}${len(lists[name]) + 1}"
    found = DataValidation(type="list", formula1=formula, allow_blank=True)
    # A name that is only now being declared is no mistake; reading tells of others.
    found.showErrorMessage, found.errorStyle = not several, "warning"
    found.add(span)
    return found


def _write_lists(sheet: Any, lists: Mapping[str, Sequence[str]]) -> None:  # noqa: ANN401 - a sheet
    for column, (name, texts) in enumerate(lists.items(), start=1):
        for row, text in enumerate((name, *texts), start=1):
            cell = sheet.cell(row, column)
            cell.value, cell.data_type, cell.number_format = text, "s", "@"
    sheet.sheet_state = "hidden"


def read_book(data: bytes, *, merged: bool = False) -> tuple[ReadPage, ...]:
    """Return the pages of a workbook, each with its rows. Nothing of the file is run.

    Args:
        data: The file.
        merged: Whether a merged cell says its text in each row that it covers, in the
            first of its columns; else all of it is ``OddCell.MERGED``.

    Raises:
        UnreadWorkbookError: It is too large, has a password, or is no workbook.
        MissingExtraError: It needs the extra ``sheets``.
    """
    openpyxl = load_openpyxl()
    require_open(data)
    try:
        with ZipFile(BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise UnreadWorkbookError("too-large")
            if merged_cells(parts) > _MOST_ROWS * _MOST_COLUMNS:
                raise UnreadWorkbookError("too-large")
        book = openpyxl.load_workbook(BytesIO(data))
        pages = [sheet for sheet in book.worksheets if sheet.title != _LISTS]
        if any(sheet.max_row > _MOST_ROWS for sheet in pages):
            _require_rows(openpyxl.load_workbook(BytesIO(data), read_only=True))
        return tuple(
            ReadPage(sheet.title, dict(_rows(sheet, merged=merged))) for sheet in pages
        )
    except UNREADABLE:
        raise UnreadWorkbookError("no-workbook") from None


def _require_rows(book: Any) -> None:  # noqa: ANN401 - a workbook
    """Refuse more rows than there may be; those that say nothing are none."""
    for sheet in book.worksheets:
        rows = sheet.iter_rows(min_row=_MOST_ROWS + 1, values_only=True)
        if any(value is not None for row in rows for value in row):
            raise UnreadWorkbookError("too-large")


def _rows(
    sheet: Any,  # noqa: ANN401 - a sheet
    *,
    merged: bool,
) -> Iterator[tuple[int, Sequence[str | OddCell]]]:
    most = min(sheet.max_column, _MOST_COLUMNS)
    last = min(sheet.max_row, _MOST_ROWS)
    covered: dict[tuple[int, int], str | OddCell] = {}
    for span in sheet.merged_cells.ranges:
        first = _said(sheet.cell(span.min_row, span.min_col))
        for row in range(span.min_row, min(span.max_row, last) + 1):
            for column in range(span.min_col, min(span.max_col, most) + 1):
                says = merged and column == span.min_col
                covered[row, column] = first if says else OddCell.MERGED
    rows = sheet.iter_rows(max_row=last, max_col=most)
    for number, row in enumerate(rows, start=1):
        cells = [
            covered[number, at] if (number, at) in covered else _said(cell)
            for at, cell in enumerate(row, start=1)
        ]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield number, cells


def _said(cell: Any) -> str | OddCell:  # noqa: ANN401 - a cell
    """Return what a cell says as text: what Excel made of it is undone."""
    odd = {"f": OddCell.FORMULA, "e": OddCell.ERROR}.get(cell.data_type)
    if odd is not None:
        # LibreOffice writes a truth that somebody typed as a formula.
        return _TRUTHS.get(str(cell.value), odd)
    match cell.value:
        case None:
            return ""
        case str() as text:
            return as_read(text)
        case int() | float() as number:
            return _number(number)
        case date() as day:
            return _day(day)
        case _:
            return OddCell.TIME


_TRUTHS = {"=TRUE()": "true", "=FALSE()": "false"}


def _number(number: float) -> str:
    if isinstance(number, bool):
        return "true" if number else "false"
    return str(int(number) if number == int(number) else number)


def _day(day: date) -> str | OddCell:
    if not isinstance(day, datetime):
        return day.isoformat()
    return OddCell.TIME if day.time() != time() else day.date().isoformat()
