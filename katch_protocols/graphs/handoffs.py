"""Where a child passes from one agency to another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from katch_protocols.charts.chart import Chart, Entry, EntryKind
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.errors import UnknownNameError
from katch_protocols.graphs.rests import leaves, rests
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["Crossing", "Handoff", "crossings", "handoffs", "handoffs_among", "held_in"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A step from one resting state to another that another role holds."""

    entry: Entry
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Handoff:
    """An activity that may move the case from one agency's state to another's.

    Counted once per activity and pair of agencies; ``sources`` and ``targets`` are the
    resting states on either side. ``acknowledged``: the receiver says so, as the second
    half of a ``handover``.
    """

    activity: str
    sender: Id
    receiver: Id
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    acknowledged: bool


def handoffs(
    chart: Chart,
    handbook: Handbook,
    *,
    region: Id | None = None,
    as_of: date | None = None,
) -> tuple[Handoff, ...]:
    """Return every handoff that a case may meet, in document order.

    Conditions are not looked at. A role with several home agencies is held by any one
    of them, in a ``region`` by the agency that is bound there. Without a day all
    agencies and bindings count as in force.

    Raises:
        UnknownNameError: The handbook has no such region.
    """
    if region is not None and region not in handbook.regions:
        raise UnknownNameError("region", region)
    holders = Holders(handbook, as_of)
    return handoffs_among(chart, crossings(chart), holders, region)


def handoffs_among(
    chart: Chart, found: Iterable[Crossing], holders: Holders, place: Place
) -> tuple[Handoff, ...]:
    """Return the handoffs of crossings in one place, once per activity and pair."""
    ways: dict[tuple[str, Id, Id], list[Crossing]] = defaultdict(list)
    for crossing in found:
        for sender in held_in(chart, crossing.source, holders, place):
            for receiver in held_in(chart, crossing.target, holders, place):
                if sender != receiver:
                    ways[crossing.entry.activity, sender, receiver].append(crossing)
    return tuple(_handoff(chart, key, each) for key, each in ways.items())


def crossings(chart: Chart) -> Iterator[Crossing]:
    """Yield the steps between two resting states that two different roles hold."""
    for entry in chart.entries:
        if entry.goal is None:
            continue
        targets = rests(chart, entry.node, entry.goal, at_top=entry.at_top)
        for source in leaves(chart, entry.node):
            for target in targets:
                one, other = chart.nodes[source].held_by, chart.nodes[target].held_by
                if one and other and one != other:
                    yield Crossing(entry, source, target)


def held_in(chart: Chart, node: int, holders: Holders, place: Place) -> tuple[Id, ...]:
    """Return the agencies that hold a state in a place."""
    role = chart.nodes[node].held_by
    return () if role is None else holders.agencies(role, place)


def _handoff(chart: Chart, key: tuple[str, Id, Id], ways: list[Crossing]) -> Handoff:
    sources = sorted({way.source for way in ways})
    targets = sorted({way.target for way in ways})
    return Handoff(
        *key,
        tuple(chart.nodes[index].name for index in sources),
        tuple(chart.nodes[index].name for index in targets),
        acknowledged=all(way.entry.kind is EntryKind.ACKNOWLEDGE for way in ways),
    )
