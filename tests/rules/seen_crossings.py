"""Who hands a case to whom without a word, as the second interpreter sees the steps."""

from collections.abc import Iterator

from katch_protocols.model.activities import TAKEN_UP, Activity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.states import StateKind
from tests.interpreter_nodes import Node
from tests.rules.seen_steps import StepUse

__all__ = ["Crossed", "crossings"]

Crossed = tuple[Id, str, frozenset[Id], frozenset[Id]]
"""An activity, the state that declares it, the agencies that send and that receive."""


def crossings(handbook: Handbook, use: StepUse) -> set[Crossed]:
    """Return the crossings that cases make where nothing is handed over.

    Each role has one agency at home, and a panel that of its chair.
    """
    found: dict[tuple[Id, str], set[tuple[Id, Id]]] = {}
    for (now, move), (_, entered) in use.watcher.passed.items():
        entry = use.watcher.entry_of(move)
        after = dict(use.steps[now])[move]
        if entry is None or use.watcher.complete(after):
            continue
        source = entry.arrow.source
        before = [node for node in _resting(source) if node.path in now.active]
        anew = [
            node
            for node in _resting(use.watcher.tree.top)
            if node.path in entered & after.active
        ]
        pairs = {
            (one, other)
            for one in _agencies(handbook, before)
            for other in _agencies(handbook, anew)
            if one != other and not _says_so(handbook, entry.activity, other)
        }
        if pairs:
            at_top = entry.activity.id in use.scope.protocol.activities
            where = entry.activity.id, "" if at_top else use.bare(source)
            found.setdefault(where, set()).update(pairs)
    return {
        (*where, frozenset(s for s, _ in pairs), frozenset(r for _, r in pairs))
        for where, pairs in found.items()
    }


def _resting(node: Node) -> Iterator[Node]:
    """Yield the states in and below a node in which a case can rest."""
    for each in (node, *node.inside()):
        if each.kind is StateKind.ATOMIC:
            yield each


def _agencies(handbook: Handbook, nodes: list[Node]) -> set[Id]:
    held = (_held_by(node) for node in nodes)
    return {_agency(handbook, role) for role in held if role is not None}


def _held_by(node: Node) -> Id | None:
    nouns = [each.noun for each in (node, *node.ancestors()) if each.noun]
    return next((noun.held_by for noun in nouns if noun.held_by), None)


def _agency(handbook: Handbook, role: Id) -> Id:
    noun = handbook.roles[role]
    return _agency(handbook, noun.chair) if noun.chair else noun.agencies[0]


def _says_so(handbook: Handbook, activity: Activity, receiver: Id) -> bool:
    """Tell whether the receiver itself acts, or has taken up what was opened."""
    if activity.is_signal:
        return all(told.endswith(f".{TAKEN_UP}") for told in activity.raci.told_by)
    # A panel acknowledges for the agency of its chair.
    return all(_agency(handbook, role) == receiver for role in activity.raci.by)
