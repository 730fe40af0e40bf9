"""The numbers of steps, and texts set in columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from katch_protocols.drawings.story.nouns import MoveKind, Story
from katch_protocols.words.lists import one_line

__all__ = [
    "COLUMN_GAP",
    "LONGEST",
    "ROW_GAP",
    "column_width",
    "columned",
    "numbered",
    "spoken",
]


LONGEST = "88–88, 88, 88–88"
"""As long as the numbers on a mark get; longer ones stand under the picture."""

_RUN = 2


def numbered(story: Story, order: Sequence[str]) -> Mapping[str, int]:
    """Return the number of each step that bears one, phase by phase.

    In the ``order`` of the page, row by row and from left to right, but a step that
    others of its phase lead to comes after them; where they lead in a circle, the first
    of the page begins.
    """
    names = (name for name in _flowing(story, order) if _is_numbered(name, story))
    return {name: number for number, name in enumerate(names, start=1)}


def _is_numbered(name: str, story: Story) -> bool:
    return story.step[name].look.is_numbered


def _flowing(story: Story, order: Sequence[str]) -> Iterator[str]:
    """Yield every step after those that lead on to it within its phase."""
    before = _before(story)
    left = list(order)
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
    return one_line(
        f"{run[0]}–{run[-1]}" if len(run) > _RUN else one_line(map(str, run))
        for run in runs
    )


COLUMN_GAP, ROW_GAP = 20.0, 4.0
_COLUMN = 330.0


def column_width(room: float) -> tuple[int, float]:
    """Return how many columns a page has, and how wide one is, in pixels."""
    count = max(1, int((room + COLUMN_GAP) // (_COLUMN + COLUMN_GAP)))
    return count, (room + COLUMN_GAP) / count - COLUMN_GAP


def columned(heights: Sequence[float], titles: set[int], count: int) -> list[list[int]]:
    """Split a run of entries into at most ``count`` columns, as low as possible."""
    low, high = max(heights, default=0.0), sum(heights) + ROW_GAP * len(heights)
    while high - low > 1:
        middle = (low + high) / 2
        if len(_filled(heights, titles, middle)) <= count:
            high = middle
        else:
            low = middle
    return _filled(heights, titles, high)


def _filled(heights: Sequence[float], titles: set[int], room: float) -> list[list[int]]:
    """Fill columns of at most ``room``; a title never stands last in one."""
    columns: list[list[int]] = [[]]
    used = 0.0
    for group in _kept_together(len(heights), titles):
        needed = sum(heights[place] + ROW_GAP for place in group)
        if columns[-1] and used + needed - ROW_GAP > room:
            columns.append([])
            used = 0.0
        columns[-1] += group
        used += needed
    return columns


def _kept_together(count: int, titles: set[int]) -> list[list[int]]:
    """Return the places in groups: each title with what stands under it."""
    groups: list[list[int]] = []
    for place in range(count):
        if groups and groups[-1][-1] in titles:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups
