"""Find a case in a protocol too wide to explore: see little of it, and more on demand.

Only a few fields are seen at first; a step seems possible wherever the seen part of its
condition allows it. More seems possible than is, so what never seems to happen never
happens. What seems to happen is tried on the whole protocol; the field that stops it is
seen from then on. R. P. Kurshan, *Computer-Aided Verification of Coordinating
Processes* (1994): localization reduction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from katch_protocols.proofs.study import Study
from katch_protocols.proofs.trying import Crowd, Trial
from katch_protocols.proofs.watching import Product, Watcher, watch
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import explore
from katch_protocols.semantics.table import Row

__all__ = ["Sight", "hunt"]

MAX_SEEN = 100_000
"""How many configurations of the part that is seen are looked at, each time."""

MAX_ROUNDS = 64
"""How often a field is added to what is seen."""

Goals = Callable[[Product], Sequence[Cube]]


@dataclass(frozen=True)
class Sight:
    """What was found: a case, or that there is none; else nothing is decided.

    ``size`` is how many configurations of the seen part stand behind it. ``rows`` are
    the steps of the case, ``words`` those of the study's wide table after each. It is
    not always a shortest case.
    """

    size: int
    is_decided: bool
    is_found: bool = False
    rows: tuple[Row, ...] = ()
    words: tuple[int, ...] = ()


def hunt(study: Study, watcher: Watcher, goals: Goals) -> Sight:
    """Find a case in which the product reaches a goal, or that there is none."""
    table = study.wide_table(watcher.asks)
    every = replace(table, rows=(*table.rows, *table.completions))
    product = watch(every, watcher)
    return _Hunt(Crowd(product, table.completions), goals(product), study.limit).run()


class _Hunt:
    def __init__(self, crowd: Crowd, goals: Sequence[Cube], limit: int) -> None:
        self.crowd, self.goals = crowd, goals
        self.limit = min(limit, MAX_SEEN)

    def run(self) -> Sight:
        seen = self.crowd.watched.mask
        for mask, _ in self.goals:
            seen |= mask
        size = 0
        for _ in range(MAX_ROUNDS):
            path, size, whole = self._seeming(seen)
            if path is None:
                return Sight(size, is_decided=whole)
            trial = Trial(self.crowd)
            lacking = trial.follow(path) & ~seen
            if trial.reaches(self.goals):
                return Sight(
                    size,
                    is_decided=True,
                    is_found=True,
                    rows=tuple(trial.rows),
                    words=tuple(trial.words),
                )
            if not lacking:
                break
            seen |= self.crowd.nearest_field(lacking)
        return Sight(size, is_decided=False)

    def _seeming(self, seen: int) -> tuple[list[int] | None, int, bool]:
        """Return a shortest way to a goal in what is seen, its size, if it is whole."""
        rows: dict[tuple[int, int, int, int], int] = {}
        table = self.crowd.product.table
        for index, row in enumerate(table.rows):
            if row.clear & seen:
                effect = row.mask & seen, row.match & seen, row.clear & seen
                rows.setdefault((*effect, row.set & seen), index)
        small = tuple(
            replace(table.rows[index], mask=mask, match=match, clear=clear, set=put)
            for (mask, match, clear, put), index in rows.items()
        )
        part = replace(table, initial=table.initial & seen, rows=small)
        explored = explore(part, limit=self.limit, until=self.goals)
        found = (explored.where(*cube) for cube in self.goals)
        first = min((int(places[0]) for places in found if len(places)), default=None)
        if first is None:
            return None, len(explored), explored.exhausted
        where = {
            id(row): index for row, index in zip(small, rows.values(), strict=True)
        }
        path = [where[id(row)] for row in explored.path(first)]
        return path, len(explored), explored.exhausted
