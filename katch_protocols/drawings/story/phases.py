"""One phase of a story by itself: whence cases come, what happens, where they go."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from katch_protocols.drawings.story.nouns import Look, Phase, Step, Story
from katch_protocols.drawings.story.saying import together, word
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["told_in_phase"]

_BEFORE, _AFTER = "comes-from", "goes-to"


def told_in_phase(story: Story, phase: Id) -> Story:
    """Return the part of a story that one phase tells.

    Steps of other phases that a move comes from or leads to stand in a band before or
    after it; lanes that take no part are left out.

    Raises:
        UnknownNameError: The story has no such phase.
    """
    titles = {other.id: other for other in story.phases}
    if phase not in titles:
        raise UnknownNameError("phase", phase, nearest_names(phase, titles))
    inside = {step.id for step in story.steps if step.phase == phase}
    moves = tuple(m for m in story.moves if m.source in inside or m.target in inside)
    targets = {move.target for move in moves} - inside
    ends = inside | targets | {move.source for move in moves}
    steps = tuple(
        step if step.id in inside else _ghost(step, targets)
        for step in story.steps
        if step.id in ends
    )
    lanes = {step.lane for step in steps}
    title, chapter = story.title, titles[phase].title
    if chapter is not None:
        title = together((title, chapter), story.languages, separator=" · ")
    return replace(
        story,
        title=title,
        lanes=tuple(lane for lane in story.lanes if lane.id in lanes),
        phases=(
            Phase(_BEFORE, word(_BEFORE, story.languages)),
            titles[phase],
            Phase(_AFTER, word(_AFTER, story.languages)),
        ),
        steps=steps,
        moves=moves,
        notes=tuple(note for note in story.notes if inside.intersection(note.steps)),
        hulls=tuple(hull for hull in story.hulls if inside.issuperset(hull.steps)),
    )


def _ghost(step: Step, targets: AbstractSet[str]) -> Step:
    """Show a step of another phase: where it is reached, else where it comes from."""
    band = _AFTER if step.id in targets else _BEFORE
    look = step.look
    if look is Look.START or (look is Look.FORK and step.title is not None):
        # A bar says nothing where its strands are not shown; its state's title does.
        look = Look.STATE
    return replace(step, phase=band, look=look, strand=None, letter=None, deadline=None)
