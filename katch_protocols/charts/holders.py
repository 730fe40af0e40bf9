"""Who holds a role in a region on a day, and who answers there: the one place to ask.

Proofs, rules, staffing, duties and live cases all ask here, so that they never differ.
A home agency holds its role wherever a region says nothing else. A region's binding
says otherwise while it is in force; outside its dates it counts as not written. An
agency outside its own dates holds nothing; a region outside its dates is no place.
Without a day everything counts as in force.

A panel stands where a role stands. What is not a decision its chair does for it, so
its agencies are those of the chair, and it is held where its quorum can be filled; what
it is asked, told or sent goes to ``everyone`` who has a seat. Where its quorum cannot
be filled it is a role that nobody holds: it decides nothing, its chair answers no
handover for it, and ``unfilled`` says what is lacking.
"""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Entry
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.deadlines import in_force
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Binding, Post

__all__ = ["Holders", "Place", "Unfilled"]

Place = Id | None
"""A region; ``None`` stands for the whole country where a handbook has no regions."""


class Unfilled(Struct, frozen=True):
    """What a panel lacks in a place where it cannot sit.

    ``filled`` is how many seats somebody can take; ``empty`` are the roles of the
    others, the chair's first. ``homes`` are agencies that could play them: their homes
    that are in force.
    """

    filled: int
    empty: tuple[Id, ...]
    homes: tuple[Id, ...]


class Holders(Struct, frozen=True, dict=True):
    """Who holds what in each region as of a day.

    Example:
        >>> holders = Holders(handbook, as_of=date(2026, 7, 1))
        >>> holders.agencies("case_manager", "turkistan")
        ('can_csc',)
        >>> holders.accountable(chart.entries[0], "turkistan")
        ('mia',)
    """

    handbook: Handbook
    as_of: date | None = None

    @cached_property
    def _known(self) -> dict[tuple[str, Id, Place], tuple[Id | None, ...]]:
        """Bodies by who asked for them, name and place: all of it is asked often."""
        return {}

    @cached_property
    def _held(self) -> dict[tuple[Id, Place], tuple[Id, ...]]:
        """The agencies of a name in a place, likewise."""
        return {}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every region that exists on the day; ``None`` alone without regions."""
        regions = self.handbook.regions.items()
        here = tuple(name for name, each in regions if in_force(each, self.as_of))
        return here if regions else (None,)

    def agencies(self, name: Id, place: Place) -> tuple[Id, ...]:
        """Return the agencies that hold a role, or the agency itself.

        Empty where nobody holds it: no agency is in force, the region says that nobody
        does, or the role belongs to no agency. Of a panel they are the chair's; empty
        where it cannot fill its quorum.
        """
        key = name, place
        found = self._held.get(key)
        if found is None:
            acting = self._acting(name, place)
            found = () if acting is None else self._agencies(acting, place)
            self._held[key] = found
        return found

    def bodies(self, name: Id, place: Place) -> tuple[Id | None, ...]:
        """Return the agencies of a role; ``None`` where a person without office acts.

        Empty where nobody plays the role. Of a panel they are the chair's.
        """
        return self._once("bodies", self._acting_bodies, name, place)

    def _acting_bodies(self, name: Id, place: Place) -> tuple[Id | None, ...]:
        acting = self._acting(name, place)
        return () if acting is None else self._bodies(acting, place)

    def _once(
        self,
        what: str,
        find: Callable[[Id, Place], tuple[Id | None, ...]],
        name: Id,
        place: Place,
    ) -> tuple[Id | None, ...]:
        """Return what is found, looking once; the handbook never changes."""
        key = what, name, place
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = find(name, place)
        return found

    def everyone(self, name: Id, place: Place) -> tuple[Id | None, ...]:
        """Return the agencies of all whom a name means: of a panel, of every member.

        It is what somebody reaches who asks, tells or sends; as ``bodies`` otherwise.
        """
        return self._once("everyone", self._everyone, name, place)

    def _everyone(self, name: Id, place: Place) -> tuple[Id | None, ...]:
        found = (body for _, bodies in self.reached(name, place) for body in bodies)
        return tuple(dict.fromkeys(found))

    def reached(
        self, name: Id, place: Place
    ) -> tuple[tuple[Id, tuple[Id | None, ...]], ...]:
        """Return who is reached who is asked or told: a role, or the seats of a panel.

        They come with their agencies, of whom ``everyone`` tells.
        """
        if self._is_panel(name):
            return self.seats(name, place)
        return ((name, self.bodies(name, place)),)

    def seats(
        self, panel: Id, place: Place
    ) -> tuple[tuple[Id, tuple[Id | None, ...]], ...]:
        """Return the seats of a panel that somebody can fill: role and agencies.

        They come in the order of the file; one whose role nobody plays here is empty
        and left out.
        """
        role = self.handbook.roles[panel]
        seats = [each for each in role.members if not self._is_panel(each)]
        bodies = {each: self._bodies(each, place) for each in dict.fromkeys(seats)}
        return tuple((each, bodies[each]) for each in seats if bodies[each])

    def doers(
        self, role: Id, place: Place
    ) -> tuple[tuple[Id, tuple[Id | None, ...]], ...]:
        """Return who acts where a role does: itself, or the seats of a panel.

        Empty where nobody holds it, and where a panel cannot sit.
        """
        if self._is_panel(role) and not self.can_sit(role, place):
            return ()
        return self.reached(role, place)

    def doing(self, role: Id, place: Place) -> tuple[Id | None, ...]:
        """Return the agencies of all who act where a role does, as ``doers`` says."""
        found = (body for _, bodies in self.doers(role, place) for body in bodies)
        return tuple(dict.fromkeys(found))

    def can_sit(self, panel: Id, place: Place) -> bool:
        """Tell whether enough seats can be filled, the chair's among them."""
        role = self.handbook.roles[panel]
        seats = [seat for seat, _ in self.seats(panel, place)]
        return role.chair in seats and len(seats) >= role.sitting

    def unfilled(self, panel: Id, place: Place) -> Unfilled | None:
        """Return what a panel lacks where it cannot sit; ``None`` where it can."""
        if self.can_sit(panel, place):
            return None
        filled = self.seats(panel, place)
        taken = {seat for seat, _ in filled}
        empty = tuple(e for e in self.handbook.seats(panel) if e not in taken)
        homes = (home for role in empty for home in self.handbook.homes(role))
        known = dict.fromkeys(each for each in homes if self._exists(each))
        return Unfilled(len(filled), empty, tuple(known))

    def acting(self, entry: Entry, place: Place) -> tuple[Id, ...]:
        """Return the roles in which an entry is done here; any one of them may.

        None where it answers a handover to a panel that cannot sit: nobody is there for
        whom its chair could answer.
        """
        return entry.act.raci.by if self.answers(entry.receiver, place) else ()

    def answers(self, receiver: Id | None, place: Place) -> bool:
        """Tell whether a handover to a receiver can be answered here, if it is a panel.

        ``None``: there is no handover.
        """
        if receiver is None or not self._is_panel(receiver):
            return True
        return self.can_sit(receiver, place)

    def is_done(self, entry: Entry, place: Place) -> bool:
        """Tell whether there is anybody here who may do an entry."""
        return any(self.is_held(role, place) for role in self.acting(entry, place))

    def is_held(self, role: Id, place: Place) -> bool:
        """Tell whether anybody plays a role here."""
        return bool(self.bodies(role, place))

    def is_idle(self, entry: Entry) -> bool:
        """Tell whether there is nobody who may do an entry, in any region."""
        return not any(self.is_done(entry, place) for place in self.places)

    def accountable(self, entry: Entry, place: Place) -> tuple[Id, ...]:
        """Return the agencies that answer for an activity here; one, if all is well.

        With ``accountable: actor`` they are those of everybody who may do it, of whom
        whoever acts answers.
        """
        names = entry.accountable
        if names == (ACTOR,):
            names = self.acting(entry, place)
        found = (each for name in names for each in self.agencies(name, place))
        return tuple(dict.fromkeys(found))

    def posts(self, role: Id, place: Place) -> tuple[Post, ...]:
        """Return the posts that a region gives to a role."""
        if place is None:
            return ()
        posts = self.handbook.regions[place].posts.values()
        return tuple(post for post in posts if role in post.roles)

    def binding(self, role: Id, place: Place) -> Binding | None:
        """Return what a region says of a role, where that is in force."""
        if place is None:
            return None
        binding = self.handbook.regions[place].roles.get(role)
        if binding is None or not in_force(binding, self.as_of):
            return None
        if binding.agency is None and binding.unbound is None:
            return None
        return binding

    def _is_panel(self, name: Id) -> bool:
        role = self.handbook.roles.get(name)
        return role is not None and role.is_panel

    def _acting(self, name: Id, place: Place) -> Id | None:
        """Return who acts for a name: its chair for a panel, if that can sit."""
        if not self._is_panel(name):
            return name
        return self.handbook.roles[name].chair if self.can_sit(name, place) else None

    def _agencies(self, name: Id, place: Place) -> tuple[Id, ...]:
        return tuple(each for each in self._named(name, place) if self._exists(each))

    def _bodies(self, name: Id, place: Place) -> tuple[Id | None, ...]:
        if self._named(name, place) or self._says_nobody(name, place):
            return self._agencies(name, place)
        return (None,)

    def _named(self, name: Id, place: Place) -> tuple[Id, ...]:
        """Return the agencies that should hold a role, in force or not."""
        if name in self.handbook.agencies:
            return (name,)
        binding = self.binding(name, place)
        if binding is not None:
            return () if binding.agency is None else (binding.agency,)
        role = self.handbook.roles.get(name)
        return () if role is None else role.agencies

    def _says_nobody(self, name: Id, place: Place) -> bool:
        binding = self.binding(name, place)
        return binding is not None and binding.agency is None

    def _exists(self, name: Id) -> bool:
        agency = self.handbook.agencies.get(name)
        return agency is None or in_force(agency, self.as_of)
