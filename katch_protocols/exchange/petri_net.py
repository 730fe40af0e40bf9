"""A Petri net: places and transitions, and which of these can ever fire."""

from collections import deque
from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.budget import tick

__all__ = ["SINK", "SOURCE", "NetTransition", "PetriNet", "living"]

SOURCE, SINK = "source", "sink"

_LIMIT = 20_000
"""The markings up to which transitions that can never fire are looked for."""


class NetTransition(Struct, frozen=True):
    """A step: ``before`` and ``after`` are places; ``title`` is empty if it is silent.

    ``step`` is what it does: an activity's full name, or which way of which state.
    """

    step: str
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class PetriNet(Struct, frozen=True):
    """Places with their titles, and transitions; marked at first is ``SOURCE``."""

    places: Mapping[str, str]
    transitions: tuple[NetTransition, ...]


def living(transitions: tuple[NetTransition, ...]) -> tuple[NetTransition, ...]:
    """Leave out ways of a step that no case can meet.

    Of a step that never happens at all every transition stays: that is a defect of the
    protocol and shall be seen. So does every one where there are too many markings.
    """
    fired = _fired(transitions)
    if fired is None:
        return transitions
    happening = {transitions[at].step for at in fired}
    return tuple(
        each
        for at, each in enumerate(transitions)
        if at in fired or each.step not in happening
    )


def _fired(transitions: tuple[NetTransition, ...]) -> set[int] | None:
    """Return which transitions can fire; ``None`` where that is too long to find."""
    using: dict[str, list[int]] = {}
    for at, each in enumerate(transitions):
        using.setdefault(each.before[0], []).append(at)
    first = frozenset({SOURCE})
    seen, queue, fired = {first}, deque([first]), set[int]()
    while queue:
        tick()
        marking = queue.popleft()
        for at in (at for place in marking for at in using.get(place, ())):
            each = transitions[at]
            if marking.issuperset(each.before):
                fired.add(at)
                after = marking.difference(each.before).union(each.after)
                if after not in seen:
                    seen.add(after)
                    queue.append(after)
        if len(seen) > _LIMIT:
            return None
    return fired
