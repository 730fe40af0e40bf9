"""A second opinion: protocols run straight from the nouns, clearly and slowly.

Nothing here is shared with ``katch_protocols.charts`` or ``katch_protocols.semantics``:
it is written from the language's own page, so that two readings can be compared.
A configuration is a set of active paths, the facts, the documents, the past activities
that a condition asks about, and where the composites that something resumes were left.
What is asked again of the same configuration is answered from memory.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from katch_protocols.model.activities import Opens
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
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import StateKind
from tests.interpreter_nodes import Arrow, Entry, Node, Timer, UnreadableError
from tests.interpreter_tree import Tree
from tests.interpreter_waiting import hand_over

__all__ = [
    "Configuration",
    "Interpreter",
    "Move",
    "UnendingError",
    "stands_complete",
]


class UnendingError(Exception):
    """Settling comes back to where it was and so can never end."""


@dataclass(frozen=True)
class Move:
    """One possible activity, the state that declares it, the values that are stated.

    A step of the clock is a move named ``clock(STATE, 72 hours)``. The top of the
    protocol is the origin ``""``.
    """

    activity: str
    origin: str
    records: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Configuration:
    """Everything that decides what is possible next."""

    active: frozenset[str]
    facts: tuple[tuple[str, str], ...] = ()
    documents: frozenset[str] = frozenset()
    happened: frozenset[str] = frozenset()
    history: tuple[tuple[str, frozenset[str]], ...] = ()
    opened: frozenset[str] = frozenset()
    """The protocols of which a case was opened, where a signal waits for one."""


class Interpreter:
    """Runs one protocol of a handbook."""

    def __init__(self, protocol: Protocol, handbook: Handbook) -> None:
        self.tree = Tree(protocol, handbook)
        hand_over(self.tree)
        self.resumed = {arrow.to for arrow in self.tree.arrows() if arrow.resume}
        self.asked = frozenset(self.tree.asked())
        told = (e.activity.raci.told_by for e in self.tree.entries)
        self.awaited = {_protocol(name) for names in told for name in names} - {""}
        self.nodes = tuple(self.tree.top.inside())
        self._ends = [n for n in self.nodes if n.noun is not None and n.noun.opens]
        self.choices = [node for node in self.nodes if node in self.tree.branches]
        self.wholes = [node for node in self.nodes if node in self.tree.dones]
        self._possible: dict[Configuration, tuple[Move, ...]] = {}
        self._found = cache(self.tree.find)
        self._full = cache(self.tree.find_activity)

    def start(self, given: Mapping[str, str] | None = None) -> Configuration:
        """Enter the initial state, with values that an opener gave, and settle."""
        top = self.tree.top
        facts = {
            name: fact.initially or UNKNOWN for name, fact in self.tree.facts.items()
        }
        facts |= {fact: value for fact, value in (given or {}).items() if fact in facts}
        active = {node.path for node in _entered(top) if node is not top}
        now = Configuration(frozenset(active), tuple(sorted(facts.items())))
        for node in self._ends:
            if node.path in active:
                opened = now.opened | self._opening(node.noun.opens, node)
                now = replace(now, opened=opened)
        return self._settle(now)

    def complete(self, now: Configuration) -> bool:
        """Whether the case stands in a final state of its own protocol."""
        return _stands_in_final(self.tree.top, now)

    def possible(self, now: Configuration) -> tuple[Move, ...]:
        """Return every activity that is possible, and every step of the clock."""
        if now not in self._possible:
            self._possible[now] = self._all_possible(now)
        return self._possible[now]

    def _all_possible(self, now: Configuration) -> tuple[Move, ...]:
        moves: list[Move] = []
        for entry in self._enabled(now):
            facts = entry.activity.records
            for values in product(*(self.tree.facts[fact].values for fact in facts)):
                records = tuple(zip(facts, values, strict=True))
                moves.append(Move(entry.name, entry.arrow.source.path, records))
        ticks = (
            Move(timer.name, timer.arrow.source.path) for timer in self._ticking(now)
        )
        return (*moves, *ticks)

    def step(self, now: Configuration, move: Move) -> Configuration:
        """Return the configuration in which the case rests after one move."""
        if move not in self.possible(now):
            raise UnreadableError(f"{move} is not possible")
        for timer in self._ticking(now):
            if move.activity == timer.name:
                return self._settle(self._follow(now, timer.arrow))
        origin = move.activity, move.origin
        written = [
            entry
            for entry in self.tree.entries
            if (entry.name, entry.arrow.source.path) == origin
        ]
        entry = next(self._among(written, now))
        changed = self._change(now, entry, dict(move.records))
        return self._settle(self._follow(changed, entry.arrow))

    def _enabled(self, now: Configuration) -> Iterator[Entry]:
        if not self.complete(now):
            yield from self._among(self.tree.entries, now)

    def _among(self, entries: list[Entry], now: Configuration) -> Iterator[Entry]:
        for entry in entries:
            activity, source = entry.activity, entry.arrow.source
            if (
                (source is self.tree.top or source.path in now.active)
                and set(activity.needs) <= now.documents
                and self._holds(activity.when, entry.arrow, now)
                and _is_told(activity.raci.told_by, now)
            ):
                yield entry

    def _ticking(self, now: Configuration) -> Iterator[Timer]:
        if self.complete(now):
            return
        for timer in self.tree.timers:
            if timer.arrow.source.path in now.active:
                yield timer

    def _change(
        self, now: Configuration, entry: Entry, records: Mapping[str, str]
    ) -> Configuration:
        """Change facts and documents, and remember that the activity happened."""
        activity = entry.activity
        facts = dict(now.facts) | activity.sets | records
        facts |= dict.fromkeys(activity.forgets, UNKNOWN)
        return replace(
            now,
            facts=tuple(sorted(facts.items())),
            documents=now.documents | set(activity.produces),
            happened=now.happened | ({entry.name} & self.asked),
            opened=now.opened | self._opening(activity.opens, entry.arrow.source),
        )

    def _follow(self, now: Configuration, arrow: Arrow) -> Configuration:
        """Exit everything inside the domain, then enter what the arrow leads to."""
        if arrow.to is None:
            return now
        domain = arrow.domain
        left = {node.path for node in domain.inside()} & now.active
        history = dict(now.history)
        for node in self.resumed:
            if node.path in left:
                within = {inner.path for inner in node.inside()}
                history[node.path] = frozenset(within & now.active)
        active = now.active - left | set(_way_in(domain, arrow.to))
        if arrow.resume and arrow.to.path in history:
            active |= {arrow.to.path} | history[arrow.to.path]
        else:
            active |= {node.path for node in _entered(arrow.to)}
        past = sorted(item for item in history.items() if item[0] not in active)
        opened = now.opened
        for node in self._ends:
            if node.path in active - (now.active - left):
                opened |= self._opening(node.noun.opens, node)
        return replace(now, active=active, history=tuple(past), opened=opened)

    def _opening(self, opens: tuple[Opens, ...], at: Node) -> frozenset[str]:
        """Return what is opened that some signal waits for.

        What runs beside the opener, and not around it, is that case already.
        """
        around = {at, *at.ancestors()}
        beside = {
            node.noun.runs
            for node in self.nodes
            if node.noun is not None and node.noun.runs and node not in around
        }
        return frozenset(
            each.protocol
            for each in opens
            if each.protocol in self.awaited
            and (each.region is not None or each.protocol not in beside)
        )

    def _settle(self, now: Configuration) -> Configuration:
        """Take ``decide`` and ``done``, one at a time, until neither applies."""
        seen = set()
        while now not in seen:
            seen.add(now)
            arrow = self._chosen(now) or self.next_done(now)
            if arrow is None:
                return now
            now = self._follow(now, arrow)
        raise UnendingError(", ".join(sorted(now.active)))

    def _chosen(self, now: Configuration) -> Arrow | None:
        """Return the line to take of the first choice, in document order.

        A choice of which no line holds is left alone: it rests, and a rule says so.
        """
        for node in self.choices:
            if node.path in now.active:
                for when, arrow in self.tree.branches[node]:
                    if self._holds(when, arrow, now):
                        return arrow
        return None

    def next_done(self, now: Configuration) -> Arrow | None:
        """Return the ``done`` to take: the innermost, the first of equals."""
        complete = [node for node in self.wholes if stands_complete(node, now)]
        if not complete:
            return None
        return self.tree.dones[max(complete, key=lambda node: node.depth)]

    def _holds(self, when: Condition | None, at: Arrow, now: Configuration) -> bool:
        return when is None or self._truth(when, at, now) is True

    def _truth(  # noqa: C901, PLR0911, PLR0912 - one case for each kind of condition
        self, term: Condition, at: Arrow, now: Configuration
    ) -> bool | None:
        """Return true, false or, where nobody has answered yet, neither."""
        match term:
            case FactIs():
                value = dict(now.facts)[term.fact]
                if value == UNKNOWN:
                    return None
                return (value in term.values) is not term.negated
            case FactKnown():
                return (dict(now.facts)[term.fact] != UNKNOWN) is term.known
            case HasDocument():
                return term.document in now.documents
            case Happened():
                name = self._full(term.activity, at.scope)
                return name in now.happened
            case InState():
                node = self._found(term.state, at.read_at or at.source, at.scope)
                return node.path in now.active and node not in self.tree.branches
            case Not():
                inner = self._truth(term.inner, at, now)
                return None if inner is None else not inner
            case And():
                parts = [self._truth(part, at, now) for part in term.parts]
                return False if False in parts else None if None in parts else True
            case Or():
                parts = [self._truth(part, at, now) for part in term.parts]
                return True if True in parts else None if None in parts else False


def _protocol(told: str) -> str:
    """Return of which protocol a signal awaits a case; none for ``nobody``."""
    return told.partition(".")[0] if "." in told else ""


def _is_told(told: tuple[str, ...], now: Configuration) -> bool:
    """Whether a signal can come: of an opened case only after an opening."""
    awaited = [_protocol(name) for name in told if "." in name]
    return not awaited or any(name in now.opened for name in awaited)


def _way_in(domain: Node, to: Node) -> Iterator[str]:
    """Yield what is entered between the domain and the target.

    Entering one strand of a parallel state enters its other strands normally.
    """
    inward = [node for node in to.ancestors() if domain in node.ancestors()]
    for node in inward:
        yield node.path
        if node.kind is StateKind.PARALLEL:
            for strand in node.children.values():
                if strand is not to and strand not in inward:
                    yield from (inner.path for inner in _entered(strand))


def _entered(node: Node) -> Iterator[Node]:
    """Yield a state and what is entered with it when it is entered normally."""
    yield node
    if node.kind is StateKind.PARALLEL:
        for strand in node.children.values():
            yield from _entered(strand)
    elif node.compound:
        yield from _entered(node.children[node.initial])


def _stands_in_final(node: Node, now: Configuration) -> bool:
    return any(
        child.kind is StateKind.FINAL and child.path in now.active
        for child in node.children.values()
    )


def stands_complete(node: Node, now: Configuration) -> bool:
    """Tell whether all inside a composite or parallel state has ended."""
    if node.path not in now.active:
        return False
    if node.kind is StateKind.PARALLEL:
        return all(stands_complete(strand, now) for strand in node.children.values())
    return node.kind is StateKind.COMPOSITE and _stands_in_final(node, now)
