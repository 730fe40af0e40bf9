"""The walk of the page: places, the table, a case to each end."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Chart, ChartNode, Entry
from katch_protocols.drawings.story.folding import Folding
from katch_protocols.errors import BoundError
from katch_protocols.graphs.steps import rests
from katch_protocols.model.handbook import Handbook
from katch_protocols.papers.page.examples import examples_of
from katch_protocols.papers.page.texts import PageLanguages
from katch_protocols.papers.page.walk_nouns import (
    PageExample,
    PageOwed,
    PagePlace,
    PageTimer,
    PageWait,
    PageWalk,
)
from katch_protocols.semantics.compile import own_table
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.enforced import find_enforced
from katch_protocols.semantics.events import ChartEvent, event_of
from katch_protocols.semantics.owing import Owing, words_where
from katch_protocols.semantics.table import Table

__all__ = ["MOST_ROWS", "WalkPlaces", "Walks"]


class WalkPlaces(Struct, frozen=True, dict=True):
    """The nodes of one chart, and the steps that stand for them."""

    chart: Chart
    languages: PageLanguages

    @cached_property
    def folding(self) -> Folding:
        """Which nodes are steps."""
        return Folding(self.chart)

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset(node.name for node in self.folding.shown)

    def all(self) -> tuple[PagePlace, ...]:
        """Return every node, in document order; a parent by its position."""
        return tuple(map(self._place, self.chart.nodes))

    def steps(self, index: int) -> tuple[str, ...]:
        """Return the steps at which something declared on a node is possible.

        Waiting for one confirmation stands at the steps from which it was asked.
        """
        node = self.chart.nodes[index]
        if self.folding.is_no_step(node):
            return self._senders(node)
        resting = self.folding.resting(index)
        return resting or self._around(index)

    def goals(self, entry: Entry) -> tuple[str, ...]:
        """Return the steps at which a case may rest after a move; none where it stays.

        A handover leads to where the one receiver takes over, or where several confirm;
        a choice to each of its answers.
        """
        aim = self.folding.aim(entry)
        if aim is None:
            return ()
        found = rests(self.chart, entry.node, aim, at_top=entry.at_top)
        steps = (self._at(self.chart.nodes[index]) for index in found)
        return tuple(dict.fromkeys(name for names in steps for name in names))

    def _place(self, node: ChartNode) -> PagePlace:
        leaf = not node.children
        return PagePlace(
            node.name,
            self.languages.label(node.title, node.name),
            node.parent,
            node.kind.is_region,
            self._at(node) if leaf else (),
            node.held_by,
            self.languages.due(node.within),
            self._starts(node),
            node.outcome.value if node.outcome else None,
            node.receiver,
            None if node.home == self.chart.protocol.id else node.home,
        )

    def _starts(self, node: ChartNode) -> tuple[str, ...]:
        if node.clock_start is None:
            return ()
        return _names(self.chart, event_of(self.chart, node.clock_start))

    def _at(self, node: ChartNode) -> tuple[str, ...]:
        if self.folding.is_no_step(node):
            return self._senders(node)
        return (node.name,) if node.name in self._shown else self._around(node.index)

    def _around(self, index: int) -> tuple[str, ...]:
        """Return the step of a sub-protocol around a node, if there is one."""
        above = (self.chart.nodes[each].name for each in self.chart.ancestors(index))
        return tuple(name for name in above if name in self._shown)[:1]

    def _senders(self, node: ChartNode) -> tuple[str, ...]:
        steps: dict[str, None] = {}
        for entry in self.chart.senders(node.index):
            steps.update(dict.fromkeys(self.folding.resting(entry.node)))
        return tuple(steps)


MOST_ROWS = 5_000
"""A table with more rows is not put on the page: a megabyte that nobody walks."""


class Walks(Struct, frozen=True):
    """Makes the walk of one chart."""

    chart: Chart
    handbook: Handbook
    places: WalkPlaces
    languages: PageLanguages

    def walk(self) -> PageWalk | None:
        """Return the walk; nothing where the table would be too large for a page."""
        try:
            table = own_table(self.chart)
        except BoundError:
            return None
        if len(table.rows) > MOST_ROWS:
            return None
        return PageWalk(
            table.to_json(),
            self.places.all(),
            tuple(self._timed()),
            tuple(self._waits(table)),
            tuple(self._owed(table)),
            tuple(self._examples(table)),
        )

    def _examples(self, table: Table) -> Iterator[PageExample]:
        position = {id(row): at for at, row in enumerate(table.meetable())}
        for end, path in examples_of(self.chart, table).all:
            yield PageExample(
                self.languages.label(end.title, end.name),
                end.outcome.value if end.outcome else None,
                tuple(position[id(row)] for row in path),
            )

    def _owed(self, table: Table) -> Iterator[PageOwed]:
        for duty in self.chart.duties:
            due = self.languages.due(duty.limit)
            start = None if duty.start is None else event_of(self.chart, duty.start)
            owing = Owing(table.layout, duty)
            if due is not None:
                yield PageOwed(
                    duty.activity,
                    due,
                    _names(self.chart, start),
                    tuple(self.chart.nodes[index].name for index in duty.nodes),
                    _words(owing.cubes),
                    duty.again,
                    duty.after_first,
                    duty.lasting,
                )

    def _timed(self) -> Iterator[PageTimer]:
        for node in self.chart.nodes:
            for timer in node.timers:
                yield PageTimer(timer.name, self.languages.timed(timer.limit))

    def _waits(self, table: Table) -> Iterator[PageWait]:
        for each in find_enforced(self.chart, self.handbook):
            if each.least is None:
                continue
            where = None
            if each.where is not None:
                where = words_where(table.layout, each.where)
            yield PageWait(
                _names(self.chart, each.event),
                _names(self.chart, each.other),
                _names(self.chart, each.off),
                each.where is not None and where is None,
                None if where is None else _words(where),
                self.languages.timed(each.least),
            )


def _words(cubes: Iterable[Cube]) -> tuple[Mapping[str, str], ...]:
    return tuple({"mask": hex(mask), "match": hex(match)} for mask, match in cubes)


def _names(chart: Chart, event: ChartEvent | None) -> tuple[str, ...]:
    """Return the full names of all that is an event."""
    if event is None:
        return ()
    nodes = (chart.nodes[index].name for index in sorted(event.nodes))
    return (*sorted(event.activities), *nodes)
