"""A protocol as a workflow net: a Petri net with one source and one sink.

Each innermost state is a place, each activity and timer a transition. A parallel state
is marked while it runs, and whatever steps inside reads that mark; a move out of it
takes the mark, then the strands are cleared silently, then the case arrives. Choices,
completions and resuming are silent. After W. van der Aalst, "The Application of Petri
Nets to Workflow Management" (1998); the net is safe by construction.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product

from msgspec import Struct

from katch_protocols.budget import tick
from katch_protocols.charts.chart import ChartNode, Goal, NodeKind
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.exchange.petri_net import (
    SINK,
    SOURCE,
    NetTransition,
    PetriNet,
    living,
)
from katch_protocols.model.names import NameKind
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.say import say

__all__ = ["workflow_net"]


def workflow_net(source: ExportInput) -> PetriNet:
    """Return the net of a protocol; its size grows with that of the chart."""
    transitions = living(tuple(dict.fromkeys(_Net(source).transitions())))
    title = source.titles.title
    titles = {
        f"in.{node.name}": title(NameKind.STATE, node.name)
        for node in source.chart.nodes[1:]
    }
    names = [SOURCE, SINK]
    names += [f"in.{n.name}" for n in source.chart.nodes[1:] if not n.children]
    names += [place for each in transitions for place in (*each.before, *each.after)]
    return PetriNet({name: titles.get(name, "") for name in names}, transitions)


class _Net:
    def __init__(self, source: ExportInput) -> None:
        self.source, self.chart, self.nodes = source, source.chart, source.chart.nodes
        self.cleared: set[int] = set()

    def transitions(self) -> Iterator[NetTransition]:
        """Yield every transition, in the order of the protocol."""
        yield NetTransition("start", "", (SOURCE,), self._initial(0))
        titles = self.source.titles
        for entry in self.chart.entries:
            title = titles.title(NameKind.ACTIVITY, entry.activity)
            way = _Route(entry.activity, title, entry.node, entry.goal, entry.at_top)
            yield from self._stay(way) if entry.goal is None else self._move(way)
        for node in self.nodes:
            yield from self._by_itself(node)
        for node in self.nodes:
            yield from self._resume(node)
        for node in self.nodes:
            if node.index in self.cleared:
                yield from self._clear(node)
        for at in self.chart.root.children:
            if self.nodes[at].kind is NodeKind.FINAL:
                name = self.nodes[at].name
                yield NetTransition(f"end {name}", "", (self._in(at),), (SINK,))

    def _by_itself(self, node: ChartNode) -> Iterator[NetTransition]:
        """Yield the moves of a choice, of the clock, and of a state once complete."""
        for place, line in enumerate(node.lines):
            step = f"{node.name} line {place}"
            way = _Route(step, "", node.index, line.goal)
            yield from self._move(way, [(self._in(node.index),)])
        for timer in node.timers:
            span = say_duration(timer.limit, self.source.language)
            title = say("exchange.after", self.source.language, span=span)
            yield from self._move(_Route(timer.name, title, node.index, timer.goal))
        if node.done is not None:
            way = _Route(f"{node.name} done", "", node.index, node.done)
            yield from self._move(way, self._complete(node))

    def _stay(self, way: "_Route") -> Iterator[NetTransition]:
        around = self._running(way.start)
        for place in self._standing(way.start):
            marked = _places(place, *around)
            yield NetTransition(way.step, way.title, marked, marked)

    def _move(
        self, way: "_Route", ends: Iterable[tuple[str, ...]] | None = None
    ) -> Iterator[NetTransition]:
        """Yield a move: the strands that it leaves are cleared before it arrives."""
        goal = way.goal
        if goal is None:
            return
        domain = self.chart.domain(way.start, goal.node, at_top=way.at_top)
        around, after = self._running(domain), self._entered(domain, goal)
        inner = self._running(way.start)[: -len(around) or None]
        own = [(place,) for place in self._standing(way.start)]
        for marked in own if ends is None else ends:
            before = _places(*marked, *inner, *around)
            left = self._outermost((*marked, *inner))
            if left is None or (ends is not None and not inner):
                yield NetTransition(
                    way.step, way.title, before, _places(*after, *around)
                )
                continue
            self.cleared.add(left)
            leaving = f"leaving.{self.nodes[left].name}.for.{'.'.join(after)}"
            kept = [place for place in (*marked, *inner) if place != self._on(left)]
            # Nobody leaves what is around, until this is cleared: its token is away.
            started = _places(*kept, self._clearing(left), leaving)
            yield NetTransition(way.step, way.title, before, started)
            gone = _places(leaving, self._gone(left))
            yield NetTransition(f"left {leaving}", "", gone, _places(*after, *around))

    def _outermost(self, marked: tuple[str, ...]) -> int | None:
        """Return the outermost parallel state of those that are marked as running."""
        running = [
            n.index for n in self.nodes if n.children and self._on(n.index) in marked
        ]
        return min(running, default=None)

    def _clear(self, node: ChartNode) -> Iterator[NetTransition]:
        """Yield how a parallel state is emptied, strand by strand; all silently."""
        strands = node.children
        forked = _places(*map(self._clearing, strands))
        yield NetTransition(
            f"clear {node.name}", "", (self._clearing(node.index),), forked
        )
        for strand in strands:
            for place in self._anything(strand):
                own, gone = self._clearing(strand), self._gone(strand)
                inner = self._outermost((place,))
                step = f"clear {place}"
                if inner is None:
                    yield NetTransition(step, "", _places(own, place), (gone,))
                    continue
                self.cleared.add(inner)  # it stands behind: its turn is still to come
                waiting = f"emptying.{self.nodes[inner].name}"
                forked = _places(self._clearing(inner), waiting)
                yield NetTransition(step, "", _places(own, place), forked)
                joined = _places(waiting, self._gone(inner))
                yield NetTransition(f"cleared {place}", "", joined, (gone,))
        joined = _places(*map(self._gone, strands))
        yield NetTransition(
            f"cleared {node.name}", "", joined, (self._gone(node.index),)
        )

    def _resume(self, node: ChartNode) -> Iterator[NetTransition]:
        """Yield every way to take a state up: as it can be left, or anew."""
        if node.index not in self._resumed:
            return
        place, around = f"{_RESUMING}{node.name}", self._running(node.index)
        ways: list[tuple[str, ...]] = [self._initial(node.index)]
        ways += [self._taken(place) for place in self._ways_up(node.index)]
        for number, marked in enumerate(dict.fromkeys(ways)):
            before, after = _places(place, *around), _places(*marked, *around)
            yield NetTransition(f"{node.name} resumed {number}", "", before, after)

    def _taken(self, place: str) -> tuple[str, ...]:
        """Return what is marked where a place is taken up: strands one by one."""
        parallel = self._outermost((place,))
        if parallel is None:
            return (place,)
        strands = self.nodes[parallel].children
        return _places(place, *(f"{_RESUMING}{self.nodes[at].name}" for at in strands))

    def _ways_up(self, node: int) -> Iterator[str]:
        return (p for p in self._inside(node) if not p.startswith(_RESUMING))

    @cached_property
    def _resumed(self) -> frozenset[int]:
        """The states that are taken up as they were left, and the strands in them."""
        goals = [entry.goal for entry in self.chart.entries]
        for node in self.nodes:
            goals += [line.goal for line in node.lines]
            goals += [timer.goal for timer in node.timers]
            goals.append(node.done)
        found = {goal.node for goal in goals if goal is not None and goal.resume}
        for node in self.nodes:
            if node.kind is NodeKind.STRAND and found & {
                *self.chart.ancestors(node.index)
            }:
                found.add(node.index)
        return frozenset(found)

    # Where a case stands -------------------------------------------------------------

    def _standing(self, node: int) -> Iterator[str]:
        """Yield a place for each way in which a case can rest in a state."""
        for place in self._inside(node):
            if place not in self._passing:
                yield place

    def _inside(self, node: int) -> Iterator[str]:
        """Yield the places of which one is marked while a state is active."""
        here = self.nodes[node]
        if here.kind is NodeKind.PARALLEL:
            yield self._on(node)
        elif not here.children:
            yield self._in(node)
        for child in here.children if here.kind is not NodeKind.PARALLEL else ():
            yield from self._inside(child)

    def _anything(self, node: int) -> Iterator[str]:
        """Yield every place of which one is marked while a strand is active."""
        yield from self._inside(node)
        for other in self.nodes:
            if other.index in self._resumed and self._nearest(other.index) == node:
                yield f"{_RESUMING}{other.name}"

    def _nearest(self, node: int) -> int | None:
        """Return the strand in which a state stands; of a strand, itself."""
        line = (node, *self.chart.ancestors(node))
        return next((at for at in line if self.nodes[at].kind is NodeKind.STRAND), None)

    @cached_property
    def _passing(self) -> frozenset[str]:
        """The places that a case leaves by itself, or never."""
        return frozenset(
            self._in(node.index)
            for node in self.nodes[1:]
            if node.kind is NodeKind.CHOICE
            or (
                node.kind is NodeKind.FINAL
                and (node.parent == 0 or self.nodes[node.parent].done is not None)
            )
        )

    def _complete(self, node: ChartNode) -> Iterator[tuple[str, ...]]:
        """Yield the places that are marked where a state is complete."""
        if node.kind is NodeKind.PARALLEL:
            parts = [list(self._complete(self.nodes[at])) for at in node.children]
            for some in product(*parts):
                tick()
                yield (
                    self._on(node.index),
                    *(place for part in some for place in part),
                )
            return
        for at in node.children:
            if self.nodes[at].kind is NodeKind.FINAL:
                yield (self._in(at),)

    def _running(self, node: int) -> tuple[str, ...]:
        """Return the marks of the parallel states around a state, the nearest first.

        Who steps inside them reads these, so that nothing happens in what is cleared.
        """
        above = self.chart.ancestors(node)
        return tuple(
            self._on(at) for at in above if self.nodes[at].kind is NodeKind.PARALLEL
        )

    # What is entered -----------------------------------------------------------------

    def _initial(self, node: int) -> tuple[str, ...]:
        here = self.nodes[node]
        if here.kind is NodeKind.PARALLEL:
            parts = (place for at in here.children for place in self._initial(at))
            return _places(self._on(node), *parts)
        return (
            (self._in(node),) if here.initial is None else self._initial(here.initial)
        )

    def _entered(self, domain: int, goal: Goal) -> tuple[str, ...]:
        """Return the places that a move marks: its goal and the strands beside it."""
        found: list[str] = []
        here = goal.node
        for above in self.chart.ancestors(goal.node):
            if above == domain:
                break
            if self.nodes[above].kind is NodeKind.PARALLEL:
                found.append(self._on(above))
                for strand in self.nodes[above].children:
                    found += self._initial(strand) if strand != here else ()
            here = above
        if goal.resume:
            return _places(*found, f"{_RESUMING}{self.nodes[goal.node].name}")
        return _places(*found, *self._initial(goal.node))

    # Names of places -----------------------------------------------------------------

    def _in(self, node: int) -> str:
        return f"in.{self.nodes[node].name}"

    def _on(self, node: int) -> str:
        return f"running.{self.nodes[node].name}"

    def _clearing(self, node: int) -> str:
        return f"clearing.{self.nodes[node].name}"

    def _gone(self, node: int) -> str:
        return f"gone.{self.nodes[node].name}"


class _Route(Struct, frozen=True):
    """A step of a protocol: from which state, and where it leads, if anywhere."""

    step: str
    title: str
    start: int
    goal: Goal | None
    at_top: bool = False


_RESUMING = "resuming."


def _places(*names: str) -> tuple[str, ...]:
    return tuple(sorted(set(names)))
