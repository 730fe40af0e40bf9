"""Which fragments an outer protocol has merged for a protocol that it runs.

When both use the same fragment, a second copy inside would be a second way to do the
same act, and one that leaves the outer clocks running. So the fragment is merged once,
outside, if each of its activities is possible around the run.
"""

from katch_protocols.charts.draft import Draft, DraftNode, Scope
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Fragment, Protocol

__all__ = ["lent_fragments"]


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
