"""What passes from agency to agency: the case itself, and documents."""

from collections.abc import Iterator
from functools import partial

from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.charts.holders import Place
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.nouns import Delivery, Handoff, Limit
from katch_protocols.duties.parties import Parties
from katch_protocols.graphs.crossings import asked_by
from katch_protocols.graphs.handoffs import HandoffEdge as Crossed
from katch_protocols.graphs.handoffs import HandoffWays
from katch_protocols.model.noun import Id

__all__ = ["deliveries", "handoffs"]


def handoffs(
    chart: Chart, parties: Parties, *, inside: bool = False
) -> tuple[Handoff, ...]:
    """Return every handoff of a protocol, once per activity and pair of parties.

    Those inside a protocol that it runs are that one's own; with ``inside`` they are
    told too, for a case meets them. A role stands for itself where it belongs to no
    agency and where nobody holds it.
    """
    ways = HandoffWays(chart, inside=inside)
    roles = _every_role(chart)
    # Where all roles mean the same the same passes, and is sought once.
    known: dict[tuple[tuple[Id, ...], ...], tuple[Crossed, ...]] = {}
    found: dict[tuple[str, Id, Id], list[tuple[Place, Crossed]]] = {}
    for place in parties.places:
        held = partial(parties.standing, place=place)
        meaning = tuple(map(held, roles))
        if meaning not in known:
            known[meaning] = ways.among(held)
        for crossed in known[meaning]:
            key = crossed.activity, crossed.sender, crossed.receiver
            found.setdefault(key, []).append((place, crossed))
    order = {name: at for at, name in enumerate(chart.activities)}
    handed = [_handoff(chart, each, parties) for each in found.values()]
    return tuple(sorted(handed, key=lambda one: order[one.activity]))


def _every_role(chart: Chart) -> tuple[Id, ...]:
    """Return whoever may give or take a case: holders, those asked, and receivers."""
    holders = (node.held_by for node in chart.nodes if node.held_by is not None)
    asked = (
        role
        for entry in chart.entries
        for role in (
            *chart.receivers(entry.node),
            *(each for one in chart.openings(entry) for each in one.receivers),
        )
    )
    return tuple(dict.fromkeys((*holders, *asked)))


def _handoff(
    chart: Chart, found: list[tuple[Place, Crossed]], parties: Parties
) -> Handoff:
    first = found[0][1]
    sources = _in_order(chart, (s for _, each in found for s in each.sources))
    targets = _in_order(chart, (t for _, each in found for t in each.targets))
    return Handoff(
        protocol=chart.protocol.id,
        activity=first.activity,
        title=chart.title_of(asked_by(chart, first.activity)),
        sender=first.sender,
        receiver=first.receiver,
        sender_roles=_roles(chart, sources),
        receiver_roles=_roles(chart, targets) or _receivers(chart, first.activity),
        sources=sources,
        targets=targets,
        acknowledged=all(each.acknowledged for _, each in found),
        places=tuple(place for place, _ in found if place is not None),
        takes_up=() if targets else tuple(_taken_up(chart, first, parties)),
    )


def _taken_up(chart: Chart, edge: Crossed, parties: Parties) -> Iterator[Limit]:
    """Yield by when the receiver of a case that is opened must act in it."""
    limits = Limits(chart, parties.holders.handbook)
    for at in chart.activities[edge.activity]:
        for opening, limit in limits.taken_up(chart.entries[at]):
            receivers = {*opening.receivers, *parties.anywhere(opening.receivers)}
            if edge.receiver in receivers:
                yield limit


def _in_order(chart: Chart, names: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=lambda name: chart.by_name[name]))


def _roles(chart: Chart, states: tuple[str, ...]) -> tuple[Id, ...]:
    held = (chart.node(name).held_by for name in states)
    return tuple(dict.fromkeys(role for role in held if role is not None))


def _receivers(chart: Chart, activity: str) -> tuple[Id, ...]:
    """Return who takes up the cases that an activity opens beside this one."""
    entries = (chart.entries[at] for at in chart.activities[activity])
    opened = (opening for entry in entries for opening in chart.openings(entry))
    return tuple(dict.fromkeys(role for each in opened for role in each.receivers))


def deliveries(chart: Chart, parties: Parties) -> tuple[Delivery, ...]:
    """Return what a protocol's activities send from one party to another."""
    found: dict[tuple[str, Id, Id, Id], list[Place]] = {}
    for entry in chart.entries:
        if entry.home != chart.protocol.id:
            continue
        for place in parties.places:
            for key in _sent(entry, parties, place):
                places = found.setdefault(key, [])
                if place not in places:
                    places.append(place)
    return tuple(_delivery(chart, key, places) for key, places in found.items())


def _sent(
    entry: Entry, parties: Parties, place: Place
) -> Iterator[tuple[str, Id, Id, Id]]:
    senders = parties.at(entry.act.raci.by, place)
    for document, names in entry.act.sends.items():
        for receiver in parties.everyone(names, place):
            for sender in senders:
                if sender != receiver:
                    yield entry.activity, document, sender, receiver


def _delivery(
    chart: Chart, key: tuple[str, Id, Id, Id], places: list[Place]
) -> Delivery:
    activity, document, sender, receiver = key
    paper = chart.documents.get(document)
    return Delivery(
        protocol=chart.protocol.id,
        activity=activity,
        title=chart.title_of(activity),
        document=document,
        paper=None if paper is None else paper.title,
        sender=sender,
        receiver=receiver,
        data=() if paper is None else paper.contains,
        places=tuple(place for place in places if place is not None),
    )
