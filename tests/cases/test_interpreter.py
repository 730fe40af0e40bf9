"""A live case goes where the independent interpreter goes, step by step."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from katch_protocols.cases.case import Case
from katch_protocols.cases.event import EventKind
from katch_protocols.cases.request import Actor
from katch_protocols.charts.build import chart
from katch_protocols.errors import BoundError, ProtocolError
from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.verbs.live_cases import open_case
from tests.interpreter import Interpreter, Move, UnendingError
from tests.making import PANEL
from tests.strategies import handbooks

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
NARROW = 10_000
EVERYBODY = ("officer", "nurse", "teacher")
HOMES = {"officer": "police", "nurse": "clinic", "teacher": "school"}
ACTORS = {
    role: Actor(role, roles=[role], agency=HOMES[role], region=None)
    for role in EVERYBODY
}


def _steps(case, move):
    """Take a move in the case; return what it was, with what follows by itself."""
    before = len(case.events)
    _take(case, move)
    return [
        Move(event.activity, event.deed.origin, _records(event, move))
        for event in case.events[before:]
        if event.kind is not EventKind.NEWS
    ]


def _records(event, move):
    """The facts that were stated, in the order of the move that states them."""
    return move.records if event.activity == move.activity else ()


def _take(case, move):
    if move.activity.startswith("clock("):
        case.advance(case.wakes_at)
        return
    activity = case.view().compiled.activity(move.activity)
    refusals = [
        (actor, case.why_not(move.activity, by=actor, state=move.origin or None))
        for actor in ACTORS.values()
    ]
    able = [actor for actor, refusal in refusals if refusal is None]
    if _awaits(case, move.activity):
        # Everything that was opened comes to it; what was told before is no news.
        assert able == []
        entries = (each for each in activity.entries if each.origin == move.origin)
        told = {name for each in entries for name in each.entry.act.raci.told_by}
        for opening in case.beside:
            for protocol, _, became in (name.partition(".") for name in sorted(told)):
                if opening.protocol == protocol and not case.is_complete:
                    case.tell(opening.reference, became, at=case.last)
        return
    if activity.is_signal:
        assert able == []
        case.signal(
            move.activity,
            at=case.last,
            records=dict(move.records),
            state=move.origin or None,
        )
        return
    roles = _roles(activity, move.origin)
    # A panel decides where two sit; its chair, the nurse, acts.
    chairs = {"nurse"} if PANEL.id in roles else set()
    assert {actor.token for actor in able} == (roles - {PANEL.id}) | chairs
    actor = able[0]
    sits = chairs == {actor.token} and actor.token not in roles
    case.do(
        move.activity,
        by=actor,
        at=case.last,
        together_with=[ACTORS["officer"]] if sits else [],
        records=dict(move.records),
        state=move.origin or None,
        opens_in="there" if _opens_elsewhere(activity, move.origin) else None,
    )


def _opens_elsewhere(activity, origin):
    entries = (each for each in activity.entries if each.origin == origin)
    return any(each.another for entry in entries for each in entry.entry.opens)


def _roles(activity, origin):
    """Who may do it where it is done; the same act has other people elsewhere."""
    entries = (each for each in activity.entries if each.origin == origin)
    return {role for each in entries for role in each.roles}


def _awaits(case, name):
    entries = case.view().compiled.activity(name).entries
    return any(each.entry.awaits for each in entries)


def both_begun(handbook, other):
    """Open a case, and begin one with the interpreter; neither begins without end."""
    protocol, region = handbook.protocols["first"], next(iter(handbook.regions), None)
    given = {"reference": "case-1", "region": region, "handbook": handbook}
    try:
        now = other.start()
        return open_case(protocol, **given, at=NOW), now
    except UnendingError:
        # One that is too wide to compile is refused for that, before it would begin.
        with pytest.raises((ProtocolError, BoundError)):
            open_case(protocol, **given, at=NOW)
        reject()
    except BoundError:
        reject()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(handbooks(), st.data())
def test_a_case_and_the_interpreter_agree_on_every_step(handbook, data):
    protocol = handbook.protocols["first"]
    if most_configurations(chart(protocol, handbook)) > NARROW:
        reject()  # the table of a wide one can take minutes; other tests read those
    other = Interpreter(protocol, handbook)
    case, now = both_begun(handbook, other)
    for _ in range(6):
        assert set(case.now.states) == now.active
        state = case.view()
        active = state.compiled.table.active(state.word)
        for node, (mask, match) in state.compiled.clocks.resumable.items():
            assert (state.word & mask == match) is (node in active)
        assert case.is_complete is other.complete(now)
        moves = [each for each in other.possible(now) if _ends(other, now, each)]
        acts = [each for each in moves if not each.activity.startswith("clock(")]
        free = {m.activity for m in acts if not _awaits(case, m.activity)}
        assert {*case.possible(), *case.signals()} == free
        assert not {*case.possible()} & {*case.signals()}
        assert (case.wakes_at is not None) is (len(acts) < len(moves))
        if not moves:
            break
        for move in _steps(case, data.draw(st.sampled_from(moves))):
            now = other.step(now, move)
    again = Case.restore(protocol, case.snapshot(), handbook=handbook)
    assert again.now == case.now


def _ends(other, now, move):
    try:
        other.step(now, move)
    except UnendingError:
        return False
    return True
