"""A case that moved is like one that was lived under the new version all along.

The old version lacks the sentences of the new one, and names every state otherwise. So
each case that the new one allows was allowed by the old one too.
"""

import os
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from katch_protocols.cases.case import Case
from katch_protocols.cases.chapters import CaseChapter
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.migrating import moved_case, retold
from katch_protocols.errors import ActivityRefusedError, BoundError, ProtocolError
from katch_protocols.verbs.live_cases import open_case
from tests.cases.living import NOW, bound_by
from tests.interpreter import UnendingError
from tests.proofs.random_worlds import World, sentences
from tests.stores.walks import next_step, people
from tests.strategies import make_world, small_worlds

KINDS = ("different", "same_person", "at_least_after")
STEPS = 7


def is_at_rest(case):
    """Tell whether a case came to rest: of a world without end it stands nowhere."""
    state = case.view()
    table, chart = state.compiled.table, state.compiled.chart
    active = (0, *table.active(state.word))
    places = (
        table.fields[place].code(state.word)
        for node, place in table.layout.regions.items()
        if node in active
    )
    return all(places) and not any(chart.nodes[each].is_passing for each in active)


def lived(handbook, steps):
    region = next(iter(handbook.regions), None)
    case = open_case(
        handbook.protocols["first"],
        reference="case-1",
        region=region,
        at=NOW,
        handbook=handbook,
    )
    for at, step in steps:
        case.advance(at)
        _taken(case, step, at)
    return case


def _taken(case, step, at):
    """Take a step; the cases beside have other references in another version."""
    if step.verb == "tell":
        step = replace(step, name=case.beside[step.name].reference)
    step.take(case, at=at)


def drawn(handbook, seed):
    """Return steps that a case of a handbook allows, and their instants."""
    chance = Random(seed)  # noqa: S311 - drawn again from its seed
    crowd, taken = people(handbook), []
    case, at = lived(handbook, ()), NOW
    for _ in range(STEPS):
        at += timedelta(hours=chance.choice((0, 1, 30, 100)))
        case.advance(at)
        step = next_step(case, crowd, chance)
        if step is None or case.is_complete:
            break
        if step.verb == "tell":
            beside = [opening.reference for opening in case.beside]
            step = replace(step, name=beside.index(step.name))
        _taken(case, step, at)
        taken.append((at, step))
    return taken


def seen(case, at):
    """Return everything that can be asked of a case, but for its log and its pin."""
    state = case.view()
    crowd = people(state.compiled.handbook)
    dues = [
        (due.state, due.activity, due.since, due.at, due.began)
        for due in case.due(NOW) + case.overdue(NOW)
    ]
    asked = {
        (name, by.token): str(case.why_not(name, by=by, at=at, state=None))
        for name in state.compiled.activities
        for by in crowd.values()
        if not state.compiled.activities[name].is_signal
    }
    return {
        "now": case.now,
        "dues": dues,
        "asked": asked,
        "signals": case.signals(at=at),
        "wakes": case.wakes_at,
        "past": state.past,
        "lasts": dict(state.lasts),
        "doers": state.doers or {},
        "links": [link.told for link in state.links.values()],
        "pending": [(n.signal, n.became) for n in state.pending],
    }


@settings(
    max_examples=300 if os.environ.get("KATCH_HEAVY") else 3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_it_refuses_and_owes_what_a_lived_case_does(data):
    handbook = make_world(data.draw(small_worlds()))
    world = World(handbook)
    rules = [data.draw(sentences(kind, world)) for kind in KINDS]
    new = bound_by(handbook, rules)
    seed = data.draw(st.integers(0, 2**32 - 1))
    try:
        steps = drawn(new, seed)
        old_case, new_case = lived(handbook, steps), lived(new, steps)
    except (UnendingError, BoundError, ProtocolError, ActivityRefusedError):
        reject()
    if old_case.is_complete or not is_at_rest(old_case):
        reject()
    at = old_case.last + timedelta(hours=data.draw(st.sampled_from((0, 5, 200))))
    old_case.advance(at)
    new_case.advance(at)
    if old_case.is_complete or old_case.version != new_case.version:
        reject()
    compiled = compiled_case(new.protocols["first"], new)
    past = retold([CaseChapter.of(old_case.view())], compiled)
    assert (past.gaps, past.retelling.first, past.retelling.broken) == ((), None, None)
    moved = Case(moved_case(past, old_case.view(), at))
    assert seen(moved, at) == seen(new_case, at)
    again = Case.restore(new.protocols["first"], moved.snapshot(), handbook=new)
    assert seen(again, at) == seen(moved, at)
