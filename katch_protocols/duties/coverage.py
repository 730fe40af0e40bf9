"""Which functions are answered for in which regions: the nouns of the matrix."""

from enum import StrEnum
from typing import ClassVar

from katch_protocols.answers import Answerable, Keys
from katch_protocols.duties.nouns import ACTIVITY, Part
from katch_protocols.model.noun import Frozen, Id, Noun

__all__ = ["Answering", "Cell", "Gap", "Overlap", "Status", "Vacancy"]


class Answering(Answerable, Noun):
    """An agency that answers for activities of a function in one region.

    ``as_actor`` are those for which it answers only when it acts itself; ``mandate``
    is as in ``Share``.
    """

    KEYS: ClassVar[Keys] = (
        "agency",
        ("activities", ACTIVITY),
        ("as_actor", ACTIVITY),
        "mandate",
    )

    agency: Id
    activities: tuple[tuple[Id, str], ...]
    as_actor: tuple[tuple[Id, str], ...]
    mandate: tuple[Id, ...] | None


class Gap(Answerable, Noun):
    """Activities of a function for which somebody is missing in one region.

    ``roles`` are those that nobody plays there; empty where no name is written at all.
    """

    KEYS: ClassVar[Keys] = (
        "function",
        "region",
        "missing",
        "roles",
        ("activities", ACTIVITY),
    )

    function: Id | None
    region: Id | None
    missing: Part
    roles: tuple[Id, ...]
    activities: tuple[tuple[Id, str], ...]


class Vacancy(Answerable, Noun):
    """A role that activities name, in whatever part, and nobody plays in a region.

    It is no ``Gap`` where another may do the same, or where it is only asked or told.
    """

    KEYS: ClassVar[Keys] = ("role", "region", ("activities", ACTIVITY))

    role: Id
    region: Id | None
    activities: tuple[tuple[Id, str], ...]


class Overlap(Answerable, Noun):
    """Several agencies that answer within one function in one region.

    ``disputed`` are the activities for which more than one of them answers.
    """

    KEYS: ClassVar[Keys] = (
        "function",
        "region",
        ("agencies", ACTIVITY),
        ("disputed", ACTIVITY),
    )

    function: Id
    region: Id | None
    agencies: Frozen[tuple[tuple[Id, str], ...]]
    disputed: tuple[tuple[Id, str], ...]


class Status(StrEnum):
    """How a function stands in a region; the first that applies."""

    GAP = "gap"
    SHARED = "shared"
    HELD = "held"
    UNUSED = "unused"


class Cell(Answerable, Noun):
    """One function in one region: who answers, and what is missing."""

    KEYS: ClassVar[Keys] = ("function", "region", "status", "agencies=answering")

    function: Id
    region: Id | None
    status: Status
    answering: tuple[Answering, ...]
    gaps: tuple[Gap, ...]
    overlap: Overlap | None
