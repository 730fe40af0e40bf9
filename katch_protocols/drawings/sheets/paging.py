"""How much stands on one sheet of paper, so that its letters can be read."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil

from katch_protocols.drawings.lanes.numbers import columned
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.paper import A3, LEAST_PRINT

__all__ = ["fits", "paged", "sheets_between", "tallest"]


def fits(wide: float, tall: float, letter: float, least: float = LEAST_PRINT) -> bool:
    """Whether letters of so many pixels can be read when a page is printed on A3."""
    return A3.scale(wide, tall) * letter >= least


def tallest(wide: float, letter: float) -> float:
    """Return how tall a page may be, in pixels; upright where it is narrow enough."""
    pixel = LEAST_PRINT / letter
    long, short = A3.room(pixel)
    return long if wide <= short else short


def sheets_between(
    starts: Sequence[float], wide: float, letter: float
) -> Iterator[Rect]:
    """Yield the sheets of paper of a page, if there are several.

    ``starts`` are where a sheet may begin, in pixels, with where the last one ends;
    ``letter`` is the smallest of the page.
    """
    cuts, room = [starts[0]], tallest(wide, letter)
    for start, end in pairwise(starts):
        if end - cuts[-1] > room and start > cuts[-1]:
            cuts.append(start)
    if len(cuts) > 1:
        for one, other in pairwise((*cuts, starts[-1])):
            yield Rect(0, one, wide, other - one)


def paged(heights: Sequence[float], room: float) -> Iterator[range]:
    """Yield the rows of each sheet: as few as ``room`` allows, alike in height."""
    count = max(1, ceil(sum(heights) / room))
    while count < len(heights):
        found = columned(heights, set(), count)
        most = max(sum(heights[at] for at in rows) for rows in found)
        if most <= room:
            break
        count += 1
    for rows in columned(heights, set(), count) if heights else ():
        if rows:
            yield range(rows[0], rows[-1] + 1)
