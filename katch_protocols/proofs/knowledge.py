"""What is known of who comes to know what: a matrix and its faults, as data."""

from dataclasses import dataclass
from enum import StrEnum

from katch_protocols.model.noun import Id
from katch_protocols.proofs.verdicts import Counterexample

__all__ = ["How", "InformationFlow", "Knowledge", "Overreach", "Unconsented", "Way"]


class How(StrEnum):
    """How an agency comes to know what a document says."""

    PRODUCES = "produces"
    SENDS = "sends"
    RECEIVES = "receives"


@dataclass(frozen=True)
class Way:
    """One step by which an agency comes to know what a document says.

    ``party`` is the role that the agency holds there, or the agency itself; ``regions``
    are those in which it does, empty in a handbook without regions.
    """

    activity: str
    state: str
    document: Id
    how: How
    party: Id
    regions: tuple[Id, ...]

    def to_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "activity": self.activity,
            "state": self.state,
            "document": self.document,
            "how": str(self.how),
            "party": self.party,
            "regions": list(self.regions),
        }


@dataclass(frozen=True)
class Knowledge:
    """One cell of the matrix: every way in which an agency comes to know a category."""

    agency: Id
    category: Id
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Overreach:
    """An agency receives a category that it may not see; ``case`` is a shortest one."""

    agency: Id
    category: Id
    way: Way
    case: Counterexample

    def to_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "agency": self.agency,
            "category": self.category,
            **self.way.to_json(),
            "case": self.case.to_json(),
        }


@dataclass(frozen=True)
class Unconsented:
    """A category that needs consent is passed on in a case in which it is not given.

    ``receivers`` are the agencies to which it goes; ``case`` is a shortest one.
    """

    category: Id
    document: Id
    activity: str
    state: str
    receivers: tuple[Id, ...]
    case: Counterexample

    def to_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "category": self.category,
            "document": self.document,
            "activity": self.activity,
            "state": self.state,
            "receivers": list(self.receivers),
            "case": self.case.to_json(),
        }


@dataclass(frozen=True)
class InformationFlow:
    """Who can come to know what in one protocol.

    ``knowledge`` has a cell for each agency and category that meet, in the order of the
    handbook. ``exhausted``: every configuration was seen; else activities that can
    never happen may be among the ways, and findings may be missing.
    """

    protocol: Id
    agencies: tuple[Id, ...]
    categories: tuple[Id, ...]
    knowledge: tuple[Knowledge, ...]
    overreach: tuple[Overreach, ...]
    unconsented: tuple[Unconsented, ...]
    exhausted: bool

    def ways(self, agency: Id, category: Id) -> tuple[Way, ...]:
        """Return how an agency comes to know a category; empty: it never does."""
        cells = (
            each.ways
            for each in self.knowledge
            if each.agency == agency and each.category == category
        )
        return next(cells, ())

    def to_json(self) -> dict[str, object]:
        """Return everything as plain data; ``matrix`` is agency → category → ways."""
        matrix: dict[Id, dict[Id, list[dict[str, object]]]] = {}
        for cell in self.knowledge:
            row = matrix.setdefault(cell.agency, {})
            row[cell.category] = [way.to_json() for way in cell.ways]
        return {
            "protocol": self.protocol,
            "agencies": list(self.agencies),
            "categories": list(self.categories),
            "matrix": matrix,
            "overreach": [each.to_json() for each in self.overreach],
            "unconsented": [each.to_json() for each in self.unconsented],
            "exhausted": self.exhausted,
        }
