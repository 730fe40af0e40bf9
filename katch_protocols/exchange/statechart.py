"""A chart as a statechart of W3C SCXML: what SCXML and XState share.

Our steps are SCXML's where the two overlap; where they do not, this says the same in
its terms. Conditions become two-valued: each is a test that passes where the condition
is surely true. What is one move at a time here, and could be several at once there, is
put in order by tests on which states are active.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import (
    Chart,
    ChartNode,
    ChartTimer,
    Entry,
    Goal,
    NodeKind,
)
from katch_protocols.exchange.statechart_tests import (
    All,
    Any,
    Did,
    Has,
    In,
    Is,
    No,
    Recorded,
    Test,
    nodes_of,
)
from katch_protocols.model.conditions import (
    And,
    Condition,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    InState,
    Not,
    Or,
)
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.model.noun import Id
from katch_protocols.semantics.layout import Layout, lay_out

__all__ = [
    "Change",
    "Statechart",
    "Transition",
]


class Change(Struct, frozen=True):
    """What an activity changes: facts, what is recorded, what exists, what is done."""

    facts: tuple[tuple[str, str], ...] = ()
    records: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    done: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.facts or self.records or self.documents or self.done)


class Transition(Struct, frozen=True):
    """A transition out of a node.

    Attributes:
        event: What it waits for: the activity, or the timer's name; ``None`` where the
            case goes on by itself.
        done: Whether it waits for the completion of its node instead.
        completes: Whether it is the same, told by tests on which states are active.
        tests: What must pass, all of it.
        goal: Where it leads; ``None`` where the case stays.
        internal: Whether its node is not left.
        change: What it changes first.
        entry: The entry that it is, if it is an activity.
        timer: The timer that it is, if the clock makes it.
        when: The condition as it is written, if it has one.
    """

    event: str | None = None
    done: bool = False
    completes: bool = False
    tests: tuple[Test, ...] = ()
    goal: Goal | None = None
    internal: bool = False
    change: Change = Change()
    entry: Entry | None = None
    timer: ChartTimer | None = None
    when: Condition | None = None


class Statechart(Struct, frozen=True, dict=True):
    """The statechart of a chart without problems."""

    chart: Chart

    @cached_property
    def _layout(self) -> Layout:
        return lay_out(self.chart)

    @property
    def facts(self) -> dict[str, str]:
        """The first value of each fact."""
        known = self.chart.facts
        return {name: fact.initially or UNKNOWN for name, fact in known.items()}

    @property
    def values(self) -> dict[str, tuple[str, ...]]:
        """The values that each of these facts can have, without ``unknown``."""
        return {name: tuple(self.chart.facts[name].values) for name in self.facts}

    @property
    def documents(self) -> tuple[str, ...]:
        """Every document, whether or not anything asks for it."""
        return tuple(self.chart.documents)

    @property
    def events(self) -> tuple[str, ...]:
        """The activities of which some condition asks whether they were done."""
        return tuple(self._layout.events)

    @cached_property
    def resumed(self) -> frozenset[int]:
        """The nodes that keep history."""
        return self._layout.resumed

    @cached_property
    def asked(self) -> frozenset[int]:
        """The nodes of which some test asks whether they are active."""
        tests = [
            test
            for node in self.chart.nodes
            for each in self.transitions(node.index)
            for test in each.tests
        ]
        return frozenset(nodes_of(tests))

    def transitions(self, node: int) -> tuple[Transition, ...]:
        """Return the transitions out of a node, in document order."""
        return self._transitions[node]

    @cached_property
    def _transitions(self) -> tuple[tuple[Transition, ...], ...]:
        found: list[list[Transition]] = [[] for _ in self.chart.nodes]
        for entry in self.chart.entries:
            found[entry.node].append(self._of_entry(entry))
        for node in self.chart.nodes:
            mine = found[node.index]
            mine += self._lines(node)
            mine += (
                Transition(event=timer.name, goal=timer.goal, timer=timer)
                for timer in node.timers
            )
            if node.done is not None:
                mine.append(self._done(node, node.done))
        return tuple(map(tuple, found))

    @cached_property
    def _recorded(self) -> Mapping[Id, set[Id]]:
        """The facts that an activity records in any of its states."""
        found: dict[Id, set[Id]] = {}
        for entry in self.chart.entries:
            found.setdefault(entry.activity, set()).update(entry.act.records)
        return found

    def _of_entry(self, entry: Entry) -> Transition:
        act = entry.act
        facts = self.chart.facts
        tests: list[Test] = [
            Recorded(name, tuple(facts[name].values)) for name in act.records
        ]
        elsewhere = self._recorded[entry.activity] - set(act.records)
        tests += (
            No(Recorded(name, tuple(facts[name].values))) for name in sorted(elsewhere)
        )
        if entry.condition is not None:
            tests.append(self._surely(entry.condition))
        tests += map(Has, act.needs)
        forgotten = ((name, UNKNOWN) for name in act.forgets)
        change = Change(
            (*act.sets.items(), *forgotten),
            act.records,
            act.produces,
            self._events(entry.activity, *(each.event for each in entry.opens)),
        )
        return Transition(
            event=entry.activity,
            tests=tuple(tests),
            goal=entry.goal,
            internal=entry.at_top,
            change=change,
            entry=entry,
            when=entry.when,
        )

    def _lines(self, node: ChartNode) -> Iterator[Transition]:
        """Yield the lines of a choice; the first choice of several is left first."""
        first = tuple(
            No(In(other.index))
            for other in self._choices
            if other.index < node.index and self._beside(other.index, node.index)
        )
        for line in node.lines:
            own = () if line.when is None else (self._surely(line.when),)
            # What an end of a protocol that runs here opens is opened on the way.
            change = Change(done=self._events(*(each.event for each in node.opens)))
            yield Transition(
                tests=(*own, *first), goal=line.goal, when=line.when, change=change
            )

    def _events(self, *names: str) -> tuple[str, ...]:
        """Return those of some events of which a condition asks, each once."""
        found = dict.fromkeys(names)
        return tuple(name for name in found if name in self._layout.events)

    def _done(self, node: ChartNode, goal: Goal) -> Transition:
        """Return how a complete node is left: after choices, the innermost first."""
        if self._is_alone(node):
            return Transition(done=True, goal=goal)
        others = (
            No(In(other.index))
            for other in self._choices
            if self._beside(other.index, node.index)
        )
        own = (-len(self.chart.ancestors(node.index)), node.index)
        sooner = (
            No(self._complete(other))
            for other in self.chart.nodes
            if other.done is not None
            and (-len(self.chart.ancestors(other.index)), other.index) < own
            and (other.parent == node.index or self._beside(other.index, node.index))
        )
        tests = (self._complete(node), *others, *sooner)
        return Transition(completes=True, tests=tests, goal=goal)

    def _is_alone(self, node: ChartNode) -> bool:
        """Whether nothing else can happen while a node is complete."""
        nodes = self.chart.nodes
        above = (nodes[at].kind for at in self.chart.ancestors(node.index))
        inner = (nodes[at].done for at in node.children)
        return NodeKind.PARALLEL not in above and (
            node.kind is not NodeKind.PARALLEL or not any(inner)
        )

    @cached_property
    def _choices(self) -> tuple[ChartNode, ...]:
        nodes = self.chart.nodes
        return tuple(node for node in nodes if node.kind is NodeKind.CHOICE)

    def _beside(self, one: int, other: int) -> bool:
        """Whether two nodes stand in different strands of one parallel state."""
        above = {one, *self.chart.ancestors(one)}
        if one == other or other in above:
            return False
        for at in self.chart.ancestors(other):
            if at == one:
                return False
            if at in above:
                return self.chart.nodes[at].kind is NodeKind.PARALLEL
        return False

    def _complete(self, node: ChartNode) -> Test:
        children = [self.chart.nodes[at] for at in node.children]
        if node.kind is NodeKind.PARALLEL:
            return All(tuple(map(self._complete, children)))
        return Any(
            tuple(In(each.index) for each in children if each.kind is NodeKind.FINAL)
        )

    def _surely(  # noqa: PLR0911 - one line a kind
        self, condition: Condition, *, true: bool = True
    ) -> Test:
        """Return the test that passes where a condition is surely true, or false."""
        match condition:
            case FactIs():
                every = self.chart.facts[condition.fact].values
                holds = true is not condition.negated
                values = (v for v in every if (v in condition.values) is holds)
                return Is(condition.fact, tuple(values))
            case FactKnown():
                every = self.chart.facts[condition.fact].values
                known = condition.known is true
                return Is(condition.fact, tuple(every) if known else (UNKNOWN,))
            case InState():
                return _either(self._active(condition.state), true=true)
            case HasDocument():
                return _either(Has(condition.document), true=true)
            case Happened():
                return _either(Did(condition.activity), true=true)
            case Not():
                return self._surely(condition.inner, true=not true)
            case And() | Or():
                parts = (self._surely(part, true=true) for part in condition.parts)
                every_part = isinstance(condition, And) is true
                return All(tuple(parts)) if every_part else Any(tuple(parts))

    def _active(self, name: str) -> Test:
        """Return the test that a state is active; a choice never is: it is passed."""
        node = self.chart.node(name)
        return Any(()) if node.kind is NodeKind.CHOICE else In(node.index)


def _either(test: Test, *, true: bool) -> Test:
    return test if true else No(test)
