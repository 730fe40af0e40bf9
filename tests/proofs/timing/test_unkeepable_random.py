"""Deadlines that no case keeps, beside a search hour by hour in which all may be late.

With ``from`` nothing is asked: what it counts from may begin the clock anew.
"""

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.timing.unkeepable import unkeepable_deadlines
from katch_protocols.semantics.compile import compile_chart
from tests.interpreter import UnendingError
from tests.proofs.timing.clockmaking import timed_protocols
from tests.proofs.timing.handbooks import make_timed
from tests.proofs.timing.timed import Asked, Moment, Search, TooLargeError

DRAWN = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


class _Leaving(Search):
    """Cases in which the clock alone waits: when each state may be left first."""

    def __init__(self, handbook: Handbook) -> None:
        (protocol, *_) = handbook.protocols.values()
        super().__init__(protocol, handbook, Asked("", ""), 1)
        self.asked_of = {
            path: limit.limit.amount
            for path, limit in self.limits.items()
            if limit.start is None
        }
        self.limits, self.events, self.duties = {}, {}, []

    def soonest(self) -> dict[str, int | None]:
        """Return of each state that is entered after how many hours it may be left."""
        found: dict[str, int | None] = {}
        for moment in self.reached():
            if self.steps.complete(moment.now):
                continue
            for path in self.asked_of.keys() & moment.now.active:
                before, age = found.setdefault(path, None), dict(moment.ages)[path]
                if (before is None or age < before) and self._is_left(moment, path):
                    found[path] = age
        return found

    def _is_left(self, moment: Moment, path: str) -> bool:
        for move, after, log in self._steps(moment.now):
            begun = {state for one in log for state in self._begun(*one)}
            is_left = path not in after.active or path in begun
            if is_left and self._is_due(moment, move):
                return True
        return False


def judge(handbook: Handbook, *, exact: bool) -> None:
    (protocol, *_) = handbook.protocols.values()
    found = chart(protocol, handbook)
    assume(not found.problems and not compile_chart(found).endless)
    told = {each.state for each in unkeepable_deadlines(found, handbook)}
    try:
        search = _Leaving(handbook)
        soonest = search.soonest()
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise
    for state, least in soonest.items():
        # Of what is never left at all other rules tell.
        if least is not None and (exact or state in told):
            assert (state in told) is (least > search.asked_of[state]), (state, least)


@DRAWN
@given(timed_protocols("timers and powers"))
def test_what_is_told_is_kept_in_no_case(handbook: Handbook) -> None:
    judge(handbook, exact=False)


@st.composite
def waiting(draw: st.DrawFn) -> Handbook:
    """States that the clock moves on, some of them inside another with a limit."""
    inner, outer = ("a", "b", "c"), ("home", "ends")
    everywhere = ("stay", "stay.b", "stay.c", *outer)

    def state(name: str) -> dict[str, Any]:
        made: dict[str, Any] = {"activities": {}}
        if draw(st.integers(0, 3)):
            made["after"] = {f"{draw(st.integers(1, 4))} hours": target()}
        if not draw(st.integers(0, 2)):
            made["activities"][f"leave_{name}"] = {"to": target()}
        return made

    def target() -> str:
        return draw(st.sampled_from(everywhere))

    states = {
        "stay": {"states": {name: state(name) for name in inner}},
        "home": state("home"),
        "ends": {"final": True},
    }
    places = ("stay", "stay.a", "stay.b", "stay.c", "home")
    limits = {
        place: f"{draw(st.integers(1, 6))} hours"
        for place in places
        if draw(st.booleans())
    }
    return make_timed(states, limits)


@DRAWN
@given(waiting())
def test_what_waits_take_longer_than_is_told(handbook: Handbook) -> None:
    judge(handbook, exact=True)
