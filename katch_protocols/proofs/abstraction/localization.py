"""Find a case in a protocol too wide to explore: see little of it, and more on demand.

Only a few fields are seen at first; a step seems possible wherever the seen part of its
condition allows it. More seems possible than is, so what never seems to happen never
happens. What seems to happen is tried on the whole protocol; the field that stops it is
seen from then on. R. P. Kurshan, *Computer-Aided Verification of Coordinating
Processes* (1994): localization reduction.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.proofs.abstraction.concretize import Crowd, Trial
from katch_protocols.proofs.automata.product_automaton import Product, Watcher, watch
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.events import ChartEvent
from katch_protocols.semantics.explore import explore
from katch_protocols.semantics.layout import Field, FieldKind
from katch_protocols.semantics.table import Row, Table

__all__ = ["Goals", "Localized", "nearest_lacking", "search"]


_KINDS = (FieldKind.REGION, FieldKind.EVENT, FieldKind.DOCUMENT, FieldKind.FACT)


def nearest_lacking(table: Table, steps: Sequence[Sequence[Row]], seen: int) -> int:
    """Return the mask of the nearest field that stops some step; 0 if none does.

    Args:
        table: the table of the rows.
        steps: for each step the rows that could be it; the one that lacks least is.
        seen: the bits of what is seen; it stops nothing.
    """
    word, lacking = table.initial, 0
    for rows in steps:
        lacks = [(((word ^ row.match) & row.mask), row) for row in rows]
        lack, row = min(lacks, key=lambda found: found[0].bit_count())
        lacking |= lack & ~seen
        word = row.after(word & ~row.mask | row.match)
    fields = [field for field in table.fields if field.mask & lacking]
    near = [_path(field) for field in table.fields if field.mask & seen]
    return min(fields, key=lambda field: _distance(field, near)).mask if fields else 0


def _distance(field: Field, near: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """Return how far a field is from those seen: its kind, then up the tree."""
    path = _path(field)
    shared = max((_common(path, other) for other in near), default=0)
    return _KINDS.index(field.kind), len(path) - shared, field.shift


def _path(field: Field) -> Sequence[str]:
    return field.name.split(".") if field.kind is FieldKind.REGION else ()


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    alike = min(len(one), len(other))
    return next((n for n, (mine, its) in pairs if mine != its), alike)


MAX_SEEN = 100_000
"""How many configurations of the part that is seen are looked at, each time."""

MAX_ROUNDS = 64
"""How often a field is added to what is seen."""

Goals = Callable[[Product], Sequence[Cube]]
"""The cubes of a product that are looked for."""


class Localized(Struct, frozen=True):
    """What was found: a case, or that there is none; else nothing is decided.

    ``size`` is how many configurations of the seen part stand behind it. ``rows`` are
    the steps of the case, ``words`` those of the table after each. It is
    not always a shortest case.
    """

    size: int
    is_decided: bool
    is_found: bool = False
    rows: tuple[Row, ...] = ()
    words: tuple[int, ...] = ()


def search(table: Table, watcher: Watcher, goals: Goals, *, limit: int) -> Localized:
    """Find a case in which the product reaches a goal, or that there is none.

    Args:
        table: completions stand by themselves in it; its words tell what the watcher
            asks about.
        watcher: the automaton, and what it reads.
        goals: the cubes of the product that are looked for.
        limit: how many configurations of the seen part are looked at, each time.
    """
    if any(_may_double(slot.event, table) for slot in watcher.slots):
        return Localized(0, is_decided=False)
    every = replace(table, rows=(*table.rows, *table.completions))
    product = watch(every, watcher)
    crowd, found = Crowd(product, table.completions), goals(product)
    sight = _Localization(crowd, found, limit).run()
    return sight if sight.is_decided else _Localization(crowd, found, limit).from_near()


def _may_double(event: ChartEvent, table: Table) -> bool:
    """Whether a step and its completion may both read what happens once a step."""
    return event.once and any(event.positions(row) for row in table.completions)


class _Localization:
    def __init__(self, crowd: Crowd, goals: Sequence[Cube], limit: int) -> None:
        self.crowd, self.goals = crowd, goals
        self.limit = min(limit, MAX_SEEN)
        self.first = crowd.watched.mask
        for mask, _ in goals:
            self.first |= mask

        self.effects = [
            (index, row.mask, row.match, row.clear, row.set)
            for index, row in enumerate(crowd.product.table.rows)
        ]

    def run(self) -> Localized:
        """Add the field that stops the first step that is not possible."""
        return self._search(self.first, self._stopping)

    def from_near(self) -> Localized:
        """Begin with what the sentence's own steps ask, and add what is near to that.

        Sees little where a case is long and most of what is on its way does not matter.
        """
        near = self.first
        for row in self.crowd.product.table.rows:
            near |= row.mask if row.clear & self.crowd.watched.mask else 0
        return self._search(near, self._near)

    def _search(
        self, seen: int, next_field: Callable[[list[int], int], int]
    ) -> Localized:
        size = 0
        for _ in range(MAX_ROUNDS):
            path, size, whole = self._seeming(seen)
            if path is None:
                return Localized(size, is_decided=whole)
            trial = Trial(self.crowd)
            trial.follow(path)
            if trial.reaches(self.goals):
                return Localized(
                    size,
                    is_decided=True,
                    is_found=True,
                    rows=tuple(trial.rows),
                    words=tuple(trial.words),
                )
            lacking = next_field(path, seen)
            if not lacking:
                break
            seen |= lacking
        return Localized(size, is_decided=False)

    def _stopping(self, path: list[int], seen: int) -> int:
        lacking = Trial(self.crowd).follow(path) & ~seen
        if not lacking:
            # A detour may have undone what the path relies on.
            lacking = Trial(self.crowd).follow(path, detours=False) & ~seen
        return self.crowd.nearest_field(lacking) if lacking else 0

    def _near(self, path: list[int], seen: int) -> int:
        table = self.crowd.product.table
        return nearest_lacking(table, [[table.rows[n]] for n in path], seen)

    def _seeming(self, seen: int) -> tuple[list[int] | None, int, bool]:
        """Return a shortest way to a goal in what is seen, its size, if it is whole."""
        rows: dict[tuple[int, int, int, int], int] = {}
        table = self.crowd.product.table
        for index, mask, match, clear, put in self.effects:
            if clear & seen:
                effect = mask & seen, match & seen, clear & seen, put & seen
                rows.setdefault(effect, index)
        small = tuple(
            table.rows[index].written(mask, match, clear, put)
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
