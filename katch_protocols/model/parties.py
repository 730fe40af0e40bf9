"""Who acts: agencies, roles, and who holds a role in a region."""

from enum import StrEnum

from pydantic import Field

from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Day
from katch_protocols.model.noun import EMPTY, Frozen, Id, Label, Noun
from katch_protocols.model.progress import Progress

__all__ = [
    "FEWEST_SITTING",
    "MAX_PEOPLE",
    "MOST_SEATS",
    "Agency",
    "AgencyKind",
    "Binding",
    "Cover",
    "Level",
    "Post",
    "Region",
    "Role",
    "Trained",
]


class AgencyKind(StrEnum):
    """What kind of body an agency is."""

    MINISTRY = "ministry"
    COMMITTEE = "committee"
    COMMISSION = "commission"
    LOCAL_GOVERNMENT = "local_government"
    SERVICE = "service"
    NGO = "ngo"
    PROSECUTOR = "prosecutor"
    COURT = "court"
    INTERNATIONAL = "international"
    ADVISORY = "advisory"


class Level(StrEnum):
    """The level of government at which an agency works."""

    NATIONAL = "national"
    REGION = "region"
    DISTRICT = "district"


class Agency(Noun):
    """A body that holds roles; ``mandates``: a function and its sources."""

    id: Id
    title: Label
    short: Label | None = None
    kind: AgencyKind
    level: Level
    part_of: Id | None = None
    family: Id | None = None
    """Without it, that of the body above it; ``Handbook.family_of`` knows."""
    mandates: Frozen[tuple[Citation, ...]] = EMPTY
    may_see: tuple[Id, ...] = ()
    external: bool = False
    agreement: Citation | None = None
    """The source of a written agreement; an external agency needs one to answer."""
    gives_place_away: bool = False
    """Whether who knows its name can find a place of safety: no public page has it."""
    note: Label | None = None
    source: tuple[Citation, ...] = ()
    valid_from: Day | None = None
    valid_to: Day | None = None

    @property
    def called(self) -> Label:
        """What it is called where room is scarce: its short name, else its title."""
        return self.title if self.short is None else self.short


FEWEST_SITTING = 2
"""How many seats of a panel must be filled at least; fewer decide nothing together."""

MOST_SEATS = 9
"""How many seats a panel can have; a larger assembly is no panel."""


class Role(Noun):
    """A function that must be held; ``agencies`` are its homes, empty for ``none``.

    ``interprets``: where it takes part, somebody must speak the child's language. A
    panel has ``members`` instead, a role for each of its seats (one listed twice has
    two seats): it decides when ``quorum`` of them are filled (``None``: all), the seat
    of its ``chair`` among them.
    """

    id: Id
    title: Label
    agencies: tuple[Id, ...] = ()
    members: tuple[Id, ...] = ()
    quorum: int | None = None
    chair: Id | None = None
    interprets: bool = False
    note: Label | None = None

    @property
    def is_panel(self) -> bool:
        """Whether it is a body that decides together."""
        return bool(self.members)

    @property
    def sitting(self) -> int:
        """How many seats of a panel must be filled so that it can decide."""
        return len(self.members) if self.quorum is None else self.quorum

    @property
    def others(self) -> tuple[Id, ...]:
        """The seats of a panel besides that of its chair, in the order of the file."""
        return tuple(each for each in self.members if each != self.chair)


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
    source: tuple[Citation, ...] = ()
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


class Trained(Noun):
    """How many people of a region have a training, and how many may teach it.

    Numbers, never names; ``counted`` is the day on which they were counted.
    """

    trained: int = Field(ge=0, le=MAX_PEOPLE)
    may_teach: int = Field(default=0, ge=0, le=MAX_PEOPLE)
    counted: Day | None = None
    source: tuple[Citation, ...] = ()


class Region(Noun):
    """One region: bindings that differ from the home agency, and its posts.

    ``languages`` are those that children there speak; see ``Role.interprets``.
    ``training`` counts who is trained there, by qualification, at whichever desk.
    ``progress`` says of each protocol how far the region is with it.
    """

    id: Id
    title: Label
    languages: tuple[str, ...] = ()
    roles: Frozen[Binding] = EMPTY
    posts: Frozen[Post] = EMPTY
    training: Frozen[Trained] = EMPTY
    progress: Frozen[Progress] = EMPTY
    note: Label | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
