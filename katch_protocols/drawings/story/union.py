"""Two versions of a story as one: everything of both, and what became of each part.

What both have looks as in the later version. A move is the same move while it leads
from the same step to the same step, whatever kind of arrow it is.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.drawings.story.nouns import (
    ArrowDuty,
    Hull,
    Note,
    Phase,
    StepLook,
    Story,
    StoryMove,
    StoryStep,
)

__all__ = ["Union", "united"]

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Union(Struct, frozen=True):
    """The story of both versions; a part that is in no mapping is as it was."""

    story: Story
    lanes: Mapping[str, ChangeKind]
    steps: Mapping[str, ChangeKind]
    moves: Mapping[str, ChangeKind]
    hulls: Mapping[str, ChangeKind]


def united(before: Story, after: Story) -> Union:
    """Return two versions of a story as one."""
    before = _aligned(before, after)
    moves = dict(_moves(before, after))
    story = replace(
        after,
        lanes=_both(before.lane, after.lane),
        phases=_both(_phases(before), _phases(after)),
        steps=_both(before.step, after.step),
        moves=tuple(each for each, _ in moves.values()),
        notes=(),
        hulls=tuple(_hulls(before, after)),
        colours={**before.colours, **after.colours},
    )
    return Union(
        story,
        lanes=dict(_kinds(dict.fromkeys(before.lane), dict.fromkeys(after.lane))),
        steps=_steps(before, after),
        moves={name: kind for name, (_, kind) in moves.items() if kind is not None},
        hulls=dict(_kinds(_titled(before), _titled(after))),
    )


def _phases(story: Story) -> Mapping[str, Phase]:
    return {phase.id: phase for phase in story.phases}


def _titled(story: Story) -> Mapping[str, object]:
    """Return what is said of each composite."""
    return {hull.id: (hull.title, hull.deadline) for hull in story.hulls}


def _both(before: Mapping[str, T], after: Mapping[str, T]) -> tuple[T, ...]:
    """Return the parts of both versions, each as it is in the later one if it is."""
    names = _woven(list(after), list(before))
    return tuple(after[name] if name in after else before[name] for name in names)


def _woven(after: Sequence[K], before: Sequence[K]) -> list[K]:
    """Put what is gone behind what it stood behind, in the order of the later one."""
    found = list(after)
    for at, name in enumerate(before):
        if name in found:
            continue
        place = found.index(before[at - 1]) + 1 if at else 0
        found.insert(place, name)
    return found


def _kinds(
    before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[tuple[str, ChangeKind]]:
    for name in (*after, *(each for each in before if each not in after)):
        if name not in before:
            yield name, ChangeKind.ADDED
        elif name not in after:
            yield name, ChangeKind.REMOVED
        elif before[name] != after[name]:
            yield name, ChangeKind.CHANGED


def _steps(before: Story, after: Story) -> dict[str, ChangeKind]:
    """Return what became of each step: of itself, and of what is done there."""
    both = before.step.keys() & after.step.keys()

    def shown(story: Story) -> dict[str, object]:
        done = _done(story.notes)
        return {
            step.id: (
                step.look,
                step.lane,
                step.phase,
                step.title,
                step.deadline,
                step.outcome,
                both.intersection(step.members),
                done[step.id],
            )
            for step in story.steps
        }

    return dict(_kinds(shown(before), shown(after)))


def _done(notes: Sequence[Note]) -> Mapping[str, list[ArrowDuty]]:
    """Return what is done at each step without moving the case."""
    found: dict[str, list[ArrowDuty]] = defaultdict(list)
    for note in notes:
        for step in note.steps:
            found[step].append(note.duty)
    return found


def _moves(
    before: Story, after: Story
) -> Iterator[tuple[str, tuple[StoryMove, ChangeKind | None]]]:
    """Yield every move with what became of it; those of both as they are now."""
    gone = defaultdict(list)
    for move in before.moves:
        gone[move.source, move.target].append(move)
    for move in after.moves:
        there = gone[move.source, move.target]
        twin = next((each for each in there if each.kind is move.kind), None)
        twin = twin or next(iter(there), None)
        if twin is not None:
            there.remove(twin)
        yield move.id, (move, _became(twin, move))
    for move in (move for moves in gone.values() for move in moves):
        name = f"{move.id} before"
        yield name, (replace(move, id=name), ChangeKind.REMOVED)


def _became(before: StoryMove | None, after: StoryMove) -> ChangeKind | None:
    if before is None:
        return ChangeKind.ADDED
    return None if _said(before) == _said(after) else ChangeKind.CHANGED


def _said(move: StoryMove) -> list[ArrowDuty]:
    return sorted(move.duties, key=repr)


def _hulls(before: Story, after: Story) -> Iterator[Hull]:
    """Yield the composites of both, each with the steps that it has in either."""
    known = {each.id: each for each in before.hulls}
    for hull in after.hulls:
        old = known.pop(hull.id, None)
        steps = _woven(hull.steps, old.steps) if old is not None else hull.steps
        yield replace(hull, steps=tuple(steps))
    yield from known.values()


def _aligned(before: Story, after: Story) -> Story:
    """Give the marks of the earlier story the names that they have in the later one.

    A mark is named by the steps that it speaks of; it is the same mark while it leads
    to the same step by the same activities. One that only speaks of steps without a
    number by now is left out.
    """
    known = {_mark(step, after): step.id for step in _marks(after)}
    names: dict[str, str | None] = {}
    for step in _marks(before):
        name = known.pop(_mark(step, before), f"{step.id} before")
        stays = not step.members or bool(_alive(step, after))
        names[step.id] = name if stays else None
    steps = (
        replace(step, id=named, members=_alive(step, after))
        for step in before.steps
        if (named := names.get(step.id, step.id)) is not None
    )
    moves = (
        replace(move, source=named)
        for move in before.moves
        if (named := names.get(move.source, move.source)) is not None
    )
    return replace(before, steps=tuple(steps), moves=tuple(moves))


def _alive(step: StoryStep, after: Story) -> tuple[str, ...]:
    numbered = (each.id for each in after.steps if each.look.is_numbered)
    return tuple(name for name in numbered if name in step.members)


def _marks(story: Story) -> Iterator[StoryStep]:
    return (step for step in story.steps if step.look is StepLook.ANYWHERE)


def _mark(step: StoryStep, story: Story) -> tuple[object, ...]:
    """Return what tells one mark from another: where it leads, and by what."""
    moves = [move for move in story.moves if move.source == step.id]
    duties = sorted(repr(duty.text) for move in moves for duty in move.duties)
    return (*(move.target for move in moves), *duties)
