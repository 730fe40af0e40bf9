"""Where a case ends, and what the end of an inner part leads to."""

from collections.abc import Iterator, Mapping

from katch_protocols.charts.chart import ChartNode, NodeKind
from katch_protocols.findings import Path, Severity
from katch_protocols.model.states import State, StateKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.rules.uses import Uses


@rule("no-end", Severity.ERROR, needs_whole=True)
def _no_end(context: Context) -> Iterator[Spot]:
    """A protocol in which no case can ever be closed.

    A state that is meant as its end and not marked as one has a finding of its own.
    """
    ending = {
        user
        for path, state in context.every(State)
        if len(path) == _AT_TOP and (state.final or _is_meant_as_end(state))
        for user in context.users(path)
    }
    for name, protocol in context.handbook.protocols.items():
        path = ("protocols", name)
        may_end = name in ending or context.has_lost(path, ("states",))
        if protocol.states and not may_end:
            yield Spot(path, {"protocol": name})


_AT_TOP = 4
"""The length of the path of a state at the top."""


def _is_meant_as_end(state: State) -> bool:
    """Tell whether a state has an outcome and no way out, be it final or not."""
    has_way_out = state.activities or state.after or state.kind is not StateKind.ATOMIC
    return state.outcome is not None and not has_way_out


@rule("outcome-missing", Severity.ERROR, needs_whole=True)
def _outcome_missing(context: Context) -> Iterator[Spot]:
    """An end that does not say what it means for the child."""
    for path, state in context.every(State):
        if state.final and state.outcome is None and len(path) == _AT_TOP:
            yield Spot(path, {"state": state.id})


@rule("outcome-misplaced", Severity.ERROR, needs_whole=True)
def _outcome_misplaced(context: Context) -> Iterator[Spot]:
    """An outcome on something that is no end of the protocol."""
    for path, state in context.every(State):
        is_end = state.final and len(path) == _AT_TOP
        if state.outcome is not None and not is_end:
            yield Spot((*path, "outcome"), {"state": state.id})


@rule("dead-end-state", Severity.ERROR)
def _dead_end_state(context: Context) -> Iterator[Spot]:
    """A state that is not final must have a way out.

    One that has an outcome is meant as an end, which is a finding of its own.
    """
    misplaced = _misplaced(context)
    for name, uses in context.uses.items():
        if not uses.is_known:
            continue
        for node in uses.own.chart.nodes[1:]:
            rests = node.kind is NodeKind.ATOMIC and node.home == name
            if not rests or node.path in misplaced:
                continue
            if not uses.leads_on(node.index):
                yield Spot(node.path, {"state": node.bare})


def _misplaced(context: Context) -> frozenset[Path]:
    """Return the states at the top of which it is told that they have an outcome."""
    return frozenset(
        path
        for path, state in context.every(State)
        if len(path) == _AT_TOP and state.outcome is not None and not state.final
        if not context.is_damaged((*path, "outcome"))
    )


@rule("complete-without-done", Severity.WARNING)
def _complete_without_done(context: Context) -> Iterator[Spot]:
    """A state whose inside can end while nothing leads on.

    Where no case enters what may follow, that is the same mistake, and as grave.
    """
    for uses in context.uses.values():
        if not uses.is_known:
            continue
        severity = Severity.ERROR if uses.never_entered else Severity.WARNING
        for node in uses.never_left:
            facts = {"state": node.bare, **_follows(uses, node)}
            yield Spot(node.path, facts, severity=severity)


def _follows(uses: Uses, node: ChartNode) -> Mapping[str, str]:
    """Return the one state that can be meant: beside it, and entered by no case."""
    beside = [each for each in uses.never_entered if each.parent == node.parent]
    if len(beside) != 1 or len(uses.never_left) != 1:
        return {}
    return {"follows": beside[0].bare}


@rule("done-never-taken", Severity.WARNING, needs_whole=True)
def _done_never_taken(context: Context) -> Iterator[Spot]:
    """A `done` of a state whose inside cannot end."""
    for path, state in context.every(State):
        if state.done is not None and not _can_end_done_never_taken(state):
            yield Spot((*path, "done"), {"state": state.id})


def _can_end_done_never_taken(state: State) -> bool:
    match state.kind:
        case StateKind.PARALLEL:
            return all(
                strand.done is None and _can_end_done_never_taken(strand)
                for strand in state.parallel.values()
            )
        case StateKind.COMPOSITE:
            return any(child.final for child in state.states.values())
        case _:
            # Elsewhere `done` has no effect at all, which is a finding of its own.
            return True
