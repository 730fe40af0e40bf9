"""Deadlines that are over in some case before their state begins."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.timing.over_at_entry import over_at_entry
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from tests.interpreter import UnendingError
from tests.proofs.timing.arriving import latest_entry
from tests.proofs.timing.clockmaking import timed_protocols
from tests.proofs.timing.handbooks import make_timed
from tests.proofs.timing.timed import Asked, TooLargeError

CAP = 9
HOUR = 60
STATES = {
    "told": {"activities": {"go": {"to": "met"}}},
    "met": {"activities": {"on": {"to": "plan"}}},
    "plan": {"activities": {"agree": {"to": "over"}}},
    "over": {"final": True},
}


def found(handbook: Handbook, protocol: str = "case") -> dict[str, int]:
    made = chart(handbook.protocols[protocol], handbook)
    explored = explore(compile_chart(made))
    return dict(over_at_entry(made, handbook, lambda: explored))


@pytest.mark.parametrize(
    ("limits", "passed"),
    [
        # The limits before it add up to two days.
        (("1 day", "1 day", "47 hours from told"), 48),
        (("1 day", "1 day", "2 days from told"), None),
        # All count from the same event, and it is in time.
        (("1 day", "2 days from told", "2 days from told"), None),
        (("1 day", "2 days from told", "1 day from told"), 48),
        # It counts from later.
        (("1 day", "1 day", "1 day from go"), None),
        # A working day is a day, or a long weekend: it is too long by any calendar only
        # where its shortest is.
        (("3 working days", "3 working days", "6 working days from told"), None),
        (("3 days", "3 working days", "2 days from told"), 3 * 24 + 5 * 24),
        # Nothing bounds the way.
        ((None, "1 day", "1 day from told"), None),
    ],
)
def test_what_the_steps_before_may_use_up(
    limits: tuple[str | None, str, str], passed: int | None
) -> None:
    known = dict(zip(("told", "met", "plan"), limits, strict=True))
    handbook = make_timed(STATES, {k: v for k, v in known.items() if v is not None})
    assert found(handbook) == ({} if passed is None else {"plan": passed * HOUR})


def test_a_wait_may_use_it_up_only_where_it_can_be_waited_for() -> None:
    states = {**STATES, "met": {"after": {"30 hours": "plan"}}}
    limits = {"told": "10 hours", "plan": "35 hours from told"}
    assert found(make_timed(states, limits)) == {"plan": 40 * HOUR}
    # The wait is longer than its own state may last: nobody comes there in time.
    assert found(make_timed(states, {**limits, "met": "20 hours"})) == {}


def test_of_two_strands_that_begin_at_once_both_are_over() -> None:
    inner = {"activities": {"agree": {"to": "over"}}}
    strands = {name: {"states": {"at": inner}} for name in ("home", "away")}
    states = {**STATES, "plan": {"parallel": strands}}
    limits = {"told": "1 day", "met": "1 day"}
    both = {f"plan.{name}": "30 hours from told" for name in strands}
    told = dict.fromkeys(both, 48 * HOUR)
    assert found(make_timed(states, {**limits, **both})) == told


SELDOM = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@SELDOM
@given(timed_protocols("timers and powers"))
def test_whatever_is_told_can_happen_and_nothing_else_is_late(
    handbook: Handbook,
) -> None:
    made = chart(handbook.protocols["first"], handbook)
    assume(not made.problems and not compile_chart(made).endless)
    asked = [node for node in made.nodes[1:] if node.within and node.clock_start]
    assume(asked)
    told = found(handbook, "first")
    is_plain = not any(each.timers for each in made.nodes) and not any(
        entry.goal is not None and entry.goal.resume for entry in made.entries
    )
    for node in asked:
        assert node.within is not None
        assert node.clock_start is not None
        question = Asked(node.clock_start, node.name)
        try:
            latest = latest_entry(handbook.protocols["first"], handbook, question, CAP)
        except (TooLargeError, UnendingError):
            assume(condition=False)
            raise
        if node.name in told:
            assert latest is not None
            assert min(CAP * HOUR, told[node.name]) <= latest * HOUR
            assert latest > node.within.limit.amount
        elif is_plain and latest != CAP:
            assert latest is None or latest <= node.within.limit.amount
