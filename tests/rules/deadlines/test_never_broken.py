"""Deadlines that are told as never broken, beside a search hour by hour."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.rules.context import Context
from katch_protocols.rules.deadlines import clock
from katch_protocols.semantics.compile import compile_chart
from tests.interpreter import UnendingError
from tests.proofs.timing.clockmaking import timed_protocols
from tests.proofs.timing.timed import Asked, Search, TooLargeError
from tests.rules.saltmarsh import referral, seen

STATES = """  reported:
    title: Concern reported
    held_by: duty_officer
    on_pause: {on_pause}
    initial: waiting
    states:
      waiting:
        title: Waiting
        within: 72 hours
        after: {{24 hours: {to}}}
        activities:
          make_safe: {{title: Make safe, by: duty_officer, to: closed}}
          report_lost: {{title: Report the child lost, by: duty_officer, to: lost}}
      seen:
        title: Seen
        activities:
          close: {{title: Close, by: duty_officer, to: closed}}
  lost:
    title: Child lost
    held_by: duty_officer
    activities:
      find: {{title: Find the child, by: duty_officer, to: {found}}}
"""


@pytest.mark.parametrize(
    ("on_pause", "to", "found", "is_told"),
    [
        ("keep running", "closed", "closed", True),
        # The clock moves on, and the deadline is over before the case does.
        ("keep running", "closed", "resume reported", False),
        ("stop", "closed", "resume reported", False),
        ("stop", "seen", "resume reported", True),
        ("restart", "closed", "resume reported", True),
        # What takes up again what it leaves comes again and again.
        ("keep running", "resume reported", "closed", False),
        ("stop", "resume reported", "closed", False),
        ("restart", "resume reported", "closed", True),
    ],
)
def test_what_is_taken_up_again_may_be_late(
    on_pause: str, to: str, found: str, *, is_told: bool
) -> None:
    text = STATES.format(on_pause=on_pause, to=to, found=found)
    told = seen("deadline-never-broken", {"referral.yaml": referral(text)})
    assert bool(told) is is_told


class _Lateness(Search):
    """Cases in which everybody may be late: how old each deadline gets."""

    def __init__(self, handbook: Handbook) -> None:
        super().__init__(handbook.protocols["first"], handbook, Asked("", ""), 1)
        self.asked_of = {
            path: limit.limit.amount
            for path, limit in self.limits.items()
            if limit.start is None
        }
        self.oldest += 1
        self.limits, self.events, self.duties = {}, {}, []

    def late(self) -> set[str]:
        """Return the states in which some case is when their deadline is over."""
        found: set[str] = set()
        for moment in self.reached():
            if self.steps.complete(moment.now):
                continue
            ages = dict(moment.ages)
            found |= {
                path
                for path in self.asked_of.keys() & moment.now.active
                if ages[path] > self.asked_of[path]
            }
        return found


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(timed_protocols("timers, some of which take up again, and stops"))
def test_what_is_told_is_late_in_no_case(handbook: Handbook) -> None:
    made = chart(handbook.protocols["first"], handbook)
    assume(not made.problems and not compile_chart(made).endless)
    spots = clock._deadline_never_broken.spots(Context(handbook))
    told = {spot.path[:-1] for spot in spots}
    assume(told)
    try:
        late = _Lateness(handbook).late()
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise
    assert {node.path for node in made.nodes if node.name in late}.isdisjoint(told)
