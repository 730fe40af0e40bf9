"""Protocols as trees of nodes, straight from the nouns; see ``interpreter``.

Fragments are merged, what ``runs`` names is planted below the running state, and every
target is found. ``interpreter_waiting`` makes the states in which handovers wait.
"""

from collections.abc import Iterator
from dataclasses import replace

from katch_protocols.model.activities import Activity, Target
from katch_protocols.model.conditions import And, Condition, Happened, Not, Or
from katch_protocols.model.documents import Fact
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import State, StateKind
from tests.interpreter_nodes import Arrow, Entry, Node, Scope, Timer, UnreadableError

__all__ = ["Tree", "arrow_to", "terms"]


class Tree:
    """The states of a protocol and everything that leads from one to another."""

    def __init__(self, protocol: Protocol, handbook: Handbook) -> None:
        self.handbook = handbook
        self.facts: dict[str, Fact] = dict(handbook.facts)
        self.entries: list[Entry] = []
        self.named: list[Entry] = []
        self.timers: list[Timer] = []
        self.branches: dict[Node, list[tuple[Condition | None, Arrow]]] = {}
        self.dones: dict[Node, Arrow] = {}
        self.scopes: list[Scope] = []
        self.read_at: dict[Node, Node] = {}
        """Where the names of a state that waits are read."""
        self.top = Node(name="", kind=StateKind.RUNNING)
        self._plant(protocol, self.top, None)
        for scope in self.scopes:
            self._wire(scope)

    def arrows(self) -> Iterator[Arrow]:
        """Yield every way from one state to another."""
        yield from (entry.arrow for entry in self.entries)
        yield from (timer.arrow for timer in self.timers)
        yield from self.dones.values()
        for lines in self.branches.values():
            yield from (arrow for _, arrow in lines)

    def asked(self) -> Iterator[str]:
        """Yield the full name of each activity that some condition asks about."""
        conditions = [(entry.activity.when, entry.arrow) for entry in self.entries]
        for lines in self.branches.values():
            conditions += lines
        for condition, arrow in conditions:
            for term in terms(condition):
                if isinstance(term, Happened):
                    yield self.find_activity(term.activity, arrow.scope)

    # Planting ---------------------------------------------------------------------

    def _plant(self, written: Protocol, top: Node, outer: Scope | None) -> None:
        """Grow the states of a protocol below ``top``, and of those that it runs."""
        if outer and any(
            around.protocol.id == written.id for around in outer.outward()
        ):
            raise UnreadableError(f"{written.id} runs itself")
        lent = set(self._lent(written, top, outer))
        own = [name for name in written.use if name not in lent]
        scope = Scope(_merged(written, own, self.handbook), top, outer)
        scope.own = {*own}
        scope.lent = {
            name for each in lent for name in self.handbook.fragments[each].states
        }
        self.scopes.append(scope)
        self.facts |= scope.protocol.facts
        top.initial = written.initial
        for state in scope.protocol.states.values():
            self._grow(state, top, scope)

    def _lent(self, written: Protocol, top: Node, outer: Scope | None) -> Iterator[str]:
        """Yield the fragments that a protocol around has merged for both."""
        for around in outer.outward() if outer else ():
            inside = [
                node
                for node in (top, *top.ancestors())
                if node.parent is not None and self.scope_of(node) is around
            ]
            names = {node.name for node in inside} | {
                node.path.removeprefix(around.top.path).lstrip(".") for node in inside
            }
            for name in around.own & {*written.use}:
                acts = self.handbook.fragments[name].activities.values()
                if all(not act.origins or names & {*act.origins} for act in acts):
                    yield name

    def _grow(self, state: State, parent: Node, scope: Scope) -> None:
        node = Node(state.id, state.kind, parent, state, state.initial)
        parent.children[state.id] = node
        for child in (*state.states.values(), *state.parallel.values()):
            self._grow(child, node, scope)
        if state.runs is not None:
            self._plant(self.handbook.protocols[state.runs], node, scope)

    # Wiring -----------------------------------------------------------------------

    def _wire(self, scope: Scope) -> None:
        """Find where everything that one protocol says leads."""
        for node in scope.top.inside():
            if self.scope_of(node) is scope:
                self._wire_state(node, node.noun, scope)
        for activity in scope.protocol.activities.values():
            if not activity.origins:
                self._declare(activity, scope.top, scope)
            for origin in activity.origins:
                named = self.find(origin, scope.top, scope)
                self._declare(activity, named, scope)
                self.named.append(self.entries[-1])

    def _wire_state(self, node: Node, state: State, scope: Scope) -> None:
        for activity in state.activities.values():
            self._declare(activity, node, scope)
        for timer in state.after:
            self.timers.append(Timer(timer.limit, arrow_to(node, scope, timer.to)))
        if state.done is not None:
            self.dones[node] = arrow_to(node, scope, state.done)
        if state.decide:
            self.branches[node] = [
                (line.when, arrow_to(node, scope, line.to)) for line in state.decide
            ]
        for end, target in state.then.items():
            passing = node.children[end]
            arrow = arrow_to(node, scope, target)
            self.branches[passing] = [(None, replace(arrow, source=passing))]

    def _declare(self, activity: Activity, node: Node, scope: Scope) -> None:
        arrow = arrow_to(node, scope, activity.to)
        self.entries.append(Entry(scope.full(activity.id), activity, arrow))

    # Names ------------------------------------------------------------------------

    def scope_of(self, node: Node) -> Scope:
        """Return the protocol in which a state is written."""
        tops = {scope.top: scope for scope in self.scopes}
        return next(tops[around] for around in node.ancestors() if around in tops)

    def find(self, name: str, source: Node, scope: Scope) -> Node:
        """Return the nearest state of that name, else the only one.

        A state of an inlined protocol counts only where the own one has none.
        """
        found = _nearest(source, scope, name)
        if found is not None:
            return found
        named = [node for node in scope.top.inside() if node.name == name]
        named = [node for node in named if self.scope_of(node) is scope] or named
        if len(named) != 1:
            raise UnreadableError(f"{len(named)} states are called {name}")
        return named[0]

    def find_activity(self, name: str, scope: Scope) -> str:
        """Return the full name: the own protocol first, then outward, else the only."""
        known = [entry.name for entry in self.entries]
        for around in scope.outward():
            if around.full(name) in known:
                return around.full(name)
        inlined = {full for full in known if full.rpartition(".")[2] == name}
        if len(inlined) != 1:
            raise UnreadableError(f"{len(inlined)} activities are called {name}")
        return inlined.pop()


def _merged(protocol: Protocol, used: list[str], handbook: Handbook) -> Protocol:
    """Put fragments that a protocol uses at its top."""
    parts = [protocol, *(handbook.fragments[name] for name in used)]
    merged = {
        kind: {
            name: noun for part in parts for name, noun in getattr(part, kind).items()
        }
        for kind in ("facts", "states", "activities")
    }
    return protocol.model_copy(update=merged)


def arrow_to(source: Node, scope: Scope, target: Target | None) -> Arrow:
    """Return the way from a state to what a target means there."""
    if target is None:
        return Arrow(source, scope)
    to = _nearest(source, scope, target.state)
    if to is None:
        raise UnreadableError(f"{source.path} leads to nowhere: {target}")
    return Arrow(source, scope, to, target.resume)


def _nearest(source: Node, scope: Scope, name: str) -> Node | None:
    """Look up a path from the top, or a bare name from ``source`` outward."""
    if scope.outer is not None and name.partition(".")[0] in scope.lent:
        return _nearest(scope.outer.top, scope.outer, name)
    if "." in name:
        node: Node | None = scope.top
        for part in name.split("."):
            node = None if node is None else node.children.get(part)
        return node
    if source is scope.top:
        return scope.top.children.get(name)
    for around in source.ancestors():
        if name in around.children:
            return around.children[name]
        if around is scope.top:
            break
    return None


def terms(condition: Condition | None) -> Iterator[Condition]:
    """Yield the single questions of a condition."""
    match condition:
        case None:
            return
        case And() | Or():
            for part in condition.parts:
                yield from terms(part)
        case Not():
            yield from terms(condition.inner)
        case _:
            yield condition
