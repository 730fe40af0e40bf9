"""Whom a name means: agencies in each place, or the role itself where it has none."""

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from functools import cached_property
from itertools import chain

from msgspec import Struct

from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["Parties", "Whose", "home_of", "homes_of"]


class Whose(Enum):
    """Of whom a name speaks: they differ where it is a panel."""

    ANSWERING = auto()
    """Who answers, holds and takes over: for a panel its chair."""
    ACTING = auto()
    """Who does it: of a panel whoever has a seat, where it can sit."""
    TOLD = auto()
    """Who is asked, told and sent: of a panel whoever has a seat."""


def homes_of(name: Id, handbook: Handbook) -> tuple[Id, ...]:
    """Return who takes part for a name: its home, of a panel those of every seat."""
    homes = (home_of(seat, handbook) for seat in handbook.seats(name))
    return tuple(dict.fromkeys(homes))


def home_of(name: Id, handbook: Handbook) -> Id:
    """Return the one home agency of a role, else the name itself; a panel's chair's.

    This is how a picture of the whole country names a role: what one region says else
    is not looked at. A role that every region leaves to nobody stands for itself.
    """
    name = handbook.acting(name)
    role = handbook.roles.get(name)
    if name in handbook.agencies or role is None or len(role.agencies) != 1:
        return name
    bound = [region.roles.get(name) for region in handbook.regions.values()]
    if bound and all(each and each.unbound and not each.agency for each in bound):
        return name
    return role.agencies[0]


class Parties(Struct, frozen=True, dict=True):
    """Turns names into agencies, in the ``places`` that an answer is about."""

    holders: Holders
    places: tuple[Place, ...]

    @cached_property
    def _known(self) -> dict[tuple[Id, Whose], tuple[Id, ...]]:
        return {}

    @cached_property
    def _meant(self) -> dict[tuple[Id, Place, Whose], tuple[Id, ...]]:
        return {}

    @property
    def regions(self) -> tuple[Id, ...]:
        """The places that are regions."""
        return tuple(place for place in self.places if place is not None)

    def at(self, names: Iterable[Id], place: Place) -> tuple[Id, ...]:
        """Return the agencies of names in one place; of a panel, its chair's."""
        acting = self.holders.handbook.acting
        return _parties(
            (acting(name), self.holders.bodies(name, place)) for name in names
        )

    def everyone(self, names: Iterable[Id], place: Place) -> tuple[Id, ...]:
        """Return the agencies of all whom names mean; of a panel, of every member."""
        return _parties(
            seat for name in names for seat in self.holders.reached(name, place)
        )

    def doing(self, names: Iterable[Id], place: Place) -> tuple[Id, ...]:
        """Return the agencies of those who act for names; of a panel, whoever may sit.

        Nobody acts for a panel that cannot sit.
        """
        return _parties(
            seat for name in names for seat in self.holders.doers(name, place)
        )

    def meant(
        self, name: Id, place: Place, whose: Whose = Whose.ANSWERING
    ) -> tuple[Id, ...]:
        """Return the agencies of one name in one place, looking once.

        They are those that answer (``at``), that act (``doing``) or that are asked and
        told (``everyone``).
        """
        key = name, place, whose
        known = self._meant.get(key)
        if known is None:
            within = {
                Whose.ANSWERING: self.at,
                Whose.ACTING: self.doing,
                Whose.TOLD: self.everyone,
            }[whose]
            known = self._meant[key] = within((name,), place)
        return known

    def standing(self, name: Id, place: Place) -> tuple[Id, ...]:
        """Return the agencies of a name in one place; itself where nobody holds it."""
        return self.meant(name, place) or (name,)

    def anywhere(
        self, names: Sequence[Id], whose: Whose = Whose.ANSWERING
    ) -> tuple[Id, ...]:
        """Return the agencies of names in any place, in the order of the names.

        In each place they are found as ``meant`` does.
        """
        found = (party for name in names for party in self._of(name, whose))
        return tuple(dict.fromkeys(found))

    def _of(self, name: Id, whose: Whose) -> tuple[Id, ...]:
        """Return the agencies of one name in any place, looking once."""
        known = self._known.get((name, whose))
        if known is None:
            places = (self.meant(name, place, whose) for place in self.places)
            known = tuple(dict.fromkeys(chain.from_iterable(places)))
            self._known[name, whose] = known
        return known

    def answering(self, receiver: Id | None) -> "Parties":
        """Return the same in the places where a handover to a receiver is answered."""
        holders = self.holders
        here = tuple(each for each in self.places if holders.answers(receiver, each))
        return self if here == self.places else Parties(holders, here)

    def unheld(self, names: Iterable[Id], place: Place) -> tuple[Id, ...]:
        """Return the names that nobody holds in a place."""
        return tuple(name for name in names if not self.holders.is_held(name, place))


def _parties(roles: Iterable[tuple[Id, tuple[Id | None, ...]]]) -> tuple[Id, ...]:
    """Return the agencies of roles; a role that is played without office stands."""
    found = (
        role if body is None else body for role, bodies in roles for body in bodies
    )
    return tuple(dict.fromkeys(found))
