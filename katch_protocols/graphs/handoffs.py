"""Where a child passes from one agency to another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from katch_protocols.charts.chart import Chart, Entry, EntryKind
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.graphs.steps import leaves, rests
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import require

__all__ = [
    "Crossing",
    "HandoffEdge",
    "acknowledges",
    "asked_by",
    "counted",
    "crossings",
    "handoffs",
    "handoffs_among",
    "held_in",
]


Party = TypeVar("Party", bound=str)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A step from one resting state to another that another role holds."""

    entry: Entry
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class HandoffEdge:
    """An activity that may move the case from one agency's state to another's.

    Counted once per activity and pair of agencies; ``sources`` and ``targets`` are the
    resting states on either side; a case that is opened beside this one has none here.
    ``acknowledged``: the receiver itself says so, as the
    second half of a ``handover``; that another agency says so is not enough.
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
) -> tuple[HandoffEdge, ...]:
    """Return every handoff that a case may meet, in document order.

    Conditions are not looked at. A role with several home agencies is held by any one
    of them, in a ``region`` by the agency that is bound there. Without a day all
    agencies and bindings count as in force.

    Raises:
        UnknownNameError: The handbook has no such region.
    """
    if region is not None:
        require("region", region, handbook.regions)
    holders = Holders(handbook, as_of)
    held = partial(holders.agencies, place=region)
    return handoffs_among(chart, crossings(chart), held)


def handoffs_among(
    chart: Chart, found: Iterable[Crossing], held: Callable[[Id], tuple[Id, ...]]
) -> tuple[HandoffEdge, ...]:
    """Return the handoffs of crossings, once per activity and pair.

    ``held`` says who a role is in the place that is asked about.
    """
    ways: dict[tuple[str, Id, Id], list[Crossing]] = defaultdict(list)
    for crossing in found:
        one, other = (
            chart.nodes[at].held_by for at in (crossing.source, crossing.target)
        )
        for sender in held(one) if one else ():
            for receiver in held(other) if other else ():
                if sender != receiver:
                    ways[crossing.entry.activity, sender, receiver].append(crossing)
    moved = [_handoff(chart, key, each, held) for key, each in ways.items()]
    return (*moved, *_opened(chart, held, ways.keys()))


def _opened(
    chart: Chart,
    held: Callable[[Id], tuple[Id, ...]],
    known: AbstractSet[tuple[str, Id, Id]],
) -> Iterator[HandoffEdge]:
    """Yield the handoffs of cases that are opened, where the move itself is none.

    Each receiver says so by acting in the opened case; until then the opener answers.
    What a role opens for itself is handed to nobody, as where it holds two states.
    """
    found: dict[tuple[str, Id, Id], dict[str, None]] = defaultdict(dict)
    for entry in chart.entries:
        roles = [role for each in chart.openings(entry) for role in each.receivers]
        for source in leaves(chart, entry.node) if roles else ():
            holder = chart.nodes[source].held_by
            for sender in held(holder) if holder else ():
                others = (
                    each for role in roles if role != holder for each in held(role)
                )
                for receiver in others:
                    key = entry.activity, sender, receiver
                    if sender != receiver and key not in known:
                        found[key][chart.nodes[source].name] = None
    for (activity, sender, receiver), sources in found.items():
        yield HandoffEdge(
            activity, sender, receiver, tuple(sources), (), acknowledged=True
        )


def acknowledges(
    crossing: Crossing, chart: Chart, held: Callable[[Id], tuple[Party, ...]]
) -> bool:
    """Tell whether whoever holds the target says: I have the child.

    It does so by acknowledging a handover to its own role, or to one that only its own
    agencies can hold; of several receivers each has, once the case moves on. A handover
    within the sender's agency acknowledges nothing.
    """
    holder, entry = chart.nodes[crossing.target].held_by, crossing.entry
    if holder is None or entry.kind is not EntryKind.ACKNOWLEDGE:
        return False
    receivers = chart.receivers(entry.node)
    others = [set(held(role)) for role in receivers]
    return holder in receivers or any(
        parties and parties <= set(held(holder)) for parties in others
    )


def crossings(chart: Chart, *, aside: bool = False) -> Iterator[Crossing]:
    """Yield the steps between two resting states that two different roles hold.

    A strand that only starts beside the one where the move leads gets no case; with
    ``aside`` it counts too, for it is entered.
    """
    for entry in chart.entries:
        if entry.goal is None:
            continue
        targets = rests(chart, entry.node, entry.goal, at_top=entry.at_top, aside=aside)
        for source in _sources(chart, entry):
            for target in targets:
                one, other = chart.nodes[source].held_by, chart.nodes[target].held_by
                if one and other and one != other:
                    yield Crossing(entry, source, target)


def counted(chart: Chart) -> Iterator[Crossing]:
    """Yield the crossings of a chart, each way of handing over once.

    Of several receivers any may be the last to acknowledge; the one way to a state is
    told as the acknowledgement of its own holder, else of the first receiver.
    """
    for crossing in crossings(chart):
        entry = crossing.entry
        receivers = chart.receivers(entry.node)
        if entry.kind is EntryKind.ACKNOWLEDGE and len(receivers) > 1:
            holder = chart.nodes[crossing.target].held_by
            own = holder if holder in receivers else receivers[0]
            if entry.receiver != own:
                continue
        yield crossing


def _sources(chart: Chart, entry: Entry) -> Iterator[int]:
    """Yield the states in which a case may rest before a move.

    Where the state that waits has no holder of its own, because what sent it was a
    composite without one, those inside that composite have held the case.
    """
    node = chart.nodes[entry.node]
    if node.awaiting is None or node.held_by is not None:
        yield from leaves(chart, entry.node)
        return
    for sender in chart.senders(entry.node):
        yield from leaves(chart, sender.node)


def asked_by(chart: Chart, activity: str) -> str:
    """Return what an activity answers: the handover that waits; else the activity."""
    for at in chart.activities[activity]:
        entry = chart.entries[at]
        if not entry.kind.is_written:
            return chart.nodes[entry.node].awaiting or activity
    return activity


def held_in(chart: Chart, node: int, holders: Holders, place: Place) -> tuple[Id, ...]:
    """Return the agencies that hold a state in a place."""
    role = chart.nodes[node].held_by
    return () if role is None else holders.agencies(role, place)


def _handoff(
    chart: Chart,
    key: tuple[str, Id, Id],
    ways: list[Crossing],
    held: Callable[[Id], tuple[Id, ...]],
) -> HandoffEdge:
    sources = sorted({way.source for way in ways})
    targets = sorted({way.target for way in ways})
    return HandoffEdge(
        *key,
        tuple(chart.nodes[index].name for index in sources),
        tuple(chart.nodes[index].name for index in targets),
        acknowledged=all(acknowledges(way, chart, held) for way in ways),
    )
