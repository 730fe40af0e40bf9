"""Stage 2: grow the tree of nodes; inline what ``runs``."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from msgspec import Struct, field

from katch_protocols.charts.chart import NodeKind
from katch_protocols.charts.chart_builder import DeclaredState, Draft, DraftNode, Scope
from katch_protocols.errors import BoundError
from katch_protocols.findings import Path
from katch_protocols.model.activities import Activity
from katch_protocols.model.documents import Document, Fact, Titled
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import State, StateKind
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["MAX_NODES", "Merged", "grow", "lent_fragments", "merge"]


KINDS = ("phases", "facts", "documents", "states", "activities", "safeguards")


_Piece = Protocol | Fragment


class Merged(Struct):
    """The parts of one protocol with their fragments; ``paths`` says where each stands.

    ``paths`` is keyed by kind and id, e.g. ``("states", "missing")``.
    """

    phases: dict[Id, Titled] = field(default_factory=dict)
    facts: dict[Id, Fact] = field(default_factory=dict)
    documents: dict[Id, Document] = field(default_factory=dict)
    states: dict[Id, State] = field(default_factory=dict)
    activities: dict[Id, Activity] = field(default_factory=dict)
    safeguards: dict[Id, Safeguard] = field(default_factory=dict)
    paths: dict[tuple[str, Id], Path] = field(default_factory=dict)


def merge(
    protocol: Protocol,
    handbook: Handbook,
    draft: Draft,
    *,
    without: frozenset[Id] = frozenset(),
) -> Merged:
    """Merge the fragments that ``protocol`` uses; clashes become problems.

    The fragments in ``without`` are left out: an outer protocol has merged them.
    """
    merged = Merged()
    for path, piece in _pieces(protocol, handbook, draft):
        if path[0] == "fragments" and piece.id in without:
            continue
        for kind in KINDS:
            into: dict[Id, Any] = getattr(merged, kind)
            for name, noun in getattr(piece, kind).items():
                where = (*path, kind, name)
                if name in into:
                    draft.problem("declared-twice-by-fragment", where, {"id": name})
                    continue
                into[name] = noun
                merged.paths[kind, name] = where
    return merged


def _pieces(
    protocol: Protocol, handbook: Handbook, draft: Draft
) -> Iterator[tuple[Path, _Piece]]:
    yield ("protocols", protocol.id), protocol
    for position, name in enumerate(protocol.use):
        fragment = handbook.fragments.get(name)
        if fragment is None:
            near = nearest_names(name, handbook.fragments)
            where: Path = ("protocols", protocol.id, "use", position)
            draft.problem("unknown-fragment", where, {"fragment": name}, near)
            continue
        yield ("fragments", name), fragment


def lent_fragments(
    protocol: Protocol, handbook: Handbook, draft: Draft, running: DraftNode
) -> frozenset[Id]:
    """Return the fragments of ``protocol`` that are merged around ``running``."""
    found = set()
    outer: Scope | None = running.scope
    while outer is not None:
        theirs = {*handbook.protocols[outer.home].use} - outer.lent
        found |= {
            name
            for name in theirs & {*protocol.use} & {*handbook.fragments}
            if _covers(handbook.fragments[name], draft, running, outer)
        }
        outer = outer.outer
    return frozenset(found)


def _covers(fragment: Fragment, draft: Draft, running: DraftNode, outer: Scope) -> bool:
    """Tell whether each activity of the fragment is possible around the run."""
    around = [
        running,
        *(draft.nodes[index] for index in draft.ancestors(running.index)),
    ]
    prefix = draft.nodes[outer.top].name
    names = {node.name for node in around if node.scope is outer}
    bare = {node.bare for node in around if node.scope is outer}
    return all(
        not act.origins
        or any(
            origin in bare or (f"{prefix}.{origin}" if prefix else origin) in names
            for origin in act.origins
        )
        for act in fragment.activities.values()
    )


MAX_NODES = 10_000
"""The most states that a chart may have once everything is inlined."""

_KINDS = {
    StateKind.ATOMIC: NodeKind.ATOMIC,
    StateKind.COMPOSITE: NodeKind.COMPOSITE,
    StateKind.PARALLEL: NodeKind.PARALLEL,
    StateKind.CHOICE: NodeKind.CHOICE,
    StateKind.RUNNING: NodeKind.COMPOSITE,
    StateKind.FINAL: NodeKind.FINAL,
}


def grow(protocol: Protocol, handbook: Handbook, draft: Draft) -> None:
    """Fill ``draft`` with the nodes and declared activities of a protocol."""
    draft.nodes.append(
        DraftNode(
            0,
            "",
            NodeKind.ROOT,
            parent=0,
            path=("protocols", protocol.id),
            scope=Scope(protocol.id, 0),
            title=protocol.title,
        )
    )
    draft.facts.update(handbook.facts)
    draft.measured = handbook.measured
    _Grower(handbook, draft).protocol(protocol, draft.nodes[0].scope)


class _Grower:
    """Walks the nouns of one protocol, and of those it runs, depth first."""

    def __init__(self, handbook: Handbook, draft: Draft) -> None:
        self.handbook = handbook
        self.draft = draft

    def protocol(self, protocol: Protocol, scope: Scope) -> None:
        merged = merge(protocol, self.handbook, self.draft, without=scope.lent)
        self._share(merged)
        top = scope.top
        for name, state in merged.states.items():
            self._state(state, top, merged.paths["states", name], scope)
        self._initial(top, protocol.initial, ("protocols", protocol.id))
        for name, act in merged.activities.items():
            path = merged.paths["activities", name]
            self.draft.declared.append(
                DeclaredState(top, act, path, scope, at_top=True)
            )
        if scope.outer is None:
            self.draft.safeguards.update(merged.safeguards)

    def _share(self, merged: Merged) -> None:
        for name, fact in merged.facts.items():
            known = self.draft.facts.setdefault(name, fact)
            if _answers(known) != _answers(fact):
                where = merged.paths["facts", name]
                self.draft.problem("facts-disagree", where, {"fact": name})
        for name, document in merged.documents.items():
            other = self.draft.documents.setdefault(name, document)
            if other.contains != document.contains:
                where = merged.paths["documents", name]
                self.draft.problem("documents-disagree", where, {"document": name})

    def _state(self, state: State, parent: int, path: Path, scope: Scope) -> None:
        draft = self.draft
        above = draft.nodes[parent]
        strand = above.kind is NodeKind.PARALLEL
        if len(draft.nodes) >= MAX_NODES:
            raise BoundError("states", MAX_NODES, str(path[1]))
        node = DraftNode(
            len(draft.nodes),
            f"{above.name}.{state.id}" if above.name else state.id,
            NodeKind.STRAND if strand else _KINDS[state.kind],
            parent,
            path,
            scope,
            state=state,
            title=state.title,
            running=state.runs,
        )
        draft.nodes.append(node)
        above.children[state.id] = node.index
        for name, act in state.activities.items():
            where = (*path, "activities", name)
            draft.declared.append(DeclaredState(node.index, act, where, scope))
        self._inside(node, state)

    def _inside(self, node: DraftNode, state: State) -> None:
        if node.running is not None:
            self._run(node, node.running)
            return
        is_parallel = node.kind is NodeKind.PARALLEL
        inner, key = (
            (state.parallel, "parallel") if is_parallel else (state.states, "states")
        )
        for name, child in inner.items():
            self._state(child, node.index, (*node.path, key, name), node.scope)
        if node.kind.is_region:
            self._initial(node.index, state.initial, node.path)

    def _run(self, node: DraftNode, name: Id) -> None:
        where = (*node.path, "runs")
        protocol = self.handbook.protocols.get(name)
        if protocol is None:
            near = nearest_names(name, self.handbook.protocols)
            self.draft.problem("unknown-protocol", where, {"protocol": name}, near)
            return
        if name in node.scope.chain:
            loop = " → ".join([*reversed(node.scope.chain), name])
            self.draft.problem("recursive-runs", where, {"loop": loop})
            return
        node.title = node.title or protocol.title
        lent = lent_fragments(protocol, self.handbook, self.draft, node)
        states = (self.handbook.fragments[each].states for each in lent)
        inner = Scope(
            name, node.index, node.scope, lent, frozenset(chain.from_iterable(states))
        )
        self.protocol(protocol, inner)

    def _initial(self, index: int, name: Id | None, path: Path) -> None:
        node = self.draft.nodes[index]
        if name is None:
            self.draft.problem(
                "composite-without-initial",
                path,
                {"state": node.name or node.scope.home},
            )
            return
        node.initial = node.children.get(name)
        if node.initial is None:
            near = nearest_names(name, node.children)
            where = (*path, "initial")
            self.draft.problem("unknown-initial", where, {"state": name}, near)


def _answers(fact: Fact) -> tuple[object, ...]:
    """Return what two declarations of one fact must agree in."""
    return dict(fact.values), fact.initially, fact.checklist
