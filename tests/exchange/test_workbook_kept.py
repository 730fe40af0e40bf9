"""Neither what people wrote nor what the files have is lost without a word."""

from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import pytest

from katch_protocols.cli.starts import handbook_start
from katch_protocols.exchange.workbook.raci_table import find_table
from katch_protocols.exchange.workbook.rows import Base, base_page, base_read
from katch_protocols.exchange.workbook.write import write_workbook
from katch_protocols.files.read import read_texts
from katch_protocols.sheets.book import BookPage, ReadPage, read_book, to_book
from katch_protocols.sheets.workbook import UnreadWorkbookError, read_workbook
from tests.exchange.test_workbook import Filled, lines, said, workbook_of
from tests.rules.saltmarsh import SALTMARSH

THREE = handbook_start("saltmarsh", ["en", "ru", "kk"], example=True)

FACTS = """\
facts:
  danger: {title: Danger, values: [present, absent]}
documents:
  form: {title: Form, contains: [identity]}
initial: reported
"""


def with_facts(texts):
    file = texts["referral.yaml"]
    return {**texts, "referral.yaml": file.replace("initial: reported\n", FACTS)}


def changed(old, new, texts=SALTMARSH):
    assert old in texts["referral.yaml"]
    return {**texts, "referral.yaml": texts["referral.yaml"].replace(old, new, 1)}


def filled_in(texts, *puts):
    filled = Filled(workbook_of(texts))
    for put in puts:
        filled.put(*put)
    return filled


def told(found):
    assert found.texts == {}
    return [each.partition(":")[0] for each in said(found)]


@pytest.mark.parametrize("row", [2, 3])
@pytest.mark.parametrize("sheet", ["functions", "sources", "steps", "register"])
def test_the_first_row_stays_where_a_head_was_deleted(row, sheet):
    note = "register:\n  no_home: {finding: role-unbound, at: regions.x.roles.y, owner: duty_officer, due: 2026-12-31}\n"  # noqa: E501 - a line of a file
    texts = {**SALTMARSH, "register.yaml": note}
    filled = filled_in(texts)
    filled.book[sheet].delete_rows(row)
    found = filled.read(texts)
    assert (said(found), found.texts, found.removed) == ([], {}, 0)
    assert filled.book[sheet].max_row > 2


def test_a_text_with_a_space_that_does_not_break_can_be_changed():
    texts = changed("title: Child safe", "title: Child\N{NO-BREAK SPACE}safe")
    filled = filled_in(texts)
    assert filled.read(texts).texts == {}
    filled.put("states", "safe", "title en", "Child is safe")
    found = filled.read(texts)
    assert (said(found), lines(found, before=texts)) == (
        [],
        ["    title: Child is safe"],
    )


def test_a_key_that_stands_elsewhere_only_is_told_at_its_cell():
    filled = filled_in(SALTMARSH, ("steps", "refer", "from", "safe"))
    assert told(filled.read()) == ["steps O5  unknown-key"]
    own = "safeguards:\n  own: {rule: refer at most 3 times}\n"
    texts = {**SALTMARSH, "referral.yaml": SALTMARSH["referral.yaml"] + own}
    filled = filled_in(texts, ("safeguards", "own", "binds", "referral"))
    assert told(filled.read(texts)) == ["safeguards J4  unknown-key"]


@pytest.mark.parametrize(
    ("put", "cell"),
    [
        (("steps", "refer", "sends", "form: caseworker\nform: duty_officer"), "V5"),
        (("steps", "refer", "sets", "danger: present\ndanger: absent"), "T5"),
        (("states", "safe", "after", "2 days: helped\n2 days: closed"), "O5"),
        (("facts", "danger", "values en", "present: A\nabsent: B\nabsent: C"), "D4"),
    ],
)
def test_a_name_that_a_cell_says_twice_is_told(put, cell):
    texts = with_facts(SALTMARSH)
    found = filled_in(texts, put).read(texts)
    name = put[-1].split("\n")[-1].partition(":")[0]
    why = "in two lines, and only one of them can count. Write one line."
    assert told(found) == [f"{put[0]} {cell}  says '{name}' {why}"]


def test_a_name_that_a_cell_of_a_new_row_says_twice_is_told():
    texts = with_facts(SALTMARSH)
    filled = filled_in(
        texts,
        ("steps", "call", "protocol", "referral"),
        ("steps", "call", "state", "safe"),
        ("steps", "call", "sets", "danger: present\ndanger: absent"),
    )
    (one,) = told(filled.read(texts))
    assert one.startswith("steps T7  says 'danger' in two lines")


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ({"ru": "present, absent, gone"}, "[present, absent, gone]"),
        ({"kk": "present"}, "[present]"),
        ({"en": "present, gone", "ru": "present, lost"}, "[present, gone, lost]"),
        ({"en": "present: Here\nabsent: Away"}, "{present: Here, absent: Away}"),
        (
            {"en": "present: Here\nabsent: Away", "ru": "present: Тут\nabsent: Там"},
            "{present: {en: Here, ru: Тут}, absent: {en: Away, ru: Там}}",
        ),
    ],
)
def test_values_without_texts_are_changed_in_any_language(cells, values):
    texts = with_facts(THREE)
    puts = [("facts", "danger", f"values {name}", cell) for name, cell in cells.items()]
    found = filled_in(texts, *puts).read(texts)
    assert said(found) == []
    (line,) = lines(found, before=texts)
    assert line == f"  danger: {{title: Danger, values: {values}}}"


def test_the_text_of_a_value_comes_to_those_in_other_languages():
    one = "{present: {en: Here}, absent: {en: Away}}"
    texts = with_facts(THREE)
    texts = changed("[present, absent]", one, texts)
    puts = [("facts", "danger", "values ru", "present: Тут\nabsent: Там")]
    found = filled_in(texts, *puts).read(texts)
    (line,) = lines(found, before=texts)
    assert "{present: {en: Here, ru: Тут}, absent: {en: Away, ru: Там}}" in line


PHONE = "8 700 000 00 00"


def test_a_note_whose_column_is_gone_was_not_changed():
    noted = f"title: Child safe\n    note: Call the officer, {PHONE}"
    texts = changed("title: Child safe", noted)
    filled = filled_in(texts, ("states", "safe", "title en", "The child is safe"))
    filled.book["states"].delete_cols(filled.column("states", "note en"))
    found = filled.read(texts)
    assert said(found) == []
    assert lines(found, before=texts) == ["    title: The child is safe"]


def without_safe(filled, *pages):
    """Take out the rows of a state, and what leads there."""
    for page in pages:
        sheet = filled.book[page]
        at = filled.column(page, "state")
        for row in range(sheet.max_row, 3, -1):
            if sheet.cell(row, at).value == "safe":
                sheet.delete_rows(row)
    filled.put("steps", "make_safe", "to", "helped")


def test_what_the_files_have_since_does_not_go_with_the_state_around_it():
    act = "      phone_home: {title: Phone home, by: duty_officer}\n      refer:\n"
    late = changed("      refer:\n", act)
    filled = filled_in(SALTMARSH)
    without_safe(filled, "states", "steps")
    found = filled.read(SALTMARSH)
    assert (said(found), found.removed) == ([], 2)
    found = filled.read(late)
    assert found.texts == {}
    assert said(found)[0].startswith(
        "states  'referral.safe' is gone here, but was changed in the files since"
    )


def test_the_steps_of_a_sheet_that_is_gone_do_not_go_with_their_state():
    texts = changed("        to: safe\n", "        to: helped\n")
    filled = filled_in(texts)
    without_safe(filled, "states")
    del filled.book["steps"]
    found = filled.read(texts)
    assert found.texts == {}
    (one,) = said(found)
    assert one.startswith("states  'referral.safe.refer' is still here, but the row")


@pytest.mark.parametrize("length", [29_998, 29_999, 30_000, 60_001, 90_000])
def test_what_a_workbook_was_written_from_comes_back_whole(length):
    text = ("a long  note " * 8_000)[:length].strip()
    rows = {"states": {("referral", "safe"): {"note en": text, "title en": None}}}
    base = Base("saltmarsh", "0", ("en",), rows)
    guide = BookPage("read me", (), (), [("text",)])
    _, page = read_book(to_book([guide, base_page(base)], {}))
    read = base_read(page)
    assert read is not None
    assert read.rows["states"] == rows["states"]


def repacked(filled, spoil):
    """Return the workbook with every part of it spoiled."""
    old, new = BytesIO(), BytesIO()
    filled.book.save(old)
    with ZipFile(old) as parts, ZipFile(new, "w") as made:
        for name in parts.namelist():
            made.writestr(name, spoil(parts.read(name)))
    return new.getvalue()


def without_end(data):
    return data.replace(b"</worksheet>", b"").replace(b"</workbook>", b"")


def too_great(data):
    return data.replace(b"<v>1</v>", b"<v>1E999</v>")


@pytest.mark.parametrize("spoil", [without_end, too_great])
def test_a_spoiled_workbook_is_told(spoil):
    filled = filled_in(SALTMARSH)
    filled.book["steps"].cell(4, 4).value = 1
    data = repacked(filled, spoil)
    with pytest.raises(UnreadWorkbookError, match="no-workbook"):
        read_book(data)


def test_a_workbook_with_a_spoiled_byte_is_read_or_told():
    data = write_workbook(read_texts(SALTMARSH), "en")
    for at in range(100, 3000, 150):
        spoiled = data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]
        for reads in (read_book, read_workbook):
            with suppress(UnreadWorkbookError):
                reads(spoiled)


@pytest.mark.parametrize(
    ("rows", "bodies"),
    [
        (
            [
                ("Действие", "Полиция", "НКО"),
                ("Опросить", "И", "О"),
                ("Передать", "О", "И"),
            ],
            {1: "Полиция", 2: "НКО"},
        ),
        (
            [("Step", "IC", "Courts"), ("Screen", "R", "A"), ("Refer", "A", "R")],
            {1: "IC", 2: "Courts"},
        ),
        ([("Screen", "R", "A"), ("Refer", "A", "R")], None),
    ],
)
def test_a_body_whose_name_reads_as_letters_still_heads_its_column(rows, bodies):
    table = find_table([ReadPage("plan", dict(enumerate(rows, 1)))])
    if bodies is None:
        assert table is None
        return
    assert table is not None
    assert table.bodies == bodies
    assert [row.step for row in table.rows] == [row[0] for row in rows[1:]]
    assert [[*row.letters.values()] for row in table.rows] == [["R", "A"], ["A", "R"]]


CLERK = "  clerk: {title: Clerk, agency: harbour_police}\n"


@pytest.mark.parametrize(
    ("title", "slips"),
    [("Clerk", []), ("Scribe", ["roles A7  'clerk' is new here and in the files"])],
)
def test_a_row_that_is_new_here_and_in_the_files_must_say_the_same(title, slips):
    late = {**SALTMARSH, "roles.yaml": SALTMARSH["roles.yaml"] + CLERK}
    filled = filled_in(SALTMARSH, ("roles", "clerk", "title en", title))
    found = filled.read(late)
    assert found.texts == {}
    assert [each.partition(",")[0] for each in said(found)] == slips


def test_a_row_that_is_gone_here_and_was_changed_in_the_files_is_told():
    old = "title: Identity"
    assert old in SALTMARSH["handbook.yaml"]
    file = SALTMARSH["handbook.yaml"].replace(old, "title: Who the child is")
    filled = filled_in(SALTMARSH)
    filled.book["data"].delete_rows(4)
    found = filled.read({**SALTMARSH, "handbook.yaml": file})
    (one,) = told(found)
    assert one.startswith("data  'identity' is gone here, but was changed in the files")
