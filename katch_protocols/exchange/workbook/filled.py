"""What people have filled in: the rows of a workbook, and what is wrong with its cells.

A slip is about one cell, or about a sheet; nothing of a workbook with slips is used.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field

from katch_protocols.exchange.workbook.layout import Ids, SheetKind, sheets
from katch_protocols.findings import Finding
from katch_protocols.sheets.book import ReadPage, letters_of
from katch_protocols.sheets.workbook import OddCell
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import say

__all__ = ["CellSlip", "FilledRow", "FilledSheet", "filled_sheets"]

_HEADS = 3


class CellSlip(Struct, frozen=True):
    """Something wrong with a workbook.

    Attributes:
        sheet: The sheet, as it is called in the workbook.
        cell: The cell, as ``F12``; empty for the sheet as a whole.
        key: The name of the text that says it: ``sheets.slip-KEY``.
        facts: What fills its gaps.
        finding: What reading or a check said of the value instead.
    """

    sheet: str
    cell: str
    key: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    finding: Finding | None = None

    def said(self, language: str) -> str:
        """Say where it is, what was seen, and how it is mended."""
        where = f"{self.sheet} {self.cell}".strip()
        if self.finding is not None:
            return f"{where}  {self.finding.rule}: {self.finding.said(language)}"
        return f"{where}  {say(f'sheets.slip-{self.key}', language, **self.facts)}"


class FilledRow(Struct, frozen=True):
    """A row: its number from 1, and its cells by code; empty cells are there too."""

    number: int
    cells: Mapping[str, str]
    odd: frozenset[str] = frozenset()


class FilledSheet(Struct):
    """A sheet of a kind: its rows by their ids, in the order of the sheet.

    ``has_lost``: of some row nobody can say which entry it is.
    """

    kind: SheetKind
    title: str
    columns: Mapping[str, int]
    rows: dict[Ids, FilledRow] = field(default_factory=dict)
    has_lost: bool = False

    def cell(self, row: int, code: str) -> str:
        """Return what a cell is called: ``F12``."""
        return f"{letters_of(self.columns.get(code, 0))}{row}"


def filled_sheets(
    pages: Sequence[ReadPage],
    written: Mapping[str, Mapping[Ids, object]],
    slips: list[CellSlip],
) -> Iterator[FilledSheet]:
    """Yield the sheets that belong to a handbook; others are the people's own.

    ``written`` has the rows that there were, by the name of their sheet.
    """
    kinds = {kind.name: kind for kind in sheets()}
    seen: set[str] = set()
    for page in pages:
        codes = [str(code) for code in page.rows.get(1, ())]
        # Columns of somebody's own may stand before the first of ours.
        first = next(
            (at for at, each in enumerate(codes) if _kind(each) in kinds), None
        )
        if first is None:
            if _is_headless(page):
                slips.append(CellSlip(page.title, "A1", "no-codes"))
            continue
        name, codes[:first] = _kind(codes[first]), [""] * first
        if name in seen:
            slips.append(CellSlip(page.title, "", "sheet-twice"))
            continue
        seen.add(name)
        codes[first] = codes[first].partition(":")[2]
        yield _filled(kinds[name], page, codes, written[name], slips)


def _kind(code: str) -> str:
    """Return the name of the kind of sheet that a first code says, if it says one."""
    name, sign, _ = code.partition(":")
    return name if sign else ""


def _is_headless(page: ReadPage) -> bool:
    """Tell whether a sheet is one of ours that has lost its hidden first row."""
    titles = {
        say(f"sheets.sheet-{kind.name}", language)
        for kind in sheets()
        for language in SPOKEN
    }
    heads = [tuple(map(str, page.rows.get(row, ()))) for row in range(1, _HEADS + 2)]
    known = [kind.ids for kind in sheets() if len(kind.ids) > 1]
    headed = any(head[: len(ids)] == ids for head in heads for ids in known)
    return headed or (page.title in titles and bool(page.rows))


def _filled(
    kind: SheetKind,
    page: ReadPage,
    codes: Sequence[str],
    written: Collection[Ids],
    slips: list[CellSlip],
) -> FilledSheet:
    columns: dict[str, int] = {}
    for position, code in enumerate(codes):
        if code in columns:
            cell = f"{letters_of(position)}1"
            slips.append(CellSlip(page.title, cell, "column-twice", {"column": code}))
        elif code:
            columns[code] = position
    found = FilledSheet(kind, page.title, columns)
    missing = [name for name in kind.ids if name not in columns]
    if missing:
        slips.append(CellSlip(page.title, "", "no-column", {"column": missing[0]}))
        return found
    for number, row in page.rows.items():
        # Without a head, the rows below have moved up.
        if number > _HEADS or _ids(found, row) in written:
            _take(found, number, row, slips)
    return found


def _ids(sheet: FilledSheet, row: Sequence[str | OddCell]) -> Ids:
    positions = (sheet.columns[name] for name in sheet.kind.ids)
    return tuple(str(row[at]) if at < len(row) else "" for at in positions)


def _take(
    sheet: FilledSheet,
    number: int,
    row: Sequence[str | OddCell],
    slips: list[CellSlip],
) -> None:
    cells: dict[str, str] = {}
    odd: set[str] = set()
    for code, position in sheet.columns.items():
        cell = row[position] if position < len(row) else ""
        if isinstance(cell, OddCell):
            where = sheet.cell(number, code)
            slips.append(CellSlip(sheet.title, where, cell.value))
            odd.add(code)
        else:
            cells[code] = cell
    kind = sheet.kind
    if odd & set(kind.ids):
        sheet.has_lost = True
        return
    if not any(cells.values()):
        return
    ids = tuple(cells[name] for name in kind.ids)
    if not ids[-1]:
        where = sheet.cell(number, kind.ids[-1])
        slips.append(CellSlip(sheet.title, where, "no-id", {"column": kind.ids[-1]}))
    elif ids in sheet.rows:
        where = sheet.cell(number, kind.ids[-1])
        facts = {"name": ids[-1], "row": str(sheet.rows[ids].number)}
        slips.append(CellSlip(sheet.title, where, "row-twice", facts))
    else:
        sheet.rows[ids] = FilledRow(number, cells, frozenset(odd))
