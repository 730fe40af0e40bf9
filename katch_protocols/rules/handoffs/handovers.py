"""A child passes from one holder to the next."""

from collections import defaultdict
from collections.abc import Iterator

from katch_protocols.charts.chart import (
    Chart,
    ChartNode,
    EntryKind,
    Goal,
    NodeKind,
)
from katch_protocols.charts.titles import state_named
from katch_protocols.findings import Path, Severity
from katch_protocols.graphs.crossings import (
    Crossing,
    acknowledges,
    asked_by,
    crossings,
    told_here,
)
from katch_protocols.graphs.steps import rests
from katch_protocols.model.activities import TAKEN_UP, Handover
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Role
from katch_protocols.rules.context import Context
from katch_protocols.rules.placed import HeldHere, placed
from katch_protocols.rules.reachable import Reach
from katch_protocols.rules.rule import Family, Spot, noted, rule
from katch_protocols.words.lists import as_typed, options


@rule("handover-to-other-holder", Severity.WARNING)
def _handover_to_other_holder(context: Context) -> Iterator[Spot]:
    """A handover to a role that does not hold the next state."""
    roles = context.handbook.roles
    for name, chart in context.sound.items():
        for entry in chart.entries:
            handover = entry.act.handover
            if handover is None or entry.hands_to is None or entry.home != name:
                continue
            known = all(each in roles for each in handover.to)
            held = tuple(_held(chart, context.handbook, entry.goal, entry.hands_to))
            if not known or not held:
                continue
            # Where strands have several holders, any of them may be the receiver; of
            # several receivers one may take over and the others only know of it.
            if any(
                all(
                    _share_none(here.agencies(each), here.agencies(role.id))
                    for _, role in held
                    for each in handover.to
                )
                for here in placed(context, name)
            ):
                node, holder = held[0]
                facts = {
                    "activity": entry.act.id,
                    "receiver": options(handover.to),
                    "state": state_named(chart, node.index),
                    "holder": holder.id,
                }
                yield Spot((*entry.path, "handover", "to"), facts)


def _held(
    chart: Chart, handbook: Handbook, waiting: Goal | None, goal: Goal
) -> Iterator[tuple[ChartNode, Role]]:
    """Yield the states in which a case may rest once it is acknowledged.

    A panel's chair holds what the panel does.
    """
    if waiting is None:
        return
    for index in rests(chart, waiting.node, goal, aside=False):
        node = chart.nodes[index]
        holder = handbook.acting(node.held_by) if node.held_by else ""
        role = handbook.roles.get(holder)
        if role is not None:
            yield node, role


def _share_none(one: tuple[Id, ...], other: tuple[Id, ...]) -> bool:
    return bool(one) and bool(other) and not set(one) & set(other)


@rule("handover-without-limit", Severity.WARNING, needs_whole=True)
def _handover_without_limit(context: Context) -> Iterator[Spot]:
    """A handover whose silence never escalates."""
    for path, handover in context.every(Handover):
        if handover.within is None:
            yield Spot(path, {"activity": str(path[-2])})


Agencies = tuple[Id, ...]
"""The agencies that a role can mean."""


Pairs = dict[tuple[Agencies, Agencies], None]
"""Senders and receivers, in the order in which they were found."""


@rule("missing-acknowledgement", Severity.GAP)
def _missing_acknowledgement(context: Context) -> Iterator[Spot]:
    """A child passes on unacknowledged."""
    # A fragment says once what it does in all the protocols that use it.
    found: dict[tuple[Path, Id], Pairs] = defaultdict(dict)
    for reach in context.reached.values():
        for crossing in _made(reach):
            for pair in _unacknowledged(context, reach, crossing):
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


def _made(reach: Reach) -> Iterator[Crossing]:
    """Yield the crossings of a protocol that some case can make.

    What is inside a protocol that it runs is looked at there.
    """
    yield from told_here(reach.chart, _possible(reach))


def _possible(reach: Reach) -> Iterator[Crossing]:
    """Yield the crossings of a chart that some case can make.

    An end has no receiver; what is taken up where it was left is held by whoever had
    it.
    """
    places = {id(entry): place for place, entry in enumerate(reach.chart.entries)}
    fired = {id(row) for row in reach.fired}
    for crossing in crossings(reach.chart, aside=True):
        if crossing.source not in reach.entered:
            continue
        if reach.chart.nodes[crossing.target].kind is not NodeKind.ATOMIC:
            continue
        waits = reach.chart.nodes[crossing.entry.node].awaiting is not None
        # Where a handover waits, whoever sent it may have held another state.
        at = crossing.entry.node if waits else crossing.source
        if any(
            id(row) in fired
            and crossing.target in row.entered
            and reach.is_used_in(row, at)
            for row in reach.rows_of.get(places[id(crossing.entry)], ())
        ):
            yield crossing


def _unacknowledged(
    context: Context, reach: Reach, crossing: Crossing
) -> Iterator[tuple[Agencies, Agencies]]:
    """Yield the agencies before and after in each region where none holds both."""
    nodes, chart = reach.chart.nodes, reach.chart
    source, target = (nodes[at].held_by for at in (crossing.source, crossing.target))
    if not source or not target or _to_nobody(context, crossing.entry.path):
        return
    for here in placed(context, chart.protocol.id):
        one, other = here.agencies(source), here.agencies(target)
        if not one or not other or set(one) & set(other):
            continue
        if not _is_acknowledged(chart, crossing, here, other):
            yield one, other


def _is_acknowledged(
    chart: Chart, crossing: Crossing, here: HeldHere, receiver: Agencies
) -> bool:
    """Tell whether the receiver says that it has the child, or nobody crosses here."""
    entry = crossing.entry
    if entry.kind is EntryKind.WRITTEN:
        # Where the receiver acts, the act itself is the acknowledgement.
        actors = (here.holders.bodies(each, here.place) for each in entry.act.raci.by)
        return all(set(each) <= set(receiver) for each in actors)
    if entry.is_signal:
        # Whoever took up a case that was opened has said so by acting in it.
        ends = (each.rpartition(".")[2] for each in entry.act.raci.told_by)
        return all(end == TAKEN_UP for end in ends)
    return acknowledges(crossing, chart, here.agencies)


def _to_nobody(context: Context, path: Path) -> bool:
    """Tell whether a handover names who is not known; that is a finding of its own."""
    unknown = (use.path for some in context.undeclared.values() for use in some)
    return any(each[: len(path)] == path for each in unknown)


def _listed(every: Iterator[Agencies]) -> str:
    return as_typed(dict.fromkeys(map(options, every)))


_NOTED = noted("handover-without-to", Family.HANDOFFS, needs_whole=True)
