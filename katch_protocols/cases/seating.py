"""Who of those present takes part in which role: nobody in two."""

from collections.abc import Sequence

from katch_protocols.cases.actor import Actor
from katch_protocols.cases.event import Partner
from katch_protocols.cases.ledger import Ledger, Moment
from katch_protocols.cases.offices import held_roles
from katch_protocols.cases.tokens import person_of
from katch_protocols.model.noun import Id

__all__ = ["all_different", "seating"]


def all_different(actor: Actor, partners: Sequence[Actor]) -> bool:
    """Tell whether nobody is there twice."""
    people = {person_of(each.token) for each in (actor, *partners)}
    return len(people) == len(partners) + 1


def seating(
    roles: Sequence[Id], partners: Sequence[Actor], ledger: Ledger, moment: Moment
) -> tuple[Partner | None, ...]:
    """Return who takes each role, as many as can be filled; ``None`` for the others.

    Roles are filled in their order. Whoever has one moves to another where that lets
    somebody else in (an augmenting path), so a crowd costs little.
    """
    able = [
        [
            number
            for number, partner in enumerate(partners)
            if any(True for _ in held_roles(partner, (role,), ledger, moment))
        ]
        for role in roles
    ]
    taken: dict[int, int] = {}
    for seat in range(len(roles)):
        _give(seat, able, taken, set())
    found: list[Partner | None] = [None] * len(roles)
    for number, seat in taken.items():
        partner = partners[number]
        found[seat] = roles[seat], partner.token, partner.agency
    return tuple(found)


def _give(
    seat: int, able: Sequence[list[int]], taken: dict[int, int], tried: set[int]
) -> bool:
    """Give a seat to somebody free, else to somebody who can take another one."""
    free = [number for number in able[seat] if number not in taken]
    for number in (*free[:1], *able[seat]):
        if number in tried:
            continue
        tried.add(number)
        if number not in taken or _give(taken[number], able, taken, tried):
            taken[number] = seat
            return True
    return False
