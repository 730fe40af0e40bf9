"""Worst-case times equal those of an exhaustive search, hour by hour."""

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.durations import Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.safeguards.after_then import AfterThen
from katch_protocols.model.states import OnPause, State, StateKind, Timer
from katch_protocols.proofs.timing.within import prove_within
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.compile import compile_chart
from tests.interpreter import UnendingError
from tests.making import make_handbook, make_protocol
from tests.proofs.timing.timed import TooLargeError, longest_wait
from tests.strategies_authors import FACTS, PAPERS, Author, Shape

SHAPE = Shape("abcd", "uv", "first", depth=2)
MOST = 6


def hours(amount: int) -> Duration:
    return Duration(amount=amount, unit=Unit.HOURS)


class Clockmaker:
    """Gives the states of a random protocol deadlines, timers and rules of pauses."""

    def __init__(self, draw: st.DrawFn, events: list[str], *, simple: bool) -> None:
        self.draw, self.events, self.simple = draw, events, simple

    def protocol(self, plain: Protocol) -> Protocol:
        states = {name: self.state(one) for name, one in plain.states.items()}
        return plain.model_copy(update={"states": states})

    def state(self, plain: State) -> State:
        update: dict[str, Any] = {
            "states": {name: self.state(one) for name, one in plain.states.items()},
            "parallel": {name: self.state(one) for name, one in plain.parallel.items()},
            "after": self.timers(plain),
        }
        if plain.kind not in {StateKind.CHOICE, StateKind.FINAL}:
            update["within"] = self.deadline()
            rules = [OnPause.KEEP_RUNNING, OnPause.RESTART]
            rules += [] if self.simple else [OnPause.STOP]
            update["on_pause"] = self.draw(st.sampled_from(rules))
        return plain.model_copy(update=update)

    def timers(self, plain: State) -> tuple[Timer, ...]:
        if self.simple:
            return ()
        return tuple(
            Timer(limit=hours(self.draw(st.integers(1, 3))), to=timer.to)
            for timer in plain.after
        )

    def deadline(self) -> Deadline | None:
        if self.draw(st.integers(0, 3)) == 0:
            return None
        start = None
        if self.draw(st.integers(0, 3)) == 0:
            start = self.draw(st.sampled_from(self.events))
        return Deadline(limit=hours(self.draw(st.integers(1, 3))), start=start)


@st.composite
def timed_protocols(draw: st.DrawFn, *, simple: bool) -> Handbook:
    author = Author(draw, SHAPE)
    plain = author.protocol()
    author.fill(outer_acts=())
    protocol = make_protocol(
        {**plain, "facts": {**FACTS, "consent": ("given",)}, "documents": PAPERS},
        name="first",
    )
    events = [*author.acts, *author.states]
    return make_handbook(Clockmaker(draw, events, simple=simple).protocol(protocol))


def asked(handbook: Handbook, draw: st.DataObject) -> tuple[Any, str, str]:
    found = chart(handbook.protocols["first"], handbook)
    assume(not found.problems)
    assume(not compile_chart(found).endless)
    names = [*found.activities, *(node.name for node in found.nodes[1:])]
    names += [timer.name for node in found.nodes for timer in node.timers]
    known = [name for name in names if "(" not in name]
    first = draw.draw(st.sampled_from(known), label="after")
    then = draw.draw(st.sampled_from(known), label="then")
    return found, first, then


def brute(handbook: Handbook, first: str, then: str) -> int | None:
    protocol = handbook.protocols["first"]
    try:
        return longest_wait(protocol, handbook, (first, then), MOST + 1)
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise


def check(handbook: Handbook, data: st.DataObject, *, exact: bool) -> None:
    found, first, then = asked(handbook, data)
    most = data.draw(st.integers(1, MOST), label="within")
    rule = AfterThen(event=first, later=then, within=hours(most))
    answer = prove_within(rule, found, handbook)
    worst = brute(handbook, first, then)
    if answer.verdict is Verdict.NOT_EXHAUSTED:
        assert not exact
        return
    if worst is None:
        assert answer.verdict in {Verdict.VACUOUS, Verdict.HOLDS}
        return
    late = worst > most
    assert answer.verdict is (Verdict.BROKEN if late else Verdict.HOLDS)
    if exact and not late:
        assert answer.reason is not None
        assert answer.reason.facts["minutes"] == str(worst * 60)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(timed_protocols(simple=True), st.data())
def test_deadlines_alone_are_decided_exactly(
    handbook: Handbook, data: st.DataObject
) -> None:
    check(handbook, data, exact=True)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(timed_protocols(simple=False), st.data())
def test_with_timers_and_pauses_no_verdict_is_wrong(
    handbook: Handbook, data: st.DataObject
) -> None:
    check(handbook, data, exact=False)
