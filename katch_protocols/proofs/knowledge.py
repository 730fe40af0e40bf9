"""What is known of who comes to know what: a matrix and its faults, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from katch_protocols.answers import Answerable
from katch_protocols.model.noun import Id
from katch_protocols.proofs.verdicts import Counterexample

__all__ = ["How", "InformationFlow", "Knowledge", "Overreach", "Unconsented", "Way"]


class How(StrEnum):
    """How an agency comes to know what a document says."""

    PRODUCES = "produces"
    SENDS = "sends"
    RECEIVES = "receives"


@dataclass(frozen=True)
class Way(Answerable):
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


@dataclass(frozen=True)
class Knowledge:
    """One cell of the matrix: every way in which an agency comes to know a category."""

    agency: Id
    category: Id
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Overreach(Answerable):
    """An agency receives a category that it may not see; ``case`` is a shortest one."""

    KEYS = ("agency", "category", "*way", "case")

    agency: Id
    category: Id
    way: Way
    case: Counterexample


@dataclass(frozen=True)
class Unconsented(Answerable):
    """A category that needs consent is passed on in a case in which it is not given.

    ``receivers`` are the agencies to which it goes; ``case`` is a shortest one.
    """

    category: Id
    document: Id
    activity: str
    state: str
    receivers: tuple[Id, ...]
    case: Counterexample


@dataclass(frozen=True)
class InformationFlow(Answerable):
    """Who can come to know what in one protocol.

    ``knowledge`` has a cell for each agency and category that meet, in the order of the
    handbook. ``exhausted``: every configuration was seen; else activities that can
    never happen may be among the ways, and findings may be missing.
    """

    KEYS = (
        "protocol",
        "agencies",
        "categories",
        "matrix",
        "overreach",
        "unconsented",
        "exhausted",
    )

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

    @property
    def matrix(self) -> Mapping[Id, Mapping[Id, tuple[Way, ...]]]:
        """Every way of knowing, by agency and by category."""
        found: dict[Id, dict[Id, tuple[Way, ...]]] = {}
        for cell in self.knowledge:
            found.setdefault(cell.agency, {})[cell.category] = cell.ways
        return found
