"""What leads out of the states of a handbook, as the second interpreter has it.

What is asked of steps that cases take is told of those that were seen; what is asked
whatever the conditions say, of every set of states that may be active together.
"""

from collections.abc import Iterator

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.states import StateKind
from tests.interpreter import Configuration, stands_complete
from tests.interpreter_nodes import Node
from tests.rules.seen_steps import (
    Place,
    StepUse,
    consistent,
    lent_by,
    own_places,
)

__all__ = ["leading_nowhere", "left_freely"]

Uses = dict[str, list[StepUse]]


def left_freely(handbook: Handbook, uses: Uses) -> set[Place]:
    """Return the states with a limit that some step leaves, and only powers do."""
    lent = lent_by(handbook)
    obliging: dict[Place, set[bool]] = {}
    for home, use, name, node in own_places(uses, lent):
        if node.noun is not None and node.noun.within is not None and use.is_met(node):
            obliging.setdefault((home, name), set()).update(_leaving(use, node))
    return {place for place, kinds in obliging.items() if kinds == {False}}


def _leaving(use: StepUse, node: Node) -> Iterator[bool]:
    """Yield of each step that leaves a state whether somebody must take it."""
    for (now, move), (left, _) in use.watcher.passed.items():
        if node.path in now.active and node.path in left:
            entry = use.watcher.entry_of(move)
            yield entry is None or not entry.activity.is_optional


def leading_nowhere(
    handbook: Handbook, uses: Uses, *, most: int
) -> dict[str, set[Place]]:
    """Return the states that whatever the conditions say lead nowhere, by rule.

    Raises:
        TooManyError: More than ``most`` sets of states may be active together.
    """
    found: dict[str, set[Place]] = {
        "dead-end-state": set(),
        "waits-for-outside": set(),
        "done-never-taken": set(),
        "complete-without-done": set(),
    }
    for home, every in uses.items():
        looks = _looks({home: every}, lent_by(handbook), most)
        for name, look in looks.items():
            for rule in look.rules():
                found[rule].add((home, name))
    return found


class _Look:
    """What leads out of one state, wherever it stands."""

    def __init__(self, node: Node) -> None:
        self.kind = node.kind
        self.has_done = node.noun is not None and node.noun.done is not None
        around = node.parent
        self.is_strand = around is not None and around.kind is StateKind.PARALLEL
        self.ways: set[str] = set()
        self.ways_when_complete: set[str] = set()
        self.can_complete = self.takes_done = False

    def rules(self) -> Iterator[str]:
        if self.kind is StateKind.ATOMIC:
            if not self.ways:
                yield "dead-end-state"
            elif self.ways == {"signal"}:
                yield "waits-for-outside"
        elif self.kind in {StateKind.COMPOSITE, StateKind.PARALLEL}:
            if self.has_done and not self.takes_done:
                yield "done-never-taken"
            waits = self.can_complete and not self.ways_when_complete
            # A strand that has ended waits for the others.
            if waits and not self.has_done and not self.is_strand:
                yield "complete-without-done"


def _looks(uses: Uses, lent: set[str], most: int) -> dict[str, _Look]:
    found: dict[str, _Look] = {}
    for _, use, name, node in own_places(uses, lent):
        look = found.setdefault(name, _Look(node))
        for now in consistent(use.watcher, most=most):
            if node.path in now.active:
                _look(look, use, node, now)
    return found


def _look(look: _Look, use: StepUse, node: Node, now: Configuration) -> None:
    """Note what leads out of a state while it is active with others."""
    ways = [way for way, active in use.watcher.ways(now) if node.path not in active]
    look.ways.update(ways)
    if node.kind is not StateKind.ATOMIC and stands_complete(node, now):
        look.can_complete = True
        look.ways_when_complete.update(ways)
        own, taken = use.watcher.tree.dones.get(node), use.watcher.next_done(now)
        look.takes_done |= own is not None and own is taken
