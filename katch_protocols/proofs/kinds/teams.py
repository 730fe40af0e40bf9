"""Who may sit when a duty is done: one person, or a quorum of a panel's seats.

A duty of one role is a team of one seat.
"""

from msgspec import Struct

from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.noun import Id
from katch_protocols.proofs.kinds.people import (
    Candidates,
    Eligibility,
    candidates,
)

__all__ = ["Alternatives", "Team", "teams", "teams_of_agencies"]


class Team(Struct, frozen=True):
    """One way to do a duty: so many seats are filled, the first among them.

    ``trained`` are those of each seat who have a training that one of the team must
    have; empty where none is asked for, or where anybody may have it. ``is_clear`` is
    false where nobody knows which people are meant: there is always somebody new.
    """

    seats: tuple[Candidates, ...]
    sitting: int = 1
    trained: tuple[Candidates, ...] = ()
    is_clear: bool = True


Alternatives = tuple[Team, ...]
"""The teams of a duty, any one of which may do it; none where nobody holds its role."""


def teams(
    one: Eligibility, place: Place, holders: Holders, *, is_clear: bool
) -> Alternatives:
    """Return the ways to do a duty in a region."""
    if not holders.answers(one.receiver, place):
        return ()
    known = holders.handbook.roles
    panels = [role for role in one.roles if role in known and known[role].is_panel]
    plain = tuple(role for role in one.roles if role not in panels)
    found = []
    if any(holders.is_held(role, place) for role in plain):
        alone = candidates(Eligibility(plain, one.qualified), place, holders)
        found.append(Team((alone,), is_clear=is_clear or not one.qualified))
    for panel in panels:
        if holders.can_sit(panel, place):
            seats = _seats(panel, place, holders)
            able = tuple(_able(seat, (), place, holders) for seat in seats)
            trained = tuple(
                _able(seat, one.qualified, place, holders)
                for seat in seats
                if one.qualified
            )
            is_open = not is_clear and any(trained)
            found.append(Team(able, known[panel].sitting, () if is_open else trained))
    return tuple(found)


def teams_of_agencies(one: Eligibility, place: Place, holders: Holders) -> Alternatives:
    """Return the ways to do a duty in a region, as agencies that take its seats."""
    if not holders.answers(one.receiver, place):
        return ()
    known = holders.handbook.roles
    found = []
    plain: dict[Id | None, None] = {}
    for role in one.roles:
        if role not in known or not known[role].is_panel:
            plain |= dict.fromkeys(holders.bodies(role, place))
        elif holders.can_sit(role, place):
            bodies = dict(holders.seats(role, place))
            seats = _seats(role, place, holders)
            every = tuple(Candidates(frozenset(), frozenset(bodies[s])) for s in seats)
            found.append(Team(every, known[role].sitting))
    if plain:
        found.append(Team((Candidates(frozenset(), frozenset(plain)),)))
    return tuple(found)


def _seats(panel: Id, place: Place, holders: Holders) -> tuple[Id, ...]:
    """Return the seats of a panel that can be filled, the chair's first."""
    chair = holders.handbook.roles[panel].chair
    seats = (seat for seat, _ in holders.seats(panel, place))
    return tuple(sorted(seats, key=lambda seat: seat != chair))


def _able(
    seat: Id, qualified: tuple[Id, ...], place: Place, holders: Holders
) -> Candidates:
    return candidates(Eligibility((seat,), qualified), place, holders)
