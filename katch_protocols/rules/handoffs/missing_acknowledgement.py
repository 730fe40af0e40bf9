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
            for sender in _holders_before(reach, row):
                for receiver in _holders_after(reach, row):
                    apart = _apart(context, sender, receiver)
                    if apart is not None:
                        facts = {
                            "activity": entry.act.id,
                            "sender": apart[0],
                            "receiver": apart[1],
                        }
                        yield Spot(entry.path, facts)


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


def _apart(context: Context, sender: Id, receiver: Id) -> tuple[str, str] | None:
    """Return the agencies of two roles that share none."""
    roles = context.handbook.roles
    if sender not in roles or receiver not in roles:
        return None
    one, other = roles[sender].agencies, roles[receiver].agencies
    if not one or not other or set(one) & set(other):
        return None
    return " / ".join(one), " / ".join(other)


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
