"""From ways to arrows: which kind each is, and which share one line.

A handoff leads from one agency to another that holds the case next, or that must
acknowledge it. What nobody holds, such as most ends, receives nothing.
"""

from collections.abc import Iterable, Mapping, Sequence

from katch_protocols.budget import look, tick
from katch_protocols.drawings.story.moves import ArrowWay
from katch_protocols.drawings.story.nouns import (
    ArrowDuty,
    MoveKind,
    StoryMove,
    StoryStep,
)
from katch_protocols.model.noun import Id

__all__ = ["arrows"]


def arrows(
    steps: Mapping[str, StoryStep], ways: Sequence[ArrowWay]
) -> tuple[StoryMove, ...]:
    """Return one move for all ways of a kind between the same two steps.

    A way leads back when its target stands earlier in the file and the case can come
    from there to where it is now.
    """
    order = {name: position for position, name in enumerate(steps)}
    reached = _Reached(steps, ways)
    senders = _senders(steps, ways)
    found: dict[tuple[str, str, MoveKind], list[ArrowDuty]] = {}
    for way in ways:
        is_back = way.is_return or (
            order[way.target] < order[way.source]
            and way.source in reached.of(way.target)
        )
        kind = _kind(way, steps[way.target], senders[way.source], is_back=is_back)
        duties = found.setdefault((way.source, way.target, kind), [])
        if way.duty is not None and way.duty not in duties:
            duties.append(way.duty)
    return tuple(
        StoryMove(
            f"{source} {kind} {target}",
            source,
            target,
            kind,
            tuple(duties),
            senders[source],
        )
        for (source, target, kind), duties in found.items()
    )


def _kind(
    way: ArrowWay, target: StoryStep, senders: Sequence[Id], *, is_back: bool
) -> MoveKind:
    if is_back:
        return MoveKind.RETURN
    if way.duty is not None and way.duty.by_itself:
        return MoveKind.CLOCK
    receiver = target.lane if target.is_held else way.receiver
    if receiver is None or {*senders} <= {receiver}:
        return MoveKind.STEP
    return MoveKind.HANDOFF


def _senders(
    steps: Mapping[str, StoryStep], ways: Sequence[ArrowWay]
) -> Mapping[str, tuple[Id, ...]]:
    """Return, for each step, the lanes in which the case can be while it is there.

    A step that somebody holds is in its lane; one that nobody holds, such as a choice,
    is where the case came from; a mark stands for its members.
    """
    before = {name: [*step.members] for name, step in steps.items()}
    for way in ways:
        before[way.target].append(way.source)
    found: dict[str, set[Id]] = {
        name: {step.lane} if step.is_held and not step.look.is_mark else set()
        for name, step in steps.items()
    }
    free = tuple(name for name, lanes in found.items() if not lanes)
    waiting = True
    while waiting:
        waiting = False
        for name in free:
            here = {lane for other in before[name] for lane in found[other]}
            waiting = waiting or not here <= found[name]
            found[name] |= here
    order = dict.fromkeys(step.lane for step in steps.values())
    return {
        name: tuple(lane for lane in order if lane in here)
        for name, here in found.items()
    }


_NAME = 60
"""About how many bytes a name fills in a set."""


class _Reached:
    """The steps that can follow a step; few are asked for."""

    def __init__(self, steps: Iterable[str], ways: Sequence[ArrowWay]) -> None:
        self._onward: dict[str, list[str]] = {name: [] for name in steps}
        for way in ways:
            self._onward[way.source].append(way.target)
        self._found: dict[str, frozenset[str]] = {}
        self._held = 0

    def of(self, name: str) -> frozenset[str]:
        if name not in self._found:
            look(self._held)
            self._found[name] = _from(name, self._onward)
            self._held += _NAME * len(self._found[name])
        return self._found[name]


def _from(start: str, onward: Mapping[str, Sequence[str]]) -> frozenset[str]:
    seen: set[str] = set()
    left = [start]
    while left:
        tick()
        for following in onward[left.pop()]:
            if following not in seen:
                seen.add(following)
                left.append(following)
    return frozenset(seen)
