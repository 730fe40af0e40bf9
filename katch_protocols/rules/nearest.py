"""Did you mean: the known names that are nearest to one that is unknown."""

from collections.abc import Iterable

from katch_protocols.sentences.nearness import distance

__all__ = ["nearest"]

_MOST_NAMES = 2_000
"""With more known names than this, only those of a like length are compared."""


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return at most three names near ``name``, best first, ties in reading order.

    Near means an edit distance (optimal string alignment: insert, delete, replace,
    swap two neighbours) of at most a third of the length, and of at most four. A name
    that begins with the other also counts, after those.
    """
    limit = min(4, max(1, len(name) // 3))
    candidates = list(dict.fromkeys(known))
    if len(candidates) > _MOST_NAMES:
        candidates = [each for each in candidates if abs(len(each) - len(name)) <= 1]
    ranked: list[tuple[int, str]] = []
    for each in candidates:
        if abs(len(each) - len(name)) <= limit:
            apart = distance(name, each)
            if apart <= limit:
                ranked.append((apart, each))
                continue
        if _begins(name, each):
            ranked.append((limit + 1, each))
    return tuple(each for _, each in sorted(ranked)[:3])


_SHORTEST_START = 3
"""A common start shorter than this says nothing."""


def _begins(name: str, other: str) -> bool:
    short, long = sorted((name, other), key=len)
    return len(short) >= _SHORTEST_START and long.startswith(short)
