"""Which composites a picture frames, and which its phases show already."""

from collections.abc import Iterable

from katch_protocols.drawings.story.nouns import Hull, Phase, Step, Story
from katch_protocols.model.noun import Id

__all__ = ["fills", "framed", "guests"]


def framed(story: Story) -> tuple[Hull, ...]:
    """Return the composites that need a hull or a letter, outer ones first.

    The bar at the left edge says enough of a composite that has all steps of a phase,
    and of one that only repeats the title of its phase. The composite that holds nearly
    all steps is the case itself, and no hull of the story at all.
    """
    phases = {phase.id: phase for phase in story.phases}
    return tuple(
        hull
        for hull in story.hulls
        if not any(_says(phases[name], hull, story) for name in _phases(hull, story))
    )


def _phases(hull: Hull, story: Story) -> tuple[Id, ...]:
    return tuple(dict.fromkeys(story.step[name].phase for name in hull.steps))


def _says(phase: Phase, hull: Hull, story: Story) -> bool:
    """Whether the bar of a phase tells what the hull would tell."""
    repeats = hull.deadline is None and hull.title == phase.title
    return repeats or fills(hull, phase.id, story.steps)


def fills(hull: Hull, phase: Id, steps: Iterable[Step]) -> bool:
    """Whether the steps of a composite are those of a phase, marks aside."""
    inside = {s.id for s in steps if s.phase == phase and not s.look.is_mark}
    return inside == set(hull.steps)


def guests(hull: Hull, story: Story) -> tuple[str, ...]:
    """Return the marks whose arrows all lead to, or come from, steps of a composite."""
    inside = set(hull.steps)
    ends: dict[str, set[str]] = {}
    for move in story.moves:
        ends.setdefault(move.source, set()).add(move.target)
        ends.setdefault(move.target, set()).add(move.source)
    return tuple(
        step.id
        for step in story.steps
        if step.look.is_mark and ends.get(step.id, set()) <= inside
    )
