"""Columns of a workbook that are gone, or there twice: told, never passed over."""

from io import BytesIO

import pytest

from katch_protocols.exchange.workbook.write import write_workbook
from katch_protocols.files.read import read_texts
from katch_protocols.sheets.book import read_book
from katch_protocols.sheets.workbook import UnreadWorkbookError
from tests.exchange.test_workbook import Filled, said
from tests.rules.saltmarsh import SALTMARSH


@pytest.fixture
def filled():
    return Filled(write_workbook(read_texts(SALTMARSH), "en"))


def test_a_column_that_is_gone_is_told_and_what_it_said_stays(filled):
    steps = filled.book["steps"]
    steps.delete_cols(filled.column("steps", "by"))
    found = filled.read()
    assert (found.gone_columns, said(found)) == ((("steps", "by"),), [])
    assert dict(found.texts) == {}


def test_a_column_whose_name_was_changed_is_told(filled):
    steps, at = filled.book["steps"], filled.column("steps", "title en")
    steps.cell(1, at).value = "title"
    steps.cell(4, at).value = "Another duty"
    found = filled.read()
    assert found.gone_columns == (("steps", "title en"),)


def test_a_column_that_said_nothing_may_go(filled):
    filled.book["steps"].delete_cols(filled.column("steps", "qualified"))
    assert filled.read().gone_columns == ()


@pytest.mark.parametrize("changed", [0, 1])
def test_of_a_column_that_is_there_twice_neither_is_taken(filled, changed):
    steps, at = filled.book["steps"], filled.column("steps", "title en")
    steps.insert_cols(at)
    for row in range(1, steps.max_row + 1):
        steps.cell(row, at).value = steps.cell(row, at + 1).value
    steps.cell(4, at + changed).value = "Another duty"
    found = filled.read()
    cell = steps.cell(1, at + 1).coordinate
    assert said(found) == [
        f"steps {cell}  is the column 'title en' again. Keep one of them."
    ]
    assert dict(found.texts) == {}


def test_rows_that_are_only_coloured_are_none(filled):
    filled.book["steps"].cell(150_000, 1).number_format = "@"
    assert (said(filled.read()), dict(filled.read().texts)) == ([], {})
    filled.book["steps"].cell(150_000, 1).value = "referral"
    data = BytesIO()
    filled.book.save(data)
    with pytest.raises(UnreadWorkbookError, match="too-large"):
        read_book(data.getvalue())
