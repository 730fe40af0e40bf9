"""Cases told event by event, by the second interpreter.

Nothing here is shared with ``katch_protocols.charts``, ``semantics`` or ``proofs``: a
case comes from ``tests.interpreter``, an event from the language's page.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from katch_protocols.model.activities import Activity
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from tests.interpreter import Configuration, Interpreter, Move
from tests.interpreter_nodes import Arrow
from tests.interpreter_tree import Tree

__all__ = ["BEYOND", "Case", "Happening", "Teller", "all_cases", "counting"]

BEYOND = 10**6
"""Longer than any case."""


@dataclass(frozen=True)
class Happening:
    """One event, and all that was so just before it; a view for conditions.

    ``act`` is the activity whose step it belongs to, nothing for the clock and the
    start. ``counts_as`` is what is measured by it, ``also`` that of which it is the
    first in its step: so often it counts.
    """

    name: str
    step: int
    states: frozenset[str]
    facts: tuple[tuple[str, str], ...]
    documents: frozenset[str]
    done: frozenset[str]
    act: Activity | None = None
    origin: str = ""
    counts_as: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()

    def is_named(self, name: str | None) -> bool:
        """Tell whether it is the event of that name, or counts as it."""
        return name == self.name or name in self.also

    def is_any_of(self, names: tuple[str, ...]) -> bool:
        """Tell whether it is one of several events."""
        return any(map(self.is_named, names))

    def fact(self, name: str) -> str:
        return dict(self.facts).get(name, UNKNOWN)

    def active(self, state: str) -> bool:
        return state in self.states

    def exists(self, document: str) -> bool:
        return document in self.documents

    def happened(self, activity: str) -> bool:
        return activity in self.done


@dataclass(frozen=True)
class Case:
    """A case so far: its events, its moves, where it stands, how it ended if it did."""

    events: tuple[Happening, ...]
    moves: tuple[Move, ...]
    now: Configuration
    done: frozenset[str]
    ended: bool
    outcome: str | None


class Teller(Interpreter):
    """An interpreter that notes every state as it is entered."""

    def __init__(self, protocol: Protocol, handbook: Handbook) -> None:
        super().__init__(protocol, handbook)
        self.entered: list[str] = []
        self.starting = False
        self.acts = {
            (entry.name, entry.arrow.source.path): entry.activity
            for entry in self.tree.entries
        }
        self.measured = counting(self.tree)
        self.starts: tuple[Mapping[str, str], ...] = ({},)
        """The values that a case may be given as it begins."""

    def begins(self) -> Iterator[Case]:
        """Yield every case as it begins."""
        yield from map(self.begin, self.starts)

    def begin(self, given: Mapping[str, str] | None = None) -> Case:
        """Begin a case, with values that an opener gives."""
        self.entered, self.starting = [], True
        now = self.start(given)
        known = self.tree.facts.items()
        begun = {name: fact.initially or UNKNOWN for name, fact in known}
        begun |= {name: each for name, each in (given or {}).items() if name in begun}
        facts = tuple(begun.items())
        nothing: frozenset[str] = frozenset()
        events = tuple(
            Happening(name, 0, nothing, facts, nothing, nothing)
            for name in self.entered
        )
        return self._case(tuple(self._counted(events)), (), now, nothing)

    def go_on(self, case: Case) -> Iterator[Case]:
        """Yield every case that goes on by one step."""
        for move in self.possible(case.now):
            yield self.taken(case, move)

    def taken(self, case: Case, move: Move) -> Case:
        """Return the case that goes on by a move that is possible."""
        now = case.now
        self.entered = []
        after = self.step(now, move)
        number = len(case.moves) + 1
        act = self.acts.get((move.activity, move.origin))
        done = case.done if act is None else case.done | {move.activity}
        itself = Happening(
            move.activity,
            number,
            now.active,
            now.facts,
            now.documents,
            case.done,
            act,
            move.origin,
        )
        entries = tuple(
            Happening(
                name,
                number,
                now.active,
                after.facts,
                after.documents,
                done,
                act,
                move.origin,
            )
            for name in self.entered
        )
        events = (*case.events, *self._counted((itself, *entries)))
        return self._case(events, (*case.moves, move), after, done)

    def _counted(self, events: tuple[Happening, ...]) -> Iterator[Happening]:
        """Yield the events of one step with what each counts as, once a step."""
        had: set[str] = set()
        for event in events:
            names = self.measured.get(event.name)
            if not names:
                yield event
                continue
            yield replace(event, counts_as=names, also=names - had)
            had |= names

    def _case(
        self,
        events: tuple[Happening, ...],
        moves: tuple[Move, ...],
        now: Configuration,
        done: frozenset[str],
    ) -> Case:
        ended = self.complete(now)
        ends = [
            node.noun.outcome
            for node in self.tree.top.children.values()
            if node.path in now.active and node.noun is not None
        ]
        outcome = str(ends[0]) if ended and ends[0] is not None else None
        return Case(events, moves, now, done, ended, outcome)

    def _settle(self, now: Configuration) -> Configuration:
        if self.starting:
            self.starting = False
            self._note(now.active)
        return super()._settle(now)

    def _note(self, new: frozenset[str]) -> None:
        """Note what is entered together: ancestors first, as written."""
        self.entered += [node.path for node in self.nodes if node.path in new]

    def _follow(self, now: Configuration, arrow: Arrow) -> Configuration:
        after = super()._follow(now, arrow)
        if arrow.to is not None:
            left = {node.path for node in arrow.domain.inside()}
            self._note(after.active - (now.active - left))
        return after


def counting(tree: Tree) -> dict[str, frozenset[str]]:
    """Return what each activity and each state counts as, by its full name.

    An act counts by whichever of its entries.
    """
    found: dict[str, frozenset[str]] = {}
    written = [(entry.name, entry.activity.counts_as) for entry in tree.entries]
    written += [
        (node.path, node.noun.counts_as if node.noun else ())
        for node in tree.top.inside()
    ]
    for name, names in written:
        found[name] = found.get(name, frozenset()).union(names)
    return found


def all_cases(teller: Teller, *, most: int, deepest: int) -> tuple[list[Case], int]:
    """Return every case, shorter ones first, and to which length they are all there.

    Stops after ``most`` cases and after ``deepest`` steps. The length is beyond any
    where there are no longer cases.
    """
    waiting = deque(teller.begins())
    told: list[Case] = []
    while waiting and len(told) < most:
        case = waiting.popleft()
        told.append(case)
        if len(case.moves) < deepest:
            waiting.extend(teller.go_on(case))
        elif next(teller.go_on(case), None) is not None:
            return [*told, *waiting], deepest
    return told, len(waiting[0].moves) - 1 if waiting else BEYOND
