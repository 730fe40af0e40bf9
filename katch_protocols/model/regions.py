"""Which agency and which posts fill each role in one region."""

from enum import StrEnum

from pydantic import Field

from katch_protocols.model.dates import Day
from katch_protocols.model.labels import Label
from katch_protocols.model.noun import EMPTY, Frozen, Id, Noun

__all__ = ["MAX_PEOPLE", "Binding", "Cover", "Post", "Region"]

MAX_PEOPLE = 1_000
"""How many people a post can have; larger desks are several posts."""


class Cover(StrEnum):
    """When somebody is on duty at a post."""

    ALWAYS = "always"
    OFFICE_HOURS = "office_hours"


class Binding(Noun):
    """Who plays a role here; ``unbound`` says why nobody does, a gap that is shown."""

    agency: Id | None = None
    unbound: Label | None = None
    note: Label | None = None
    source: tuple[Id, ...] = ()
    valid_from: Day | None = None
    valid_to: Day | None = None


class Post(Noun):
    """A desk and how many people staff it: counts, never names."""

    id: Id
    title: Label
    roles: tuple[Id, ...]
    people: int = Field(ge=0, le=MAX_PEOPLE)
    cover: Cover = Cover.OFFICE_HOURS
    languages: tuple[str, ...] = ()
    qualified: Frozen[int] = EMPTY


class Region(Noun):
    """One region: bindings that differ from the home agency, and its posts.

    ``languages`` are those that children there speak; see ``Role.interprets``.
    """

    id: Id
    title: Label
    languages: tuple[str, ...] = ()
    roles: Frozen[Binding] = EMPTY
    posts: Frozen[Post] = EMPTY
    note: Label | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
