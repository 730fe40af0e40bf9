"""Checklists: read, checked, printed as a form, ticked; the actor states the value."""

import io
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.files.read import read_texts
from katch_protocols.files.write import write
from katch_protocols.model.checklists import Checklist, ChecklistItem, ChecklistLine
from katch_protocols.model.noun import Label
from katch_protocols.papers.make import PaperKind, make_papers
from katch_protocols.rules.structure.checklists import _is_reachable
from katch_protocols.telling.checklist_form import ChecklistForm

HANDBOOK = """\
handbook: pier
title: Pier
languages: [en]
facts:
  indicators: {title: Signs of trafficking, checklist: signs}
"""
LISTS = """\
checklists:
  signs:
    title: Signs of trafficking in children
    weights: {strong: strong, weak: weak}
    items:
      documents_held: {title: Somebody else keeps the documents, weight: strong}
      no_school: {title: The child is not at school, weight: weak}
      no_home: {title: The child has no home, weight: weak}
    gives:
      - {value: strong_signs, title: strong signs, when: {strong: 1}}
      - {value: several_weak, title: several weak signs, when: {weak: 2}}
      - {value: one_weak, title: one weak sign, when: {weak: 1}}
      - {value: no_sign, title: no sign}
"""
PROTOCOL = """\
protocol: help
title: Help
valid_from: 2026-01-01
initial: told
states:
  told:
    title: Told
    held_by: officer
    activities:
      look: {title: Look for signs, by: officer, records: [indicators], to: seen}
  seen:
    title: Seen
    held_by: officer
    activities:
      assist: {title: Assist, by: officer, when: indicators is strong_signs, to: ended}
      leave: {title: End, by: officer, when: indicators is not strong_signs, to: ended}
  ended: {title: Ended, final: true, outcome: protected}
"""
FILES = {
    "handbook.yaml": HANDBOOK,
    "agencies.yaml": (
        "agencies:\n  police: {title: Police, kind: service, level: district}\n"
    ),
    "roles.yaml": "roles:\n  officer: {title: Officer, agency: police}\n",
    "checklists.yaml": LISTS,
    "help.yaml": PROTOCOL,
}


@pytest.fixture(scope="module")
def book():
    return read_texts(FILES).sound()


def findings(**changes: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the errors and warnings after each change of a file: ``old, new``."""
    files = dict(FILES)
    for stem, (old, new) in changes.items():
        assert old in files[f"{stem}.yaml"]
        files[f"{stem}.yaml"] = files[f"{stem}.yaml"].replace(old, new)
    reading = read_texts(files)
    found = reading.findings
    if not found:
        found = kp.check(reading.sound())
    kept = [each for each in found if str(each.severity) in {"error", "warning"}]
    return [(each.rule, f"{each.place.file}:{each.place.line}") for each in kept]


def test_the_list_gives_the_fact_its_values_in_order(book) -> None:
    fact = chart(book.protocols["help"], book).facts["indicators"]
    assert list(fact.values) == ["strong_signs", "several_weak", "one_weak", "no_sign"]
    assert fact.values["one_weak"] == Label.of(en="one weak sign")
    assert findings() == []


def test_what_is_written_reads_as_it_was(book) -> None:
    texts = write(book)
    assert "checklist: signs" in texts["handbook.yaml"]
    assert "several_weak" not in texts["handbook.yaml"]
    assert read_texts(dict(texts)).sound() == book


@pytest.mark.parametrize(
    ("ticked", "value"),
    [
        ((), "no_sign"),
        (("no_school",), "one_weak"),
        (("no_school", "no_school"), "one_weak"),
        (("no_school", "no_home"), "several_weak"),
        (("no_school", "no_home", "documents_held"), "strong_signs"),
    ],
)
def test_what_follows_is_the_first_line_that_is_met(book, ticked, value) -> None:
    assert book.checklists["signs"].follows(ticked) == value


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        (
            {"checklists": ("when: {weak: 2}", "when: {weak: 3}")},
            ("checklist-value-unreachable", "checklists.yaml:11"),
        ),
        (
            {"checklists": ("when: {weak: 2}", "when: {strong: 1, weak: 2}")},
            ("checklist-value-unreachable", "checklists.yaml:11"),
        ),
        (
            {"checklists": ("title: no sign}", "title: no sign, when: {strong: 1}}")},
            ("checklist-without-last-line", "checklists.yaml:9"),
        ),
        (
            {"checklists": ("weight: strong}", "weight: stong}")},
            ("unknown-weight", "checklists.yaml:6"),
        ),
        (
            {"checklists": ("when: {weak: 2}", "when: {week: 2}")},
            ("unknown-weight", "checklists.yaml:11"),
        ),
        (
            {"checklists": ("when: {weak: 2}", "when: {weak: 0}")},
            ("not-a-number-of-ticks", "checklists.yaml:11"),
        ),
        (
            {"checklists": ("when: {weak: 2}", "when: {weak: some}")},
            ("not-a-number-of-ticks", "checklists.yaml:11"),
        ),
        (
            {"checklists": (", weight: strong}", "}")},
            ("missing-key", "checklists.yaml:6"),
        ),
        (
            {"checklists": ("value: no_sign", "value: unknown")},
            ("reserved-word", "checklists.yaml:13"),
        ),
        (
            {"handbook": ("checklist: signs", "checklist: sign")},
            ("unknown-checklist", "handbook.yaml:5"),
        ),
        (
            {"handbook": ("checklist: signs", "checklist: signs, values: [a]")},
            ("values-and-checklist", "handbook.yaml:5"),
        ),
        (
            {"handbook": (", checklist: signs", "")},
            ("missing-key", "handbook.yaml:5"),
        ),
        (
            {"help": ("indicators is strong_signs", "indicators is strong")},
            ("unknown-value", "help.yaml:15"),
        ),
        (
            {"checklists": ("value: one_weak,", "value: several_weak,")},
            ("checklist-title-unused", "checklists.yaml:12"),
        ),
    ],
)
def test_a_mistake_has_its_finding(changes, seen) -> None:
    assert seen in findings(**changes)


def test_an_unknown_list_brings_no_other_findings() -> None:
    seen = findings(handbook=("checklist: signs", "checklist: sign"))
    assert [rule for rule, _ in seen] == ["unknown-checklist"]


_WEIGHTS = ("a", "b")
_LINES = st.lists(
    st.dictionaries(st.sampled_from(_WEIGHTS), st.integers(1, 3), max_size=2),
    min_size=1,
    max_size=4,
)


@given(st.integers(0, 2), st.integers(0, 2), _LINES)
@settings(max_examples=60, deadline=None)
def test_a_line_is_reachable_where_some_ticks_come_to_it(first, second, lines) -> None:
    names = [("a", n) for n in range(first)] + [("b", n) for n in range(second)]
    label = Label.of(en="x")
    items = {
        f"{weight}{n}": ChecklistItem(id=f"{weight}{n}", title=label, weight=weight)
        for weight, n in names
    }
    gives = tuple(
        ChecklistLine(value=f"v{at}", when=when) for at, when in enumerate(lines)
    )
    made = Checklist(
        id="c",
        title=label,
        weights=dict.fromkeys(_WEIGHTS, label),
        items=items,
        gives=gives,
    )
    met = {
        made.follows(
            [name for name, ticked in zip(items, ticks, strict=True) if ticked]
        )
        for ticks in product((False, True), repeat=len(items))
    }
    reachable = {f"v{at}" for at in range(len(lines)) if _is_reachable(made, at)}
    assert reachable == met - {None}


def test_it_is_told_as_a_form(book) -> None:
    form = ChecklistForm(book.checklists["signs"], "en")
    assert next(iter(form.items())) == (
        "documents_held",
        "Somebody else keeps the documents",
        "strong",
    )
    assert [*form.lines()] == [
        ("strong signs", "at least 1: strong"),
        ("several weak signs", "at least 2: weak"),
        ("one weak sign", "at least 1: weak"),
        ("no sign", "otherwise"),
    ]


def test_the_table_lists_it_beside_the_rows(book) -> None:
    found = kp.compile(book.protocols["help"]).to_json()["checklists"]
    assert found["facts"] == {"indicators": "signs"}
    assert found["forms"]["signs"]["items"]["no_school"] == "weak"
    assert found["forms"]["signs"]["gives"][-1] == {"value": "no_sign", "when": {}}


def test_a_case_records_the_value_that_is_stated(book) -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    case = kp.open_case(book.protocols["help"], reference="case-1", at=now)
    officer = kp.Actor("p-1", agency="police", roles=("officer",), region=None)
    records = {"indicators": "no_sign"}
    case.do("look", by=officer, at=now, records=records)
    assert case.view().compiled is not None
    assert dict(case.events[-1].records) == records


def test_the_annex_holds_the_form(book) -> None:
    docx = pytest.importorskip("docx", reason="the extra 'papers' is optional")
    ((_, made),) = make_papers(book, kinds=(PaperKind.ANNEX,))
    tables = docx.Document(io.BytesIO(made)).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert "The child is not at school" in cells
    assert "☐" in cells
    assert "at least 2: weak" in cells


def test_a_comparison_tells_a_changed_list(book) -> None:
    mended = {**FILES, "checklists.yaml": LISTS.replace("{weak: 2}", "{weak: 1}")}
    found = kp.compare(book, read_texts(mended).sound())
    assert {each.path[:2] for each in found.written} == {("checklists", "signs")}
    only = kp.compare(
        book.protocols["help"], read_texts(mended).sound().protocols["help"]
    )
    assert {each.path[:2] for each in only.written} == {("checklists", "signs")}


def test_for_steps_and_proofs_the_fact_is_like_any_other(book) -> None:
    values = "values: [strong_signs, several_weak, one_weak, no_sign]"
    plain = {**FILES, "handbook.yaml": HANDBOOK.replace("checklist: signs", values)}
    other = read_texts(plain)
    tables = [
        kp.compile(each.protocols["help"]).to_json() for each in (book, other.sound())
    ]
    tables[0].pop("checklists")
    assert tables[0] == tables[1]
    proofs = [kp.prove(each.protocols["help"]) for each in (book, other.sound())]
    verdicts = [
        {name: proof.verdict for name, proof in each.items()} for each in proofs
    ]
    assert verdicts[0] == verdicts[1]
