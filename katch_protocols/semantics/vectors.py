"""Vectors: walks through a table, with what a reader of it must answer at each step.

The walks are drawn at random but seeded: the same table and seed give the same walks on
every machine. They are drawn until every row that some case can take was taken, as far
as all cases could be looked at within a bound.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TypeVar

from msgspec import Struct, field

from katch_protocols.answers import Answerable
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.table import Records, Row, Table

__all__ = [
    "FORMAT",
    "RowCoverage",
    "VectorDoing",
    "VectorStep",
    "VectorWalk",
    "Vectors",
    "draw_vectors",
]

FORMAT = "katch-vectors-1"

_MOST_CASES = 100_000
"""How many configurations are looked at for the way to a row."""
_LONGEST = 120
"""How many steps a walk has at most, but for a longer way to the row that it covers and
for steps that take a new row each."""
_PATIENCE = 60
"""After how many walks at random without a new row the ways to the rest are sought."""
_REFUSED = 2
"""How many steps that are refused are told at each word."""

Item = TypeVar("Item")


class VectorDoing(Answerable, Struct, frozen=True):
    """An activity, or a step of the clock, with the facts that are stated."""

    activity: str
    records: Mapping[str, str]


class VectorStep(Answerable, Struct, frozen=True):
    """One step of a walk, and what a reader must answer before it.

    Args:
        word: where the case stands, in hexadecimal.
        possible: what can be done, by name, each once, in the order of the table.
        refused: steps that a reader must refuse here.
        row: the position of the row in ``rows`` of the table.
        activity: what is done.
        records: the facts that are stated for it.
        next: where it leads.
    """

    word: str
    possible: tuple[str, ...]
    refused: tuple[VectorDoing, ...]
    row: int
    activity: str
    records: Mapping[str, str]
    next: str


class VectorWalk(Answerable, Struct, frozen=True):
    """A case from its beginning; where it ends, and whether it is complete there."""

    steps: tuple[VectorStep, ...]
    end: str
    possible: tuple[str, ...]
    complete: bool


class RowCoverage(Answerable, Struct, frozen=True):
    """How much of a table some walks take.

    Args:
        rows: how many rows the table has.
        covered: how many of them some walk takes.
        never: the positions of rows that no case can take; known where all was seen.
        uncovered: the positions of rows that no walk takes, and some case may.
        all_seen: whether every case was looked at.
    """

    rows: int
    covered: int
    never: tuple[int, ...]
    uncovered: tuple[int, ...]
    all_seen: bool


class Vectors(Answerable, Struct, frozen=True):
    """Walks through the table of a protocol, drawn with a seed."""

    format: str
    protocol: str
    version: str
    seed: int
    coverage: RowCoverage
    walks: tuple[VectorWalk, ...]


def draw_vectors(table: Table, seed: int = 0, limit: int = _MOST_CASES) -> Vectors:
    """Draw walks through a table until every row is taken that can be reached.

    Args:
        table: the table; its rows are numbered as in its JSON.
        seed: a whole number; another draws other walks.
        limit: about how many configurations are looked at to find the way to a row.
    """
    drawer = _Drawer(table, seed)
    found = explore(table, limit=limit)
    walks = tuple(drawer.walks(found))
    rows, is_all = len(drawer.rows), found.exhausted
    missing = tuple(place for place in range(rows) if place not in drawer.taken)
    coverage = RowCoverage(
        rows,
        rows - len(missing),
        never=missing if is_all else (),
        uncovered=() if is_all else missing,
        all_seen=is_all,
    )
    protocol = table.chart.protocol
    return Vectors(FORMAT, protocol.id, protocol.version, seed, coverage, walks)


class _Drawer(Struct, dict=True):
    """Draws walks; ``taken`` are the rows that some walk takes already."""

    table: Table
    seed: int
    drawn: int = 0
    taken: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rows = tuple(self.table.meetable())
        self.places = {id(row): place for place, row in enumerate(self.rows)}
        stated = ((row.activity, row.records) for row in self.rows)
        self.times: Counter[int] = Counter()
        self.doings = tuple(dict.fromkeys((*stated, *self._bare())))
        self.numbers = {doing: at for at, doing in enumerate(self.doings)}

    def _bare(self) -> Iterator[tuple[str, Records]]:
        """Yield each activity with nothing stated, which most that ask refuse."""
        yield from ((row.activity, ()) for row in self.rows)

    def walks(self, found: Exploration) -> Iterator[VectorWalk]:
        """Yield walks at random while they bring new rows, then one a row left."""
        fruitless = 0
        while fruitless < _PATIENCE and len(self.taken) < len(self.rows):
            known = len(self.taken)
            walk = self._walk(())
            if len(self.taken) > known:
                yield walk
            fruitless = 0 if len(self.taken) > known else fruitless + 1
        for place, row in enumerate(self.rows):
            if place in self.taken:
                continue
            where = found.where(row.mask, row.match)
            if len(where):
                index = int(where[self._draw(len(where))])
                yield self._walk((*found.path(index), row))

    def _walk(self, way: Sequence[Row]) -> VectorWalk:
        """Go a way and then on at random, rows first that were not taken.

        A walk that does not come to an end of the case stops at its last new row.
        """
        steps, word, new = [], self.table.initial, 0
        for row in self._rows(way):
            steps.append((word, row))
            word = row.after(word)
            if self.places[id(row)] not in self.taken:
                self.taken.add(self.places[id(row)])
                new = len(steps)
        if not self.table.is_final(word) and new < len(steps):
            word, _ = steps[new]
            steps = steps[:new]
        return VectorWalk(
            tuple(self._step(*each) for each in steps),
            hex(word),
            _names(self.table.possible(word)),
            self.table.is_final(word),
        )

    def _rows(self, way: Sequence[Row]) -> Iterator[Row]:
        word, length, new = self.table.initial, 0, bool(way)
        for row in way:
            yield row
            word, length = row.after(word), length + 1
        while new or length < _LONGEST:
            able = list(self.table.possible(word))
            if not able:
                return
            counts = [self.times[self.places[id(row)]] for row in able]
            least = min(counts)
            row = self._one(
                [row for row, count in zip(able, counts, strict=True) if count == least]
            )
            self.times[self.places[id(row)]] += 1
            new = self.places[id(row)] not in self.taken
            yield row
            word, length = row.after(word), length + 1

    def _step(self, word: int, row: Row) -> VectorStep:
        able = tuple(self.table.possible(word))
        return VectorStep(
            hex(word),
            _names(able),
            tuple(self._refused(able)),
            self.places[id(row)],
            row.activity,
            dict(row.records),
            hex(row.after(word)),
        )

    def _refused(self, able: Sequence[Row]) -> Iterator[VectorDoing]:
        """Draw doings that are not among the possible ones, each once."""
        passed = {self.numbers[row.activity, row.records] for row in able}
        for _ in range(min(_REFUSED, len(self.doings) - len(passed))):
            at = self._draw(len(self.doings) - len(passed))
            for each in sorted(passed):
                at += each <= at
            passed.add(at)
            name, records = self.doings[at]
            yield VectorDoing(name, dict(records))

    def _one(self, items: Sequence[Item]) -> Item:
        return items[self._draw(len(items))]

    def _draw(self, number: int) -> int:
        """Return a whole number below another, by the seed and how many were drawn.

        Every version of Python draws the same.
        """
        self.drawn += 1
        text = f"{FORMAT}/{self.seed}/{self.drawn}"
        return int.from_bytes(sha256(text.encode()).digest()) % number


def _names(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.activity for row in rows))
