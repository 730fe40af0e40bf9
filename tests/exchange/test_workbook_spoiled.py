"""A workbook that people spoiled: what can no longer be read is told, never skipped."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from katch_protocols.cli.starts import handbook_start
from katch_protocols.sheets.book import read_book
from katch_protocols.sheets.workbook import UnreadWorkbookError
from tests.exchange.test_workbook import Filled, said, workbook_of
from tests.rules.saltmarsh import SALTMARSH


@pytest.fixture
def filled():
    return Filled(workbook_of(SALTMARSH))


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


@pytest.mark.parametrize("at", [1, 4, 60])
def test_a_column_of_ones_own_may_stand_anywhere(filled, at):
    sheet = filled.book["steps"]
    sheet.insert_cols(at)
    sheet.cell(2, at).value, sheet.cell(5, at).value = "remarks", "ask again"
    found = filled.read()
    assert (said(found), dict(found.texts)) == ([], {})
    filled.put("steps", "refer", "title en", "Refer the child")
    assert "title: Refer the child" in filled.read().texts["referral.yaml"].decode()


def test_a_value_that_does_not_read_hides_no_wrong_name(filled):
    filled.put("steps", "refer", "by", "duty_oficer")
    filled.put("states", "safe", "within.limit", "soon")
    found = [each.partition(":")[0] for each in said(filled.read())]
    assert [each.partition("  ")[2] for each in found] == [
        "bad-duration",
        "unknown-role",
    ]


def test_what_a_row_that_is_gone_leaves_behind_is_told_at_its_row(filled):
    filled.book["steps"].delete_rows(6)
    assert [each.partition(":")[0] for each in said(filled.read())] == [
        "states B6  dead-end-state",
        "states B7  unreachable-state",
    ]


NUMBER = "8 700 000 00 00"


@pytest.mark.parametrize(
    ("put", "cell"),
    [
        (("states", "safe", "note en", f"Call the officer, {NUMBER}"), "states D5"),
        (("steps", "refer", "title en", f"Refer the child, {NUMBER}"), "steps D5"),
        (("bodies", "welfare_office", "title en", f"Office, {NUMBER}"), "bodies B5"),
        (("states", "safe", "within.source", f"tide_guide: {NUMBER}"), "states J5"),
    ],
)
def test_personal_data_are_told_at_their_cell_and_nothing_is_written(filled, put, cell):
    filled.put(*put)
    assert told(filled.read()) == [f"{cell}  personal-data-text"]


def test_personal_data_in_a_new_row_are_told_at_their_cell(filled):
    filled.put("facts", "asked", "protocol", "referral")
    filled.put("facts", "asked", "title en", "What the child was asked")
    filled.put("facts", "asked", "values en", f"here: Here\nthere: There, {NUMBER}")
    assert told(filled.read()) == ["facts D4  personal-data-text"]


def test_personal_data_are_told_in_the_column_of_their_language():
    languages = ["en", "ru", "kk"]
    texts = handbook_start("saltmarsh", languages, example=True)
    filled = Filled(workbook_of(texts))
    filled.put("states", "safe", "note en", "Call the officer")
    filled.put("states", "safe", "note ru", f"Позвоните дежурному, {NUMBER}")
    filled.put("states", "safe", "note kk", "Кезекшіге қоңырау шалыңыз")
    column = get_column_letter(filled.column("states", "note ru"))
    assert told(filled.read(texts)) == [f"states {column}5  personal-data-text"]


def test_personal_data_that_the_files_have_are_told_where_their_cell_changes():
    noted = f"    title: Child safe\n    note: Call the officer, {NUMBER}\n"
    file = SALTMARSH["referral.yaml"].replace("    title: Child safe\n", noted)
    texts = {**SALTMARSH, "referral.yaml": file}
    filled = Filled(workbook_of(texts))
    filled.put("states", "safe", "title en", "The child is safe")
    assert said(filled.read(texts)) == []
    filled.put("states", "safe", "note en", "Call the officer, 8 700 000 00 01")
    assert told(filled.read(texts)) == ["states D5  personal-data-text"]


def told(found):
    """Return sheet, cell and rule of each slip of a workbook that brings nothing."""
    assert found.texts == {}
    return [each.partition(":")[0] for each in said(found)]


@pytest.mark.parametrize(
    ("span", "why"),
    [
        ("A1:XFD200000", "too-large"),
        ("A1:Z1000000", "too-large"),
        ("A:A", "no-workbook"),
    ],
)
def test_merged_cells_without_end_are_refused_before_they_are_made(span, why):
    made, spoiled = BytesIO(), BytesIO()
    Workbook().save(made)
    with ZipFile(made) as old, ZipFile(spoiled, "w") as new:
        for name in old.namelist():
            merged = f'</sheetData><mergeCells><mergeCell ref="{span}"/></mergeCells>'
            text = old.read(name).replace(b"<sheetData />", b"<sheetData></sheetData>")
            new.writestr(name, text.replace(b"</sheetData>", merged.encode()))
    with pytest.raises(UnreadWorkbookError) as refused:
        read_book(spoiled.getvalue())
    assert refused.value.why == why


def test_merged_ids_are_told_and_nothing_that_follows_from_the_lost_rows(filled):
    sheet = filled.book["steps"]
    sheet.merge_cells(start_row=4, end_row=5, start_column=1, end_column=1)
    found = [each.partition("  ")[0] for each in said(filled.read())]
    assert found == ["steps A4", "steps A5"]


@pytest.mark.parametrize("sign", ["\N{SOFT HYPHEN}", "\N{ZERO WIDTH SPACE}"])
def test_a_hidden_sign_that_came_with_a_pasted_text_is_told_at_its_cell(filled, sign):
    filled.put("steps", "refer", "title en", f"Refer{sign} the child")
    filled.put("bodies", "welfare_office", "title en", f"Welfare{sign} office")
    found = said(filled.read())
    assert [each.partition(":")[0] for each in found] == [
        "steps D5  forbidden-character",
        "bodies B5  forbidden-character",
    ]
    assert f"U+{ord(sign):04X}" in found[0]
