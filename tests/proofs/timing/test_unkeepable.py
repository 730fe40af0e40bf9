"""Deadlines that waits alone use up, for what must be waited for takes longer."""

from typing import Any

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.timing.unkeepable import Unkeepable, unkeepable_deadlines
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from tests.proofs.timing.handbooks import make_timed


def unkeepable(found: Chart, handbook: Handbook) -> tuple[Unkeepable, ...]:
    """Return what is unkeepable; the same whether or not everything was explored."""
    explored = explore(compile_chart(found))
    late = unkeepable_deadlines(found, handbook)
    assert unkeepable_deadlines(found, handbook, explore=lambda: explored) == late
    return late


def test_a_deadline_that_a_wait_uses_up_cannot_be_kept() -> None:
    states = {
        "stay": {"states": {"rest": {"after": {"30 days": "over"}}}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {"stay": "20 days"})
    found = chart(handbook.protocols["case"], handbook)
    (late,) = unkeepable(found, handbook)
    assert (late.state, str(late.needed), late.at_entry) == ("stay", "30 days", False)
    assert late.start == "stay"


def test_a_clock_that_started_long_ago_can_be_over_at_entry() -> None:
    states = {
        "rest": {"after": {"30 days": "plan"}},
        "plan": {"activities": {"agree": {"to": "over"}}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {"plan": "14 days from rest"})
    found = chart(handbook.protocols["case"], handbook)
    (late,) = unkeepable(found, handbook)
    assert (late.state, str(late.needed), late.at_entry) == ("plan", "30 days", True)


def test_of_a_case_that_passes_by_what_a_clock_counts_from_nothing_is_told() -> None:
    """Who skips the rest has all the time from entry: only where it began is named."""
    states: dict[str, Any] = {
        "told": {"activities": {"look": {"to": "rest"}, "skip": {"to": "plan"}}},
        "rest": {"after": {"30 days": "plan"}},
        "plan": {"activities": {"agree": {"to": "over"}}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {"plan": "14 days from look"})
    found = chart(handbook.protocols["case"], handbook)
    (late,) = unkeepable(found, handbook)
    assert (late.state, late.start, late.at_entry) == ("plan", "look", True)


def test_deadlines_that_can_be_kept_are_not_named() -> None:
    states = {
        "stay": {"states": {"rest": {"after": {"30 days": "over"}}}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {"stay": "30 days"})
    found = chart(handbook.protocols["case"], handbook)
    assert unkeepable(found, handbook) == ()


def test_a_step_that_starts_the_clock_anew_is_in_time_however_long_ago_the_last() -> (
    None
):
    states = {
        "rest": {"after": {"30 days": "ready"}},
        "ready": {"activities": {"begin": {"to": "plan"}, "stop": {"to": "over"}}},
        "plan": {"activities": {"agree": {"to": "rest"}}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {"plan": "14 days from begin"})
    assert unkeepable(chart(handbook.protocols["case"], handbook), handbook) == ()


def test_what_a_clock_counts_from_may_begin_it_anew_while_the_case_rests() -> None:
    """Who calls after a day has a day more, and then the case moves on by itself."""
    states: dict[str, Any] = {
        "rest": {"after": {"2 days": "over"}, "activities": {"call": {}}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {"rest": "1 day from call"})
    assert unkeepable(chart(handbook.protocols["case"], handbook), handbook) == ()
    # Nobody counts on a power.
    states["rest"]["activities"]["call"] = {"may": True}
    handbook = make_timed(states, {"rest": "1 day from call"})
    (late,) = unkeepable(chart(handbook.protocols["case"], handbook), handbook)
    assert (late.state, str(late.needed), late.at_entry) == ("rest", "2 days", False)
    # Counted from the entry: a case in which the power begins it anew may be in time.
    assert late.start == "rest"


@pytest.mark.parametrize(
    ("limit", "needed"), [("36 hours", "2 days"), ("2 days", None)]
)
def test_waits_before_a_state_and_in_it_add_up(limit: str, needed: str | None) -> None:
    states = {
        "told": {"activities": {"call": {"to": "rest"}}},
        "rest": {"after": {"1 day": "plan"}},
        "plan": {"after": {"1 day": "over"}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {"plan": f"{limit} from call"})
    found = unkeepable(chart(handbook.protocols["case"], handbook), handbook)
    assert [str(each.needed) for each in found] == ([] if needed is None else [needed])


@pytest.mark.parametrize(
    ("waits", "needed"),
    [
        ({"rest": "5 working days"}, "5 working days"),
        ({"rest": "3 working days"}, "3 working days"),
        ({"rest": "2 working days"}, None),
        # One of the two must pass, and both are longer.
        ({"rest": "5 working days", "lie": "4 working days"}, "4 working days"),
        ({"rest": "5 working days", "lie": "1 working day"}, None),
        ({"rest": "5 working days", "lie": "30 days"}, "5 days"),
    ],
)
def test_a_longer_wait_of_the_same_words_uses_a_deadline_up_under_every_calendar(
    waits: dict[str, str], needed: str | None
) -> None:
    """Two working days can be longer than five other working days."""
    acts = {f"go_{name}": {"to": f"stay.{name}"} for name in waits}
    inside = {name: {"after": {wait: "over"}} for name, wait in waits.items()}
    states: dict[str, Any] = {
        "stay": {"states": {"first": {"activities": acts}, **inside}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {"stay": "2 working days"}, holidays="KZ")
    found = unkeepable(chart(handbook.protocols["case"], handbook), handbook)
    told = [] if needed is None else [needed]
    assert [str(each.needed) for each in found] == told


def test_a_longer_wait_that_began_before_the_deadline_may_end_in_time() -> None:
    states: dict[str, Any] = {
        "around": {
            "after": {"3 working days": "over"},
            "states": {
                "first": {"activities": {"go": {"to": "around.plan"}}},
                "plan": {},
            },
        },
        "over": {"final": True},
    }
    limits = {"around.plan": "2 working days"}
    handbook = make_timed(states, limits, holidays="KZ")
    assert unkeepable(chart(handbook.protocols["case"], handbook), handbook) == ()
