"""Whose lane a step stands in: the agency that holds it, or the role if many may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from katch_protocols.drawings.story.nouns import Lane
from katch_protocols.drawings.story.saying import named, together
from katch_protocols.duties.parties import home_of
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Agency

__all__ = ["Holders"]


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
        title = self.role(name)
        role = self.handbook.roles.get(name)
        homes = self._homes(role.agencies if role else ())
        return Lane(name, title, title, homes)

    def role(self, name: Id) -> Label:
        """Name somebody who takes part: by the role, not by its agency."""
        agency, role = self.handbook.agencies.get(name), self.handbook.roles.get(name)
        title = _short(agency) if agency else role.title if role else None
        return named(title, name, self.languages)

    def _homes(self, names: Sequence[Id]) -> tuple[Label, ...]:
        agencies: Mapping[Id, Agency] = self.handbook.agencies
        return tuple(_short(agencies[name]) for name in names if name in agencies)

    def doers(self, by: Sequence[Id], lane: Id) -> tuple[Id, ...]:
        """Return the lanes of whoever may do a duty; none if it is only ``lane``.

        Where the lane's own party is one of several, all are named: a reader must not
        think that nobody else may act.
        """
        lanes = dict.fromkeys(home_of(name, self.handbook) for name in by)
        return () if [*lanes] == [lane] else tuple(lanes)

    def said(self, lanes: Sequence[Id]) -> Label:
        """Name several lanes in one line."""
        names = [self.lane(name).short for name in lanes]
        return together(names, self.languages, separator=" / ")


def _short(agency: Agency) -> Label:
    return agency.short or agency.title
