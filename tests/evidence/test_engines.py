"""Three engines, one answer: case by case, on random protocols and spoilt logs.

The definition judges every case by itself. The others pass cases that keep everything,
and may leave any to it; so what is compared is what all three tell of each case.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from katch_protocols.cases.event import EventKind
from katch_protocols.evidence.automaton import classes
from katch_protocols.evidence.logs.events import micros
from katch_protocols.evidence.logs.ordering import LogWindow
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogColumns, LogFact, LogMapping, NamedInLog
from tests.cases.harbour import NOW as HARBOUR_NOW
from tests.cases.harbour import book, handbook
from tests.cases.living import NOW, begun, bound_by, lived
from tests.cases.test_taken_up_at_once import TEXT
from tests.evidence.coding import audits, seen
from tests.evidence.logs import COLUMNS, UNTIL, case_rows
from tests.evidence.test_faults import FAULTS
from tests.proofs.random_worlds import OTHERS, TIMED, World, sentences
from tests.proofs.timing.clockmaking import timed_protocols
from tests.strategies import make_world, small_worlds

FEW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
Row = dict[str, str]
Fault = Callable[[list[Row], int, Random], None]
PLAIN = small_worlds().map(make_world)
CLOCKED = timed_protocols("timers and stops, duties and powers")
KINDS = [*OTHERS, *(f"{kind} timed" for kind in TIMED), "different", "same_person"]
MINUTE = timedelta(minutes=1)


def rows_of(case, number: int) -> Iterator[Row]:
    """Yield what was lived as the rows of another system's log."""
    for event in case.events:
        if event.kind in {EventKind.NEWS, EventKind.STAND_IN}:
            continue
        deed = event.deed
        seats = (f"{r}/{a or ''}/{t}" for r, t, a in event.together_with)
        yield {
            "case": f"c-{number}",
            "opened": case.opened.isoformat(),
            "event": event.activity,
            "at": event.at.isoformat(),
            "role": deed.role or "",
            "agency": deed.agency or "",
            "person": event.by or "",
            "with": ";".join(seats),
            "origin": deed.origin or "",
            **{f"fact {name}": value for name, value in deed.records.items()},
        }


def _value(name: str, *values: str) -> Fault:
    def put(rows: list[Row], here: int, random: Random) -> None:
        rows[here][name] = random.choice(values)

    return put


def _drop(rows: list[Row], here: int, _: Random) -> None:
    del rows[here]


def _twice(rows: list[Row], here: int, random: Random) -> None:
    rows.insert(random.randrange(len(rows) + 1), dict(rows[here]))


def _moved(rows: list[Row], here: int, random: Random) -> None:
    at = datetime.fromisoformat(rows[here]["at"])
    rows[here]["at"] = (at + MINUTE * random.choice((-60, 1, 60, 600))).isoformat()


def _day(rows: list[Row], here: int, _: Random) -> None:
    rows[here]["at"] = rows[here]["at"][:10]


def _tied(rows: list[Row], here: int, _: Random) -> None:
    for row in rows[here:]:
        row["at"] = rows[here]["at"]


SPOILS = (
    _drop,
    _twice,
    _moved,
    _day,
    _tied,
    _value("role", "nurse", "teacher", "officer;nurse", ""),
    _value("role", "nurse", "teacher"),
    _value("agency", "clinic", "school", "police;school", ""),
    _value("person", "officer-0", "nurse-1", ""),
    _value("event", "no such thing"),
)


def spoilt(rows: list[Row], random: Random) -> list[Row]:
    """Put faults into the rows of a case, or none."""
    rows = [dict(row) for row in rows]
    for _ in range(random.choice((0, 0, 1, 1, 2, 3))):
        if rows:
            random.choice(SPOILS)(rows, random.randrange(len(rows)), random)
    return rows


@FEW
@given(st.one_of(PLAIN, CLOCKED), st.data(), st.randoms(use_true_random=False))
def test_three_engines_say_the_same_of_every_case(
    handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    world = World(handbook)
    rules = []
    for kind in data.draw(st.permutations(KINDS))[: data.draw(st.integers(0, 2))]:
        name, _, timed = kind.partition(" ")
        rules.append(data.draw(sentences(name, world, timed=bool(timed))))
    bound = bound_by(handbook, rules)
    rows: list[Row] = []
    latest = NOW
    facts: dict[str, LogFact] = {}
    for number in range(6):
        life = begun(bound)
        lived(life, random, set(), most=12)
        latest = max(latest, life.case.last)
        rows += spoilt([*rows_of(life.case, number)], random)
        compiled = life.case.view().compiled
        facts = {n: LogFact(column=f"fact {n}") for n in compiled.chart.facts}
    # What the log never tells: nothing, or one or two activities.
    names = sorted(compiled.chart.activities)
    silent = random.sample(names, min(random.choice((0, 1, 2)), len(names)))
    rows = [row for row in rows if row["event"] not in silent]
    if random.random() < 0.5:
        rows.sort(key=lambda row: row["at"])
    columns = LogColumns(
        case="case",
        activity="event",
        at="at",
        opened="opened",
        **{
            name: "with" if name == "together_with" else name
            for name in ("role", "agency", "person", "together_with", "origin")
            if random.random() < 0.8
        },
    )
    mapping = LogMapping(
        id="log",
        protocol=NamedInLog(name="first"),
        region=NamedInLog(name=next(iter(bound.regions), None)),
        columns=columns,
        records=facts if random.random() < 0.7 else {},
        not_logged=tuple(silent),
    )
    # Cut at either end, or at none.
    since = random.choice((None, NOW + 30 * MINUTE, NOW + 90 * MINUTE))
    until = latest + random.choice((-200, 1, 1, 6000)) * MINUTE
    now = max(until, latest + random.choice((-1, 1, 1, 1)) * MINUTE)
    window = LogWindow(
        None if since is None else micros(since), micros(until), micros(now)
    )
    definition, *others = audits(rows, mapping, bound, window)
    for each in others:
        assert seen(each) == seen(definition)


def test_every_fault_is_seen_by_every_engine() -> None:
    rows = [
        {**row, "case": f"a-{number}"}
        for number, (fault, _) in enumerate(FAULTS.values())
        for row in fault(case_rows())
    ]
    mapping = LogMapping(
        id="log",
        protocol=NamedInLog(name="referral"),
        region=NamedInLog(name="east"),
        columns=COLUMNS,
        records={"danger": LogFact(column="danger")},
    )
    window = LogWindow(None, micros(UNTIL), micros(UNTIL))
    definition, *others = audits(rows, mapping, book(), window)
    for each in others:
        assert seen(each) == seen(definition)
        # Without any fault, in the last instant, in that of working days.
        assert each.count - len(each.judged) == 3


@pytest.mark.parametrize("bound", ["MOST_CELLS", "MOST_LETTERS"])
def test_above_a_bound_cases_are_followed_by_the_rows(bound, monkeypatch) -> None:
    rows = [
        {**row, "case": f"a-{number}"}
        for number, (fault, _) in enumerate(FAULTS.values())
        for row in fault(case_rows())
    ]
    mapping = LogMapping(
        id="log",
        protocol=NamedInLog(name="referral"),
        region=NamedInLog(name="east"),
        columns=COLUMNS,
    )
    window = LogWindow(None, micros(UNTIL), micros(UNTIL))
    usual = [seen(each) for each in audits(rows, mapping, book(), window)]
    monkeypatch.setattr(classes, bound, 10)
    monkeypatch.setattr(classes, "_kept", OrderedDict())
    found = audits(rows, mapping, book(), window)
    assert [known for _, known in classes._kept.values()] == [None]
    assert [seen(each) for each in found] == usual
    # None was passed by a table: every case was looked at by itself.
    assert all(len(each.judged) == each.count for each in found)


def test_above_a_bound_nobody_tells_where_a_case_was_as_the_log_began(monkeypatch):
    # Three events of each are before the log.
    rows = [row for n in range(4) for row in case_rows(f"a-{n}")]
    mapping = LogMapping(
        id="log",
        protocol=NamedInLog(name="referral"),
        region=NamedInLog(name="east"),
        columns=COLUMNS,
        records={"danger": LogFact(column="danger")},
    )
    since = micros(HARBOUR_NOW + timedelta(hours=2.5))
    window = LogWindow(since, micros(UNTIL), micros(UNTIL))
    monkeypatch.setattr(classes, "MOST_LETTERS", 3)
    monkeypatch.setattr(classes, "_kept", OrderedDict())
    for found in audits(rows, mapping, book(), window):
        assert not found.is_broken
        assert {each["cannot_tell"] for each in found.answers.values()} == {4}


def test_what_an_event_may_be_is_tried_out_in_the_order_of_the_definition() -> None:
    # Nothing tells whether danger was found: two ways go on from the first event.
    rows = [row for n in range(4) for row in case_rows(f"a-{n}")]
    rows += case_rows("gap")[:2]
    mapping = LogMapping(
        id="log",
        protocol=NamedInLog(name="referral"),
        region=NamedInLog(name="east"),
        columns=COLUMNS,
    )
    window = LogWindow(None, micros(UNTIL), micros(UNTIL))
    definition, arrays, compiled, _ = audits(rows, mapping, book(), window)
    assert seen(arrays) == seen(compiled) == seen(definition)
    assert (len(arrays.judged), len(compiled.judged)) == (5, 1)


def test_cases_that_began_before_the_log_are_followed_from_where_they_can_have_been():
    rows = [row for n in range(4) for row in case_rows(f"a-{n}")]
    mapping = LogMapping(
        id="log",
        protocol=NamedInLog(name="referral"),
        region=NamedInLog(name="east"),
        columns=COLUMNS,
        records={"danger": LogFact(column="danger")},
    )
    # The log begins before the hearing, or before the handover is acknowledged.
    for hours, answer in ((2.5, "kept"), (1.5, "cannot_tell")):
        since = micros(HARBOUR_NOW + timedelta(hours=hours))
        window = LogWindow(since, micros(UNTIL), micros(UNTIL))
        definition, arrays, compiled, parts = audits(rows, mapping, book(), window)
        assert seen(arrays) == seen(compiled) == seen(parts) == seen(definition)
        assert (len(arrays.judged), len(compiled.judged)) == (0, 0)
        assert {row["time"] for row in compiled.verdicts()} == {answer}
        assert {row["safeguards"] for row in compiled.verdicts()} == {"cannot_tell"}
        assert compiled.reading.left_out == definition.reading.left_out


@pytest.mark.parametrize(("late", "broken"), [(0, 0), (1, 1)])
def test_what_a_step_enters_and_takes_up_at_once_is_late_from_that_step(
    late: int, broken: int
) -> None:
    """In the second visit as in the first: its clock does not count from the first."""
    steps = [("go", 0), ("leave", 90), ("go", 120), ("leave", 240 + late)]
    rows = [
        {
            "case": "a-1",
            "opened": HARBOUR_NOW.isoformat(),
            "event": name,
            "at": (HARBOUR_NOW + minutes * MINUTE).isoformat(),
        }
        for name, minutes in steps
    ]
    mapping = LogMapping(
        id="log",
        protocol=NamedInLog(name="search"),
        region=NamedInLog(name="east"),
        columns=LogColumns(case="case", activity="event", at="at", opened="opened"),
    )
    until = micros(HARBOUR_NOW + 250 * MINUTE)
    texts = handbook(search=TEXT.format(on_pause="stop"))
    every = audits(rows, mapping, texts, LogWindow(None, until, until))
    assert [each.answers["time"]["broken"] for each in every] == [broken] * 4
