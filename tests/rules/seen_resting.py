"""Where cases rest with a duty that nothing sets a time to, as they are seen to."""

from collections.abc import Iterator

from katch_protocols.model.activities import Activity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.states import StateKind
from tests.interpreter import Configuration
from tests.interpreter_nodes import Entry, Node
from tests.rules.seen_steps import Place, StepUse, lent_by, own_places

__all__ = ["resting_unlimited"]


def resting_unlimited(handbook: Handbook, uses: dict[str, list[StepUse]]) -> set[Place]:
    """Return the states in which a case rests, somebody must act, and has no limit."""
    found: set[Place] = set()
    for home, use, name, node in own_places(uses, lent_by(handbook)):
        around = [node, *node.ancestors()]
        is_limited = any(each.noun and _has_clock(each) for each in around)
        if node.kind is StateKind.ATOMIC and not is_limited and _held_by(node):
            resting = [now for now in use.steps if node.path in now.active]
            resting = [now for now in resting if not use.watcher.complete(now)]
            if any(map(_is_owed, _nearest(use, around, resting))):
                found.add((home, name))
    return found


def _has_clock(node: Node) -> bool:
    return node.noun is not None and bool(node.noun.within or node.noun.after)


def _held_by(node: Node) -> str | None:
    held = [each.noun.held_by for each in (node, *node.ancestors()) if each.noun]
    return next((role for role in held if role), None)


def _nearest(
    use: StepUse, around: list[Node], resting: list[Configuration]
) -> Iterator[Activity]:
    """Yield what may be done there, as far as it is written nearest."""
    for node in around:
        if node.kind is StateKind.PARALLEL:
            return
        here = [
            entry.activity
            for entry in use.watcher.tree.entries
            if entry.arrow.source is node and _may_be_done(use, entry, resting)
        ]
        yield from here
        if here:
            return


def _may_be_done(use: StepUse, entry: Entry, resting: list[Configuration]) -> bool:
    asked = entry.name, entry.arrow.source.path
    return any(
        (move.activity, move.origin) == asked
        for now in resting
        for move, _ in use.steps[now]
    )


def _is_owed(activity: Activity) -> bool:
    """Tell whether somebody in office must do it, with no clock of its own."""
    has_clock = activity.within is not None or activity.every is not None
    return not activity.is_optional and not has_clock and bool(activity.raci.by)
