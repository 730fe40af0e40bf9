"""What fragments add to a protocol, and which are merged around a run."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from katch_protocols.charts.chart_builder import Draft, DraftNode, Scope
from katch_protocols.findings import Path
from katch_protocols.model.activities import Activity
from katch_protocols.model.documents import Document, Fact, Titled
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Fragment, Protocol
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import State
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["Merged", "lent_fragments", "merge"]


KINDS = ("phases", "facts", "documents", "states", "activities", "safeguards")


_Piece = Protocol | Fragment


@dataclass
class Merged:
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
