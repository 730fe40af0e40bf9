"""Deadlines that no case keeps, beside a search in which everybody may be late."""

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.timing.unkeepable import unkeepable_deadlines
from katch_protocols.semantics.compile import compile_chart
from tests.interpreter import Configuration, Move, UnendingError
from tests.proofs.timing.clockmaking import timed_protocols
from tests.proofs.timing.handbooks import make_timed
from tests.proofs.timing.timed import Asked, Log, Moment, Search, TooLargeError

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


class _Counted(Search):
    """Cases in which the clock alone waits, and deadlines that count from an event."""

    def __init__(self, handbook: Handbook) -> None:
        (protocol, *_) = handbook.protocols.values()
        super().__init__(protocol, handbook, Asked("", ""), 1)
        self.asked_of = {
            path: limit.limit.amount
            for path, limit in self.limits.items()
            if limit.start is not None
        }
        self.limits, self.duties = {}, []

    def kept(self) -> Iterator[tuple[str, str, bool]]:
        """Yield what some case keeps: the state, from what it counts, if at entry."""
        for moment in self.reached():
            if self.steps.complete(moment.now):
                continue
            for move, after, log in self._steps(moment.now):
                if self._is_due(moment, move):
                    yield from self._kept_by(moment, move, after, log)

    def _kept_by(
        self, moment: Moment, move: Move, after: Configuration, log: Log
    ) -> Iterator[tuple[str, str, bool]]:
        begun = {state for one in log for state in self._begun(*one)}
        names = [move.activity, *(name for entered, _ in log for name in entered)]
        happens = frozenset().union(*self._meant(names))
        ages = dict(moment.ages)
        for path, limit in self.asked_of.items():
            event = self.events[path]
            since = ages.get(f"event {path}")
            is_entered = path in begun and event not in happens
            if is_entered and since is not None and since <= limit:
                yield path, event, True
            if path not in moment.now.active or self._age(moment, path) > limit:
                continue
            if path not in after.active or path in begun:
                yield path, path, False
                if since is not None:
                    yield path, event, False


@st.composite
def counted(draw: st.DrawFn) -> Handbook:
    """States that the clock moves on, with limits that count from what was before."""
    inner = ("a", "b", "c")
    strands = {"left": ("d", "e"), "right": ("f", "g")}
    everywhere = ("stay", "both", "home", "ends", "resume stay", "resume both")

    def state(name: str, beside: tuple[str, ...]) -> dict[str, Any]:
        around = (*beside, *beside, *beside, *everywhere)
        made: dict[str, Any] = {"activities": {}}
        if draw(st.integers(0, 3)):
            to = draw(st.sampled_from(around))
            made["after"] = {f"{draw(st.integers(1, 4))} hours": to}
        if not draw(st.integers(0, 2)):
            made["activities"][f"leave_{name}"] = {"to": draw(st.sampled_from(around))}
        if not draw(st.integers(0, 2)):
            made["activities"][f"say_{name}"] = {}
        return made

    states = {
        "home": state("home", ("stay", "both")),
        "stay": {"states": {name: state(name, inner) for name in inner}},
        "both": {
            "parallel": {
                strand: {"states": {name: state(name, names) for name in names}}
                for strand, names in strands.items()
            }
        },
        "ends": {"final": True},
    }
    acts = [
        act
        for one in (
            states["home"],
            *states["stay"]["states"].values(),
            *(
                inside
                for strand in states["both"]["parallel"].values()
                for inside in strand["states"].values()
            ),
        )
        for act in one["activities"]
    ]
    events = st.sampled_from(["home", "stay", "both", *inner, "d", "f", "g", *acts])
    places = ("stay", "stay.b", "stay.c", "both", "both.left.e", "both.right.g", "home")
    limits = {
        place: f"{draw(st.integers(1, 4))} hours from {draw(events)}"
        for place in places
        if draw(st.booleans())
    }
    return make_timed(states, limits)


@DRAWN
@given(counted())
def test_what_is_told_from_an_event_is_kept_in_no_case(handbook: Handbook) -> None:
    (protocol, *_) = handbook.protocols.values()
    found = chart(protocol, handbook)
    assume(not found.problems and not compile_chart(found).endless)
    told = [
        each
        for each in unkeepable_deadlines(found, handbook)
        if found.node(each.state).clock_start is not None
    ]
    assume(told)
    try:
        search = _Counted(handbook)
        kept = set(search.kept())
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise
    for each in told:
        event = search.events[each.state]
        start = each.state if each.start == each.state else event
        assert (each.state, start, each.at_entry) not in kept
