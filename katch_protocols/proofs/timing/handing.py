"""How often the responsibility for a child passes from one agency to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.model.noun import Id
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.timing.counting import count
from katch_protocols.proofs.timing.measured import Range
from katch_protocols.semantics.table import Row

__all__ = ["handoffs"]

Resting = tuple[int, ...]
"""The resting states of a configuration, in document order."""


def handoffs(study: Study) -> tuple[int | None, Range | None]:
    """Count the different handoffs of all cases, and those that one case meets.

    A handoff is an activity that moves the case from a state held by one agency to a
    resting state held by another, counted once per activity and pair. ``None``: too
    large to be counted.
    """
    return _Handing(study).counted()


@dataclass(frozen=True)
class _Handing:
    study: Study

    @property
    def chart(self) -> Chart:
        return self.study.chart

    def counted(self) -> tuple[int | None, Range | None]:
        table = self.study.table
        seeds = [
            table.fields[place[0]].mask
            for node in self.chart.nodes
            if node.kind is NodeKind.ATOMIC and node.held_by is not None
            if (place := table.layout.place(node.index)) is not None
        ]
        seen: dict[tuple[str, Id, Id], None] = {}
        resting = cache(self._resting)

        @cache
        def passing(row: int, was: Resting, now: Resting) -> int:
            base = table.rows[row]
            pairs = tuple(self._pairs(base, was, now))
            seen.update(dict.fromkeys((base.activity, *pair) for pair in pairs))
            return int(bool(pairs))

        positions = {id(row): n for n, row in enumerate(table.rows)}

        layout = table.layout
        regions = sum(table.fields[place].mask for place in layout.regions.values())

        def counting(row: Row, before: int, after: int) -> int:
            was, now = resting(before & regions), resting(after & regions)
            return passing(positions[id(row)], was, now)

        counted = count(self.study, counting, self._moves, seeds)
        if counted is None:
            return None, None
        found = counted.range()
        return len(seen), found

    def _moves(self, row: Row) -> bool:
        return row.entry is not None and bool(row.entered)

    def _resting(self, word: int) -> Resting:
        nodes = self.chart.nodes
        return tuple(
            node
            for node in self.study.table.active(word)
            if nodes[node].kind is NodeKind.ATOMIC
        )

    def _pairs(self, row: Row, was: Resting, now: Resting) -> Iterator[tuple[Id, Id]]:
        """Yield the agencies between which a step moves the case."""
        for source in was:
            if row.node not in (source, *self.chart.ancestors(source)):
                continue
            for target in now:
                if source not in now and target not in was:
                    yield from self._differing(source, target)

    def _differing(self, source: int, target: int) -> Iterator[tuple[Id, Id]]:
        one, other = self.chart.nodes[source].held_by, self.chart.nodes[target].held_by
        if one is None or other is None or one == other:
            return
        for sender in self._agencies(one):
            for receiver in self._agencies(other):
                if sender != receiver:
                    yield sender, receiver

    def _agencies(self, role: Id) -> tuple[Id, ...]:
        found = self.study.holders.handbook.roles.get(role)
        return () if found is None else found.agencies
