"""Signals: what happens by itself, and what may be said of it."""

from collections.abc import Iterator

from katch_protocols.charts.chart import NodeKind
from katch_protocols.findings import Severity
from katch_protocols.graphs.steps import StepKind
from katch_protocols.model.activities import NOBODY, TAKEN_UP, Activity
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.rules.uses import Uses


@rule("name-of-nobody", Severity.ERROR)
def _name_of_nobody(context: Context) -> Iterator[Spot]:
    """A role or an end whose id means that nobody acts."""
    if NOBODY in context.handbook.roles:
        yield Spot(("roles", NOBODY), {"id": NOBODY})
    for path, state in context.every(State):
        if state.id == TAKEN_UP and state.final and len(path) == _AT_TOP:
            yield Spot(path, {"id": TAKEN_UP})


_AT_TOP = 4


@rule("signal-with-doer", Severity.ERROR)
def _signal_with_doer(context: Context) -> Iterator[Spot]:
    """An activity that nobody does, and somebody does."""
    for path, act in context.every(Activity):
        several = len(act.raci.told_by) > 1 and NOBODY in act.raci.told_by
        if act.is_signal and (act.raci.by or several):
            yield Spot((*path, "by"), {"activity": act.id})


_DUTIES = (
    *("function", "qualified", "needs", "sends", "reason", "reasons", "handover"),
    *("within", "every", "may", "escalate_to"),
)
_PEOPLE = ("together_with", "accountable", "consult")


@rule("signal-with-duty", Severity.ERROR)
def _signal_with_duty(context: Context) -> Iterator[Spot]:
    """A signal that says what people do."""
    for path, act in context.every(Activity):
        if act.is_signal:
            for key in _surplus(act):
                yield Spot((*path, key), {"activity": act.id, "key": key})


def _surplus(act: Activity) -> Iterator[str]:
    yield from (key for key in _PEOPLE if getattr(act.raci, key))
    yield from (key for key in _DUTIES if getattr(act, key))
    if any(each.region is not None for each in act.opens):
        yield "opens"
    if act.records and NOBODY not in act.raci.told_by:
        yield "records"


@rule("waits-for-outside", Severity.NOTE)
def _waits_for_outside(context: Context) -> Iterator[Spot]:
    """A state that only what happens by itself leads out of, in every use."""
    for name, uses in context.uses.items():
        if not uses.is_known:
            continue
        for node in uses.own.chart.nodes[1:]:
            rests = node.kind is NodeKind.ATOMIC and node.home == name
            if rests and node.awaiting is None:
                signals = _only_signals(uses, node.index)
                if signals:
                    facts = {"state": node.bare, "activity": signals[0]}
                    yield Spot(node.path, facts)


def _only_signals(uses: Uses, node: int) -> tuple[str, ...]:
    """Return the signals that lead out of a node, where nothing else does."""
    names: list[str] = []
    for chart, step in uses.onward(node):
        if step.kind is not StepKind.ACTIVITY:
            return ()
        entry = chart.entries[chart.activities[step.name][0]]
        if not entry.is_signal:
            return ()
        names.append(entry.act.id)
    return tuple(names)
