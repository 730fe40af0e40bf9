"""Compiled as well: who acted, held against what the same or others did before."""

import numba

__all__ = ["REMEMBERED", "clashes", "remember"]

_inlined = numba.njit(inline="always")

REMEMBERED = 8
"""So many people are remembered of each side of a sentence."""


@_inlined
def clashes(starts, checks, profile, person, agency, sits, people, agencies, counts):
    """Tell whether somebody may not act who acts, for what they or others did."""
    for item in range(starts[profile], starts[profile + 1]):
        kind, place = checks[item, 0], checks[item, 1]
        for number in range(counts[place]):
            same = people[place, number] == person
            known = agencies[place, number]
            if kind == 0 and person >= 0 and same:
                return True
            if kind == 1 and (
                agency < -1 or known < -1 or (agency >= 0 and known == agency)
            ):
                return True
            if kind == 2 and ((person >= 0 and not same) or sits):
                return True
    return False


@_inlined
def remember(starts, places, profile, person, agency, people, agencies, counts):
    """Remember who takes a step; tell whether there was room."""
    if person < 0:
        return True
    for item in range(starts[profile], starts[profile + 1]):
        place, is_new = places[item], True
        for number in range(counts[place]):
            if people[place, number] == person and agencies[place, number] == agency:
                is_new = False
        if is_new:
            if counts[place] == REMEMBERED:
                return False
            people[place, counts[place]] = person
            agencies[place, counts[place]] = agency
            counts[place] += 1
    return True
