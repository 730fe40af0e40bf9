"""Who a name means in each region, where every name there is known."""

from collections.abc import Iterator

from msgspec import Struct

from katch_protocols.charts.holders import Holders, Place
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf

__all__ = ["HeldHere", "clear_places", "placed"]


class HeldHere(Struct, frozen=True):
    """Who holds what in one region, of the agencies that the handbook knows."""

    holders: Holders
    place: Place

    def agencies(self, name: Id) -> tuple[Id, ...]:
        """Return the agencies of a role or an agency; for a panel its chair's."""
        found = self.holders.agencies(name, self.place)
        return tuple(each for each in found if each in self.holders.handbook.agencies)

    def everyone(self, name: Id) -> frozenset[Id]:
        """Return the agencies of all whom a name means; of a panel, every member's."""
        known = self.holders.handbook.agencies
        found = self.holders.everyone(name, self.place)
        return frozenset(known.keys() & found)


_WHO = (NameOf.ROLE, NameOf.AGENCY, NameOf.PARTY)
"""The names on which it hangs who holds a role: how far a region is, does not count."""


def clear_places(context: Context, protocol: Id) -> Iterator[Place]:
    """Yield the places in which every role that is bound is known."""
    unknown = (use.path for kind in _WHO for use in context.undeclared.get(kind, ()))
    unclear = {path[1] for path in unknown if path[0] == "regions"}
    for place in context.holders[protocol].places:
        if place not in unclear:
            yield place


def placed(context: Context, protocol: Id) -> Iterator[HeldHere]:
    """Yield who holds what in a protocol, in each such place."""
    for place in clear_places(context, protocol):
        yield HeldHere(context.holders[protocol], place)
