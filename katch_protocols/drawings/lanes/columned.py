"""Paragraphs in columns of one width, as low as possible."""

from collections.abc import Sequence

__all__ = ["COLUMN_GAP", "ROW_GAP", "column_width", "columned"]

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
