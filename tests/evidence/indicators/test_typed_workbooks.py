"""Counts in workbooks as offices keep them: nothing in one is passed over silently."""

from datetime import date, datetime
from io import BytesIO

import pytest

from katch_protocols.evidence.indicators.tallies import CaseTally
from katch_protocols.evidence.indicators.typed_counts import TypedCounts, typed_counts
from katch_protocols.model.periods import Period
from tests.evidence.indicators.harbours import measured_book

openpyxl = pytest.importorskip("openpyxl", reason="an extra")

BOOK = measured_book()
TODAY = date(2026, 8, 15)
HEAD = ("period", "region", "indicator", "cases", "of_these")
EAST = ("2026-07", "east", "all", 14)
WEST = ("2026-07", "west", "all", 2)


def month(number: int) -> Period:
    return Period(year=2026, first=number, months=1)


def sheets(**tables):
    """Return a workbook with a sheet of rows for each name."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    return book


def read(book) -> TypedCounts:
    data = BytesIO()
    book.save(data)
    return typed_counts(BOOK, [("counts.xlsx", data.getvalue())], TODAY)


def told(found: TypedCounts) -> list[tuple[str, str, int]]:
    return [(each.key, each.source, each.row) for each in found.flaws]


def test_every_sheet_with_counts_is_read() -> None:
    june = ("2026-06", "east", "all", 4)
    found = read(sheets(July=[HEAD, EAST], Spare=[], June=[HEAD, june]))
    assert not found.flaws
    assert found.tallies()["all"].total(month(7)) == CaseTally(14, 14)
    assert found.tallies()["all"].total(month(6)) == CaseTally(4, 4)


def test_what_is_wrong_in_one_of_several_sheets_is_told_with_its_name() -> None:
    wrong = ("2026-07", "est", "all", 4)
    found = read(sheets(July=[HEAD, EAST], More=[HEAD, wrong, EAST]))
    assert told(found) == [
        ("unknown-region", "counts.xlsx [More]", 2),
        ("second-row", "counts.xlsx [More]", 3),
    ]
    assert found.flaws[1].facts == {"other": "counts.xlsx [July]:2"}


def test_a_sheet_of_something_else_is_named_and_the_others_count() -> None:
    found = read(sheets(Cover=[["Report"], ["of July"]], July=[HEAD, EAST]))
    assert told(found) == [("other-sheet", "counts.xlsx", 0)]
    assert found.flaws[0].facts == {"name": "Cover"}
    assert found.tallies()["all"].total(month(7)) == CaseTally(14, 14)


def test_where_no_sheet_has_counts_the_first_says_what_is_missing() -> None:
    found = read(sheets(Cover=[["period"], ["of July"]], Notes=[["none"]]))
    assert told(found) == [("missing-column", "counts.xlsx", 1)]
    assert told(read(sheets(Empty=[]))) == [("missing-column", "counts.xlsx", 1)]


def test_a_formula_that_was_never_reckoned_is_no_empty_box() -> None:
    formula = ("2026-07", "west", "all", "=10+4")
    found = read(sheets(July=[HEAD, EAST, formula]))
    assert told(found) == [("not-a-whole-number", "counts.xlsx", 3)]
    assert found.flaws[0].facts == {"name": "cases", "value": "=10+4"}


@pytest.mark.parametrize("span", ["D2:D3", "A2:A3", "A2:D3"])
def test_of_merged_cells_nobody_knows_which_row_they_mean(span: str) -> None:
    book = sheets(July=[HEAD, EAST, WEST, ("2026-06", "west", "all", 3)])
    book["July"].merge_cells(span)
    found = read(book)
    assert told(found) == [
        ("merged-cells", "counts.xlsx", 2),
        ("merged-cells", "counts.xlsx", 3),
    ]
    assert found.tallies()["all"].total(month(6)) == CaseTally(3, 3)


def test_merged_cells_beside_the_boxes_say_nothing() -> None:
    head = (*HEAD, "sentence")
    book = sheets(July=[head, (*EAST, None, "same"), (*WEST, None, None)])
    book["July"].merge_cells("F2:F3")
    found = read(book)
    assert not found.flaws
    assert found.tallies()["all"].total(month(7)) == CaseTally(16, 16)


def test_rows_that_are_only_coloured_are_none() -> None:
    book = sheets(July=[HEAD, EAST])
    book["July"].cell(150_000, 1).number_format = "@"
    found = read(book)
    assert not found.flaws
    book["July"].cell(150_000, 1).value = "2026-07"
    assert told(read(book)) == [("too-large", "counts.xlsx", 0)]


def test_a_month_that_a_spreadsheet_made_a_day_is_a_month() -> None:
    first = (datetime.fromisoformat("2026-07-01"), *EAST[1:])
    found = read(
        sheets(July=[HEAD, first, (datetime.fromisoformat("2026-07-02"), *WEST[1:])])
    )
    assert told(found) == [("not-a-month", "counts.xlsx", 3)]
    assert found.flaws[0].facts == {"value": "2026-07-02 00:00:00"}
    assert found.tallies()["all"].total(month(7)) == CaseTally(14, 14)


def test_a_workbook_with_a_password_is_no_text_in_another_encoding() -> None:
    sealed = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    found = typed_counts(BOOK, [("counts.xlsx", sealed)], TODAY)
    assert told(found) == [("sealed", "counts.xlsx", 0)]
