"""Families, short titles, promises and prohibitions: what pictures show of them."""

import pytest

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.drawings.palette import families_of, party_colours
from katch_protocols.drawings.theme import LANES
from katch_protocols.files.read import read_texts
from katch_protocols.files.write import write
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.page.sheets import Sheets

FILES = {
    "handbook.yaml": """\
handbook: pier
title: Pier
languages: [en]
families:
  order: {title: Law and order}
  care: {title: Care of children}
""",
    "agencies.yaml": """\
agencies:
  interior: {title: Interior, kind: ministry, level: national, family: order}
  police: {title: Police, kind: service, level: district, part_of: interior}
  welfare: {title: Welfare, kind: service, level: district, family: care}
  school: {title: School, kind: service, level: district}
  clinic: {title: Clinic, kind: service, level: district, family: care}
""",
    "roles.yaml": """\
roles:
  officer: {title: Officer, agency: police}
  worker: {title: Worker, agency: welfare}
  teacher: {title: Teacher, agency: school}
  helper: {title: Helper, agency: [welfare, clinic]}
""",
    "help.yaml": """\
protocol: help
title: Help
initial: told
states:
  told:
    title: Told
    held_by: officer
    activities:
      refer:
        title: Refer the child with the fewest data that are needed for it
        short: Refer the child
        by: officer
        to: taken
        handover: {to: worker, within: 1 day}
  taken:
    title: Taken up
    held_by: worker
    activities:
      enrol: {title: Enrol the child, by: worker, to: learning}
  learning:
    title: At school
    held_by: teacher
    activities:
      end_help: {title: End the help, by: teacher, to: ended}
  ended: {title: Ended, final: true, outcome: protected}
safeguards:
  heard:
    rule: ended requires enrol
    promise: You will go to school
    never: Keep no child from school
""",
}


@pytest.fixture(scope="module")
def book():
    return read_texts(FILES).sound()


def test_all_of_a_family_have_its_colour_and_nobody_else_has_it(book) -> None:
    found = party_colours(book)
    assert found["interior"] == found["police"] == LANES[0]
    assert found["welfare"] == found["clinic"] == found["helper"] == LANES[1]
    assert found["school"] not in {LANES[0], LANES[1]}


def test_a_body_without_a_family_is_of_that_above_it(book) -> None:
    assert book.family_of("police") == "order"
    assert book.family_of("school") is None


def test_without_families_no_colour_changes(book) -> None:
    bare = book.model_copy(update={"families": {}})
    assert families_of(bare.agencies, bare) == ()
    assert len({*party_colours(bare).values()}) > 1


@pytest.mark.parametrize(
    "view",
    ["lanes", "states", "raci", "deadlines", "handoffs", "handoff-flow"],
)
def test_every_drawing_tells_the_families_that_it_shows(book, view) -> None:
    found = chart(book.protocols["help"], book)
    svg = draw(found, book, view=view).svg
    # Of the one deadline only the welfare has to act; the police answer until then.
    assert ("Law and order" in svg) == (view != "deadlines")
    assert "Care of children" in svg


@pytest.mark.parametrize("view", ["lanes", "deadlines"])
def test_the_family_of_whoever_acts_where_another_holds_the_case_is_told(view) -> None:
    changed = {
        "held_by: worker": "held_by: officer",
        "        handover: {to: worker, within: 1 day}\n": "",
        "    title: Told\n": "    title: Told\n    within: 2 days\n",
        "        by: officer\n": "        by: worker\n",
    }
    text = FILES["help.yaml"]
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    book = read_texts({**FILES, "help.yaml": text}).sound()
    found = chart(book.protocols["help"], book)
    assert "Care of children" in draw(found, book, view=view).svg


def test_arrows_say_the_short_title_and_tables_the_title(book) -> None:
    found = chart(book.protocols["help"], book)
    lanes, raci = (draw(found, book, view=view).svg for view in ("lanes", "raci"))
    assert "Refer the child" in lanes
    assert "the fewest data" not in lanes
    assert "the fewest data" in " ".join(
        cell for row in draw(found, book, view="raci").twin for cell in row
    )
    assert raci


def test_cards_say_what_no_body_does_and_the_page_says_both(book) -> None:
    gathered = Gathered(book.protocols["help"], book)
    assert {card.never for card in gathered.cards("en")} == {
        ("Keep no child from school",)
    }
    sheet = Sheets(gathered.chart, book, {}).sheet()
    told = {each.id: (each.promise, each.never) for each in sheet.promises}
    promised = (("You will go to school",), ("Keep no child from school",))
    assert told["heard"] == promised


def test_what_is_written_reads_as_it_was(book) -> None:
    assert read_texts(dict(write(book))).sound() == book


@pytest.mark.parametrize(
    ("file", "old", "new", "seen"),
    [
        ("agencies", "family: order", "family: odrer", "unknown-family"),
        ("handbook", "families:", "familys:", "unknown-key"),
        ("help", "short: Refer", f"short: {'x' * 29}", "too-long-for-pictures"),
        ("help", "promise: You", f"promise: {'x' * 61}", "too-long-for-pictures"),
        ("help", "never: Keep", f"never: {'x' * 61}", "too-long-for-pictures"),
        ("help", "short: Refer the child", "short: [Refer]", "not-text"),
    ],
)
def test_a_mistake_has_its_finding(file, old, new, seen) -> None:
    texts = {**FILES, f"{file}.yaml": FILES[f"{file}.yaml"].replace(old, new)}
    reading = read_texts(texts)
    found = reading.findings or kp.check(reading.sound())
    assert seen in {each.rule for each in found}


def test_a_comparison_tells_them(book) -> None:
    changed = FILES["help.yaml"].replace("short: Refer the child", "short: Refer")
    found = kp.compare(book, read_texts({**FILES, "help.yaml": changed}).sound())
    assert [each.path[-1] for each in found.written] == ["short"]
