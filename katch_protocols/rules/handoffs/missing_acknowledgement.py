"""missing-acknowledgement: a child passes on unacknowledged."""

from collections.abc import Iterator

from katch_protocols.charts.chart import EntryKind, NodeKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import Reach
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.semantics.table import Row

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, reach in context.reached.items():
        for row in reach.fired:
            entry = row.entry
            if entry is None or entry.home != name or entry.act.handover is not None:
                continue
            if entry.kind is not EntryKind.WRITTEN:
                continue
            for sender, receiver in _crossings(context, reach, row):
                # Where the receiver acts, the act itself is the acknowledgement.
                actors = {context.agencies_of(role) for role in entry.act.raci.by}
                if not all(set(each) <= set(receiver) for each in actors):
                    facts = {
                        "activity": entry.act.id,
                        "sender": " / ".join(sender),
                        "receiver": " / ".join(receiver),
                    }
                    yield Spot(entry.path, facts)


Agencies = tuple[Id, ...]


def _crossings(
    context: Context, reach: Reach, row: Row
) -> Iterator[tuple[Agencies, Agencies]]:
    """Yield the agencies before and after a step where no agency holds both."""
    for sender in _holders_before(reach, row):
        for receiver in _holders_after(reach, row):
            one, other = context.agencies_of(sender), context.agencies_of(receiver)
            if one and other and not set(one) & set(other):
                yield one, other


def _holders_before(reach: Reach, row: Row) -> tuple[Id, ...]:
    """Return who may hold the case: of an activity of the top, any state's holder."""
    nodes = reach.chart.nodes
    here = nodes[row.node]
    if row.entry is None or not row.entry.at_top:
        return (here.held_by,) if here.held_by else ()
    below = [nodes[index] for index in sorted(reach.entered)]
    inside = [
        node.held_by
        for node in below
        if node.kind is NodeKind.ATOMIC
        and node.held_by
        and row.node in reach.chart.ancestors(node.index)
    ]
    return tuple(dict.fromkeys(inside))


def _holders_after(reach: Reach, row: Row) -> tuple[Id, ...]:
    nodes = reach.chart.nodes
    resting = [nodes[index] for index in row.entered]
    holders = [
        node.held_by
        for node in resting
        if node.kind is NodeKind.ATOMIC and node.held_by
    ]
    return tuple(dict.fromkeys(holders))


RULE = Rule(
    name="missing-acknowledgement",
    family=Family.HANDOFFS,
    severity=Severity.GAP,
    wording=Wording(
        saw=(
            "'{activity}' moves the case from {sender} to {receiver} without "
            "`handover`."
        ),
        why="Between two agencies that each trust the other, a child gets lost.",
        fix="Add `handover` with the receiving role and a limit.",
    ),
    spots=_spots,
)
