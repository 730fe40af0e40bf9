"""What the cases of one protocol can reach: every configuration, within bounds.

Where there are too many to look at each, the fields of a word are looked at apart from
all others. More seems possible than is, and nothing less: what no field allows never
happens.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from katch_protocols.budget import blaming
from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.charts.starts import START
from katch_protocols.errors import BoundError
from katch_protocols.graphs.flow import reachable
from katch_protocols.graphs.steps import Ways
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.bounds import VAST
from katch_protocols.proofs.kept.cases import KnownCases
from katch_protocols.proofs.kept.world import seen_chart
from katch_protocols.semantics.cubes import standing
from katch_protocols.semantics.layout import FieldKind
from katch_protocols.semantics.table import Row, Table

if TYPE_CHECKING:
    from katch_protocols.semantics.explore import Exploration

__all__ = [
    "MAX_CONFIGURATIONS",
    "MAX_MOVES",
    "MAX_PROVED_MOVES",
    "Reach",
    "reach",
    "thinkable",
]


_Test = tuple[int, frozenset[int]]
"""A field by its position, and the codes of it that a row asks for."""

_Put = tuple[int, int]
"""A field by its position, and the code that a row writes into it."""


def thinkable(table: Table, free: Collection[Id] = ()) -> tuple[Row, ...]:
    """Return the rows that some case may use, in the order of the table.

    A row that is left out is used in no case. ``free`` are facts that may have any
    value at any time.
    """
    known = _known(table, free)
    for row in _beginnings(table, free):
        for at, code in _puts(table, row):
            known[at].add(code)
    waiting = list(table.meetable())
    tests = {id(row): tuple(_tests(table, row)) for row in waiting}
    used: set[int] = set()
    while True:
        met = [
            row
            for row in waiting
            if all(known[at] & codes for at, codes in tests[id(row)])
        ]
        if not met:
            return tuple(row for row in table.rows if id(row) in used)
        used.update(map(id, met))
        waiting = [row for row in waiting if id(row) not in used]
        for row in met:
            for at, code in _puts(table, row):
                known[at].add(code)


def _known(table: Table, free: Collection[Id]) -> list[set[int]]:
    """Return the codes of each field as a case begins; a free fact has any."""
    return [
        {*range(len(field.values))}
        if field.kind is FieldKind.FACT and field.name in free
        else {field.code(table.initial)}
        for field in table.fields
    ]


def _beginnings(table: Table, free: Collection[Id]) -> list[Row]:
    """Return the ways in which a case begins if free facts have values by then."""
    if not free:
        return []
    known = _known(table, free)
    return [
        row
        for row in table.starts
        if all(known[at] & codes for at, codes in _tests(table, row))
    ]


def _tests(table: Table, row: Row) -> Iterator[_Test]:
    for at, field in enumerate(table.fields):
        mask = (row.mask & field.mask) >> field.shift
        if mask:
            match = (row.match & field.mask) >> field.shift
            codes = range(len(field.values))
            yield at, frozenset(code for code in codes if code & mask == match)


def _puts(table: Table, row: Row) -> Iterator[_Put]:
    """Yield what a row writes; it always writes whole fields."""
    for at, field in enumerate(table.fields):
        if row.clear & field.mask:
            yield at, field.code(row.set)


MAX_CONFIGURATIONS = VAST
"""How many configurations a check looks at; a proof looks further."""

MAX_PROVED_MOVES = 500
"""The most states and activities of a protocol whose promises a check proves."""

MAX_MOVES = 4_000
"""How many entries and states a chart may have for a check to explore it."""


class Reach(Struct, frozen=True, dict=True):
    """What was found; ``cases`` are ``None`` where nothing was looked at.

    ``bound`` says which bound of the library the protocol crosses, if any. ``free`` are
    facts that nobody answers: what a case may do is told as if somebody did.
    """

    chart: Chart
    table: Table | None = None
    cases: KnownCases | None = None
    bound: BoundError | None = None
    free: frozenset[Id] = frozenset()

    @property
    def exploration(self) -> "Exploration | None":
        """Every configuration; explored where what is kept of it is not enough."""
        return None if self.cases is None else self.cases.explore()

    @property
    def seen(self) -> "Callable[[], Exploration] | None":
        """Finds every configuration, if somebody needs more than is kept."""
        return None if self.cases is None else self.cases.explore

    def put(self) -> None:
        """Keep what was asked here for the next who asks it."""
        if self.cases is not None:
            self.cases.put()

    @property
    def is_exhausted(self) -> bool:
        """Whether every configuration was seen."""
        return self.cases is not None and self.cases.exhausted

    @property
    def is_whole(self) -> bool:
        """Whether every configuration was seen, so that absence proves something."""
        return self.is_exhausted and not self.endless

    @property
    def is_provable(self) -> bool:
        """Whether a check can afford every proof: a protocol of an ordinary size.

        Where there are too many configurations to look at each, every promise is still
        looked at as far as it sees. ``katch prove`` knows no such bound.
        """
        if self.table is None or self.cases is None or self.endless:
            return False
        return len(self.chart.entries) + len(self.chart.nodes) <= MAX_PROVED_MOVES

    @cached_property
    def endless(self) -> tuple[Row, ...]:
        """The rows some case can use of which the settling cannot end."""
        rows = self.table.endless if self.table else ()
        return tuple(row for row in rows if self.count(row.mask, row.match))

    @cached_property
    def fired(self) -> tuple[Row, ...]:
        """The rows that some case can use."""
        if self.table is None or self.cases is None:
            return ()
        hits = zip(self.table.rows, self.cases.fired, strict=True)
        return tuple(row for row, hit in hits if hit)

    @cached_property
    def thinkable(self) -> tuple[Row, ...]:
        """The rows that some case may use: all others are used in none.

        Where every configuration was seen and every fact is answered, they are those
        that some case uses.
        """
        if self.table is None or (self.is_whole and not self.free):
            return self.fired
        return thinkable(self.table, self.free)

    @cached_property
    def entered(self) -> frozenset[int]:
        """The nodes that some case enters, passing ones included."""
        return self._entered(self.fired)

    @cached_property
    def enterable(self) -> frozenset[int]:
        """The nodes that some case may enter: all others are entered in none."""
        if self.table is None:
            by_name = self.chart.by_name
            return frozenset(by_name[name] for name in reachable(self.chart))
        return self._entered((*self._beginnings, *self.thinkable))

    @cached_property
    def _beginnings(self) -> tuple[Row, ...]:
        """How a case begins if what nobody answers is answered by then."""
        return () if self.table is None else tuple(_beginnings(self.table, self.free))

    def _entered(self, rows: tuple[Row, ...]) -> frozenset[int]:
        first = self.table.entered if self.table else ()
        found = frozenset(first).union(*(row.entered for row in rows))
        # What an analysis puts before the start is no state of the protocol.
        return found & frozenset(range(len(self.chart.nodes)))

    @cached_property
    def lines(self) -> frozenset[tuple[int, int]]:
        """The lines of choices that some case may take, as (node, position)."""
        first = None if self.table is None else self.table.beginning({})[1]
        begun = () if first is None else (first,)
        ways = (*begun, *self._beginnings, *self.thinkable)
        return frozenset().union(*(row.lines for row in ways))

    @cached_property
    def happening(self) -> frozenset[int]:
        """The positions of the chart's entries that some case can use."""
        places = (self._places.get(id(row.entry)) for row in self.fired)
        return frozenset(place for place in places if place is not None)

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """The position of each of the chart's entries, by its identity in the table.

        What an analysis puts before the start stands behind them.
        """
        own = () if self.table is None else self.table.chart.entries
        return {id(each): at for at, each in enumerate(own[: len(self.chart.entries)])}

    @cached_property
    def rows_of(self) -> Mapping[int, tuple[Row, ...]]:
        """The rows of each entry, by its position in the chart."""
        found: dict[int, list[Row]] = {}
        for row in self.table.rows if self.table else ():
            place = self._places.get(id(row.entry))
            if place is not None:
                found.setdefault(place, []).append(row)
        return {place: tuple(rows) for place, rows in found.items()}

    @cached_property
    def ways(self) -> Ways:
        """The steps by which a case may leave each node."""
        return Ways(self.chart)

    def own_entries(self) -> tuple[tuple[int, Entry], ...]:
        """Return the entries of the protocol itself, not those of one that it runs."""
        return tuple(
            (place, entry)
            for place, entry in enumerate(self.chart.entries)
            if entry.home == self.chart.protocol.id
        )

    def times_active(self, node: int) -> int:
        """Return in how many of the configurations found a node is active.

        Those in which the case is complete, or has not begun yet, do not count.
        """
        if self.table is None or self.cases is None:
            return 0
        found = self.count(*standing(self.table.layout, node))
        if node:
            return found
        before = self.table.chart.by_name.get(START)
        return found - self.cases.ends - (self.times_active(before) if before else 0)

    def happens_in(self, place: int, node: int) -> bool:
        """Tell whether some case can use an entry of the chart where a node is active.

        The entry is given by its position.
        """
        return any(self.is_used_in(row, node) for row in self.rows_of.get(place, ()))

    def is_used_in(self, row: Row, node: int) -> bool:
        """Tell whether some case can use a row where a node is active."""
        if self.table is None:
            return False
        mask, match = standing(self.table.layout, node)
        if (row.match ^ match) & row.mask & mask:
            return False
        return bool(self.count(row.mask | mask, row.match | match))

    def count(self, mask: int, match: int) -> int:
        """Return how many of the configurations found lie in a cube."""
        return 0 if self.cases is None else self.cases.count(mask, match)


def reach(chart: Chart, handbook: Handbook) -> Reach:
    """Compile and explore a sound chart, if a check can afford its size.

    Its cases start with whatever values those may give that open them. What is kept of
    them is not explored again.
    """
    # Lazy: what compiles is loaded only where somebody looks at cases.
    from katch_protocols.semantics.compile import own_table  # noqa: PLC0415

    if len(chart.entries) + len(chart.nodes) > MAX_MOVES:
        return Reach(chart)
    with blaming(("protocols", chart.protocol.id)):
        try:
            table = own_table(seen_chart(chart, handbook))
            cases = KnownCases(table, MAX_CONFIGURATIONS)
            found = Reach(chart, table, cases)
            if not cases.is_known:
                cases.explore()
        except BoundError as error:
            return Reach(chart, bound=error)
    return found
