"""The cheap answers of the graphs never contradict what cases really do."""

from collections import deque
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.graphs.flow import cycles, dominators, reachable, ways_out
from katch_protocols.graphs.handoffs import handoffs
from katch_protocols.model.handbook import Handbook
from tests.interpreter import Configuration, Interpreter, Move, UnendingError
from tests.interpreter_nodes import Arrow
from tests.strategies import make_world, worlds

VISITED = 50
"""How many configurations of one protocol are looked at."""

Path = tuple[Configuration, ...]


class Watched(Interpreter):
    """Remembers what was active at any moment of the last step, settling included."""

    def __init__(self, handbook: Handbook) -> None:
        super().__init__(handbook.protocols["first"], handbook)
        self.moments: list[frozenset[str]] = []

    def _settle(self, now: Configuration) -> Configuration:
        self.moments = [now.active]
        return super()._settle(now)

    def _follow(self, now: Configuration, arrow: Arrow) -> Configuration:
        after = super()._follow(now, arrow)
        self.moments.append(after.active)
        return after


def _walks(interpreter: Watched) -> Iterator[tuple[Path, Move | None]]:
    """Yield cases with their last move, breadth first; first the start alone."""
    try:
        first = (interpreter.start(),)
    except UnendingError:
        return
    yield first, None
    waiting, seen = deque([first]), {first[-1]}
    while waiting and len(seen) < VISITED:
        path = waiting.popleft()
        for move in interpreter.possible(path[-1]):
            try:
                after = interpreter.step(path[-1], move)
            except UnendingError:
                continue
            yield (*path, after), move
            if after not in seen:
                seen.add(after)
                waiting.append((*path, after))


def _crossed(
    drawn: Chart, handbook: Handbook, before: set[str], after: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield the agencies of each pair of resting states, where they differ."""
    for one in before:
        for other in after:
            nodes = drawn.node(one), drawn.node(other)
            if all(node.kind is NodeKind.ATOMIC and node.held_by for node in nodes):
                (sender,), (receiver,) = (
                    handbook.roles[handbook.acting(node.held_by)].agencies
                    for node in nodes
                )
                if sender != receiver:
                    yield sender, receiver


def _beside(drawn: Chart, fresh: set[str]) -> set[str]:
    """Return what may only have started beside the goal: states inside a parallel.

    A strand that only starts, or starts again, beside the one where the move leads is
    handed nothing. A case does not say which strand its move led to, so this law looks
    only at states outside every parallel; the cases by hand look at the others.
    """
    return {
        state
        for state in fresh
        for above in drawn.ancestors(drawn.node(state).index)
        if drawn.nodes[above].kind is NodeKind.PARALLEL
    }


def _thrown_out(drawn: Chart, move: Move, now: Configuration) -> bool:
    """Tell whether a strand that only starts beside the goal leads out of it at once.

    What such a strand does is handed nothing, so the law is silent.
    """
    goals = (
        entry.goal.node
        for entry in drawn.entries
        if entry.activity == move.activity and entry.goal is not None
    )
    return any(
        drawn.nodes[above].kind is NodeKind.PARALLEL
        and drawn.nodes[above].name not in now.active
        for goal in goals
        for above in drawn.ancestors(goal)
    )


def _inside(origin: str, states: frozenset[str]) -> set[str]:
    return {
        state
        for state in states
        if not origin or state == origin or state.startswith(f"{origin}.")
    }


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_what_cases_do_is_what_the_graphs_allow(world) -> None:
    handbook = make_world(world)
    drawn = chart(handbook.protocols["first"], handbook)
    everything = reachable(drawn)
    after = {name: set(reachable(drawn, start=name)) for name in everything}
    stuck = {name for name in everything if not ways_out(drawn, name)}
    round_and_round = {name for group in cycles(drawn) for name in group}
    passed = dominators(drawn)
    met_inside = handoffs(drawn, handbook, inside=True)
    pairs = {(h.activity, h.sender, h.receiver) for h in met_inside}
    assert set(passed) == set(everything)
    interpreter = Watched(handbook)
    met: dict[Path, set[str]] = {}
    for path, move in _walks(interpreter):
        now = path[-1]
        assert now.active <= set(everything)
        met[path] = set(met.get(path[:-1], ()))
        for moment in interpreter.moments:
            fresh = moment - met[path]
            met[path] |= moment
            assert all(set(passed[state]) <= met[path] for state in fresh)
        if move is None:
            continue
        before = path[-2]
        assert stuck & before.active <= now.active
        for state in before.active:
            assert now.active <= after[state]
        fresh = now.active - before.active
        earlier = set().union(*(each.active for each in path[:-2]))
        assert not fresh & earlier or round_and_round & met[path]
        if not move.activity.startswith("clock") and not _thrown_out(drawn, move, now):
            left = _inside(move.origin, before.active)
            moved = fresh - _beside(drawn, fresh)
            for pair in _crossed(drawn, handbook, left, moved):
                assert (move.activity, *pair) in pairs
