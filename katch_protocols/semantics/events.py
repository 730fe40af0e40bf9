"""What the names of a sentence mean in a chart: its events and its conditions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.in_use import InUse
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
from katch_protocols.semantics.table import Row
from katch_protocols.sentences.nearness import nearest
from katch_protocols.words.lists import options

__all__ = [
    "ChartEvent",
    "EntryFilter",
    "Filter",
    "UndefinedError",
    "event_of",
    "find_any",
    "find_doing",
    "find_event",
    "find_state",
    "found_in",
]

Filter = Callable[[Row], bool]
"""Which rows count."""


class EntryFilter:
    """Lets rows count by their activity alone, asked once of each.

    Many rows are of one activity of the chart. ``clock``: whether those of the clock
    count.
    """

    def __init__(self, counts: Callable[[Entry], bool], *, clock: bool) -> None:
        self._counts, self._clock = counts, clock
        # Each holds its activity, so that no other can have its id.
        self._known: dict[int, tuple[Entry, bool]] = {}

    def __call__(self, row: Row) -> bool:
        """Tell whether a row counts."""
        entry = row.entry
        if entry is None:
            return self._clock
        found = self._known.get(id(entry))
        if found is None:
            found = self._known[id(entry)] = (entry, self._counts(entry))
        return found[1]


class UndefinedError(Exception):
    """A name means nothing in the protocol, or means several things.

    ``candidates`` are what it could mean, else the nearest name.
    """

    def __init__(self, name: str, candidates: tuple[str, ...] = ()) -> None:
        self.name, self.candidates = name, candidates
        super().__init__(name)


class ChartEvent(Struct, frozen=True):
    """Activities that happen or states that are entered: each of them is the event.

    An activity or a state is an event of one; something measured is one of several, and
    then it is ``once`` a step, at its first place there. With neither ``activities``
    nor ``nodes`` every step is one. ``only`` leaves out the rows that do not count.
    """

    name: str
    activities: frozenset[str] = frozenset()
    nodes: frozenset[int] = frozenset()
    only: Filter | None = None
    once: bool = False

    @classmethod
    def doing(cls, activity: str, *, only: Filter | None = None) -> "ChartEvent":
        """Return the event of one activity, by its full name."""
        return cls(activity, activities=frozenset({activity}), only=only)

    @classmethod
    def entering(cls, name: str, node: int) -> "ChartEvent":
        """Return the event of one state."""
        return cls(name, nodes=frozenset({node}))

    def narrowed(self, only: Filter) -> "ChartEvent":
        """Return the same event where it happens in a row that counts."""
        return replace(self, only=only)

    def parts(self) -> Iterator["ChartEvent"]:
        """Yield the event of each activity, then of each state; alone it is itself."""
        if len(self.activities) + len(self.nodes) <= 1:
            yield self
            return
        for name in sorted(self.activities):
            yield ChartEvent.doing(name, only=self.only)
        for node in sorted(self.nodes):
            yield replace(self, activities=frozenset(), nodes=frozenset({node}))

    def counts(self, row: Row) -> bool:
        """Tell whether the row is not left out."""
        return self.only is None or self.only(row)

    def is_done_by(self, row: Row) -> bool:
        """Tell whether the activity of a row is the event; an entry it makes may be."""
        return row.activity in self.activities or not (self.activities or self.nodes)

    def positions(self, row: Row) -> list[int]:
        """Return where in a row's sequence it happens: 0 the activity, then entries."""
        if not self.counts(row):
            return []
        found, nodes = [0] if self.is_done_by(row) else [], self.nodes
        if nodes:
            places = enumerate(row.entered, start=1)
            found += [position for position, node in places if node in nodes]
        return found


def find_event(chart: Chart, name: str) -> ChartEvent:
    """Find what a sentence's name means: from the top, else the only one of that name.

    Raises:
        UndefinedError: Nothing has that name, or several states or activities have.
    """
    known = _found.of((chart,), dict)
    found = known.get(name)
    if found is None:
        found = known[name] = _find_event(chart, name)
    return found


_found = InUse[dict[str, ChartEvent]](64)
"""What names mean: pages and drawings ask of the same in every row and language."""


def _find_event(chart: Chart, name: str) -> ChartEvent:
    activities = _named(tuple(chart.activities), name)
    if len(activities) == 1:
        return replace(event_of(chart, activities[0]), name=name)
    states = _states(chart, name)
    if not activities and len(states) == 1:
        return replace(event_of(chart, states[0]), name=name)
    if not activities and not states and name in chart.counted:
        return event_of(chart, name)
    known = (*chart.activities, *chart.named_states, *chart.counted)
    raise UndefinedError(name, activities or states or _near_event(name, known))


def find_any(chart: Chart, names: Sequence[str]) -> ChartEvent:
    """Find the event that happens as any of several does; raises as ``find_event``."""
    found = [find_event(chart, name) for name in names]
    return ChartEvent(
        options(names),
        frozenset().union(*(each.activities for each in found)),
        frozenset().union(*(each.nodes for each in found)),
    )


def find_doing(chart: Chart, name: str) -> ChartEvent:
    """Find what a sentence about people means: who does it must be a question.

    Raises:
        UndefinedError: As of ``find_event``; or a state counts as what is measured, or
            it happens by itself.
    """
    event = find_event(chart, name)
    if name in chart.counted and event.nodes:
        raise UndefinedError(name)
    places = (place for each in event.activities for place in chart.activities[each])
    if any(chart.entries[place].is_signal for place in places):
        raise UndefinedError(name)
    return event


def event_of(chart: Chart, full: str) -> ChartEvent:
    """Return the event of a full name, or of what is measured.

    Raises:
        KeyError: The chart has nothing of that name.
    """
    if full in chart.activities:
        return ChartEvent.doing(full)
    if full in chart.by_name:
        return ChartEvent.entering(full, chart.by_name[full])
    found = chart.counted[full]
    return ChartEvent(
        full, frozenset(found.activities), frozenset(found.nodes), once=True
    )


def find_state(chart: Chart, name: str) -> int:
    """Find the node that a state's name means; raises as ``find_event`` does."""
    states = _states(chart, name)
    if len(states) != 1:
        raise UndefinedError(name, states or _near_event(name, chart.named_states))
    return chart.by_name[states[0]]


def found_in(chart: Chart, condition: Condition) -> Condition:
    """Return the condition with full names, looked up from the top.

    Raises:
        UndefinedError: A name means nothing here, or several things.
    """
    match condition:
        case InState():
            name = chart.nodes[find_state(chart, condition.state)].name
            return InState(state=name)
        case Happened():
            event = find_event(chart, condition.activity)
            if event.once or event.nodes:
                raise UndefinedError(condition.activity)
            (activity,) = event.activities
            return Happened(activity=activity)
        case Not():
            return Not(inner=found_in(chart, condition.inner))
        case And():
            return And(parts=tuple(found_in(chart, one) for one in condition.parts))
        case Or():
            return Or(parts=tuple(found_in(chart, one) for one in condition.parts))
        case _:
            return _known(chart, condition)


def _known(chart: Chart, term: FactIs | FactKnown | HasDocument) -> Condition:
    if isinstance(term, HasDocument):
        if term.document not in chart.documents:
            raise UndefinedError(term.document, _near(term.document, chart.documents))
        return term
    fact = chart.facts.get(term.fact)
    if fact is None:
        raise UndefinedError(term.fact, _near(term.fact, chart.facts))
    if isinstance(term, FactIs):
        for value in term.values:
            if value not in fact.values:
                raise UndefinedError(value, tuple(fact.values))
    return term


@lru_cache(maxsize=4096)
def _near_event(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    bare = dict.fromkeys(full.rpartition(".")[2] for full in known)
    return _near(name, (full for full in (*known, *bare) if full))


def _near(name: str, known: Iterable[str]) -> tuple[str, ...]:
    found = nearest(name, known)
    return () if found is None else (found,)


def _states(chart: Chart, name: str) -> tuple[str, ...]:
    return (name,) if name in chart.by_name else _named(chart.named_states, name)


def _named(known: tuple[str, ...], name: str) -> tuple[str, ...]:
    if name in known:
        return (name,)
    if "." in name:
        return ()
    return tuple(full for full in known if full.rpartition(".")[2] == name)
