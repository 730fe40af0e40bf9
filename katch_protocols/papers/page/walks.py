"""The case walk: the compiled table as it is, and one case that ends well."""

from collections.abc import Iterator
from dataclasses import dataclass

from katch_protocols.charts.chart import Chart
from katch_protocols.errors import BoundError
from katch_protocols.model.states import Outcome
from katch_protocols.papers.page.places import Places
from katch_protocols.papers.page.sheet_nouns import Timed, Walk
from katch_protocols.papers.page.tongues import Tongues
from katch_protocols.proofs.soundness import GOOD
from katch_protocols.semantics.case_step import end_cubes
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.explore import explore
from katch_protocols.semantics.table import Row, Table

__all__ = ["MOST_ROWS", "Walks"]

MOST_ROWS = 5_000
"""A table with more rows is not put on the page: a megabyte that nobody walks."""

_MOST_SEEN = 200_000
"""How many configurations are looked at for a case that ends well."""


@dataclass(frozen=True)
class Walks:
    """Makes the walk of one chart."""

    chart: Chart
    places: Places
    tongues: Tongues

    def walk(self) -> Walk | None:
        """Return the walk; nothing where the table would be too large for a page."""
        try:
            table = compile_chart(self.chart)
        except BoundError:
            return None
        if len(table.rows) > MOST_ROWS:
            return None
        return Walk(
            table.to_json(), self.places.all(), tuple(self._timed()), example(table)
        )

    def _timed(self) -> Iterator[Timed]:
        for node in self.chart.nodes:
            for timer in node.timers:
                yield Timed(timer.name, self.tongues.timed(timer.limit))


def example(table: Table) -> tuple[int, ...]:
    """Return the positions of the rows of a short case that ends well.

    A case in which the child is protected comes before any other good end; of several
    ends the one that is farthest, for a case that is over at once shows nothing. Empty
    where none is found.
    """
    explored = explore(table, limit=_MOST_SEEN)
    position = {id(row): at for at, row in enumerate(table.meetable())}
    for wanted in (frozenset({Outcome.PROTECTED}), GOOD):
        ends = [explored.where(*cube) for cube in end_cubes(table, wanted)]
        paths = [explored.path(int(found[0])) for found in ends if len(found)]
        if paths:
            chosen = _patient(table, max(paths, key=len))
            return tuple(position[id(row)] for row in chosen)
    return ()


def _patient(table: Table, path: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the same steps in an order in which the clock moves as late as it can.

    A search by steps alone lets thirty days pass before anybody is helped.
    """
    lost: set[tuple[int, frozenset[int]]] = set()

    def order(word: int, left: frozenset[int]) -> tuple[Row, ...] | None:
        if not left:
            return () if table.is_final(word) else None
        if (word, left) in lost:
            return None
        for at in sorted(left, key=lambda each: (path[each].timed, each)):
            row = _same_step(table, path[at], word)
            rest = None if row is None else order(row.after(word), left - {at})
            if row is not None and rest is not None:
                return (row, *rest)
        lost.add((word, left))
        return None

    return order(table.initial, frozenset(range(len(path)))) or path


def _same_step(table: Table, step: Row, word: int) -> Row | None:
    """Return the row by which the same step goes elsewhere in a case."""
    rows = table.by_step[step.activity, step.records]
    return next((row for row in rows if row.applies(word)), None)
