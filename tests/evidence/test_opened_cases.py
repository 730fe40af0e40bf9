"""Cases that others open: how they may have begun, and what their openers tell."""

import csv
from datetime import timedelta

import pytest

import katch_protocols as kp
from katch_protocols.evidence.automaton import following
from katch_protocols.files.read import read_texts
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import FILES, NOW
from tests.cases.test_beside import BOOK, CARE, DESK, OFFICER, WORKER

MAPPING = """
log: live
protocol: {column: protocol}
region: west
read: log.csv
columns: {case: case, activity: event, at: at, role: role, agency: agency,
  person: person, opened: opened%s}
"""
OPENER, RECORDS = ", opener: opener", "records: {danger: danger}\n"
DAYS = "complete: {from: %s, until: %s}\n"
UNTIL = NOW + timedelta(days=3)


def hours(number):
    return NOW + timedelta(hours=number)


def family(number, danger):
    """Return a case of the desk and the one that it opened, both lived to their end."""
    desk = open_case(
        BOOK.protocols["desk"], reference=f"desk-{number}", region="west", at=NOW
    )
    if danger is not None:
        desk.do("ask", by=OFFICER, at=hours(0.1), records={"danger": danger})
    (opening,) = desk.do("call", by=OFFICER, at=hours(0.5)).opened
    care = open_case(BOOK.protocols["care"], at=hours(0.5), opened_by=opening)
    (only,) = care.possible(by=WORKER)
    care.do(only, by=WORKER, at=hours(1))
    desk.do("wait", by=OFFICER, at=hours(0.6))
    desk.tell(care.reference, "over", at=hours(1))
    return [desk, care]


def lived():
    dangers = ("present", "absent", None)
    return [c for n, each in enumerate(dangers) for c in family(n, each)]


def rows_of(cases):
    """Return what another system would have written of some cases."""
    return [
        {
            "case": record["case"],
            "protocol": record["protocol"],
            "opener": record.get("opener", {}).get("case", ""),
            "opened": record["opened"],
            "event": event["activity"],
            "at": event["at"],
            "role": event.get("role") or "",
            "agency": event.get("agency") or "",
            "person": event.get("by") or "",
            "danger": event.get("records", {}).get("danger", ""),
        }
        for record in (each.snapshot() for each in cases)
        for event in record["events"]
        if event["kind"] != "news"
    ]


def audited(tmp_path, rows, mapping=MAPPING % OPENER + RECORDS, book=BOOK):
    with (tmp_path / "log.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
    return kp.audit(tmp_path / "m.yaml", book, now=UNTIL)


def codes(audit):
    return [(each.code, each.facts.get("what", each.name)) for each in audit.findings]


@pytest.fixture(params=["small", "large"])
def _size(request, monkeypatch):
    """Read every log as a small one is read, or as a large one."""
    if request.param == "large":
        monkeypatch.setattr(following, "SOME", 1)


@pytest.mark.usefixtures("_size")
@pytest.mark.parametrize("opener", [OPENER, ""])
@pytest.mark.parametrize("records", [RECORDS, ""])
def test_every_log_that_linked_cases_write_fits(tmp_path, opener, records):
    audit = audited(tmp_path, rows_of(lived()), MAPPING % opener + records)
    assert codes(audit) == []
    assert (audit.count, audit.answers["order"]["kept"]) == (6, 6)
    assert audit.answers["time"]["kept"] == 6


@pytest.mark.parametrize(("to", "ending"), [("xes", "xes"), ("ocel", "json")])
@pytest.mark.parametrize("protocol", ["desk", "care"])
def test_what_is_exported_of_them_fits_as_well(tmp_path, to, ending, protocol):
    cases = [c for c in lived() if c.snapshot()["protocol"] == protocol]
    own = BOOK.protocols[protocol]
    text = kp.export(own, to=to, cases=cases, handbook=BOOK).text
    (tmp_path / f"log.{ending}").write_text(text, encoding="utf-8")
    mapping = f"log: live\nprotocol: {protocol}\nregion: west\nread: log.{ending}\n"
    (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
    audit = kp.audit(tmp_path / "m.yaml", BOOK, now=UNTIL)
    assert (codes(audit), audit.answers["order"]["kept"]) == ([], 3)


def test_what_a_store_writes_of_them_fits_as_well():
    audit = kp.audit(lived(), BOOK)
    assert (codes(audit), audit.answers["order"]["kept"]) == ([], 6)


def test_one_opened_before_the_log_may_stand_where_only_opened_cases_do(tmp_path):
    rows = [row for row in rows_of(lived()) if row["event"] == "help"]
    mapping = MAPPING % OPENER + DAYS
    days = NOW.date(), (NOW + timedelta(days=2)).date()
    rows[0]["opened"] = (NOW - timedelta(days=9)).isoformat()
    audit = audited(tmp_path, rows, mapping % days)
    assert codes(audit) == []
    assert audit.answers["order"]["kept"] == 1


HELP = "help: {title: {en: Help, ru: Помочь, kk: Көмектесу}, by: worker, to: over}"
OTHER_DOOR = {
    "decide: [{when: danger is present, to: urgent}, {to: planned}]": (
        "decide: [{when: danger is absent, to: planned}, {to: urgent}]"
    ),
    "urgent:\n": "urgent:\n    within: {limit: 1 day, basis: proposed}\n",
    "by: worker, to: over}}": f"by: worker, to: over}}, {HELP}}}",
}


def test_what_is_so_of_one_beginning_only_is_not_held_against_anybody(tmp_path):
    """Urgent help is due in a day, planned help is not; either is told as `help`."""
    care = CARE
    for old, new in OTHER_DOOR.items():
        assert old in care
        care = care.replace(old, new)
    book = read_texts({**FILES, "care.yaml": care, "desk.yaml": DESK}).sound()
    row = next(row for row in rows_of(lived()) if row["event"] == "help")
    row["at"] = hours(30).isoformat()
    (case,) = audited(tmp_path, [row], MAPPING % OPENER, book).cases
    assert (case.findings, case.unsure) == ((), ("taken_up", "beginning"))
    assert case.answers["time"] == "cannot_tell"
    # Nobody opened it: then it was urgent.
    audit = audited(tmp_path, [{**row, "opener": ""}], MAPPING % OPENER, book)
    assert codes(audit) == [("late", "urgent")]


def edited(where, **cells):
    """Return the rows of what was lived, some of them with other cells."""
    return [row | cells if where(row) else row for row in rows_of(lived())]


CHILD = {c.snapshot()["opener"]["case"]: c.snapshot()["case"] for c in lived()[1::2]}
ONE = CHILD["desk-0"]


def of(case):
    return lambda row: row["case"] == case


FAULTS = {
    "taken up a second late": (
        edited(of(ONE), at=hours(1.5 + 1 / 3600).isoformat()),
        [("late", "taken_up")],
    ),
    "taken up at the last instant": (edited(of(ONE), at=hours(1.5).isoformat()), []),
    "opened before its opener did anything": (
        edited(of(ONE), opened=hours(0.2).isoformat()),
        [("disorder", "opener")],
    ),
    "opened twice": (
        [*rows_of(lived()), *({**r, "case": "again-1"} for r in rows_of(lived())[4:5])],
        [("disorder", "again")],
    ),
    "opened by one of another protocol": (
        edited(of(ONE), opener=CHILD["desk-1"]),
        [("disorder", "opener")],
    ),
    "opened by itself": (edited(of(ONE), opener=ONE), [("disorder", "ring")]),
    "each opened by the other": (
        edited(of("desk-0"), opener=ONE),
        [("disorder", "ring"), ("disorder", "ring")],
    ),
}


@pytest.mark.usefixtures("_size")
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_how_a_case_was_opened_is_found_and_nothing_else(tmp_path, name):
    rows, expected = FAULTS[name]
    audit = audited(tmp_path, rows)
    assert codes(audit) == expected
    names = sorted({row["case"] for row in rows})
    told = [each for name in names for each in audit.explain(name).findings]
    assert [each.code for each in told] == [code for code, _ in expected]


DAYS_ALONE = [
    # Called on a day, in a case of 06:00, and opened by 06:30: due from 07:00 to 07:30.
    ({"call": "2026-03-18"}, hours(1), [], "kept"),
    ({"call": "2026-03-18"}, hours(1 + 1 / 60), [], "cannot_tell"),
    ({"call": "2026-03-18"}, hours(1.5), [], "cannot_tell"),
    ({"call": "2026-03-18"}, hours(1.5 + 1 / 60), [("late", "taken_up")], "broken"),
    # Called at 06:30, and taken up on a day.
    ({}, "2026-03-18", [], "cannot_tell"),
    ({}, "2026-03-19", [("late", "taken_up")], "broken"),
]


@pytest.mark.usefixtures("_size")
@pytest.mark.parametrize(("acts", "taken_up", "found", "time"), DAYS_ALONE)
def test_on_a_day_alone_a_case_is_taken_up_too_late_only_if_it_always_is(
    tmp_path, acts, taken_up, found, time
):
    rows = [
        row
        | ({"at": str(taken_up)} if row["case"] == ONE else {})
        | ({"at": acts.get(row["event"], row["at"])} if row["case"] == "desk-0" else {})
        for row in rows_of(lived())
    ]
    audit = audited(tmp_path, rows)
    assert codes(audit) == found
    assert audit.explain(ONE).answers["time"] == time


UNTOLD = {
    "the opener is in no file": lambda rows: [r for r in rows if r["case"] != "desk-0"],
    "the opener began before the log": lambda rows: [
        row | {"at": (NOW - timedelta(days=9)).isoformat()}
        if row["case"] == "desk-0"
        else row
        for row in rows
    ],
    "no time can be read of the act that opened it": lambda rows: [
        row | {"at": "soon"} if row["event"] == "call" else row for row in rows
    ],
}


@pytest.mark.usefixtures("_size")
@pytest.mark.parametrize("name", UNTOLD)
def test_of_an_opener_that_is_not_told_nothing_can_be(tmp_path, name):
    rows = UNTOLD[name](rows_of(lived()))
    days = (NOW - timedelta(days=1)).date(), (NOW + timedelta(days=2)).date()
    audit = audited(tmp_path, rows, MAPPING % OPENER + RECORDS + DAYS % days)
    assert codes(audit) == []
    assert audit.explain(ONE).unsure == ("taken_up",)
    assert audit.explain(ONE).answers["time"] == "cannot_tell"


@pytest.mark.usefixtures("_size")
@pytest.mark.parametrize(("wait", "expected"), [("1 hour", []), ("3 hours", [120])])
def test_what_has_ended_need_not_be_taken_up_any_more(tmp_path, wait, expected):
    """By the clock, before or after the hour in which it was to be taken up."""
    care = CARE.replace("planned:\n", f"planned:\n    after: {{{wait}: over}}\n")
    book = read_texts({**FILES, "care.yaml": care, "desk.yaml": DESK}).sound()
    desk = open_case(book.protocols["desk"], reference="d-1", region="west", at=NOW)
    (opening,) = desk.do("call", by=OFFICER, at=hours(0.5)).opened
    opened = open_case(book.protocols["care"], at=hours(0.5), opened_by=opening)
    opened.advance(UNTIL)
    assert opened.is_complete
    for audit in (
        kp.audit([desk, opened], book, now=UNTIL),
        audited(tmp_path, rows_of([desk, opened]), book=book),
    ):
        assert [each.delay // 60_000_000 for each in audit.findings] == expected
        assert codes(audit) == [("late", "taken_up")] * len(expected)
