"""What one state says: what is inside it, how it chooses, and keys without effect."""

from collections.abc import Iterator

from katch_protocols.charts.chart import ChartNode
from katch_protocols.charts.titles import state_named
from katch_protocols.findings import Severity
from katch_protocols.model.activities import Activity, Target
from katch_protocols.model.states import OnPause, State, StateKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.words.lists import as_typed

_SOUND = frozenset({StateKind.COMPOSITE, StateKind.RUNNING})


@rule("malformed-strand", Severity.ERROR, needs_whole=True)
def _malformed_strand(context: Context) -> Iterator[Spot]:
    """A strand of a parallel state that is not made of states."""
    for path, state in context.every(State):
        for name, strand in state.parallel.items():
            if strand.kind not in _SOUND:
                yield Spot((*path, "parallel", name), {"strand": name})


@rule("single-strand-parallel", Severity.WARNING, needs_whole=True)
def _single_strand_parallel(context: Context) -> Iterator[Spot]:
    """A parallel state with one strand."""
    for path, state in context.every(State):
        if len(state.parallel) == 1:
            yield Spot((*path, "parallel"), {"state": state.id})


@rule("state-of-two-kinds", Severity.ERROR)
def _state_of_two_kinds(context: Context) -> Iterator[Spot]:
    """A state that is two things at once."""
    for path, state in context.every(State):
        keys = [key for key, given in _kinds(state).items() if given]
        if len(keys) > 1:
            yield Spot(path, {"state": state.id, "keys": as_typed(keys)})


def _kinds(state: State) -> dict[str, bool]:
    return {
        "decide": bool(state.decide),
        "runs": state.runs is not None,
        "parallel": bool(state.parallel),
        "states": bool(state.states),
        "final": state.final,
    }


_NESTING = frozenset({StateKind.COMPOSITE, StateKind.PARALLEL, StateKind.RUNNING})


@rule("key-without-effect", Severity.WARNING)
def _key_without_effect(context: Context) -> Iterator[Spot]:
    """A key that changes nothing where it stands."""
    resuming = {
        user
        for path, target in context.every(Target)
        if target.resume
        for user in context.users(path)
    }
    # What is not there may well resume it.
    resuming.update(context.hollow)
    for path, state in context.every(State):
        resumed = bool(resuming.intersection(context.users(path)))
        for key, idle in _idle(state, resumed=resumed).items():
            if idle:
                yield Spot((*path, key), {"key": key, "state": state.id})
    for path, act in context.every(Activity):
        if act.escalate_to and not act.clocks:
            facts = {"key": "escalate_to", "state": act.id}
            yield Spot((*path, "escalate_to"), facts)


def _idle(state: State, *, resumed: bool) -> dict[str, bool]:
    nests = state.kind in _NESTING
    passes = state.kind in {StateKind.CHOICE, StateKind.FINAL}
    is_composite = state.kind is StateKind.COMPOSITE
    return {
        "initial": state.initial is not None and not is_composite,
        "done": state.done is not None
        and state.kind not in {StateKind.COMPOSITE, StateKind.PARALLEL},
        "then": bool(state.then) and state.runs is None,
        "on_pause": state.on_pause is not OnPause.KEEP_RUNNING
        and not (nests and resumed),
        "after": bool(state.after) and passes,
        "escalate_to": bool(state.escalate_to) and state.within is None,
    }


@rule("decide-line-after-last", Severity.ERROR, needs_whole=True)
def _decide_line_after_last(context: Context) -> Iterator[Spot]:
    """A line of a choice behind one that is always taken."""
    for path, state in context.every(State):
        always = [branch.when is None for branch in state.decide]
        if True in always[:-1]:
            position = always.index(True) + 1
            yield Spot((*path, "decide", position), {"state": state.id})


@rule("decide-line-never-taken", Severity.WARNING)
def _decide_line_never_taken(context: Context) -> Iterator[Spot]:
    """A line of a choice that no case can take."""
    for name, uses in context.uses.items():
        if not uses.is_compiled:
            continue
        chart = uses.own.chart
        for node in chart.nodes:
            # A choice that is made for an end of an inlined protocol has one line.
            if len(node.lines) < _FEWEST or node.home != name:
                continue
            for position, line in enumerate(node.lines[: _shown(node)]):
                taken = uses.may_take(node.index, position)
                if not taken and uses.is_met(node.index):
                    target = state_named(chart, line.goal.node)
                    facts = {"state": node.bare, "target": target}
                    yield Spot((*node.path, "decide", position), facts)


_FEWEST = 2


def _shown(node: ChartNode) -> int:
    """Return how many lines count: those behind an open one have their own rule."""
    open_lines = [place for place, line in enumerate(node.lines) if line.when is None]
    return open_lines[0] + 1 if open_lines else len(node.lines)


@rule("endless-settling", Severity.ERROR)
def _endless_settling(context: Context) -> Iterator[Spot]:
    """Choices and completions that lead round and round."""
    for name, reach in context.reached.items():
        for row in reach.endless:
            if row.entry is not None:
                yield Spot(row.entry.path, {"activity": row.entry.act.id})
            elif row.timer is not None:
                yield Spot(row.timer.path, {"activity": row.timer.name})
            else:
                yield Spot(("protocols", name, "initial"), {"activity": name})
