"""The deadlines that run while an activity is possible, and which are its own.

A state's deadline is the deadline of what is declared in it and leads out of it. That
of a state with others inside it is told as the step's, never as that of an activity.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import (
    Chart,
    ChartNode,
    ChartOpening,
    Entry,
    NodeKind,
)
from katch_protocols.duties.nouns import Limit
from katch_protocols.graphs.steps import settles
from katch_protocols.model.deadlines import Deadline, Duration, Escalation, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label

__all__ = ["Limits", "told"]

_AT_ONCE = Duration(amount=0, unit=Unit.HOURS)
_FAR = 1_000_000
"""How far from every state an activity stands that the protocol itself declares."""


_Places = Mapping[int, list[int]]
"""Positions of entries by node."""


class Limits(Struct, frozen=True, eq=False, dict=True):
    """The deadlines of one protocol, and which activities keep them."""

    chart: Chart
    handbook: Handbook

    def of(self, entry: Entry) -> Iterator[Limit]:
        """Yield the deadlines of an entry: those that it keeps inside its state, the
        state's own and those of all around it, then the one of its handover.
        """  # noqa: D205 - one sentence
        chart = self.chart
        if entry.is_signal:
            return
        yield from self.own(entry)
        yield from self.again(entry)
        for node in self._timed[entry.node]:
            if entry in self.keepers(node.index):
                yield from self._limit(node, entry)
        for index in (entry.node, *chart.ancestors(entry.node)):
            yield from self._limit(chart.nodes[index], entry)
        yield from self.confirms(entry)

    def confirms(self, entry: Entry) -> Iterator[Limit]:
        """Yield the time in which the receiver of a handover confirms it, if any."""
        if entry.hands_to is not None and entry.goal is not None:
            for limit in self._limit(self.chart.nodes[entry.goal.node], entry):
                yield replace(limit, confirms=True, ends=False)

    def openings(self, entry: Entry) -> Iterator[Limit]:
        """Yield the time in which each case that an entry opens must be taken up.

        It stands under the protocol of that case.
        """
        yield from (limit for _, limit in self.taken_up(entry))

    def taken_up(self, entry: Entry) -> Iterator[tuple[ChartOpening, Limit]]:
        """Yield each case that an entry opens with the time in which it is taken up."""
        for each in self.chart.openings(entry):
            for limit in self.opened(each):
                yield each, limit

    def opened(self, opening: ChartOpening) -> Iterator[Limit]:
        """Yield the time in which one case that is opened must be taken up, if any."""
        if opening.within is not None:
            known = self.handbook.protocols.get(opening.protocol)
            start = opening.within.start
            yield Limit(
                state=opening.protocol,
                title=None if known is None else known.title,
                limit=opening.within.limit,
                basis=opening.within.basis,
                source=opening.within.source,
                start=start,
                start_title=_event(start, self.chart),
                ends=False,
                alone=False,
                confirms=True,
                tell=self.handbook.escalation,
            )

    def own(self, entry: Entry) -> Iterator[Limit]:
        """Yield the time in which a duty must be done, where it says so itself."""
        if entry.act.within is not None:
            yield self._written(entry, entry.act.within, entry.clock_start)

    def again(self, entry: Entry) -> Iterator[Limit]:
        """Yield how long at most until a duty is done, and done again, if it recurs."""
        if entry.act.every is not None:
            found = self._written(entry, entry.act.every, None)
            yield replace(found, every=True)

    def _written(self, entry: Entry, clock: Deadline, start: str | None) -> Limit:
        node = self.chart.nodes[entry.node]
        return Limit(
            state=node.name,
            title=node.title,
            limit=clock.limit,
            basis=clock.basis,
            source=clock.source,
            start=start,
            start_title=_event(start, self.chart),
            ends=True,
            alone=True,
            confirms=False,
            tell=told(entry.act.escalate_to, self.handbook),
            own=True,
        )

    def terms(self, entry: Entry) -> Iterator[Limit | None]:
        """Yield the deadline of an entry in each step where it is possible.

        One that it says itself is its own; that of a state is then the step's.

        Those of steps inside the state that declares it count only if it keeps them
        all: else it interrupts what goes on there.
        """
        if entry.act.within is not None:
            yield from self.own(entry)
            return
        kept = [self._kept(place, entry) for place in self._places(entry.node)]
        if not kept or None in kept:
            yield None
        else:
            yield from kept

    def around(self, entry: Entry) -> Iterator[Limit]:
        """Yield the deadlines of states around the steps that an entry leads out of.

        They bind all that goes on inside and are the step's, not the entry's. A state
        with ``done`` is left by what completes it, or a strand of it.
        """
        own = entry.act.within is not None
        for index in (entry.node, *self.chart.ancestors(entry.node)):
            node = self.chart.nodes[index]
            if node.within is not None and index in self._completed(entry):
                yield from self._limit(node, entry)
            # That of a wait is each receiver's own.
            is_step = own or (node.children and not node.awaiting)
            if is_step and entry in self.keepers(index):
                yield from self._limit(node, entry)

    def keepers(self, index: int) -> Sequence[Entry]:
        """Return what the deadline of a state asks for, in document order.

        Of all entries that lead out of the state those written nearest to it: in it or
        inside it, else in the next state around it; last those that the protocol itself
        declares for several states. A state with ``done`` asks that all inside it be
        completed: an activity that leads out of it before only interrupts. A wait for
        several receivers asks each for an answer.
        """
        found = self._keepers.get(index)
        if found is None:
            found = self._keepers[index] = self._keeping(index)
        return found

    @cached_property
    def _keepers(self) -> dict[int, Sequence[Entry]]:
        return {}

    def _keeping(self, index: int) -> Sequence[Entry]:
        node, chart = self.chart.nodes[index], self.chart
        if node.within is not None and node.awaiting is not None and node.children:
            return [
                entry
                for entry in chart.entries
                if not entry.kind.is_written and chart.waiting(entry.node) == index
            ]
        if node.within is None or node.done is not None:
            return ()
        found: dict[int, list[Entry]] = {}
        around = self.chart.ancestors(index)
        for entry, domain in self._near(index):
            if domain in around:
                found.setdefault(self._far(entry, index), []).append(entry)
        return found[min(found)] if found else ()

    def _completed(self, entry: Entry) -> frozenset[int]:
        """Return the states with ``done`` around an entry that it completes in part."""
        chart, found = self.chart, set[int]()
        if entry.goal is None or not entry.obliges or entry.act.is_optional:
            return frozenset()
        around = {entry.node, *chart.ancestors(entry.node)}
        passed = settles(chart, entry.node, entry.goal, at_top=entry.at_top)
        for end in (chart.nodes[each] for each in passed):
            above = chart.nodes[end.parent]
            if end.kind is NodeKind.FINAL:
                if above.kind is NodeKind.STRAND and above.done is None:
                    above = chart.nodes[above.parent]
                # A wait for several receivers is each one's own.
                is_step = above.done is not None and above.awaiting is None
                if is_step and above.index in around:
                    found.add(above.index)
        return frozenset(found)

    def _kept(self, index: int, entry: Entry) -> Limit | None:
        """Return the deadline of a step, if an entry is what it asks for."""
        if entry not in self.keepers(index):
            return None
        return self.at(self.chart.nodes[index], entry)

    def _places(self, index: int) -> Sequence[int]:
        """Return the steps of a state: itself, or those inside; not those waiting."""
        if not self.chart.nodes[index].children:
            waiting = self.chart.waiting(index)
            return [index if waiting is None else waiting]
        return [
            node.index
            for node in self.chart.nodes
            if node.kind is NodeKind.ATOMIC
            and node.awaiting is None
            and index in (node.index, *self.chart.ancestors(node.index))
        ]

    @cached_property
    def _timed(self) -> Mapping[int, Sequence[ChartNode]]:
        """The states with a deadline inside each node."""
        found: defaultdict[int, list[ChartNode]] = defaultdict(list)
        for node in self.chart.nodes:
            if node.within is not None:
                for above in self.chart.ancestors(node.index):
                    found[above].append(node)
        return found

    def _near(self, index: int) -> Iterator[tuple[Entry, int]]:
        """Yield the duties possible in a state that lead somewhere, in document order.

        Each with the node that its move does not exit. What may never come is not what
        a deadline asks for.
        """
        here, below = self._leading
        places = [at for node in self.chart.ancestors(index) for at in here[node]]
        for at in sorted({*places, *here[index], *below[index]}):
            entry = self.chart.entries[at]
            if entry.goal is not None:
                aim = entry.goal.node
                yield entry, self.chart.domain(entry.node, aim, at_top=entry.at_top)

    @cached_property
    def _leading(self) -> tuple[_Places, _Places]:
        """The positions of duties that lead somewhere: of each node, and below it."""
        here: defaultdict[int, list[int]] = defaultdict(list)
        below: defaultdict[int, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.chart.entries):
            if entry.goal is None or not entry.obliges or entry.act.is_optional:
                continue
            here[entry.node].append(at)
            for node in self.chart.ancestors(entry.node):
                below[node].append(at)
        return here, below

    def _far(self, entry: Entry, index: int) -> int:
        """Return how far from a state an entry is written."""
        declared = not {"states", "parallel"} & {*entry.path}
        if declared and entry.kind.is_written:
            return _FAR
        around = (index, *self.chart.ancestors(index))
        return around.index(entry.node) if entry.node in around else 0

    def at(self, node: ChartNode, entry: Entry | None = None) -> Limit | None:
        """Return the deadline of a state, as an entry sees it; ``None`` without one."""
        if node.within is None:
            return None
        keepers = self.keepers(node.index)
        # Each of several receivers keeps its own part of what they are asked for.
        rivals = [
            one
            for one in keepers
            if entry is None or node.awaiting is None or one.node == entry.node
        ]
        return Limit(
            state=node.name,
            title=node.title,
            limit=node.within.limit,
            basis=node.within.basis,
            source=node.within.source,
            start=node.clock_start,
            start_title=_event(node.clock_start, self.chart),
            ends=entry in keepers,
            alone=entry in keepers and len({one.activity for one in rivals}) == 1,
            confirms=False,
            tell=told(node.escalate_to, self.handbook),
        )

    def _limit(self, node: ChartNode, entry: Entry) -> Iterator[Limit]:
        limit = self.at(node, entry)
        if limit is not None:
            yield limit


def told(names: Sequence[Id], handbook: Handbook) -> tuple[Escalation, ...]:
    """Return who is told when a deadline is broken, and how long after.

    The roles that stand with it are told at once; else the handbook's chain is.
    """
    if not names:
        return handbook.escalation
    return tuple(Escalation(after=_AT_ONCE, tell=name) for name in names)


def _event(name: str | None, chart: Chart) -> Label | None:
    """Return the title of an event: an activity, a state, or what is measured."""
    if name is None:
        return None
    if name in chart.counted:
        return chart.counted[name].title
    index = chart.by_name.get(name)
    return chart.title_of(name) or (None if index is None else chart.nodes[index].title)
