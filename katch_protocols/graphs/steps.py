"""Every way from one state of a chart to another, and where a case may rest."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from katch_protocols.budget import tick
from katch_protocols.charts.chart import Chart, Goal, NodeKind

__all__ = [
    "ChartStep",
    "StepKind",
    "Ways",
    "after",
    "can_be_together",
    "ends",
    "holds",
    "leaves",
    "rests",
    "settles",
    "steps",
]


def ends(chart: Chart, node: int) -> Iterator[int]:
    """Yield the final states that may complete a composite or parallel state.

    A strand that has a ``done`` of its own leads on instead.
    """
    children = chart.nodes[node].children
    if chart.nodes[node].kind is NodeKind.PARALLEL and any(
        chart.nodes[child].done for child in children
    ):
        return
    for child in children:
        if chart.nodes[child].kind is NodeKind.FINAL:
            yield child
        elif chart.nodes[node].kind is NodeKind.PARALLEL:
            yield from ends(chart, child)


def leaves(chart: Chart, node: int) -> tuple[int, ...]:
    """Return the states in which a case may rest while a node is active."""
    tick()
    return tuple(
        sorted(
            each
            for each in (node, *_inside(chart, node))
            if chart.nodes[each].kind is NodeKind.ATOMIC
        )
    )


def rests(
    chart: Chart,
    source: int,
    goal: Goal,
    *,
    at_top: bool = False,
    aside: bool = True,
) -> tuple[int, ...]:
    """Return the innermost states in which a move may leave a case, in document order.

    Follows ``decide`` by each of its lines, and ``done`` from each final state that
    completes what is around it. Without ``aside`` the strands are left out that only
    start because the move leads into a sister of theirs.
    """
    passed = settles(chart, source, goal, at_top=at_top, aside=aside)
    return tuple(sorted(here for here in passed if not any(_onward(chart, here))))


def settles(
    chart: Chart,
    source: int,
    goal: Goal,
    *,
    at_top: bool = False,
    aside: bool = True,
) -> frozenset[int]:
    """Return the innermost states that a move may enter until the case rests.

    Those in which it rests, and the choices and ends that it passes on the way there.
    """
    waiting = list(_arrivals(chart, source, goal, at_top=at_top, aside=aside))
    seen: set[int] = set()
    while waiting:
        tick()
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for start, next_goal in _onward(chart, here):
            waiting += _arrivals(chart, start, next_goal, aside=aside)
    return frozenset(seen)


def after(
    chart: Chart, source: int, goal: Goal, *, at_top: bool = False
) -> Iterator[tuple[int, Goal]]:
    """Yield the moves that may follow by themselves right after a move."""
    for here in _arrivals(chart, source, goal, at_top=at_top):
        yield from _onward(chart, here)


def _arrivals(
    chart: Chart,
    source: int,
    goal: Goal,
    *,
    at_top: bool = False,
    aside: bool = True,
) -> Iterator[int]:
    """Yield the innermost states that a move enters."""
    domain = chart.domain(source, goal.node, at_top=at_top)
    above = chart.ancestors(goal.node)
    inward = above[: above.index(domain)]
    yield from _innermost(chart, goal.node)
    if goal.resume:
        yield from _left_at(chart, goal.node)
    for index in inward if aside else ():
        if chart.nodes[index].kind is NodeKind.PARALLEL:
            for strand in chart.nodes[index].children:
                if strand != goal.node and strand not in inward:
                    yield from _innermost(chart, strand)


def _left_at(chart: Chart, node: int) -> Iterator[int]:
    """Yield the innermost states in which a node may have been left.

    Final states and choices too: what was left through them is taken up there again.
    """
    for each in sorted(_inside(chart, node)):
        if not chart.nodes[each].children:
            yield each


def _inside(chart: Chart, node: int) -> Iterator[int]:
    """Yield every node inside another, in no order that counts."""
    waiting = list(chart.nodes[node].children)
    while waiting:
        here = waiting.pop()
        yield here
        waiting += chart.nodes[here].children


def _innermost(chart: Chart, index: int) -> Iterator[int]:
    node = chart.nodes[index]
    if node.kind is NodeKind.PARALLEL:
        for strand in node.children:
            yield from _innermost(chart, strand)
    elif node.initial is not None:
        yield from _innermost(chart, node.initial)
    else:
        yield index


def _onward(chart: Chart, index: int) -> Iterator[tuple[int, Goal]]:
    """Yield what follows by itself from an innermost state."""
    node = chart.nodes[index]
    for line in node.lines:
        yield index, line.goal
    if node.kind is not NodeKind.FINAL:
        return
    for above in chart.ancestors(index):
        goal = chart.nodes[above].done
        if goal is not None and index in ends(chart, above):
            yield above, goal


class StepKind(StrEnum):
    """Who makes a step: people, the clock, or the case by itself."""

    ACTIVITY = "activity"
    CLOCK = "clock"
    CHOICE = "choice"
    DONE = "done"


class ChartStep(Struct, frozen=True):
    """One way to move, or to stay (``target`` is ``None``).

    ``name`` is the activity, ``clock(STATE, 72 hours)``, ``decide`` or ``done``.
    ``source`` and ``target`` are full names; the top is ``""``. ``at_top``: what is
    around the source stays, whatever the target.
    """

    name: str
    kind: StepKind
    source: str
    target: str | None
    resume: bool = False
    at_top: bool = False


def steps(chart: Chart) -> tuple[ChartStep, ...]:
    """Return every step of a chart, in the document order of their sources."""
    found = [*_activities(chart), *_others(chart)]
    return tuple(sorted(found, key=lambda step: chart.by_name[step.source]))


def _activities(chart: Chart) -> Iterator[ChartStep]:
    for entry in chart.entries:
        goal, source = entry.goal, chart.nodes[entry.node].name
        yield ChartStep(
            entry.activity,
            StepKind.ACTIVITY,
            source,
            None if goal is None else chart.nodes[goal.node].name,
            resume=goal is not None and goal.resume,
            at_top=entry.at_top,
        )


def _others(chart: Chart) -> Iterator[ChartStep]:
    for node in chart.nodes:
        ways: list[tuple[str, StepKind, Goal]] = [
            (timer.name, StepKind.CLOCK, timer.goal) for timer in node.timers
        ]
        ways += [("decide", StepKind.CHOICE, line.goal) for line in node.lines]
        if node.done is not None:
            ways.append(("done", StepKind.DONE, node.done))
        for name, kind, goal in ways:
            target = chart.nodes[goal.node].name
            yield ChartStep(name, kind, node.name, target, resume=goal.resume)


class Ways:
    """Every step of a chart by what it exits; looked through once for all states."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart

    def out(self, here: int) -> Iterator[ChartStep]:
        """Yield the steps by which a case may leave a node, in document order.

        Not those that lead back to it or into it, nor those that enter it again: from
        the start of what is around it, or because that is taken up as it was left.
        """
        above = (here, *self.chart.ancestors(here))
        places = sorted(
            place for node in above for place in self._exiting.get(node, ())
        )
        for place in dict.fromkeys(places):
            if self._leaves(self._steps[place], here):
                yield self._steps[place]

    @cached_property
    def _steps(self) -> tuple[ChartStep, ...]:
        return steps(self.chart)

    @cached_property
    def _exiting(self) -> dict[int, list[int]]:
        """The positions of the steps that exit each node with all that is inside."""
        found: dict[int, list[int]] = {}
        for place, step in enumerate(self._steps):
            if step.target is None:
                continue
            domain = self._domain(step, self.chart.by_name[step.target])
            source = self.chart.by_name[step.source]
            down = (source, *self.chart.ancestors(source))
            exited = (
                self.chart.nodes[domain].children
                if step.at_top
                else down[: down.index(domain)][-1:]
            )
            for child in exited:
                found.setdefault(child, []).append(place)
        return found

    def _domain(self, step: ChartStep, target: int) -> int:
        source = self.chart.by_name[step.source]
        return self.chart.domain(source, target, at_top=step.at_top)

    def _leaves(self, step: ChartStep, here: int) -> bool:
        chart = self.chart
        if step.target is None:
            return False
        source, target = chart.by_name[step.source], chart.by_name[step.target]
        if holds(chart, here, target):
            return False
        if step.resume and holds(chart, target, here):
            return False
        if self._enters(self._domain(step, target), target, here):
            return False
        if step.kind is StepKind.DONE and source in chart.ancestors(here):
            return any(holds(chart, here, end) for end in ends(chart, source))
        return can_be_together(chart, here, source)

    def _enters(self, domain: int, target: int, here: int) -> bool:
        """Whether a move to ``target`` that stays in ``domain`` enters ``here``.

        What the move names is entered, and of all the rest the initial states.
        """
        chart = self.chart
        towards = (target, *chart.ancestors(target))
        down = (here, *chart.ancestors(here))
        named = {chart.nodes[each].parent: each for each in towards if each}
        for node in down[: down.index(domain)]:
            above = chart.nodes[chart.nodes[node].parent]
            entered = named.get(above.index, above.initial)
            if above.kind is not NodeKind.PARALLEL and node != entered:
                return False
        return True


def holds(chart: Chart, node: int, other: int) -> bool:
    """Tell whether ``other`` is ``node`` or stands inside it."""
    return node in (other, *chart.ancestors(other))


def can_be_together(chart: Chart, one: int, other: int) -> bool:
    """Tell whether two nodes can be active at once."""
    if holds(chart, one, other) or holds(chart, other, one):
        return True
    above = chart.ancestors(other)
    shared = next(node for node in chart.ancestors(one) if node in above)
    return chart.nodes[shared].kind is NodeKind.PARALLEL
