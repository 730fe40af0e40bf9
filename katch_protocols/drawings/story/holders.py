"""Whose lane a step stands in: the agency that holds it, or the role if many may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from katch_protocols.drawings.story.nouns import Lane
from katch_protocols.drawings.story.saying import named, together
from katch_protocols.duties.parties import home_of
from katch_protocols.model.agencies import Agency
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.labels import Label
from katch_protocols.model.noun import Id

__all__ = ["Holders"]

_NOBODY = "?"


@dataclass(frozen=True)
class Holders:
    """Turns roles and agencies into lanes."""

    handbook: Handbook
    languages: Sequence[str]

    def lane_of(self, name: Id | None) -> Id | None:
        """Return the lane of a role or agency: its one home, else itself."""
        return None if name is None else home_of(name, self.handbook)

    def lane(self, name: Id) -> Lane:
        """Describe a lane."""
        agency = self.handbook.agencies.get(name)
        if agency is not None:
            return Lane(name, _short(agency), agency.title)
        role = self.handbook.roles.get(name)
        title = named(role.title if role else None, name, self.languages)
        homes = self._homes(role.agencies if role else ())
        return Lane(name, title, title, homes)

    def _homes(self, names: Sequence[Id]) -> tuple[Label, ...]:
        agencies: Mapping[Id, Agency] = self.handbook.agencies
        return tuple(_short(agencies[name]) for name in names if name in agencies)

    def doers(self, by: Sequence[Id], lane: Id) -> tuple[Id, ...]:
        """Return the lanes of whoever does a duty, if others than the lane's own."""
        lanes = [self.lane_of(name) for name in by]
        if not by or lane in lanes or lane in by or self._shares(by, lane):
            return ()
        return tuple(dict.fromkeys(name for name in lanes if name is not None))

    def said(self, lanes: Sequence[Id]) -> Label:
        """Name several lanes in one line."""
        names = [self.lane(name).short for name in lanes]
        return together(names, self.languages, separator=" / ")

    def _shares(self, by: Sequence[Id], lane: Id) -> bool:
        """Whether some role in ``by`` may be held by the lane's own agency."""
        roles = self.handbook.roles
        return any(name in roles and lane in roles[name].agencies for name in by)


def _short(agency: Agency) -> Label:
    return agency.short or agency.title
