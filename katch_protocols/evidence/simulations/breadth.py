"""Whether cases can surely come to more configurations than a walk may visit.

A walk visits each by itself, with all that follows there. What is drawn whatever the
case explores itself in a table of fewer rows, some thousand times as fast: where that
is too much, so is the walk.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from katch_protocols.cases.compiled_case import CompiledRow
from katch_protocols.charts.chart import Entry
from katch_protocols.evidence.simulations.draft import PlanDraft, PlannedProcess
from katch_protocols.proofs.proof_session import most_configurations
from katch_protocols.semantics.explore import explore
from katch_protocols.semantics.table import Row

__all__ = ["Breadth"]


class Breadth(PlanDraft):
    """Tells how many configurations a walk visits at least."""

    def surely_surpasses(self, process: PlannedProcess, most: int) -> bool:
        """Tell whether a walk from the start of a protocol visits more, for sure.

        Where its strands cannot make so many, nothing is looked at.
        """
        could = most_configurations(process.compiled.chart) > most
        return could and self.fewest(process, most) > most

    def fewest(self, process: PlannedProcess, most: int) -> int:
        """Return how many a walk from the start of a protocol visits at least.

        Above ``most`` it is not told how many more there are.
        """
        table = process.compiled.table
        rows = tuple(row for row in self._certain(process) if row.match >= 0)
        return len(explore(replace(table, rows=rows), limit=most))

    def _certain(self, process: PlannedProcess) -> Iterator[Row]:
        """Yield the steps that a walk takes wherever they are possible."""
        yield from (step.row for step in process.compiled.ticks)
        entries = process.compiled.chart.entries
        for places in process.rows.values():
            for place, rows in places:
                if self._is_drawn(process, place, entries[place]):
                    yield from (row.row for row in rows if self._is_free(row))

    def _is_drawn(self, process: PlannedProcess, place: int, entry: Entry) -> bool:
        """Tell whether something leads on, is drawn, and somebody may do it."""
        weight = self.x["ac_weight"][process.acts + place]
        return bool(weight) and entry.goal is not None and process.usable[place]

    def _is_free(self, row: CompiledRow) -> bool:
        """Tell whether no sentence asks anything of a step whose values are drawn."""
        if row.constraints or row.waits:
            return False
        return all(self.may_draw(fact, value) for fact, value in row.row.records)
