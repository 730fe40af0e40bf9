"""katch sheet: writes a workbook, shows what it changes, writes when asked."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

pytestmark = pytest.mark.usefixtures("district")


def put(path, page, cell, value):
    book = load_workbook(BytesIO(path.read_bytes()))
    book[page][cell].value = value
    book.save(path)


def place(path, page, code, row):
    """Return what the cell of a column is called."""
    sheet = load_workbook(BytesIO(path.read_bytes()))[page]
    codes = [str(cell.value).rpartition(":")[2] for cell in sheet[1]]
    return sheet.cell(row, codes.index(code) + 1).coordinate


@pytest.fixture
def book(district, katch):
    ran = katch("sheet", "write", "book.xlsx")
    assert ran.code == 0
    written, following = ran.out.splitlines()
    assert written == "Written: book.xlsx"
    assert following.startswith("Fill it in; then 'katch sheet read book.xlsx' shows")
    return district.parent / "book.xlsx"


def test_a_change_is_shown_first_and_written_when_asked(district, katch, book):
    put(book, "states", place(book, "states", "held_by", 4), "case_worker")
    file = district / "found_alone.yaml"
    before = file.read_text(encoding="utf-8")
    ran = katch("sheet", "read", "book.xlsx")
    shown = (
        "found_alone.yaml\n@@ -14 +14 @@\n-    held_by: duty_officer\n"
        "+    held_by: case_worker\n"
    )
    counted = "cells 1, rows added 0, rows removed 0"
    assert (ran.code, ran.out) == (
        0,
        f"{shown}Would change: {counted}; '--apply' writes it.\n",
    )
    assert file.read_text(encoding="utf-8") == before
    ran = katch("sheet", "read", "book.xlsx", "--apply")
    assert ran.out.startswith(shown)
    assert "Written: protocols/found_alone.yaml\nTaken: cells changed 1" in ran.out
    after = file.read_text(encoding="utf-8")
    assert after == before.replace("duty_officer", "case_worker", 1)
    ran = katch("sheet", "read", "book.xlsx")
    assert ran.out == (
        "The files have changed since this workbook was written; both are compared.\n"
        "Nothing changes.\n"
    )


def test_a_sheet_that_is_gone_is_told_and_its_rows_stay(district, katch, book):
    sheets = load_workbook(BytesIO(book.read_bytes()))
    del sheets["roles"]
    sheets.save(book)
    before = {file: file.read_bytes() for file in district.rglob("*.yaml")}
    ran = katch("sheet", "read", "book.xlsx", "--apply")
    told = (
        "The sheet 'roles' is no longer in the workbook, so its rows stay in the files "
        "as they are.\nNothing changes.\n"
    )
    assert (ran.code, ran.out) == (0, told)
    assert {file: file.read_bytes() for file in district.rglob("*.yaml")} == before


def test_a_column_that_is_gone_is_told(katch, book):
    sheets = load_workbook(BytesIO(book.read_bytes()))
    sheets["roles"].delete_cols(2)
    sheets.save(book)
    ran = katch("sheet", "read", "book.xlsx")
    told = (
        "The column 'title en' is no longer in the sheet 'roles', so what it said "
        "stays in the files as it is.\nNothing changes.\n"
    )
    assert (ran.code, ran.out) == (0, told)


def test_a_wrong_cell_changes_nothing_and_is_the_exit_code(district, katch, book):
    cell = place(book, "states", "held_by", 4)
    put(book, "states", cell, "case_woker")
    before = {path: path.read_bytes() for path in district.iterdir()}
    ran = katch("sheet", "read", "book.xlsx", "--apply")
    assert ran.code == 1
    assert ran.out.startswith(f"states {cell}  unknown-role: 'case_woker' is not")
    assert "The nearest is 'case_worker'." in ran.out
    assert ran.out.endswith("1 cell or row is wrong; nothing was changed.\n")
    assert {path: path.read_bytes() for path in district.iterdir()} == before


def test_heads_and_messages_speak_the_language_asked_for(katch, tmp_path):
    assert katch("sheet", "write", "ru.xlsx", "--language", "ru").code == 0
    found = load_workbook(BytesIO((tmp_path / "ru.xlsx").read_bytes()))
    assert found.sheetnames[:3] == ["прочтите", "шаги", "состояния"]
    ran = katch("sheet", "read", "ru.xlsx", "--language", "ru")
    assert ran.out == "Ничего не меняется.\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("sheet wrote a.xlsx", "The nearest is 'write'."),
        ("sheet write a.ods", "'a.ods' does not end in .xlsx."),
        ("sheet read a.xlsx", "There is no file 'a.xlsx'."),
        ("sheet write a.xlsx --apply", "--apply"),
        ("sheet read a.xlsx --output b", "--output"),
        ("sheet start a.xlsx", "--output DIR"),
        ("sheet write none/a.xlsx", "There is no folder 'none'."),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(katch, words, told):
    ran = katch(*words.split())
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


@pytest.mark.usefixtures("book")
def test_no_workbook_and_no_table_are_refused(tmp_path, katch):
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    ran = katch("sheet", "read", "text.xlsx")
    assert ran.err.startswith("'text.xlsx' is no workbook that can be read.")
    ran = katch("sheet", "start", "book.xlsx", "--output", "begun")
    assert "no sheet has a table with bodies across" in ran.err
    assert not (tmp_path / "begun").exists()
    ran = katch("sheet", "write", "book.xlsx")
    assert ran.err == "'book.xlsx' is there already. Nothing was changed.\n"


ROWS = (
    ("Referral of a child",),
    (),
    ("No.", "Step", "Police", "Guardianship", "Clinic", "Deadline", "Basis"),
    ("", "First days"),
    (1, "Take the report", "A/R", "I", "", "2 hours", "s. 4"),
    (2, "Tell guardianship", "R", "\N{CYRILLIC CAPITAL LETTER A}", "", "24h", ""),
    ("", "Help"),
    (3, "See a doctor", "", "C", "R", "at once", ""),
    (4, "Make a plan", "x", "R, A", "C", "", ""),
    (5, "Close the case", "", "A", "I", "10 days", ""),
)


SAID = """\
Bodies are services at the national level until somebody says otherwise: \
police, guardianship and clinic.
Nobody answers (no A); whoever does it holds the state: See a doctor.
No time limit is given: See a doctor and Make a plan.
Nobody does it (no R); whoever answers does: Close the case.
Ends that say nothing about the child are not_applicable: all_done.
referral_plan.xlsx:9: not read: x (the cell of a body holds R, A, C, I or nothing).
referral_plan.xlsx:8: not read: at once (no length of time; \
write it as 3 working days).
"""


@pytest.mark.parametrize(
    ("letters", "read"),
    [
        ("ВОСИ", "В = R, О = A, С = C и И = I"),
        ("ОЖКХ", "О = R, Ж = A, К = C и Х = I"),
        ("ИОКУ", "И = R, О = A, К = C и У = I"),
    ],
)
def test_a_table_with_letters_of_another_language_is_read_and_says_how(
    tmp_path, katch, letters, read
):
    does, answers, consulted, informed = letters
    made = Workbook()
    for row in (
        ("№", "Действие", "Полиция", "Опека", "Клиника", "Срок"),
        (1, "Принять сообщение", f"{does}/{answers}", informed, "", "2 часа"),
        (2, "Осмотреть ребёнка", consulted, answers, does, "3 рабочих дня"),
    ):
        made.active.append(row)
    made.save(tmp_path / "plan.xlsx")
    ran = katch("sheet", "start", "plan.xlsx", "--output", "begun", "--language", "ru")
    assert ran.code == 0
    assert f"напишите R, A, C, I: {read}." in ran.out
    text = (tmp_path / "begun" / "plan.yaml").read_text(encoding="utf-8")
    assert "within: 3 working days" in text
    assert "consult: politsiya" in text or "consult: [politsiya]" in text


def test_a_table_of_responsibilities_starts_a_handbook_without_errors(tmp_path, katch):
    made = Workbook()
    for row in ROWS:
        made.active.append(row)
    made.save(tmp_path / "referral_plan.xlsx")
    ran = katch("sheet", "start", "referral_plan.xlsx", "--output", "begun")
    assert ran.code == 0
    assert ran.out.splitlines()[4:-1] == SAID.splitlines()
    text = (tmp_path / "begun" / "referral_plan.yaml").read_text(encoding="utf-8")
    assert text.startswith("protocol: referral_plan\ntitle: Referral of a child\n")
    assert (
        """\
  tell_guardianship_due:
    title: "Tell guardianship: to be done"
    phase: first_days
    held_by: guardianship_officer
    within: 24 hours
    activities:
      tell_guardianship: {title: Tell guardianship, by: police_officer, \
accountable: guardianship, to: see_a_doctor_due}
"""
        in text
    )
    assert 'note: "Basis: s. 4"' in text
    ran = katch("check", "begun")
    assert ran.code == 0
    assert ran.out.startswith("Errors: 0. ")
    assert "missing-acknowledgement" in ran.out
    ran = katch("sheet", "start", "referral_plan.xlsx", "--output", "begun")
    assert "is there already. Nothing was changed." in ran.err


def test_the_column_that_is_called_the_activity_has_the_steps(tmp_path, katch):
    made = Workbook()
    for row in (
        ("Этап", "Действие", "Полиция", "Опека", "Срок"),
        ("Выявление", "Принять сообщение", "И", "О", "2 часа"),
        ("Выявление", "Осмотреть ребёнка", "К", "И, О", "3 рабочих дня"),
    ):
        made.active.append(row)
    made.save(tmp_path / "plan.xlsx")
    ran = katch("sheet", "start", "plan.xlsx", "--output", "begun", "--language", "ru")
    assert ran.code == 0
    text = (tmp_path / "begun" / "plan.yaml").read_text(encoding="utf-8")
    assert "title: Принять сообщение\n" in text
    assert 'note: "Этап: Выявление"' in text


def test_who_agrees_beforehand_is_consulted(tmp_path, katch):
    made = Workbook()
    for row in (
        ("Шаг", "Полиция", "Опека", "Школа"),
        ("Принять сообщение", "О", "И", "С"),
        ("Составить план", "О/И", "С", "Н"),
    ):
        made.active.append(row)
    made.save(tmp_path / "plan.xlsx")
    ran = katch("sheet", "start", "plan.xlsx", "--output", "begun", "--language", "ru")
    assert ran.code == 0
    text = (tmp_path / "begun" / "plan.yaml").read_text(encoding="utf-8")
    assert [text.count(f"consult: {who}") for who in ("shkola", "opeka")] == [1, 1]
    assert "inform: shkola" in text


def test_merged_cells_of_a_table_count_wherever_they_stand(tmp_path, katch):
    made = Workbook()
    for row in (
        ("Порядок при выявлении ребёнка",),
        ("№", "Этап", "Действие", "Ответственные", "", "", "Срок"),
        ("", "", "", "КДН", "Полиция", "Опека", ""),
        (1, "Выявление", "Принять сообщение", "", "О/И", "", "24 часа"),
        (2, "", "Осмотреть ребёнка", "И", "", "О", ""),
        (3, "Помощь", "Составить план", "О/И", "К", "", "10 дней"),
    ):
        made.active.append(row)
    for span in ("A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3"):
        made.active.merge_cells(span)
    for span in ("B4:B5", "G4:G5", "E6:F6"):
        made.active.merge_cells(span)
    made.save(tmp_path / "plan.xlsx")
    ran = katch("sheet", "start", "plan.xlsx", "--output", "begun", "--language", "ru")
    assert ran.code == 0
    text = (tmp_path / "begun" / "plan.yaml").read_text(encoding="utf-8")
    assert "title: Порядок при выявлении ребёнка\n" in text
    assert text.count("within: 24 hours") == 2
    assert text.count("within: 10 days") == 1
    assert text.count('note: "Этап: Выявление"') == 2
    assert "consult: [politsiya, opeka]" in text
    assert "Срок не указан" not in ran.out


def test_a_dash_in_a_cell_of_a_table_says_that_nothing_stands_there(tmp_path, katch):
    made = Workbook()
    for row in (
        ("Шаг", "МВД", "Опека", "НПО", "Срок"),
        ("Принять сообщение", "И", "О", "–", "2 часа"),
        ("Составить план", "-", "О/И", "К", "—"),
    ):
        made.active.append(row)
    made.save(tmp_path / "plan.xlsx")
    ran = katch("sheet", "start", "plan.xlsx", "--output", "begun")
    assert ran.code == 0
    assert "not read" not in ran.out
    assert "No time limit is given: Составить план." in ran.out


def test_what_stands_beside_the_head_of_a_phase_becomes_its_note(tmp_path, katch):
    made = Workbook()
    for row in (
        ("Activity", "Police", "Court", "Deadline", "Basis"),
        ("First days", "", "", "3 days", "s. 4"),
        ("Take the report", "R", "A", "2 hours", ""),
        ("Later", "", "", "", ""),
        ("Tell the court", "A", "R", "1 day", ""),
    ):
        made.active.append(row)
    made.save(tmp_path / "plan.xlsx")
    assert katch("sheet", "start", "plan.xlsx", "--output", "begun").code == 0
    text = (tmp_path / "begun" / "plan.yaml").read_text(encoding="utf-8")
    assert 'first_days: {title: First days, note: "3 days; Basis: s. 4"}' in text
    assert "later: {title: Later}" in text


@pytest.mark.parametrize("words", [("read", "a.xlsx"), ("start", "a.xlsx", "-o", "b")])
def test_a_password_is_told_as_what_it_is(katch, tmp_path, words):
    sealed = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    (tmp_path / "a.xlsx").write_bytes(sealed)
    ran = katch("sheet", *words)
    assert (ran.code, ran.out) == (2, "")
    assert "has a password, or is an .xls" in ran.err
