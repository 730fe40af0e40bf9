"""Duties with clocks of their own in live cases: due, kept, lapsed, owed again."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from katch_protocols.cases.case import Case
from katch_protocols.cases.clock import CaseClock
from katch_protocols.cases.clock_rules import ClockRules
from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.cases.request import Actor
from katch_protocols.charts.build import chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.table import Table
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW
from tests.interpreter import Move, UnendingError
from tests.proofs.timing.clockmaking import timed_protocols
from tests.proofs.timing.handbooks import make_timed
from tests.proofs.timing.test_worst_case import seldom
from tests.proofs.timing.timed import Asked, Moment, Search, TooLargeError

Dues = list[tuple[str, bool, int]]
HOUR = timedelta(hours=1)


def by_search(search: Search, moment: Moment) -> Dues:
    """Return what is owed: the activity, whether again and again, for how long."""
    ages, found = dict(moment.ages), []
    for duty in search.duties:
        owed, every, event = duty.names
        if not duty.is_on(search.steps, moment.now):
            continue
        if duty.act.within and owed in ages:
            found.append((duty.name, False, ages.get(event, ages[owed])))
        if duty.act.every and every in ages:
            found.append((duty.name, True, ages[every]))
    return sorted(found)


def by_clock(clock: CaseClock, word: int, now: Any, oldest: int) -> Dues:
    return sorted(
        (rule.duty.activity, rule.duty.again, min((now - since[0]) // HOUR, oldest))
        for rule, since in clock.owed()
        if rule.is_on(word)
    )


def row_of(table: Table, word: int, move: Move) -> Any:
    return next(
        row
        for row in table.possible(word)
        if (row.activity, row.records) == (move.activity, move.records)
        and table.chart.nodes[row.node].name == move.origin
    )


@seldom(60)
@given(timed_protocols("duties, timers and stops"), st.data())
def test_a_live_case_and_the_search_owe_the_same(
    handbook: Handbook, data: st.DataObject
) -> None:
    found = chart(handbook.protocols["first"], handbook)
    assume(not found.problems and found.duties)
    table = compile_chart(found)
    assume(not table.endless)
    try:
        search = Search(handbook.protocols["first"], handbook, Asked("", ""), 9)
        (moment,) = search.first()
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise
    at, (word, entered) = NOW, table.begun({})
    rules = ClockRules.of(table, HandbookCalendar("UTC", None))
    clock = CaseClock(rules, at, word, entered)
    for _ in range(12):
        known = by_search(search, moment)
        assert by_clock(clock, word, at, search.oldest) == known
        steps = search._steps(moment.now)
        choice = data.draw(st.integers(0, len(steps)), label="step")
        if choice == len(steps):
            at += HOUR
            moment = search._wait(moment)
            continue
        move, after, log = steps[choice]
        row = row_of(table, word, move)
        arrived = Moment(after, moment.ages)
        (moment,) = search._happen(arrived, log, move, moment.now)
        clock.take(row, word, (at, 0))
        word = row.after(word)
    assert by_clock(clock, word, at, search.oldest) == by_search(search, moment)


OFFICER = Actor("u1", roles=("officer",), agency="police", region=None)


def begin(activities: dict[str, Any], **more: Any) -> Case:
    states = {
        "care": {"activities": {**activities, "close": {"to": "over"}}, **more},
        "over": {"final": True},
    }
    handbook = make_timed(states, {})
    protocol = handbook.protocols["case"]
    return open_case(protocol, reference="c", region=None, at=NOW)


def dues(case: Case, hours: int) -> list[tuple[str | None, int, int, bool]]:
    """Return activity, since and at in hours from the opening, and whether again."""
    return [
        (due.activity, (due.since - NOW) // HOUR, (due.at - NOW) // HOUR, due.every)
        for due in case.due(NOW + hours * HOUR) + case.overdue(NOW + hours * HOUR)
    ]


def do(case: Case, activity: str, hours: int) -> None:
    case.do(activity, by=OFFICER, at=NOW + hours * HOUR)


def test_a_duty_is_due_until_it_is_done() -> None:
    case = begin({"plan": {"within": "3 hours"}})
    assert dues(case, 0) == [("plan", 0, 3, False)]
    assert [due.activity for due in case.overdue(NOW + 4 * HOUR)] == ["plan"]
    do(case, "plan", 2)
    assert dues(case, 2) == []


def test_again_and_again_counts_from_each_time() -> None:
    case = begin({"visit": {"every": "7 days"}})
    assert dues(case, 0) == [("visit", 0, 168, True)]
    do(case, "visit", 24)
    assert dues(case, 24) == [("visit", 24, 192, True)]


def test_with_both_the_second_clock_starts_when_it_is_first_done() -> None:
    case = begin({"visit": {"within": "1 day", "every": "7 days"}})
    assert dues(case, 0) == [("visit", 0, 24, False)]
    do(case, "visit", 5)
    assert dues(case, 5) == [("visit", 5, 173, True)]


def test_an_event_brings_a_duty_and_brings_it_again() -> None:
    found = {"found": {}, "tell": {"when": "done found", "within": "1 day from found"}}
    case = begin(found)
    assert dues(case, 0) == []
    do(case, "found", 1)
    do(case, "found", 2)
    assert dues(case, 2) == [("tell", 2, 26, False)]
    do(case, "tell", 3)
    assert dues(case, 3) == []
    do(case, "found", 4)
    assert dues(case, 4) == [("tell", 4, 28, False)]


def test_a_duty_lapses_with_its_state_and_an_end_owes_nothing() -> None:
    case = begin({"plan": {"within": "3 hours"}})
    do(case, "close", 1)
    assert dues(case, 1) == []


@pytest.mark.parametrize("limit", ["3 hours", "2 working days"])
def test_a_copy_of_the_records_owes_the_same(limit: str) -> None:
    case = begin({"plan": {"within": limit}, "look": {}})
    do(case, "look", 1)
    assert case.due(NOW + HOUR)[0].since == NOW


def test_a_duty_in_a_state_that_is_left_at_once_is_owed_by_nobody():
    states = {
        "weigh": {
            "decide": [(None, "care")],
            "activities": {"note": {"within": "1 hour"}},
        },
        "care": {"activities": {"close": {"to": "over"}, "again": {"to": "weigh"}}},
        "over": {"final": True},
    }
    protocol = make_timed(states, {}).protocols["case"]
    case = open_case(protocol, reference="c", region=None, at=NOW)
    assert (case.now.states, case.due(NOW)) == (("care",), ())
    assert "note" not in case.possible(at=NOW)
    case.do("again", by=OFFICER, at=NOW)
    assert (case.now.states, case.overdue(NOW + timedelta(days=9))) == (("care",), ())
