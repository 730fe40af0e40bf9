"""missing-acknowledgement: a child passes on unacknowledged."""

from collections import defaultdict
from collections.abc import Iterator

from katch_protocols.charts.chart import EntryKind, NodeKind
from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.graphs.handoffs import (
    Crossing,
    acknowledges,
    asked_by,
    crossings,
)
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import Reach
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

Agencies = tuple[Id, ...]
"""The agencies that a role can mean."""

Pairs = dict[tuple[Agencies, Agencies], None]
"""Senders and receivers, in the order in which they were found."""


def _spots(context: Context) -> Iterator[Spot]:
    # A fragment says once what it does in all the protocols that use it.
    found: dict[tuple[Path, Id], Pairs] = defaultdict(dict)
    for name, reach in context.reached.items():
        for crossing in _made(reach, name):
            pair = _unacknowledged(context, reach, crossing)
            if pair is not None:
                asked = asked_by(reach.chart, crossing.entry.activity)
                activity = asked.rpartition(".")[2]
                found[crossing.entry.path, activity].setdefault(pair)
    for (path, activity), pairs in found.items():
        facts = {
            "activity": activity,
            "sender": _listed(sender for sender, _ in pairs),
            "receiver": _listed(receiver for _, receiver in pairs),
        }
        yield Spot(path, facts)


def _made(reach: Reach, name: Id) -> Iterator[Crossing]:
    """Yield the moves of a protocol's own activities that some case can make.

    An end has no receiver; what is taken up where it was left is held by whoever had
    it.
    """
    places = {id(entry): place for place, entry in enumerate(reach.chart.entries)}
    fired = {id(row) for row in reach.fired}
    for crossing in crossings(reach.chart, aside=True):
        if crossing.entry.home != name or crossing.source not in reach.entered:
            continue
        if reach.chart.nodes[crossing.target].kind is not NodeKind.ATOMIC:
            continue
        rows = reach.rows_of.get(places[id(crossing.entry)], ())
        if any(id(row) in fired and crossing.target in row.entered for row in rows):
            yield crossing


def _unacknowledged(
    context: Context, reach: Reach, crossing: Crossing
) -> tuple[Agencies, Agencies] | None:
    """Return the agencies before and after, where no agency holds both."""
    entry, nodes = crossing.entry, reach.chart.nodes
    holders = (nodes[crossing.source].held_by, nodes[crossing.target].held_by)
    one, other = (context.agencies_of(role) if role else () for role in holders)
    if not one or not other or set(one) & set(other):
        return None
    if entry.kind is EntryKind.WRITTEN:
        # Where the receiver acts, the act itself is the acknowledgement.
        actors = (context.agencies_of(role) for role in entry.act.raci.by)
        acknowledged = all(set(each) <= set(other) for each in actors)
    else:
        acknowledged = acknowledges(crossing, reach.chart, context.agencies_of)
    return None if acknowledged else (one, other)


def _listed(every: Iterator[Agencies]) -> str:
    return ", ".join(dict.fromkeys(" / ".join(each) for each in every))


RULE = Rule(
    name="missing-acknowledgement",
    family=Family.HANDOFFS,
    severity=Severity.GAP,
    wording=Wording(
        saw=(
            "'{activity}' moves the case from {sender} to {receiver}, which need not "
            "acknowledge."
        ),
        why="Between two agencies that each trust the other, a child gets lost.",
        fix="Add `handover` to a role of each body that receives, with a limit.",
    ),
    spots=_spots,
)
