"""The table: rows of four integers that are all a protocol means.

A row applies to a word when ``word & mask == match``; then the next word is
``word & ~clear | set``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from katch_protocols.answers import Brief
from katch_protocols.charts.chart import Chart, ChartOpening, ChartTimer, Entry
from katch_protocols.errors import ProtocolError
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.layout import Field, FieldKind, Layout
from katch_protocols.semantics.owing import Owing

__all__ = ["Configuration", "Row", "Table", "entered_anew"]

Records = tuple[tuple[str, str], ...]
"""The facts that the actor states, with their values, in the order of the file."""


def entered_anew(entered: tuple[int, ...], resumed: tuple[int, ...]) -> tuple[int, ...]:
    """Return the nodes that a step enters anew, in order, of all that it enters.

    One that is only taken up again is not among them. A step may do both: what it
    enters and leaves in passing it may take up again in the same instant.
    """
    if not resumed:
        return entered
    return tuple(node for node in entered if entered.count(node) > resumed.count(node))


class Row(Struct, frozen=True):
    """One whole step, settling included, under what must be so.

    Attributes:
        activity: Its name; of a step of the clock ``clock(STATE, 72 hours)``.
        mask: The bits of a word that it looks at.
        match: What these bits must be.
        clear: The bits that it makes zero.
        set: The bits that it makes one, after that.
        node: Where it was declared: an index of ``chart.nodes``, 0 for the top.
        entry: The activity as the chart has it; ``None`` for a step of the clock.
        timer: The ``after`` that makes it; ``None`` for an activity.
        records: The facts that the actor states, each with its value.
        entered: The nodes that are entered, in order, ancestors first.
        resumed: The nodes whose inside came back as it was left.
        lines: The lines of choices that were taken, as (node, position from 0).
        renews: The clocks of duties that it starts anew, by number; only where a table
            was made to watch them.
        taking_over: The cases that ends open on the way, each once.
    """

    activity: str
    mask: int
    match: int
    clear: int
    set: int
    node: int
    entry: Entry | None
    timer: ChartTimer | None
    records: Records
    entered: tuple[int, ...]
    resumed: tuple[int, ...]
    lines: tuple[tuple[int, int], ...] = ()
    renews: frozenset[int] = frozenset()
    taking_over: tuple[ChartOpening, ...] = ()

    @property
    def anew(self) -> tuple[int, ...]:
        """The nodes that are entered anew, in order; see ``entered_anew``."""
        return entered_anew(self.entered, self.resumed)

    @property
    def by(self) -> tuple[str, ...]:
        """The roles any one of which may do it; empty for a step of the clock."""
        return self.entry.act.raci.by if self.entry else ()

    @property
    def opens(self) -> tuple[ChartOpening, ...]:
        """The cases that the step opens: the activity's, then those of ends."""
        own = () if self.entry is None else self.entry.opens
        return (*own, *self.taking_over)

    @property
    def timed(self) -> bool:
        """Whether the clock makes this step by itself."""
        return self.timer is not None

    def written(self, mask: int, match: int, clear: int, put: int) -> "Row":
        """Return the same step with other integers."""
        return Row(
            self.activity,
            mask,
            match,
            clear,
            put,
            self.node,
            self.entry,
            self.timer,
            self.records,
            self.entered,
            self.resumed,
            self.lines,
            self.renews,
            self.taking_over,
        )

    def applies(self, word: int) -> bool:
        """Whether the step is possible in ``word``."""
        return word & self.mask == self.match

    def after(self, word: int) -> int:
        """Return the word after the step."""
        return word & ~self.clear | self.set


class Configuration(Struct, frozen=True):
    """A word in words.

    Attributes:
        states: The full names of the active states, in document order, without the top.
        facts: The value of each fact; ``unknown`` where nobody has stated it.
        documents: The documents that exist.
        happened: The past activities that some condition asks about.
    """

    states: tuple[str, ...]
    facts: Mapping[str, str]
    documents: tuple[str, ...]
    happened: tuple[str, ...]


_MOST_KNOWN = 65_536


class Table(Brief, Struct, frozen=True, dict=True):
    """Everything that a protocol means; made by ``compile``.

    Attributes:
        chart: The protocol with nothing left implicit.
        layout: Which bits of a word say what; ``fields`` are the same in order.
        initial: The word of a case that has just begun.
        entered: The nodes that are active in it: indices of ``chart.nodes``.
        rows: The steps, in document order.
        final: Cubes (``mask``, ``match``): a case is complete when one of them holds.
        endless: Rows whose settling cannot end; no steps, and a rule reports them.
        completions: The moves of ``done`` by itself, the innermost first, where they
            are not folded into the steps that lead to them; after each step they are to
            be taken at once.
        starts: The steps with which a case begins, by the values that it is given: from
            a word that holds nothing but facts.
        by_step: The rows by activity and records.
        refuses: The sentences that a host must enforce, for no row can decide them; as
            plain data.
    """

    UNSAID = ("by_step", "refuses")

    chart: Chart
    layout: Layout
    initial: int
    entered: tuple[int, ...]
    rows: tuple[Row, ...]
    final: tuple[Cube, ...]
    endless: tuple[Row, ...] = ()
    completions: tuple[Row, ...] = ()
    starts: tuple[Row, ...] = ()
    by_step: Mapping[tuple[str, Records], tuple[Row, ...]] = field(default_factory=dict)
    refuses: tuple[Mapping[str, Any], ...] = ()

    @cached_property
    def by_event(self) -> Mapping[str | int | None, tuple[int, ...]]:
        """The positions of rows, by activity and by each node that they enter.

        Under ``None`` those that resume a node: they may enter anything below it.
        """
        found: dict[str | int | None, list[int]] = defaultdict(list)
        for index, row in enumerate(self.rows):
            keys: set[str | int | None] = {row.activity, *row.entered}
            for key in {*keys, None} if row.resumed else keys:
                found[key].append(index)
        return {key: tuple(places) for key, places in found.items()}

    @property
    def fields(self) -> tuple[Field, ...]:
        """The bit fields of a word."""
        return self.layout.fields

    def begun(self, facts: Mapping[str, str]) -> tuple[int, tuple[int, ...]]:
        """Return the word of a case that begins with values, and what it enters.

        Facts that nothing here asks about change nothing; without values it begins as
        it does by itself.

        Raises:
            ProtocolError: With these values it would never come to rest.
        """
        word, row = self.beginning(facts)
        if row is None:
            raise ProtocolError(self.chart.protocol.id, ("endless-settling",))
        return row.after(word), row.entered

    def beginning(self, facts: Mapping[str, str]) -> tuple[int, Row | None]:
        """Return the word of a case before it begins with values, and how it does.

        ``None``: it would never come to rest.
        """
        word = 0
        for name, at in self.layout.facts.items():
            field, fact = self.fields[at], self.chart.facts[name]
            value = facts.get(name, fact.initially or UNKNOWN)
            code = field.values.index(value) if value in field.values else 0
            word |= code << field.shift
        for row in self.starts:
            if row.applies(word):
                return word, row
        return word, None

    def is_final(self, word: int) -> bool:
        """Whether a case with this word is complete."""
        for mask, match in self.final:  # noqa: SIM110 - asked at every step of a case
            if word & mask == match:
                return True
        return False

    def possible(self, word: int) -> Iterator[Row]:
        """Yield the rows that apply to ``word``, in the order of the table.

        Only those of what is active are looked at.
        """
        near = self._near
        places = [at for node in (0, *self.active(word)) for at in near.get(node, ())]
        places.sort()
        for row in map(self.rows.__getitem__, places):
            if word & row.mask == row.match:
                yield row

    @cached_property
    def _near(self) -> Mapping[int, Sequence[int]]:
        """The positions of rows by the node where they were declared."""
        found: dict[int, list[int]] = defaultdict(list)
        for at, row in enumerate(self.rows):
            found[row.node].append(at)
        return found

    def active(self, word: int) -> tuple[int, ...]:
        """Return the active nodes of a word, in document order, without the root."""
        known = self._active
        found = known.get(word)
        if found is None:
            nodes: list[int] = []
            self._active_below(0, word, nodes)
            if len(known) >= _MOST_KNOWN:
                known.clear()
            found = known[word] = tuple(nodes)
        return found

    @cached_property
    def _active(self) -> dict[int, tuple[int, ...]]:
        """The active nodes of words that were asked about."""
        return {}

    def _active_below(self, node: int, word: int, found: list[int]) -> None:
        here = self.chart.nodes[node]
        inside = here.children
        if here.kind.is_region:
            code = self.fields[self.layout.regions[node]].code(word)
            inside = self._coded.get((node, code), ())
        for child in inside:
            found.append(child)
            self._active_below(child, word, found)

    @cached_property
    def _coded(self) -> Mapping[tuple[int, int], tuple[int, ...]]:
        """The child of a region, by the region and its code."""
        nodes = self.chart.nodes
        return {
            (nodes[child].parent, code): (child,)
            for child, code in self.layout.codes.items()
        }

    def configuration(self, word: int) -> Configuration:
        """Say a word in words."""
        nodes = self.chart.nodes
        values = {kind: {} for kind in FieldKind}  # type: dict[FieldKind, dict[str, str]]
        for part in self.fields:
            values[part.kind][part.name] = part.value(word)
        return Configuration(
            tuple(nodes[index].name for index in self.active(word)),
            values[FieldKind.FACT],
            tuple(_set(values[FieldKind.DOCUMENT], "exists")),
            tuple(_set(values[FieldKind.EVENT], "happened")),
        )

    def meetable(self) -> Iterator[Row]:
        """Yield the rows that some word can meet, in the order of the table.

        An activity that is declared on a choice has a row with a negative ``match``: no
        case rests there. A rule reports it.
        """
        return (row for row in self.rows if row.match >= 0)

    def to_json(self) -> dict[str, Any]:
        """Return the table as plain data; ``docs/reference/table.md`` explains it."""
        nodes = self.chart.nodes
        return {
            "protocol": self.chart.protocol.id,
            "version": self.chart.protocol.version,
            "width": self.layout.width,
            "fields": [
                {
                    "name": part.name,
                    "kind": str(part.kind),
                    "shift": part.shift,
                    "bits": part.bits,
                    "values": list(part.values),
                }
                for part in self.fields
            ],
            "initial": hex(self.initial),
            "starts": [
                {
                    "mask": hex(row.mask),
                    "match": hex(row.match),
                    "set": hex(row.set),
                    "to": [nodes[index].name for index in row.entered],
                    "opens": [opening_json(each) for each in row.opens],
                }
                for row in self.starts
            ],
            "rows": [self._row_json(row) for row in self.meetable()],
            "final": [
                {"mask": hex(mask), "match": hex(match)} for mask, match in self.final
            ],
            "deadlines": [
                *(
                    {
                        "kind": "state",
                        "field": place[0],
                        "value": nodes[node.index].name,
                        "limit": str(node.within.limit),
                        "basis": str(node.within.basis),
                        "start": node.clock_start,
                        "on_pause": self._on_pause(
                            self.layout.resumed_around(node.index)
                        ),
                    }
                    for node in nodes
                    if node.within is not None
                    and (place := self.layout.place(node.index)) is not None
                ),
                *self._owed_json(),
            ],
            **self._checklists(),
            "measured": {
                name: {
                    "activities": list(found.activities),
                    "states": [nodes[index].name for index in found.nodes],
                }
                for name, found in self.chart.counted.items()
            },
            "panels": {
                name: {
                    "members": list(panel.members),
                    "quorum": panel.sitting,
                    "chair": panel.chair,
                }
                for name, panel in self.chart.panels.items()
            },
            "refuses": [dict(each) for each in self.refuses],
        }

    def _checklists(self) -> dict[str, Any]:
        """Return the lists that give facts their values, for the form of a host."""
        facts, lists = self.chart.facts.values(), self.chart.checklists
        used = {fact.id: fact.checklist for fact in facts if fact.checklist in lists}
        if not used:
            return {}
        forms = {
            name: {
                "items": {item.id: item.weight for item in lists[name].items.values()},
                "gives": [
                    {"value": line.value, "when": dict(line.when)}
                    for line in lists[name].gives
                ],
            }
            for name in dict.fromkeys(used.values())
            if name is not None
        }
        return {"checklists": {"facts": used, "forms": forms}}

    def _owed_json(self) -> Iterator[dict[str, Any]]:
        """Yield the clocks of duties; what was kept is the host's to remember."""
        nodes = self.chart.nodes
        for duty in self.chart.duties:
            owing = Owing(self.layout, duty)
            tops = dict.fromkeys(top for _, tops in owing.resumable for top in tops)
            yield {
                "kind": "activity",
                "activity": duty.activity,
                "states": [nodes[index].name for index in duty.nodes],
                "owed": [
                    {"mask": hex(mask), "match": hex(match)}
                    for mask, match in owing.cubes
                ],
                "limit": str(duty.limit.limit),
                "basis": str(duty.limit.basis),
                "start": duty.start,
                "every": duty.again,
                "after_first": duty.after_first,
                "lasting": duty.lasting,
                "on_pause": self._on_pause(tops),
            }

    def _on_pause(self, tops: Iterable[int]) -> dict[str, str]:
        """Return what a clock inside does while each of these may be resumed."""
        nodes = self.chart.nodes
        return {nodes[top].name: str(nodes[top].on_pause) for top in tops}

    def _row_json(self, row: Row) -> dict[str, Any]:
        nodes = self.chart.nodes
        entry = row.entry
        return {
            "activity": row.activity,
            "from": nodes[row.node].name,
            "by": list(entry.act.raci.as_written) if entry else [],
            "with": list(entry.act.raci.together_with) if entry else [],
            "may": entry.act.may if entry else False,
            "records": dict(row.records),
            "opens": [opening_json(each) for each in row.opens],
            "timed": row.timed,
            "after": str(row.timer.limit) if row.timer else None,
            "mask": hex(row.mask),
            "match": hex(row.match),
            "clear": hex(row.clear),
            "set": hex(row.set),
            "to": [nodes[index].name for index in row.entered],
            **self._receiver(entry),
            **self._paused(row),
        }

    def _receiver(self, entry: Entry | None) -> dict[str, Any]:
        """Return the panel for which its chair answers a handover, if it does."""
        panel = None if entry is None else entry.receiver
        return {"receiver": panel} if panel in self.chart.panels else {}

    def _paused(self, row: Row) -> dict[str, Any]:
        """Return what the clock that makes a step does while its state is left."""
        if not row.timed:
            return {}
        return {"on_pause": self._on_pause(self.layout.resumed_around(row.node))}


def opening_json(opening: ChartOpening) -> dict[str, Any]:
    """Return a case that is opened as plain data."""
    within = opening.within
    return {
        "protocol": opening.protocol,
        "region": "another" if opening.another else "same",
        "receivers": list(opening.receivers),
        "limit": None if within is None else str(within.limit),
        "basis": None if within is None else str(within.basis),
        "start": None if within is None else within.start,
    }


def _set(values: Mapping[str, str], value: str) -> Iterator[str]:
    return (name for name, found in values.items() if found == value)
