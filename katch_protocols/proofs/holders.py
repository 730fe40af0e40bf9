"""Which agencies may hold a role, in each region."""

from dataclasses import dataclass
from datetime import date

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.regions import Binding, Post
from katch_protocols.proofs.events import UndefinedError
from katch_protocols.sentences.nearness import nearest

__all__ = ["Holders", "Place"]

Place = Id | None
"""A region; ``None`` stands for the whole country where a handbook has no regions."""


@dataclass(frozen=True)
class Holders:
    """Who holds what: home agencies, and what a region says instead.

    A binding outside its dates counts as none. Without ``as_of`` every binding is taken
    as in force.
    """

    handbook: Handbook
    as_of: date | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """Every region, or ``None`` alone."""
        return tuple(self.handbook.regions) or (None,)

    def agencies(self, name: Id, place: Place) -> tuple[Id, ...]:
        """Return the agencies of a role, or the agency itself; none may be left."""
        if name in self.handbook.agencies:
            return (name,)
        binding = self._binding(name, place)
        if binding is not None:
            return () if binding.agency is None else (binding.agency,)
        role = self.handbook.roles.get(name)
        return () if role is None else role.agencies

    def bodies(self, name: Id, place: Place) -> tuple[Id | None, ...]:
        """Return the agencies of a role; ``None`` where a person without office acts.

        Empty where a region says that nobody plays the role.
        """
        if name not in self.handbook.agencies and not self.is_held(name, place):
            return ()
        return self.agencies(name, place) or (None,)

    def is_held(self, role: Id, place: Place) -> bool:
        """Tell whether anybody plays a role here; a region may say that nobody does."""
        binding = self._binding(role, place)
        return binding is None or binding.agency is not None

    def posts(self, role: Id, place: Place) -> tuple[Post, ...]:
        """Return the posts that a region gives to a role."""
        if place is None:
            return ()
        posts = self.handbook.regions[place].posts.values()
        return tuple(post for post in posts if role in post.roles)

    def require(self, name: Id) -> None:
        """Refuse a name that is neither a role nor an agency.

        Raises:
            UndefinedError: The handbook has no such role or agency.
        """
        known = {**self.handbook.roles, **self.handbook.agencies}
        if name not in known:
            found = nearest(name, known)
            raise UndefinedError(name, () if found is None else (found,))

    def _binding(self, role: Id, place: Place) -> Binding | None:
        if place is None:
            return None
        binding = self.handbook.regions[place].roles.get(role)
        if binding is None or not self._in_force(binding):
            return None
        if binding.agency is None and binding.unbound is None:
            return None
        return binding

    def _in_force(self, binding: Binding) -> bool:
        if self.as_of is None:
            return True
        begun = binding.valid_from is None or binding.valid_from <= self.as_of
        return begun and (binding.valid_to is None or self.as_of <= binding.valid_to)
