"""How names are found: nearest first, then outward; or from the top."""

from collections.abc import Iterable

from katch_protocols.charts.draft import Draft, Scope
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names

__all__ = [
    "find_activity",
    "find_nearest",
    "find_state",
    "near_events",
    "near_states",
]


def find_nearest(draft: Draft, name: str, *, source: int, scope: Scope) -> int | None:
    """Find the state that a target means, seen from ``source``.

    A bare name: the state itself, a sibling, then outward up to the protocol's top. A
    dotted path is looked up from the top. A state of a fragment that an outer protocol
    has merged for both is looked up there.
    """
    if scope.outer is not None and name.partition(".")[0] in scope.lent_states:
        outer = scope.outer
        return find_nearest(draft, name, source=outer.top, scope=outer)
    if "." in name:
        return _from_top(draft, name, scope)
    if source == scope.top:
        return draft.child(scope.top, name)
    here = source
    if draft.nodes[here].bare == name:
        return here
    while here != scope.top:
        here = draft.nodes[here].parent
        found = draft.child(here, name)
        if found is not None:
            return found
    return None


def _from_top(draft: Draft, name: str, scope: Scope) -> int | None:
    here: int | None = scope.top
    for part in name.split("."):
        if here is None:
            return None
        here = draft.child(here, part)
    return here


def find_state(draft: Draft, name: str, *, source: int, scope: Scope) -> list[int]:
    """Find what ``in STATE`` or ``from`` means: nearest, else the only one.

    States of an inlined protocol count only where the own protocol has none of that
    name. Returns one index, none, or all candidates when the name is ambiguous. With
    ``source`` the top, the look-up is from the top.
    """
    found = find_nearest(draft, name, source=source, scope=scope)
    if found is not None:
        return [found]
    if "." in name:
        return []
    return [
        index for index in draft.below(scope.top) if draft.nodes[index].bare == name
    ]


def near_states(draft: Draft, name: str, scope: Scope) -> tuple[str, ...]:
    """Return the state names of the protocol that are nearest to ``name``."""
    bare = name.rpartition(".")[2]
    known = list(dict.fromkeys(draft.nodes[i].bare for i in draft.below(scope.top)))
    return nearest_names(bare, known)


def near_events(
    draft: Draft, name: str, scope: Scope, measured: Iterable[Id]
) -> tuple[str, ...]:
    """Return the nearest names of states, activities and what is measured."""
    states = (draft.nodes[i].bare for i in draft.below(scope.top))
    acts = (full.rpartition(".")[2] for full in draft.acts)
    known = dict.fromkeys((*states, *acts, *sorted(measured)))
    return nearest_names(name.rpartition(".")[2], list(known))


def find_activity(draft: Draft, name: str, scope: Scope) -> str | None:
    """Find the full name of an activity: own protocol first, then outward, else only.

    Generated ``acknowledge_ID`` and ``decline_ID`` count.
    """
    here: Scope | None = scope
    while here is not None:
        prefix = draft.nodes[here.top].name
        full = f"{prefix}.{name}" if prefix else name
        if full in draft.acts:
            return full
        here = here.outer
    inside = [full for full in draft.acts if full.rpartition(".")[2] == name]
    return inside[0] if len(inside) == 1 else None
