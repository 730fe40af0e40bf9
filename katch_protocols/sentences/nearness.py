"""Did you mean: what is nearest to a word or a name that is unknown."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import takewhile
from unicodedata import category, normalize

from katch_protocols.errors import UnknownNameError
from katch_protocols.model.noun import Label

__all__ = ["called", "distance", "nearest", "nearest_names", "require", "suggestion"]


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


def _at_least(letters: Counter[str], other: str) -> int:
    """Return how many slips there are at least: the letters that one has alone.

    A tenth of the work of ``distance``, and most names are so far apart (Bartolini,
    Ciaccia and Patella 2002, the bag distance).
    """
    others = Counter(other)
    return max((letters - others).total(), (others - letters).total())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the nearest known word, or None if none is near.

    Near is one slip in a word of up to four letters and two in a longer one; small and
    capital letters are the same. Of equally near words, one of the same length comes
    first, then the first of the alphabet.
    """
    small = word.lower()
    if len(small) > _LONGEST:
        return None
    letters, long = Counter(small), len(small)
    # Each letter more or less is a slip: asked first, for most names end here.
    like = (o for o in known if abs(len(o) - long) <= _MOST_SLIPS)
    like = (o for o in like if _at_least(letters, o) <= _MOST_SLIPS)
    ranked = ((distance(small, o), abs(len(small) - len(o)), o) for o in like)
    slips, _, best = min(ranked, default=(_LONGEST, 0, ""))
    return best if slips <= _slips(small, best) else None


_LONGEST = 80
_SHORT = 4
_MOST_SLIPS = 2


def _slips(word: str, other: str) -> int:
    length = max(len(word), len(other))
    return min(1 if length <= _SHORT else _MOST_SLIPS, length - 1)


_MOST_NAMES = 2_000
"""With more known names than this, only those of a like length are compared."""


def nearest_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return at most three names near ``name``, best first, ties in reading order.

    Near means an edit distance (optimal string alignment: insert, delete, replace,
    swap two neighbours) of at most a third of the length, and of at most four. A name
    that begins with the other also counts, after those.
    """
    limit = min(4, max(1, len(name) // 3))
    candidates = list(dict.fromkeys(known))
    if len(candidates) > _MOST_NAMES:
        candidates = [each for each in candidates if abs(len(each) - len(name)) <= 1]
    letters = Counter(name)
    ranked: list[tuple[int, str]] = []
    for each in candidates:
        # What has more letters by so many needs as many slips: asked first, for speed.
        like = abs(len(each) - len(name)) <= limit
        if like and _at_least(letters, each) <= limit:
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


def suggestion(typed: str, known: Iterable[str]) -> str | None:
    """Return the one name to offer to somebody who typed another, or None.

    The first of ``nearest_names``; else the name with the longest beginning in common,
    if that is half of what was typed. Small and capital letters are the same.
    """
    small, names = typed.lower(), sorted(known)
    near = nearest_names(small, names)
    if near:
        return near[0]
    shared = {name: _alike(small, name) for name in names}
    best = max(names, key=shared.__getitem__, default="")
    return best if best and shared[best] >= max(2, len(small) / 2) else None


def _alike(left: str, right: str) -> int:
    """Count the letters with which two names both begin."""
    pairs = zip(left, right, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def require(kind: str, name: str, known: Collection[str]) -> str:
    """Return a name that is known.

    Raises:
        UnknownNameError: It is not; the nearest names are offered. Of nouns by name
            those come first of which it is the title, as people call them.
    """
    if name not in known:
        near = called(name, known) or nearest_names(name, known)
        raise UnknownNameError(kind, name, near)
    return name


def called(title: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the nouns that are called so in some language.

    None where ``known`` are names alone.
    """
    asked = _plain(title)
    if not isinstance(known, Mapping):
        return ()
    return tuple(
        name
        for name, noun in known.items()
        for label in (getattr(noun, "title", None), getattr(noun, "short", None))
        if isinstance(label, Label) and asked in map(_plain, label.texts.values())
    )


def _plain(title: str) -> str:
    """Return a title as people may type it: no capitals, marks and signs."""
    apart = normalize("NFD", title.casefold())
    letters = (each for each in apart if category(each)[0] not in "MP")
    return " ".join("".join(letters).split())
