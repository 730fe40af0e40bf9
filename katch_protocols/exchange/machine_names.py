"""What the parts of a machine are called here: its states, its events, its facts.

A condition of ours that stands in the file speaks of them by the names that they have
there; here it gets the names that they have now.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from katch_protocols.errors import SentenceError
from katch_protocols.exchange.found_machine import (
    FoundMachine,
    FoundMove,
    FoundState,
)
from katch_protocols.exchange.incoming import Names
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
from katch_protocols.model.noun import Id
from katch_protocols.sentences.text import parse_condition

__all__ = ["MachineNames"]


class _Unreadable(Exception):  # noqa: N818 - no error: the condition is noted
    """A condition speaks of something that the machine does not have."""


class MachineNames:
    """The names of one machine; every state has one from the beginning.

    ``ids`` are the ids of states, ``paths`` their full names; ``paper`` gives the id of
    a document by what the file calls it.
    """

    def __init__(
        self, machine: FoundMachine, names: Names, paper: Callable[[str], Id]
    ) -> None:
        self.machine, self.names, self.paper = machine, names, paper
        self.ids: dict[FoundState, Id] = {}
        self.paths: dict[FoundState, str] = {}
        self._by_path: dict[str, FoundState] = {}
        for state in machine.top.below():
            self._name(state)

    def _name(self, state: FoundState) -> None:
        above = state.parent
        inside = self.paths.get(above, "") if above is not None else ""
        found = self.names.state(state, state.name, inside)
        self.ids[state] = found
        self.paths[state] = f"{inside}.{found}" if inside else found
        self._by_path[state.path] = state

    def fact(self, written: str) -> Id:
        """Return the id of a fact."""
        return self.names.of(written, written)

    def known(self, facts: Iterable[str]) -> Iterator[Id]:
        """Yield the ids of those facts that the machine lists."""
        return (self.fact(each) for each in facts if each in self.machine.facts)

    def clock_start(self, written: str) -> str | None:
        """Return what starts a clock by the name that it has here, if it is there."""
        if written in self._by_path:
            return self.paths[self._by_path[written]]
        try:
            return self._event(written)
        except _Unreadable:
            return None

    def when(self, move: FoundMove) -> Condition | None:
        """Return the condition of a move; ``None`` where it has none of ours."""
        if not move.when:
            return None
        try:
            return self._renamed(parse_condition(move.when))
        except (SentenceError, _Unreadable):
            return None

    def _renamed(self, condition: Condition) -> Condition:
        """Return a condition with the names that things have here."""
        match condition:
            case InState():
                if condition.state not in self._by_path:
                    raise _Unreadable
                return InState(state=self.paths[self._by_path[condition.state]])
            case Happened():
                return Happened(activity=self._event(condition.activity))
            case HasDocument():
                return HasDocument(document=self.paper(condition.document))
            case FactIs() | FactKnown():
                if condition.fact not in self.machine.facts:
                    raise _Unreadable
                return condition.model_copy(update={"fact": self.fact(condition.fact)})
            case _:
                return self._compound(condition)

    def _compound(self, condition: Not | And | Or) -> Condition:
        if isinstance(condition, Not):
            return Not(inner=self._renamed(condition.inner))
        parts = tuple(map(self._renamed, condition.parts))
        return type(condition)(parts=parts)

    def _event(self, event: str) -> Id:
        if event not in self._events:
            raise _Unreadable
        return self.names.activity(("event", event), event)

    @cached_property
    def _events(self) -> frozenset[str | None]:
        states = (self.machine.top, *self.machine.top.below())
        return frozenset(move.event for state in states for move in state.moves)
