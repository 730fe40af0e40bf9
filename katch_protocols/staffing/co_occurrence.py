"""What happens in some case, and what meets in one case: where a clash is real.

That every step of a protocol could be staffed at once says that every case can. The
opposite is not so: two steps may never meet in a case. So a clash counts only if some
case has all of its steps, which is looked for in the table itself: each step sets a bit
of its own, and all bits are to be set at once.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart
from katch_protocols.errors import BoundError
from katch_protocols.semantics.layout import Field, FieldKind
from katch_protocols.semantics.table import Row, Table
from katch_protocols.staffing.demands import Demand, DemandKind
from katch_protocols.staffing.events import entries_of, happens
from katch_protocols.staffing.steps import StaffedStep

__all__ = ["LIMIT", "Occurring", "occurring"]

LIMIT = 200_000
"""How many configurations are looked at; beyond, whatever is written may happen."""


class Occurring(Struct, frozen=True):
    """A protocol's cases; ``table`` is ``None`` where they are too many to look at.

    ``happening`` are the positions of the entries that some case can use.
    """

    chart: Chart
    happening: frozenset[int]
    table: Table | None = None
    limit: int = LIMIT

    def meet(
        self,
        steps: Sequence[StaffedStep],
        demands: Sequence[Demand],
        core: Collection[int],
    ) -> bool:
        """Tell whether some case has every step of a clash, under its sentences.

        True also where that was not decided: then the clash may be none.
        """
        watch = _Watch(self.chart, steps, [demands[index] for index in sorted(core)])
        if not watch.one_language:
            return False
        if watch.is_single or self.table is None:
            return True
        # Lazy: what explores is loaded only where some steps clash.
        from katch_protocols.semantics.explore import explore  # noqa: PLC0415

        table, goal = watch.watching(self.table)
        found = explore(table, limit=self.limit, until=[(goal, goal)])
        return bool(len(found.where(goal, goal))) or not found.exhausted


def occurring(chart: Chart, *, limit: int = LIMIT) -> Occurring:
    """Look at the cases of a sound chart, up to about ``limit`` configurations."""
    # Lazy, as above.
    from katch_protocols.semantics.compile import compile_chart  # noqa: PLC0415
    from katch_protocols.semantics.explore import explore  # noqa: PLC0415

    every = frozenset(range(len(chart.entries)))
    try:
        table = compile_chart(chart)
    except BoundError:
        return Occurring(chart, every)
    found = explore(table, limit=limit)
    if not found.exhausted:
        return Occurring(chart, every)
    places = {id(entry): place for place, entry in enumerate(chart.entries)}
    fired = zip(table.rows, found.fired, strict=True)
    happening = frozenset(
        places[id(row.entry)] for row, hit in fired if hit and row.entry is not None
    )
    return Occurring(chart, happening, table, limit)


class _Bit(Struct, frozen=True):
    """A bit that a step sets; ``off`` is the bit after which it no longer does."""

    entries: frozenset[int]
    node: int | None = None
    off: int | None = None


class _Watch:
    """Bits for the steps of a clash: in its sentences, and else by themselves."""

    def __init__(
        self, chart: Chart, steps: Sequence[StaffedStep], core: Sequence[Demand]
    ) -> None:
        self.chart, self.steps, self.core = chart, steps, core
        self.used = sorted({step for demand in core for step in demand.steps})
        languages = {steps[step].language for step in self.used} - {None}
        self.one_language = len(languages) <= 1
        self.offs: list[tuple[str, ...]] = []
        self.bits = list(dict.fromkeys(self._bits()))

    @property
    def is_single(self) -> bool:
        """Whether one entry, which happens, brings everything."""
        together = frozenset.intersection(*(bit.entries for bit in self.bits))
        plain = all(bit.node is None and bit.off is None for bit in self.bits)
        return bool(together) and plain

    def _bits(self) -> Iterator[_Bit]:
        for step in self.used:
            yield _Bit(self._entries(step))
        for demand in self.core:
            off = self._off(demand)
            entered = demand.entered or (None,) * len(demand.steps)
            for step, node in zip(demand.steps, entered, strict=True):
                if off is not None or node is not None:
                    yield _Bit(self._entries(step), node, off)

    def _entries(self, step: int) -> frozenset[int]:
        """Return the entries at which the step is as the clash needs it."""
        kinds = {each.kind for each in self.core if each.steps == (step,)}
        found = self.steps[step]
        return found.urgent if DemandKind.ON_DUTY in kinds else found.entries

    def _off(self, demand: Demand) -> int | None:
        if not any(entries_of(self.chart, name) for name in demand.unless):
            return None
        if demand.unless not in self.offs:
            self.offs.append(demand.unless)
        return self.offs.index(demand.unless)

    def watching(self, table: Table) -> tuple[Table, int]:
        """Return the table with the bits, and the bits that are to be set."""
        shift, count = table.layout.width, len(self.bits) + len(self.offs)
        first = shift + len(self.bits)
        goal = ((1 << len(self.bits)) - 1) << shift
        values = tuple(str(code) for code in range(1 << count))
        watch = Field("meeting", FieldKind.EVENT, shift, count, values)
        layout = replace(table.layout, fields=(*table.layout.fields, watch))
        rows = tuple(each for row in table.rows for each in self._rows(row, table))
        initial = table.initial | self._ended(None, table.entered, first)
        return replace(
            table, layout=layout, initial=initial, rows=rows, by_step={}
        ), goal

    def _rows(self, row: Row, table: Table) -> Iterator[Row]:
        """Yield a row for each way in which the sentences may have ended by now."""
        shift, first = table.layout.width, table.layout.width + len(self.bits)
        place = self._places(table).get(id(row.entry), -1)
        ended = self._ended(row.activity, row.entered, first)
        mine = [
            (number, bit)
            for number, bit in enumerate(self.bits)
            if place in bit.entries and (bit.node is None or bit.node in row.entered)
        ]
        asked = sorted({bit.off for _, bit in mine if bit.off is not None})
        for over in product((False, True), repeat=len(asked)):
            known = dict(zip(asked, over, strict=True))
            put = ended
            for number, bit in mine:
                is_over = bit.off is not None and (
                    known[bit.off] or bool(ended >> (first + bit.off) & 1)
                )
                put |= 0 if is_over else 1 << (shift + number)
            mask = sum(1 << (first + off) for off in asked)
            match = sum(1 << (first + off) for off in asked if known[off])
            yield replace(
                row,
                mask=row.mask | mask,
                match=row.match | match,
                clear=row.clear | put,
                set=row.set | put,
            )

    def _ended(self, activity: str | None, entered: Collection[int], first: int) -> int:
        """Return the bits of the sentences that a step ends, or the start of a case."""
        return sum(
            1 << first + number
            for number, names in enumerate(self.offs)
            if any(happens(self.chart, name, activity, entered) for name in names)
        )

    def _places(self, table: Table) -> Mapping[int, int]:
        entries = table.chart.entries
        return {id(entry): place for place, entry in enumerate(entries)}
