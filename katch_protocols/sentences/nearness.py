"""Did you mean: the nearest known word to one that is misspelt."""

from collections.abc import Iterable

__all__ = ["distance", "nearest"]


def distance(left: str, right: str) -> int:
    """Count the slips between two words: a letter more, less, other, or two swapped.

    Optimal string alignment distance (Damerau 1964), in space of three rows.
    """
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, start=1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and (letter, left[i - 2]) == (right[j - 2], other):
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the nearest known word, or None if none is near.

    Near is one slip in a word of up to four letters and two in a longer one; small and
    capital letters are the same. Of equally near words, one of the same length comes
    first, then the first of the alphabet.
    """
    small = word.lower()
    if len(small) > _LONGEST:
        return None
    ranked = ((distance(small, o), abs(len(small) - len(o)), o) for o in known)
    slips, _, best = min(ranked, default=(_LONGEST, 0, ""))
    return best if slips <= _slips(small, best) else None


_LONGEST = 80
_SHORT = 4


def _slips(word: str, other: str) -> int:
    length = max(len(word), len(other))
    return min(1 if length <= _SHORT else 2, length - 1)
