"""A workbook that people spoiled: what can no longer be read is told, never skipped."""

import pytest

from katch_protocols.exchange.workbook.write import write_workbook
from katch_protocols.files.read import read_texts
from tests.exchange.test_workbook import Filled, said
from tests.rules.saltmarsh import SALTMARSH


@pytest.fixture
def filled():
    return Filled(write_workbook(read_texts(SALTMARSH), "en"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sheet: sheet.delete_rows(1),
        lambda sheet: sheet.insert_rows(1),
        lambda sheet: setattr(sheet.cell(1, 1), "value", "stps:protocol"),
    ],
)
@pytest.mark.parametrize("title", ["steps", "Mine"])
def test_a_sheet_without_its_hidden_row_is_told_and_not_passed_over(
    filled, spoil, title
):
    spoil(filled.book["steps"])
    filled.book["steps"].title = title
    assert [each[: len(title) + 35] for each in said(filled.read())] == [
        f"{title} A1  has lost its hidden first row,"
    ]
    filled.book.remove(filled.book[title])
    filled.book.create_sheet("Notes").append(["id", "steps"])
    assert said(filled.read()) == []


def test_what_a_row_that_is_gone_leaves_behind_is_told_at_its_row(filled):
    filled.book["steps"].delete_rows(6)
    assert [each.partition(":")[0] for each in said(filled.read())] == [
        "states B6  dead-end-state",
        "states B7  unreachable-state",
    ]
