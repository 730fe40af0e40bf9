"""Who is outside the jurisdiction and only gets or answers messages."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Chart, Entry, EntryKind
from katch_protocols.duties.parties import home_of
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["Outsiders"]


class Outsiders(Struct, frozen=True, dict=True):
    """The parties outside of one chart.

    Whoever outside does more in the protocol than to answer handovers stands in its
    pool like everybody else: nobody is both a lane and a pool of their own.
    """

    chart: Chart
    handbook: Handbook

    def partners(self, entry: Entry) -> Iterator[Id]:
        """Yield with whom outside an activity exchanges a message."""
        names: tuple[Id, ...] = ()
        if entry.kind is not EntryKind.WRITTEN:
            names = entry.act.raci.by
        elif entry.act.handover is not None:
            names = entry.act.handover.to
        sent = (name for to in entry.act.sends.values() for name in to)
        yield from filter(self._is_outside, dict.fromkeys((*names, *sent)))

    def _is_outside(self, name: Id) -> bool:
        if home_of(name, self.handbook) in self._acting:
            return False
        agencies = self.handbook.agencies
        homes = self.handbook.homes(name)
        bodies = [agencies[home] for home in homes if home in agencies]
        return bool(bodies) and all(body.external for body in bodies)

    @cached_property
    def _acting(self) -> frozenset[Id]:
        """The lanes of all who do something of their own, or hold the case."""
        names = {node.held_by for node in self.chart.nodes if node.held_by is not None}
        for entry in self.chart.entries:
            if entry.kind is EntryKind.WRITTEN:
                names.update(entry.act.raci.by, entry.accountable)
        return frozenset(home_of(name, self.handbook) for name in names)
