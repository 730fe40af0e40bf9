"""Compiled as well: who acted, held against what the same or others did before."""

import numba

__all__ = ["REMEMBERED", "acts"]

_inlined = numba.njit(inline="always")
_linked = numba.njit(nogil=True, _nrt=False, forceinline=True)  # type: ignore[call-overload]

REMEMBERED = 8
"""So many people are remembered of each side of a sentence."""


@_linked
def acts(actor, group, bound, asking):
    """Let somebody act, and who decides with them; tell whether a sentence forbids it.

    It does as well where there is no room to remember one more.
    """
    profile, sits, people, agencies, counts = asking
    check_starts, checks, memory_starts, memory = bound
    person, agency = actor
    number, seat_starts, seats = group
    known = people, agencies, counts
    if _clashes(check_starts, checks, profile, person, agency, sits > 0, known):
        return True
    if sits > 0:
        first = seat_starts[number]
        count = seat_starts[number + 1] - first
        for seat in range(count):
            one, body = seats[first + seat, 0], seats[first + seat, 1]
            if sits >> seat & 1 and _clashes(
                check_starts, checks, profile, one, body, sits > 0, known
            ):
                return True
        for seat in range(count):
            one, body = seats[first + seat, 0], seats[first + seat, 1]
            if sits >> seat & 1 and not _remember(
                memory_starts, memory, profile, one, body, known
            ):
                return True
    return not _remember(memory_starts, memory, profile, person, agency, known)


@_inlined
def _clashes(starts, checks, profile, person, agency, sits, known):
    """Tell whether somebody may not act who acts, for what they or others did."""
    people, agencies, counts = known
    for item in range(starts[profile], starts[profile + 1]):
        kind, place = checks[item, 0], checks[item, 1]
        for number in range(counts[place]):
            same = people[place, number] == person
            body = agencies[place, number]
            if kind == 0 and person >= 0 and same:
                return True
            if kind == 1 and (
                agency < -1 or body < -1 or (agency >= 0 and body == agency)
            ):
                return True
            if kind == 2 and ((person >= 0 and not same) or sits):
                return True
    return False


@_inlined
def _remember(starts, places, profile, person, agency, known):
    """Remember who takes a step; tell whether there was room."""
    people, agencies, counts = known
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
