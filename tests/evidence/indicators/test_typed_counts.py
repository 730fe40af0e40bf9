"""Counts typed by hand: taken, left empty or refused, each row with its reason."""

from datetime import date
from io import BytesIO

import pytest

from katch_protocols.evidence.indicators.tallies import CaseTally
from katch_protocols.evidence.indicators.typed_counts import (
    TypedCounts,
    sheet_rows,
    typed_counts,
)
from katch_protocols.evidence.indicators.typed_rows import COLUMNS
from katch_protocols.model.periods import Period
from katch_protocols.sheets.workbook import (
    BOX,
    SheetTable,
    UnreadWorkbookError,
    read_workbook,
    to_xlsx,
)
from tests.evidence.indicators.harbours import measured_book

BOOK = measured_book()
TODAY = date(2026, 8, 15)
JULY = Period(year=2026, first=7, months=1)
HEAD = "period,region,indicator,cases,of_these\n"


def read(rows: str, head: str = HEAD) -> TypedCounts:
    return typed_counts(BOOK, [("july.csv", (head + rows).encode())], TODAY)


def test_a_row_counts() -> None:
    found = read("2026-07,east,in_time,14,11\n")
    assert not found.flaws
    assert found.tallies()["in_time"].total(JULY) == CaseTally(14, 11)


@pytest.mark.parametrize(
    ("row", "key", "facts"),
    [
        (
            "2026-07,east,in_time,11,14",
            "part-above-whole",
            {"part": "14", "whole": "11"},
        ),
        ("2026-09,east,all,3,", "month-to-come", {"value": "2026-09"}),
        ("2026-Q3,east,all,3,", "not-a-month", {"value": "2026-Q3"}),
        ("2026-07,est,all,3,", "unknown-region", {"value": "est", "near": "east"}),
        ("2026-07,east,al,3,", "unknown-indicator", {"value": "al", "near": "all"}),
        (
            "2026-07,east,all,some,",
            "not-a-whole-number",
            {"name": "cases", "value": "some"},
        ),
        (
            "2026-07,east,all,-3,",
            "not-a-whole-number",
            {"name": "cases", "value": "-3"},
        ),
        (
            "2026-07,east,all,3.5,",
            "not-a-whole-number",
            {"name": "cases", "value": "3.5"},
        ),
        (
            "2026-07,east,all,3,1",
            "box-of-another",
            {"name": "of_these", "indicator": "all"},
        ),
        ("2026-07,east,in_time,14,", "half-filled", {"name": "of_these"}),
    ],
)
def test_a_row_is_refused_with_its_reason(
    row: str, key: str, facts: dict[str, str]
) -> None:
    found = read(f"2026-07,west,all,2,\n{row}\n")
    (flaw,) = found.flaws
    assert (flaw.key, flaw.row, flaw.facts) == (key, 3, facts)
    assert found.tallies()["all"].total(JULY) == CaseTally(2, 2)  # the others count


def test_a_month_that_begins_today_is_not_to_come() -> None:
    for day, flaws in ((date(2026, 7, 1), 0), (date(2026, 6, 30), 1)):
        sheet = ("july.csv", f"{HEAD}2026-07,east,all,3,\n".encode())
        assert len(typed_counts(BOOK, [sheet], day).flaws) == flaws


def test_a_second_row_for_the_same_is_refused() -> None:
    found = read("2026-07,east,all,3,\n2026-07,east,all,4,\n")
    (flaw,) = found.flaws
    assert (flaw.key, flaw.row, flaw.facts) == (
        "second-row",
        3,
        {"other": "july.csv:2"},
    )
    assert found.tallies()["all"].total(JULY).cases == 3


def test_each_region_may_fill_its_own_rows_of_the_same_sheet() -> None:
    """The sheet has a row for every region; the numbers of the second were refused."""
    east, west = "2026-07,east,all,3,\n", "2026-07,west,all,4,\n"
    sheets = [
        ("east.csv", f"{HEAD}{east}2026-07,west,all,,\n".encode()),
        ("west.csv", f"{HEAD}2026-07,east,all,,\n{west}".encode()),
    ]
    found = typed_counts(BOOK, sheets, TODAY)
    assert not found.flaws
    tallies = found.tallies()["all"]
    assert tallies.total(JULY).cases == 7
    assert tallies.reported(JULY, BOOK.regions) == (2, 2)


def test_an_empty_box_is_not_reported_and_never_zero() -> None:
    found = read("2026-07,east,all,,\n2026-07,west,all,0,\n")
    assert not found.flaws
    tallies = found.tallies()["all"]
    assert tallies.reported(JULY, BOOK.regions) == (1, 2)
    assert tallies.total(JULY) == CaseTally()
    # What nobody has a row for is not reported either.
    assert found.tallies()["assessed"].reported(JULY, BOOK.regions) == (0, 2)


def test_five_times_last_month_is_asked_about_and_counts() -> None:
    found = read("2026-06,east,all,4,\n2026-07,east,all,20,\n2026-07,west,all,20,\n")
    (flaw,) = found.flaws
    assert (flaw.key, flaw.row) == ("leap", 3)
    assert flaw.facts == {"now": "20", "before": "4"}
    assert found.tallies()["all"].total(JULY).cases == 40
    # Five times nothing is nothing, and fewer is not asked about.
    assert not read("2026-06,east,all,0,\n2026-07,east,all,20,\n").flaws
    assert not read("2026-06,east,all,20,\n2026-07,east,all,2,\n").flaws


def test_a_time_has_bands() -> None:
    head = f"{','.join(COLUMNS)}\n"
    found = read("2026-07,east,waiting,,,3,4,2,1\n", head)
    assert not found.flaws
    tally = found.tallies()["waiting"].total(JULY)
    assert (tally.cases, tally.part, tally.open) == (10, 0, 1)
    assert tally.waits == {
        (86_400.0, True): 3,
        (259_200.0, True): 4,
        (259_200.0, False): 2,
        # Nobody says how long it has waited.
        (0.0, False): 1,
    }


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("period,region,cases\n", "missing-column"),
        ("period,region,indicator,case,cases\n", "unknown-column"),
    ],
)
def test_a_column_is_looked_at(head: str, key: str) -> None:
    assert read("2026-07,east,all\n", head).flaws[0].key == key


def test_a_file_that_is_neither_is_refused() -> None:
    head = b"period,region,indicator,cases\n2026-07,east,all,1\n"
    words = "2026-07,Полиция,all,2\n".encode("cp1251")
    for data, key, row, facts in (
        (head + b"\xff\n", "not-utf-8", 3, {}),
        (head + words, "not-utf-8-like", 3, {"encoding": "Windows-1251"}),
        (b"PK\x03\x04", "no-workbook", 0, {}),
    ):
        (flaw,) = typed_counts(BOOK, [("x", data)], TODAY).flaws
        assert (flaw.key, flaw.row, dict(flaw.facts)) == (key, row, facts)


def test_a_workbook_is_written_filled_and_read() -> None:
    titles = {region: region.title() for region in BOOK.regions}
    said = {name: f"={name}" for name in BOOK.indicators}
    rows = [*sheet_rows(BOOK, JULY, said, titles)]
    assert len(rows) == len(BOOK.regions) * len(BOOK.indicators)
    codes = (*COLUMNS, "region_title", "sentence")
    data = to_xlsx(SheetTable("2026-07", codes, codes, rows, "Only whole numbers."))
    ((_, *read_back),) = ((s.title, *s.rows) for s in read_workbook(data))
    assert list(read_back[0][1]) == [*codes]
    assert read_back[2][1][-1] == "=all"  # a text, and no formula
    found = typed_counts(BOOK, [("july.xlsx", data)], TODAY)
    assert not found.flaws
    assert found.tallies()["all"].reported(JULY, BOOK.regions) == (0, 2)
    filled = [[4 if cell is BOX else cell for cell in row] for row in rows]
    texts = [
        [str(cell) if isinstance(cell, int) else cell for cell in r] for r in filled
    ]
    full = to_xlsx(SheetTable("2026-07", codes, codes, texts, ""))
    again = typed_counts(BOOK, [("july.xlsx", full)], TODAY)
    assert not again.flaws
    assert again.tallies()["all"].total(JULY).cases == 8


def test_a_whole_number_is_one_however_a_spreadsheet_keeps_it() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="an extra")
    book = openpyxl.Workbook()
    for row in (
        COLUMNS[:4],
        ("2026-07", "east", "all", 14.0),
        ("2026-07", "west", "all", 0),
        ("2026-06", "east", "all", 14.5),
        ("2026-06", "west", "all", True),
    ):
        book.active.append(row)
    data = BytesIO()
    book.save(data)
    found = typed_counts(BOOK, [("july.xlsx", data.getvalue())], TODAY)
    assert [(each.key, each.row) for each in found.flaws] == [
        ("not-a-whole-number", 4),
        ("not-a-whole-number", 5),
    ]
    assert found.tallies()["all"].total(JULY).cases == 14
    assert found.tallies()["all"].reported(JULY, BOOK.regions) == (2, 2)


def test_a_workbook_is_bounded() -> None:
    with pytest.raises(UnreadWorkbookError, match="too-large"):
        read_workbook(b"PK" + b"0" * 5_000_000)


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("2026-07,est,all,3,\n", "unknown-region"),
        ("2026-07\n", "unknown-region"),
        ("2026-07,east,all,3,,4\n", "long-row"),
        ('2026-07,"east,all,3,\n', "open-quotation"),
        ("07.2026,est,al,14,11\n", "not-a-month"),
        ("2026-07,east,all,True,\n", "not-a-whole-number"),
    ],
)
def test_the_first_row_below_the_heading_is_told_as_any_other(row: str, key: str):
    (flaw,) = read(row).flaws
    assert (flaw.key, flaw.row) == (key, 2)


def test_the_head_that_people_read_is_no_row() -> None:
    found = read("Month,Region (code),Indicator (code),How many,Of these\n")
    assert not found.flaws
    # Of a third row that is like it somebody is told.
    (flaw,) = read("2026-07,east,all,3,\nMonth,Region,Indicator,How many,\n").flaws
    assert (flaw.key, flaw.row) == ("not-a-month", 3)


def test_two_columns_of_one_name_are_not_read() -> None:
    found = read("2026-07,east,all,3,4\n", "period,region,indicator,cases,cases\n")
    assert [(each.key, each.facts) for each in found.flaws] == [
        ("same-column", {"name": "cases"})
    ]
    assert not found.atoms


def test_a_table_is_read_whatever_parts_its_cells() -> None:
    found = read("2026-07\teast\tall\t3\t\n", HEAD.replace(",", "\t"))
    assert not found.flaws
    assert found.tallies()["all"].total(JULY) == CaseTally(3, 3)


def test_a_first_line_may_say_what_parts_cells() -> None:
    found = read(
        "2026-07;east;all;3;\nnothing;east;all;3;\n", f"sep=;\n{HEAD.replace(',', ';')}"
    )
    assert found.tallies()["all"].total(JULY) == CaseTally(3, 3)
    assert [each.row for each in found.flaws] == [4]
    for head in ("sep=;\nperiod;region;cases\n", "sep=;\nperiod;region;indicatr\n"):
        assert {each.row for each in read("2026-07;east;3\n", head).flaws} == {2}


def test_numbers_below_a_row_that_is_too_long_count() -> None:
    found = read("2026-07,east,all,3,,4\n,,,,\n2026-07,west,all,2,\n")
    assert [(each.key, each.row) for each in found.flaws] == [("long-row", 2)]
    assert found.tallies()["all"].total(JULY) == CaseTally(2, 2)


@pytest.mark.parametrize("length", [3, 200_000])
def test_a_quotation_without_an_end_never_takes_rows_along(length: int) -> None:
    text = "x" * length
    found = read(f'2026-07,east,all,3,\n2026-07,west,all,3,"{text}\n2026-07,hill,\n')
    assert [(each.key, each.row) for each in found.flaws] == [("open-quotation", 3)]
    assert found.tallies()["all"].total(JULY) == CaseTally(3, 3)
