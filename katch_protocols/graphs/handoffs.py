"""Where a child passes from one agency to another."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cached_property, partial

from msgspec import Struct

from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.graphs.crossings import (
    Crossing,
    acknowledges,
    counted,
    run_around,
    told_here,
    written_inside,
)
from katch_protocols.graphs.steps import leaves
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import require

__all__ = ["HandoffEdge", "HandoffWays", "handoffs", "held_in"]


class HandoffEdge(Struct, frozen=True):
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
    inside: bool = False,
) -> tuple[HandoffEdge, ...]:
    """Return every handoff of a protocol, in document order.

    With ``inside`` every handoff that a case of it may meet: also those inside a
    protocol that it runs, which that one tells as its own. Conditions are not looked
    at. A role with several home agencies is held by any one of them, in a ``region`` by
    the agency that is bound there. Without a day all agencies and bindings count as in
    force.

    Raises:
        UnknownNameError: The handbook has no such region.
    """
    if region is not None:
        require("region", region, handbook.regions)
    holders = Holders(handbook, as_of)
    held = partial(holders.agencies, place=region)
    return HandoffWays(chart, inside=inside).among(held)


_Held = Callable[[Id], tuple[Id, ...]]
"""Says who a role is in the place that is asked about."""

_Pairs = tuple[str, Id, Id]
"""An activity, who hands over by it, and who receives."""


class HandoffWays(Struct, frozen=True, dict=True):
    """How a case may be handed on in a protocol, whoever holds its roles.

    What happens inside a protocol that it runs is told there, as the duties are; with
    ``inside`` it counts too, for a case of the outer one meets it.
    """

    chart: Chart
    inside: bool = False

    def among(self, held: _Held) -> tuple[HandoffEdge, ...]:
        """Return the handoffs, once per activity and pair; ``held`` says who is who."""
        ways: dict[_Pairs, list[Crossing]] = defaultdict(list)
        for crossing in self._crossings:
            one, other = (
                self.chart.nodes[at].held_by
                for at in (crossing.source, crossing.target)
            )
            for sender in held(one) if one else ():
                for receiver in held(other) if other else ():
                    if sender != receiver:
                        key = crossing.entry.activity, sender, receiver
                        ways[key].append(crossing)
        moved = [self._handoff(key, each, held) for key, each in ways.items()]
        return (*moved, *self._opened(held, ways.keys()))

    @cached_property
    def elsewhere(self) -> tuple[Id, ...]:
        """The protocols that run here and tell as theirs what a case meets in them."""
        if all(node.running is None for node in self.chart.nodes):
            return ()
        passing = [
            way.entry for way in self._every if not any(told_here(self.chart, (way,)))
        ]
        passing += [
            entry
            for entry, source, _ in self._openings
            if not self._opens_here(entry, source)
        ]
        runs = {run_around(self.chart, entry) for entry in passing}
        found = (node.running for node in self.chart.nodes if node.index in runs)
        return tuple(dict.fromkeys(name for name in found if name is not None))

    @cached_property
    def _every(self) -> tuple[Crossing, ...]:
        return tuple(counted(self.chart))

    @cached_property
    def _crossings(self) -> tuple[Crossing, ...]:
        return self._every if self.inside else tuple(told_here(self.chart, self._every))

    def _opened(self, held: _Held, known: AbstractSet[_Pairs]) -> Iterator[HandoffEdge]:
        """Yield the handoffs of cases that are opened, where the move itself is none.

        Each receiver says so by acting in the opened case; until then the opener
        answers. What a role opens for itself is handed to nobody, as where it holds two
        states.
        """
        found: dict[_Pairs, dict[str, None]] = defaultdict(dict)
        for entry, source, roles in self._openings:
            if not (self.inside or self._opens_here(entry, source)):
                continue
            holder = self.chart.nodes[source].held_by
            for sender in held(holder) if holder else ():
                others = (
                    each for role in roles if role != holder for each in held(role)
                )
                for receiver in others:
                    key = entry.activity, sender, receiver
                    if sender != receiver and key not in known:
                        found[key][self.chart.nodes[source].name] = None
        for (activity, sender, receiver), sources in found.items():
            yield HandoffEdge(
                activity, sender, receiver, tuple(sources), (), acknowledged=True
            )

    @cached_property
    def _openings(self) -> tuple[tuple[Entry, int, tuple[Id, ...]], ...]:
        """What opens a case, where from, and the roles that receive that."""
        return tuple(
            (entry, source, roles)
            for entry in self.chart.entries
            if (roles := self._receivers(entry))
            for source in leaves(self.chart, entry.node)
        )

    def _receivers(self, entry: Entry) -> tuple[Id, ...]:
        opened = self.chart.openings(entry)
        return tuple(role for each in opened for role in each.receivers)

    def _opens_here(self, entry: Entry, source: int) -> bool:
        """Tell whether no protocol that runs here tells what it opens from a state."""
        own = entry.home == self.chart.protocol.id
        return own or not written_inside(self.chart, source)

    def _handoff(self, key: _Pairs, ways: list[Crossing], held: _Held) -> HandoffEdge:
        nodes = self.chart.nodes
        sources = sorted({way.source for way in ways})
        targets = sorted({way.target for way in ways})
        return HandoffEdge(
            *key,
            tuple(nodes[index].name for index in sources),
            tuple(nodes[index].name for index in targets),
            acknowledged=all(acknowledges(way, self.chart, held) for way in ways),
        )


def held_in(chart: Chart, node: int, holders: Holders, place: Place) -> tuple[Id, ...]:
    """Return the agencies that hold a state in a place."""
    role = chart.nodes[node].held_by
    return () if role is None else holders.agencies(role, place)
