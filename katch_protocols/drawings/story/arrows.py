"""From ways to arrows: which kind each is, and which share one line."""

from collections.abc import Mapping, Sequence

from katch_protocols.drawings.story.moves import Way
from katch_protocols.drawings.story.nouns import Duty, Look, Move, MoveKind, Step

__all__ = ["arrows"]


def arrows(steps: Mapping[str, Step], ways: Sequence[Way]) -> tuple[Move, ...]:
    """Return one move for all ways of a kind between the same two steps.

    A way leads back when its target stands earlier in the file and the case can come
    from there to where it is now.
    """
    order = {name: position for position, name in enumerate(steps)}
    reached = _reached(steps, ways)
    found: dict[tuple[str, str, MoveKind], list[Duty]] = {}
    for way in ways:
        is_back = way.is_return or (
            order[way.target] < order[way.source] and way.source in reached[way.target]
        )
        kind = _kind(way, steps[way.source], steps[way.target], is_back=is_back)
        duties = found.setdefault((way.source, way.target, kind), [])
        if way.duty is not None and way.duty not in duties:
            duties.append(way.duty)
    return tuple(
        Move(f"{source} {kind} {target}", source, target, kind, tuple(duties))
        for (source, target, kind), duties in found.items()
    )


def _kind(way: Way, source: Step, target: Step, *, is_back: bool) -> MoveKind:
    if is_back:
        return MoveKind.RETURN
    if way.duty is not None and way.duty.is_clock:
        return MoveKind.CLOCK
    if source.look is Look.FORK or target.look is Look.JOIN:
        return MoveKind.STEP
    if source.lane == target.lane or source.look is Look.ANYWHERE:
        return MoveKind.STEP
    return MoveKind.HANDOFF


def _reached(
    steps: Mapping[str, Step], ways: Sequence[Way]
) -> Mapping[str, frozenset[str]]:
    """Return, for each step, the steps that can follow it."""
    onward: dict[str, list[str]] = {name: [] for name in steps}
    for way in ways:
        onward[way.source].append(way.target)
    return {name: _from(name, onward) for name in steps}


def _from(start: str, onward: Mapping[str, Sequence[str]]) -> frozenset[str]:
    seen: set[str] = set()
    left = [start]
    while left:
        for following in onward[left.pop()]:
            if following not in seen:
                seen.add(following)
                left.append(following)
    return frozenset(seen)
