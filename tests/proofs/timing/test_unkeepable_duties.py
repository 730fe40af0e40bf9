"""Duties that nobody can keep in some case: against a search hour by hour."""

import json
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, reject

from katch_protocols.charts.build import chart
from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.chart import ChartDuty
from katch_protocols.errors import BoundError
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs import unkeepable_duties
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.timing.unkeepable import overdue_duties
from katch_protocols.proofs.unkeepable_duties import never_kept
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from tests.interpreter import UnendingError
from tests.making import make_handbook, make_protocol
from tests.proofs.timing.clockmaking import timed_protocols
from tests.proofs.timing.owing import OwedDuty, over
from tests.proofs.timing.test_worst_case import seldom
from tests.proofs.timing.timed import Asked, Moment, Search, TooLargeError

MOST = 20_000


def found_in(handbook: Handbook) -> set[tuple[str, bool]]:
    """Return the duties that are said to be unkeepable, and whether they recur."""
    drawn = chart(handbook.protocols["first"], handbook)
    explored = explore(compile_chart(drawn), limit=MOST)
    spans = Spans.of(handbook, drawn.protocol)
    return {
        (each.activity, each.again) for each in never_kept(explored, spans, limit=MOST)
    }


def stuck(handbook: Handbook) -> set[tuple[str, bool]]:
    """Return the duties that some case owes when each way on makes it late.

    For each only its own clock is looked at: no other duty keeps time from passing.
    """
    search = Search(handbook.protocols["first"], handbook, Asked("", ""), 1)
    every = [
        replace(duty, act=duty.act.model_copy(update={other: None}))
        for duty in search.duties
        for other in ("every", "within")
        if getattr(duty.act, "within" if other == "every" else "every") is not None
    ]
    return {
        (duty.name, duty.act.within is None)
        for duty in every
        if _is_stuck(search, duty)
    }


def _is_stuck(search: Search, duty: OwedDuty) -> bool:
    search.duties = [duty]
    search.oldest = max(search.oldest, *over([duty]))
    ended: set[Moment] = set()
    before: dict[Moment, list[Moment]] = {}
    owing = {}
    for moment in search.reached():
        owing[moment] = age = _age(search, duty, moment)
        for later in search._next(moment):
            now = _age(search, duty, later)
            if age is not None and (now is None or now < age):
                ended.add(moment)
            before.setdefault(later, []).append(moment)
    waiting = list(ended)
    while waiting:
        for moment in before.get(waiting.pop(), ()):
            if moment not in ended and owing[moment] is not None:
                ended.add(moment)
                waiting.append(moment)
    return any(age is not None and m not in ended for m, age in owing.items())


def _age(search: Search, duty: OwedDuty, moment: Moment) -> int | None:
    """Return how long it has been owed; nothing where it is not."""
    if search.steps.complete(moment.now) or not duty.is_on(search.steps, moment.now):
        return None
    owed, every, _ = duty.names
    return dict(moment.ages).get(owed if duty.act.within else every)


@seldom(30)
@given(timed_protocols("timers and duties alone"))
def test_what_is_found_is_stuck_in_some_case(handbook: Handbook) -> None:
    """The reverse is not so: of several waits, and of pauses, nothing is decided."""
    try:
        found = found_in(handbook)
        late = stuck(handbook) if found else set()
    except (BoundError, TooLargeError, UnendingError):
        reject()
    both = {each.activity for each in _twice(handbook)}
    assert {each for each in found if each[0] not in both} <= late


@seldom(60)
@given(timed_protocols("timers and duties alone"))
def test_what_needs_no_clock_is_found_with_its_clock_no_more(
    handbook: Handbook,
) -> None:
    """Most duties are seen to end without their clocks; with them nothing is added."""
    try:
        found = found_in(handbook)
        with patch.object(unkeepable_duties, "_is_ended", return_value=False):
            every = found_in(handbook)
    except (BoundError, UnendingError):
        reject()
    assert found == every


def _twice(handbook: Handbook) -> list[ChartDuty]:
    """Return the duties that recur only after they were done in time once."""
    drawn = chart(handbook.protocols["first"], handbook)
    return [duty for duty in drawn.duties if duty.after_first]


CASES: dict[str, tuple[dict[str, Any], bool]] = {
    "a wait that begins with it": ({"within": "3 hours", "needs": ("form",)}, True),
    "a wait that is short": ({"within": "5 hours", "needs": ("form",)}, False),
    "for some children": (
        {"within": "3 hours", "needs": ("form",), "when": "d is yes"},
        True,
    ),
    "again and again": ({"every": "3 hours", "needs": ("form",)}, True),
    "from an event before": (
        {"within": "3 hours from go", "needs": ("form",)},
        True,
    ),
    "from an event that puts it off": (
        {"within": "3 hours from wait", "needs": ("form",)},
        False,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_wait_that_is_too_long_ends_nothing_in_time(name: str) -> None:
    act, expected = CASES[name]
    states = {
        "door": {
            "activities": {"ask": {"records": ("d",)}, "go": {"to": "care"}},
        },
        "care": {
            "after": {"5 hours": "over"},
            "activities": {"visit": act, "wait": {}},
        },
        "over": {"final": True},
    }
    book = make_handbook(
        make_protocol(
            {"states": states, "facts": {"d": ("yes", "no")}, "documents": ("form",)},
            name="first",
        )
    )
    assert (found_in(book) != set()) is expected
    assert (stuck(book) != set()) is expected


@pytest.mark.parametrize(("limit", "is_late"), [(2, True), (3, False), (4, False)])
def test_a_wait_of_more_working_days_is_longer_whatever_the_calendar(
    limit: int, *, is_late: bool
) -> None:
    """Two working days can be longer than three others, but not from one instant on."""
    visit = {"within": f"{limit} working days", "needs": ("form",)}
    states = {
        "door": {"activities": {"go": {"to": "care"}}},
        "care": {"after": {"3 working days": "over"}, "activities": {"visit": visit}},
        "over": {"final": True},
    }
    plain = {"states": states, "documents": ("form",)}
    book = make_handbook(make_protocol(plain, name="first"))
    book = book.model_copy(update={"holidays": "KZ"})
    assert (found_in(book) != set()) is is_late


def test_a_wait_that_ran_before_may_end_it_in_time() -> None:
    """It is owed from when somebody asks, which may be late in the wait."""
    states = {
        "care": {
            "after": {"5 hours": "over"},
            "activities": {
                "ask": {"records": ("d",)},
                "visit": {"within": "3 hours", "needs": ("form",), "when": "d is yes"},
            },
        },
        "over": {"final": True},
    }
    book = make_handbook(
        make_protocol(
            {"states": states, "facts": {"d": ("yes", "no")}, "documents": ("form",)},
            name="first",
        )
    )
    assert found_in(book) == set()


def test_a_state_that_is_entered_anew_ends_what_was_owed_in_it() -> None:
    """It was said that nothing ends it, where the clock enters its state every hour."""
    states = {
        "care": {
            "after": {"1 hour": "care"},
            "activities": {"visit": {"within": "3 hours", "needs": ("form",)}},
        },
        "over": {"final": True},
    }
    plain = {"states": states, "documents": ("form",)}
    book = make_handbook(make_protocol(plain, name="first"))
    assert found_in(book) == stuck(book) == set()


CALL = {"call": {"to": "care"}}
SHUT = {"shut": {"to": "over"}}
LONG: dict[str, tuple[dict[str, Any], bool]] = {
    "it counts from before a wait": (
        {
            "door": {"activities": {"call": {"to": "rest"}}},
            "rest": {"after": {"3 hours": "care"}},
            "care": {"activities": {"visit": {"to": "over", "within": "LIMIT"}}},
        },
        True,
    ),
    "that may be again": (
        {
            "door": {"activities": CALL},
            "care": {
                "after": {"3 hours": "over"},
                "activities": {"call": {}, "visit": {"within": "LIMIT", "needs": "f"}},
            },
        },
        False,
    ),
    "waits follow each other": (
        {
            "door": {"activities": CALL},
            "care": {
                "states": {
                    "rest": {"after": {"2 hours": "more"}},
                    "more": {"after": {"1 hour": "last"}},
                    "last": {"activities": SHUT},
                },
                "activities": {"visit": {"within": "LIMIT", "needs": "f"}},
            },
        },
        True,
    ),
    "it is done before they are over": (
        {
            "door": {"activities": CALL},
            "care": {
                "after": {"3 hours": "over"},
                "activities": {"visit": {"within": "LIMIT"}},
            },
        },
        False,
    ),
}


@pytest.mark.parametrize("limit", ["2 hours from call", "3 hours from call"])
@pytest.mark.parametrize("name", LONG)
def test_waits_before_a_duty_or_one_after_the_other_make_it_late(
    name: str, limit: str
) -> None:
    states, is_long = LONG[name]
    text = json.dumps({**states, "over": {"final": True}}).replace("LIMIT", limit)
    plain = {"states": json.loads(text), "documents": ("f",)}
    book = make_handbook(make_protocol(plain, name="first"))
    drawn = chart(book.protocols["first"], book)
    world = world_of(drawn, book, None).without_people
    late = overdue_duties(world, explore(compile_chart(drawn)), limit=MOST)
    expected = ["visit"] if is_long and limit.startswith("2") else []
    assert [duty.activity for duty in late] == expected
