"""The numbers of steps, row by row, and how several are said in a few letters."""

from collections.abc import Iterable, Mapping

from katch_protocols.drawings.layout.arrange import Layout
from katch_protocols.drawings.story.nouns import Story

__all__ = ["LONGEST", "numbered", "spoken"]

LONGEST = "88–88, 88, 88–88"
"""As long as the numbers on a mark get; longer ones stand under the picture."""

_RUN = 2


def numbered(story: Story, layout: Layout) -> Mapping[str, int]:
    """Return the number of each step that bears one: row by row, left to right."""
    names = (name for name in layout.order if story.step[name].look.is_numbered)
    return {name: number for number, name in enumerate(names, start=1)}


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
