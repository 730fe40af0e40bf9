"""What a place of a file stands in: so much that its path and its neighbours are seen.

A file of ten thousand lines takes most of a second to be looked at whole.
"""

import re
from collections.abc import Iterator, Sequence

__all__ = ["surroundings"]

_DEPTH = 2
"""So many levels are looked at; what is deeper and near is left whole."""

_OPENS = re.compile(r":\s*(?:#.*)?$")
"""The end of a line whose value stands in the lines below."""


def surroundings(text: str, at: int) -> str:
    """Return a text without what stands inside entries that do not hold a place.

    Their keys stay, and whatever holds the place; so the path of what stands there and
    the keys beside it are as in the whole text. What is torn elsewhere is left out.
    """
    lines = text.split("\n")
    row = text.count("\n", 0, at)
    ranks = [_rank(line) for line in lines]
    kept = _kept(lines, ranks, range(len(lines)), row, _DEPTH)
    return "\n".join(lines[each] for each in kept)


def _rank(line: str) -> int | None:
    """Tell how deep a line stands; items of a list are deeper than their key."""
    said = line.lstrip(" ")
    if not said.strip() or said[0] == "#":
        return None
    return 2 * (len(line) - len(said)) + said.startswith("- ")


def _kept(
    lines: Sequence[str], ranks: Sequence[int | None], rows: range, row: int, depth: int
) -> Iterator[int]:
    """Yield the rows that stay, of some that follow one another."""
    level = next((rank for each in rows if (rank := ranks[each]) is not None), None)
    if not depth or level is None:
        yield from rows
        return
    heads = [
        each for each in rows if (rank := ranks[each]) is not None and rank <= level
    ]
    for head, following in zip(heads, [*heads[1:], rows.stop], strict=True):
        if head <= row < following:
            yield head
            inner = range(head + 1, following)
            yield from _kept(lines, ranks, inner, row, depth - 1)
        elif _OPENS.search(lines[head]):
            yield head
        else:
            yield from range(head, following)
