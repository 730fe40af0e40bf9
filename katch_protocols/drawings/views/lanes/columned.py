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
    for place, height in enumerate(heights):
        needed = height + (heights[place + 1] if place in titles else 0.0)
        if columns[-1] and used + needed > room:
            columns.append([])
            used = 0.0
        columns[-1].append(place)
        used += height + ROW_GAP
    return columns
