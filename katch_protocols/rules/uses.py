"""Every use of one protocol: opened by itself, and inside each that runs it.

What is never so holds of all of them: what one caller makes reachable is reachable.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import (
    Chart,
    ChartNode,
    Entry,
    EntryKind,
    NodeKind,
)
from katch_protocols.findings import Path
from katch_protocols.graphs.steps import ChartStep, holds
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import EMPTY, Id
from katch_protocols.model.states import State
from katch_protocols.rules.reachable import Reach
from katch_protocols.rules.references import Parts
from katch_protocols.rules.unanswered import unanswered

__all__ = ["Uses", "every_use"]

_Line = tuple[Path, int]
_Place = tuple[Path, Path]


class Uses(Struct, frozen=True, dict=True):
    """What the cases of a protocol can reach in every use of it.

    ``own`` is the protocol by itself, ``others`` are those that run it, however deep.
    ``is_known``: none of them was left out because it means nothing yet or has a
    settling that cannot end; else nothing is said of what never happens.
    ``unanswered`` are the facts of the protocol that no use of it answers, and where
    it asks. What only they keep from happening is told as possible.
    """

    own: Reach
    others: tuple[Reach, ...]
    is_known: bool
    unanswered: Mapping[Id, Path]

    @property
    def every(self) -> tuple[Reach, ...]:
        """All of them, the protocol by itself first."""
        return self.own, *self.others

    @property
    def is_compiled(self) -> bool:
        """Whether the steps of every use are known: none is too large."""
        return self.is_known and all(each.table is not None for each in self.every)

    @property
    def is_whole(self) -> bool:
        """Whether every configuration of every use was seen."""
        return self.is_known and all(each.is_whole for each in self.every)

    def _spot(self, reach: Reach, node: int) -> Path:
        """Return where a node of some use is written; its top is the protocol."""
        home = self.own.chart.protocol.id
        found = reach.chart.nodes[node]
        is_top = found.running == home or (reach is self.own and not node)
        return ("protocols", home) if is_top else found.path

    def _place(self, reach: Reach, entry: Entry) -> _Place:
        """Return where an entry of some use is declared, and where it is written."""
        return self._spot(reach, entry.node), entry.path

    @cached_property
    def _places(self) -> Mapping[_Place, list[tuple[Reach, int]]]:
        found: dict[_Place, list[tuple[Reach, int]]] = {}
        for reach in self.every:
            for place, entry in enumerate(reach.chart.entries):
                spot = self._place(reach, entry)
                found.setdefault(spot, []).append((reach, place))
        return found

    def places(self, own: int) -> list[tuple[Reach, int]]:
        """Return where one of the protocol's own entries stands in every use."""
        return self._places[self._place(self.own, self.own.chart.entries[own])]

    def entries(self) -> Iterator[tuple[Reach, int, Entry]]:
        """Yield the protocol's own entries in every use, with their positions there."""
        for own, _ in self.own.own_entries():
            for reach, place in self.places(own):
                yield reach, place, reach.chart.entries[place]

    def is_met(self, node: int) -> bool:
        """Tell whether some case may be in a node; the top always is met."""
        return not node or self._may_enter(self.own.chart.nodes[node])

    def _may_enter(self, node: ChartNode) -> bool:
        return node.path in self._enterable

    @cached_property
    def _enterable(self) -> frozenset[Path]:
        return frozenset(
            self._spot(reach, node) for reach in self.every for node in reach.enterable
        )

    @cached_property
    def never_entered(self) -> tuple[ChartNode, ...]:
        """The states of the protocol that no case enters; of nested ones the outermost.

        A state in which something is awaited, and what others bring, is not counted.
        """
        home = self.own.chart.protocol.id
        return tuple(
            node
            for node in self.own.chart.nodes[1:]
            if node.awaiting is None
            and node.home == home
            and not self.is_met(node.index)
            and self.is_met(node.parent)
        )

    @cached_property
    def never_left(self) -> tuple[ChartNode, ...]:
        """The states whose inside can end while nothing leads on, for want of a done.

        What no case enters may stand behind them.
        """
        chart = self.own.chart
        return tuple(
            node
            for node in chart.nodes[1:]
            if node.kind in _NESTING
            and not node.done
            and node.home == chart.protocol.id
            and _can_end(chart, node)
            and not self.leads_on(node.index)
        )

    def leads_on(self, node: int) -> bool:
        """Tell whether some step leads on from a node once all inside it is done."""
        return next(self.onward(node), None) is not None

    def onward(self, node: int) -> Iterator[tuple[Chart, ChartStep]]:
        """Yield the steps that lead on from a node in every use, with their charts."""
        for reach, index in self._written[self.own.chart.nodes[node].path]:
            for step in reach.ways.out(index):
                if not _is_inside(reach, index, step):
                    yield reach.chart, step

    @cached_property
    def _written(self) -> Mapping[Path, list[tuple[Reach, int]]]:
        """Every node of every use by where it is written."""
        found: dict[Path, list[tuple[Reach, int]]] = {}
        for reach in self.every:
            for node in reach.chart.nodes:
                found.setdefault(node.path, []).append((reach, node.index))
        return found

    def may_happen(self, entry: Entry) -> bool:
        """Tell whether some case may use an entry of the protocol."""
        return self._place(self.own, entry) in self._happening

    @cached_property
    def _happening(self) -> frozenset[_Place]:
        return frozenset(
            self._place(reach, row.entry)
            for reach in self.every
            for row in reach.thinkable
            if row.entry is not None and row.entry.kind is not EntryKind.START
        )

    def is_cut_off(self, name: str) -> bool:
        """Tell whether a state, or all that an activity stands in, is never entered.

        A finding tells that of these states, of one before them, or of a fact.
        """
        if self.as_it_is is not self:
            return self.as_it_is.is_cut_off(name)
        own, home = self.own.chart, self.own.chart.protocol.id
        named = own.by_name.get(name)
        inside = (each.node for each in own.entries if each.activity == name)
        places = [*inside] if named is None else [named]
        return bool(places) and not any(
            own.nodes[place].home != home or self.is_met(place) for place in places
        )

    @cached_property
    def as_it_is(self) -> "Uses":
        """The same uses, in which what nobody answers is not answered."""
        if not any(each.free for each in self.every):
            return self
        others = tuple(replace(each, free=frozenset()) for each in self.others)
        own = replace(self.own, free=frozenset())
        return replace(self, own=own, others=others)

    @cached_property
    def hangs_on_answers(self) -> bool:
        """Whether more could happen if what nobody answers were answered."""
        there = self.as_it_is
        return there is not self and self._possible != there._possible  # noqa: SLF001 - ours

    @property
    def _possible(self) -> tuple[frozenset[object], ...]:
        return self._enterable, self._happening, self._taken

    def may_take(self, node: int, position: int) -> bool:
        """Tell whether some case may take a line of a choice of the protocol."""
        return (self.own.chart.nodes[node].path, position) in self._taken

    @cached_property
    def _taken(self) -> frozenset[_Line]:
        return frozenset(
            (reach.chart.nodes[node].path, position)
            for reach in self.every
            for node, position in reach.lines
        )


_NESTING = frozenset({NodeKind.COMPOSITE, NodeKind.PARALLEL})


def _can_end(chart: Chart, node: ChartNode) -> bool:
    """Tell whether all inside a node can have ended while a case stands there."""
    if node.kind is NodeKind.PARALLEL:
        strands = [chart.nodes[child] for child in node.children]
        # A strand that leads on by itself is left as it ends.
        return all(not each.done and _can_end(chart, each) for each in strands)
    kinds = {chart.nodes[child].kind for child in node.children}
    return NodeKind.FINAL in kinds


def every_use(
    handbook: Handbook, parts: Parts, reached: Mapping[Id, Reach]
) -> Mapping[Id, Uses]:
    """Return the uses of each protocol of which it is known what its cases reach."""
    callers = _callers(handbook, parts)
    names = {name: (name, *sorted(callers[name])) for name in reached}
    known = {
        name: all(_is_known(reached.get(each)) for each in every)
        for name, every in names.items()
    }
    lacking = {
        name: unanswered(
            reached[name].chart, [reached[each].chart for each in every], handbook
        )
        for name, every in names.items()
        if known[name]
    }
    seen = {name: _freed(each, lacking) for name, each in reached.items()}
    return {
        name: Uses(
            seen[name],
            tuple(seen[each] for each in every[1:] if each in seen),
            is_known=known[name],
            unanswered=lacking.get(name, EMPTY),
        )
        for name, every in names.items()
    }


def _freed(each: Reach, lacking: Mapping[Id, Mapping[Id, Path]]) -> Reach:
    """Return what was reached; what the protocols in it lack may have any answer."""
    homes = {node.home for node in each.chart.nodes}
    free = frozenset(fact for home in homes for fact in lacking.get(home, ()))
    return replace(each, free=free) if free else each


def _is_inside(reach: Reach, node: int, step: ChartStep) -> bool:
    source = reach.chart.by_name[step.source]
    return source != node and holds(reach.chart, node, source)


def _is_known(reach: Reach | None) -> bool:
    return reach is not None and not reach.endless


def _callers(handbook: Handbook, parts: Parts) -> Mapping[Id, frozenset[Id]]:
    """Return for each protocol those that run it, at whatever depth."""
    runs: dict[Id, set[Id]] = {name: set() for name in handbook.protocols}
    for path, state in parts.get(State, ()):
        for name, protocol in handbook.protocols.items():
            is_its = path[:2] == ("protocols", name)
            uses_it = path[0] == "fragments" and path[1] in protocol.use
            if state.runs is not None and (is_its or uses_it):
                runs[name].add(state.runs)
    found: dict[Id, set[Id]] = {name: set() for name in handbook.protocols}
    for caller in runs:
        waiting, seen = [caller], {caller}
        while waiting:
            for name in runs.get(waiting.pop(), set()) - seen:
                seen.add(name)
                waiting.append(name)
                if name in found:
                    found[name].add(caller)
    return {name: frozenset(each) for name, each in found.items()}
