"""A handbook goes into a workbook and comes back; what people change is taken."""

import os
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from katch_protocols.cli.starts import handbook_start
from katch_protocols.exchange.workbook.filled import FilledRow, FilledSheet
from katch_protocols.exchange.workbook.layout import sheets
from katch_protocols.exchange.workbook.merge import Merge
from katch_protocols.exchange.workbook.read import read_workbook_into
from katch_protocols.exchange.workbook.rows import Base, rows_of, trees_of
from katch_protocols.exchange.workbook.write import code_of, write_workbook
from katch_protocols.files.field_types.field_type import Plain
from katch_protocols.files.file_kinds import named
from katch_protocols.files.read import read, read_texts
from katch_protocols.files.whole_forms import shortest, whole
from katch_protocols.files.write import emit, write
from katch_protocols.sheets.workbook import UnreadWorkbookError
from tests.files.strategies import drafted
from tests.rules.saltmarsh import SALTMARSH
from tests.shipped import PROTOCOLS
from tests.strategies import small_handbooks

SLOW = [*HealthCheck]

TOLD = {"nowhere", "file-row-removed", "holder-removed", "holds-more", "not-in-a-cell"}
TOLD.add("removed-and-changed")  # what is inside has no row: a state in an end
"""What can keep the cells of one handbook from being those of another."""


def workbook_of(texts):
    """Return the workbook of a handbook: for the same texts it is written once."""
    return _written(tuple(texts.items()))


@lru_cache(maxsize=4)
def _written(texts):
    return write_workbook(read_texts(dict(texts)), "en")


class Filled:
    """A workbook of Saltmarsh in somebody's hands."""

    def __init__(self, data):
        self.book = load_workbook(BytesIO(data))

    def column(self, page, code):
        codes = [str(cell.value).rpartition(":")[2] for cell in self.book[page][1]]
        return codes.index(code) + 1

    def put(self, page, name, code, value):
        """Write into the row whose last id is a name, or into a new one."""
        sheet = self.book[page]
        kind = next(each for each in sheets() if each.name == page)
        at = self.column(page, kind.ids[-1])
        rows = [*range(4, sheet.max_row + 2)]
        row = next(n for n in rows if sheet.cell(n, at).value in {name, None})
        sheet.cell(row, at).value = name
        sheet.cell(row, self.column(page, code)).value = value

    def read(self, texts=SALTMARSH):
        data = BytesIO()
        self.book.save(data)
        return read_workbook_into(data.getvalue(), read_texts(texts))


@pytest.fixture
def filled():
    return Filled(workbook_of(SALTMARSH))


def lines(found, file="referral.yaml", before=SALTMARSH):
    """Return the lines of a file that are new."""
    old = before[file].splitlines()
    return [line for line in found.texts[file].decode().splitlines() if line not in old]


def said(found):
    return [slip.said("en") for slip in found.slips]


def test_what_is_written_and_read_changes_nothing(filled):
    found = filled.read()
    assert (found.texts, found.slips, found.is_late) == ({}, (), False)


def test_every_id_can_be_chosen_and_heads_stay_in_sight(filled):
    steps = filled.book["steps"]
    assert steps.freeze_panes == "D4"
    assert steps.row_dimensions[1].hidden
    offers = {
        str(each.sqref).split(":")[0].rstrip("0123456789"): each.formula1
        for each in steps.data_validations.dataValidation
    }
    lists = filled.book["lists"]
    letter = steps.cell(1, filled.column("steps", "by")).column_letter
    column = lists[offers[letter].split("!$")[1].split("$")[0]]
    assert [cell.value for cell in column if cell.value][1:] == [
        "duty_officer", "caseworker", "line_manager", "nobody",
    ]  # fmt: skip
    assert filled.book["base"].sheet_state == lists.sheet_state == "hidden"


def test_each_sheet_has_what_ministries_fill_in_with_languages_side_by_side():
    texts = handbook_start("saltmarsh", ["en", "ru", "kk"], example=True)
    book = Filled(workbook_of(texts)).book
    codes = {
        sheet.title: [str(cell.value).rpartition(":")[2] for cell in sheet[1]]
        for sheet in book
        if sheet.freeze_panes
    }
    assert {
        "bodies", "roles", "steps", "states", "safeguards", "regions", "register",
    } < codes.keys()  # fmt: skip
    assert {
        "state", "step", "by", "accountable", "consult", "inform", "source", "to",
        "when", "needs", "produces",
    } < {*codes["steps"]}  # fmt: skip
    assert {"within.limit", "within.basis", "within.source"} < {*codes["states"]}
    assert "rule" in codes["safeguards"]
    for each in codes.values():
        for at, code in enumerate(each):
            if code.endswith(" en"):
                text = code.removesuffix("en")
                assert each[at : at + 3] == [code, f"{text}ru", f"{text}kk"]


def test_a_changed_cell_changes_its_place_alone(filled):
    filled.put("states", "reported", "within.limit", "3 hours")
    found = filled.read()
    line = next(
        line for line in SALTMARSH["referral.yaml"].splitlines() if "2 hours" in line
    )
    assert lines(found) == [line.replace("2 hours", "3 hours")]
    assert set(found.texts) == {"referral.yaml"}
    assert (found.cells, found.added, found.removed) == (1, 0, 0)


def test_a_new_row_goes_behind_the_row_above_that_stands_beside_it(filled):
    for code, value in {
        "protocol": "referral", "state": "safe", "title en": "Call home",
        "by": "duty_officer", "within.limit": "2 days",
    }.items():  # fmt: skip
        filled.put("steps", "call_home", code, value)
    assert lines(filled.read()) == [
        "      call_home: {title: Call home, by: duty_officer, within: 2 days}"
    ]


def test_rows_may_be_sorted(filled):
    sheet = filled.book["steps"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    for number, row in enumerate(reversed(rows), 4):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    assert filled.read().texts == {}


def test_a_row_that_is_gone_takes_its_lines_with_it(filled):
    filled.book["data"].delete_rows(4)
    assert [each.split("  ")[1].partition(":")[0] for each in said(filled.read())] == [
        "unknown-data-category",
        "unknown-data-category",
    ]
    filled.book["bodies"].cell(4, filled.column("bodies", "may_see")).value = ""
    filled.book["bodies"].cell(5, filled.column("bodies", "may_see")).value = "health"
    found = filled.read()
    assert found.slips == ()
    assert "identity" not in found.texts["handbook.yaml"].decode()
    assert (found.cells, found.removed) == (2, 1)


NO_SUCH_ROLE = (
    "unknown-role: 'duty_oficer' is not the name of any role. "
    "The nearest is 'duty_officer'."
)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("duty_oficer", NO_SUCH_ROLE),
        ("Duty officer", "title-for-id: "),
        ("=A1", "holds a formula. Write what it comes to."),
        ("=TODAY()", "holds a formula. Write what it comes to."),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_with_its_place_and_the_nearest_name(filled, value, told):
    filled.put("states", "reported", "held_by", value)
    found = filled.read()
    (one,) = said(found)
    cell = filled.book["states"].cell(4, filled.column("states", "held_by")).coordinate
    assert one.startswith(f"states {cell}  {told}")
    assert found.texts == {}


def typed_day(day, hour=0):
    """Return what a spreadsheet makes of a day: it knows no zones."""
    return datetime(2021, 2, day, hour, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("where", "typed", "wanted"),
    [
        (("sources", "harbour_act", "valid_from"), typed_day(3), "2021-02-03"),
        (("sources", "harbour_act", "cite en"), 7.0, 'cite: "7"'),
        (("bodies", "welfare_office", "external"), True, "external: true"),
        (("bodies", "welfare_office", "external"), "=TRUE()", "external: true"),
        (
            ("states", "safe", "within.limit"),
            "2\N{NO-BREAK SPACE}days",
            "limit: 2 days",
        ),
    ],
)
def test_what_excel_makes_of_a_text_is_undone(filled, where, typed, wanted):
    filled.put(*where, typed)
    found = filled.read()
    assert said(found) == []
    assert wanted in "".join(text.decode() for text in found.texts.values())


@pytest.mark.parametrize(
    ("where", "typed", "told"),
    [
        (("states", "safe", "within.limit"), 24, "bad-duration"),
        (("states", "safe", "within.limit"), typed_day(3, 10), "time of day"),
        (("sources", "harbour_act", "valid_from"), 44197.5, "not-a-date"),
        (("steps", "refer", "to"), "#N/A", "error of the spreadsheet"),
    ],
)
def test_what_excel_made_otherwise_is_told(filled, where, typed, told):
    filled.put(*where, typed)
    if typed == "#N/A":
        filled.book["steps"].cell(5, filled.column("steps", "to")).data_type = "e"
    (one,) = said(filled.read())
    assert told in one


def test_the_same_row_twice_and_a_row_without_a_place_are_told(filled):
    filled.put("roles", "clerk", "title en", "Clerk")
    sheet = filled.book["roles"]
    sheet.cell(sheet.max_row + 1, 1).value = "clerk"
    for code, value in (("protocol", "refferal"), ("state", "safe"), ("by", "x")):
        filled.put("steps", "call", code, value)
    told = said(filled.read())
    assert "roles A8  says 'clerk' again: row 7 has it already." in told[0]
    assert any("'refferal' that could hold" in each for each in told)
    assert any("the nearest is 'referral'" in each for each in told)


def test_a_name_of_a_file_cannot_leave_the_folder(filled):
    filled.put("protocols", "../evil", "title en", "Evil")
    found = filled.read()
    assert found.texts == {}
    assert "'../evil' is no id" in said(found)[0]


def changed(old, new):
    text = SALTMARSH["referral.yaml"]
    assert old in text
    return {**SALTMARSH, "referral.yaml": text.replace(old, new, 1)}


def test_files_that_changed_since_keep_what_the_sheet_did_not_touch(filled):
    late = changed("    held_by: caseworker", "    held_by: caseworker  # agreed")
    filled.put("states", "reported", "within.limit", "3 hours")
    found = filled.read(late)
    assert (found.slips, found.is_late) == ((), True)
    text = found.texts["referral.yaml"].decode()
    assert "limit: 3 hours" in text
    assert "held_by: caseworker  # agreed" in text


def test_one_cell_changed_in_both_is_told_and_not_overwritten(filled):
    late = changed("limit: 2 hours", "limit: 4 hours")
    filled.put("states", "reported", "within.limit", "3 hours")
    found = filled.read(late)
    assert found.texts == {}
    (one,) = said(found)
    assert "changed here and in the files" in one
    assert "there it now says: 4 hours" in one
    filled.put("states", "reported", "within.limit", "4 hours")
    assert (filled.read(late).slips, filled.read(late).texts) == ((), {})


def test_a_workbook_of_another_handbook_or_without_its_base_is_told(filled):
    other = {
        **SALTMARSH,
        "handbook.yaml": SALTMARSH["handbook.yaml"].replace(
            "handbook: saltmarsh", "handbook: other"
        ),
    }
    assert "written from the handbook 'saltmarsh'" in said(filled.read(other))[0]
    del filled.book["base"]
    assert "Write a new workbook." in said(filled.read())[0]


def test_what_is_no_workbook_is_refused():
    with pytest.raises(UnreadWorkbookError, match="no-workbook"):
        read_workbook_into(b"PK", read_texts(SALTMARSH))


# Any handbook


def taken(one, other):
    """Return what becomes of a handbook with the cells of another."""
    languages = one.languages
    trees = trees_of(one)
    now = rows_of(trees, languages)
    merge = Merge(Base(one.id, "", languages, now), now, trees, [])
    rows = rows_of(trees_of(other), languages)
    merge.take([sheet_of(kind, rows[kind.name], languages) for kind in sheets()])
    return merge


def sheet_of(kind, rows, languages):
    """Return a sheet that was filled in with these rows."""
    codes = [*kind.ids, *code_of(kind, languages)[len(kind.ids) :]]
    sheet = FilledSheet(kind, kind.name, {code: at for at, code in enumerate(codes)})
    for number, (ids, cells) in enumerate(rows.items(), 4):
        texts = {code: text or "" for code, text in cells.items()}
        own = dict(zip(kind.ids, ids, strict=True))
        whole_row = {**dict.fromkeys(codes, ""), **texts, **own}
        sheet.rows[ids] = FilledRow(number, whole_row)
    return sheet


def handbook_of(trees: dict[str, dict[str, Plain]], language: str):
    return read_texts(
        {
            file: emit(shortest(whole(named(file).kind.shape, tree), language))
            for file, tree in trees.items()
        }
    ).sound()


@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(small_handbooks())
def test_a_handbook_is_what_its_sheets_say(handbook):
    """All that a sheet has can be put into a handbook without it: nothing is lost."""
    bare = handbook.model_copy(
        update={
            "protocols": {
                name: each.model_copy(update={"activities": {}, "documents": {}})
                for name, each in handbook.protocols.items()
            },
            "roles": {},
        }
    )
    merge = taken(bare, handbook)
    assert merge.slips == []
    assert handbook_of(merge.trees, handbook.language) == handbook


@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(drafted(), drafted())
def test_cells_of_any_other_handbook_are_taken_or_told(one, other):
    other = other.model_copy(update={"languages": one.languages, "id": one.id})
    if read_texts(write(other)).findings:
        return  # it has labels in a language that the first does not know
    merge = taken(one, other)
    if merge.slips:
        # A file cannot be added or removed by a row.
        assert {each.key for each in merge.slips} <= TOLD
        return
    found = rows_of(merge.trees, one.languages)
    for name, rows in rows_of(trees_of(other), one.languages).items():
        assert found[name].keys() == rows.keys()
        for ids, cells in rows.items():
            want = {code: text for code, text in cells.items() if text is not None}
            assert want.items() <= found[name][ids].items()


@pytest.mark.skipif(
    not os.environ.get("KATCH_HEAVY"), reason="KATCH_HEAVY=1: the shipped handbook"
)
def test_the_shipped_handbook_goes_into_a_workbook_and_comes_back():
    reading = read(PROTOCOLS)
    data = write_workbook(reading, "ru")
    assert read_workbook_into(data, reading).texts == {}
    found = Filled(data)
    found.book["шаги"].cell(4, 4).value = "Changed"
    saved = BytesIO()
    found.book.save(saved)
    changed = read_workbook_into(saved.getvalue(), reading)
    assert (changed.slips, changed.cells, len(changed.texts)) == ((), 1, 1)
    (name, text), *_ = changed.texts.items()
    before, after = reading.texts[name].split(b"\n"), text.split(b"\n")
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
