"""Findings of the text before, where they stand in the text of now."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import takewhile

from katch_protocols.findings import Finding, Place

__all__ = ["moved"]


def moved(
    findings: Iterable[Finding],
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
) -> tuple[Finding, ...]:
    """Return the findings whose lines still stand, each at the line where it is now.

    Lines before the first that differs stay, those behind the last move; what stood
    between them is left out, until it is looked at.

    Args:
        findings: What was found in the files before.
        before: The bytes of each file then.
        after: The bytes of each file now.
    """
    shifts: dict[str, tuple[int, int, int]] = {}
    found = []
    for each in findings:
        place = each.place
        if place is None or before.get(place.file) == after.get(place.file):
            found.append(each)
            continue
        if place.file not in shifts:
            old, new = (texts.get(place.file, b"") for texts in (before, after))
            shifts[place.file] = _shift(old.split(b"\n"), new.split(b"\n"))
        same, behind, by = shifts[place.file]
        if place.line <= same:
            found.append(each)
        elif place.line > behind:
            found.append(
                replace(each, place=Place(place.file, place.line + by, place.column))
            )
    return tuple(found)


def _shift(old: list[bytes], new: list[bytes]) -> tuple[int, int, int]:
    """Return how many lines stay, behind which line all move, and by how many."""
    same = _alike(old, new)
    tail = min(_alike(old[::-1], new[::-1]), len(old) - same, len(new) - same)
    return same, len(old) - tail, len(new) - len(old)


def _alike(old: list[bytes], new: list[bytes]) -> int:
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
