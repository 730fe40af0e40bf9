"""The numbers of steps, and how several are said in a few letters.

They run row by row, and never against an arrow that leads on.
"""

from collections.abc import Iterable, Iterator, Mapping

from katch_protocols.drawings.layout.arrange import Layout
from katch_protocols.drawings.story.nouns import MoveKind, Story

__all__ = ["LONGEST", "numbered", "spoken"]

LONGEST = "88–88, 88, 88–88"
"""As long as the numbers on a mark get; longer ones stand under the picture."""

_RUN = 2


def numbered(story: Story, layout: Layout) -> Mapping[str, int]:
    """Return the number of each step that bears one, phase by phase.

    Row by row and from left to right, but a step that others of its phase lead to comes
    after them; where they lead in a circle, the first of the page begins.
    """
    names = (name for name in _flowing(story, layout) if _is_numbered(name, story))
    return {name: number for number, name in enumerate(names, start=1)}


def _is_numbered(name: str, story: Story) -> bool:
    return story.step[name].look.is_numbered


def _flowing(story: Story, layout: Layout) -> Iterator[str]:
    """Yield every step after those that lead on to it within its phase."""
    before = _before(story)
    left = list(layout.order)
    while left:
        phase = story.step[left[0]].phase
        here = [name for name in left if story.step[name].phase == phase]
        waiting = set(here)
        ready = (name for name in here if not before[name] & waiting)
        following = next(ready, here[0])
        yield following
        left.remove(following)


def _before(story: Story) -> Mapping[str, set[str]]:
    """Return, for each step, those of its phase from which an arrow leads on to it."""
    found: dict[str, set[str]] = {step.id: set() for step in story.steps}
    for move in story.moves:
        source, target = story.step[move.source], story.step[move.target]
        is_onward = move.kind is not MoveKind.RETURN and source.id != target.id
        if is_onward and source.phase == target.phase:
            found[target.id].add(source.id)
    return found


def spoken(numbers: Iterable[int]) -> str:
    """Return numbers with runs drawn together: ``1–4, 7``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > _RUN else ", ".join(map(str, run))
        for run in runs
    )
