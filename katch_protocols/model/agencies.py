"""Who exists: ministries, committees, akimats, NGOs, and what they may do and see."""

from enum import StrEnum

from katch_protocols.model.dates import Day
from katch_protocols.model.labels import Label
from katch_protocols.model.noun import EMPTY, Frozen, Id, Noun

__all__ = ["Agency", "AgencyKind", "Level"]


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
    mandates: Frozen[tuple[Id, ...]] = EMPTY
    may_see: tuple[Id, ...] = ()
    external: bool = False
    agreement: Id | None = None
    """The source of a written agreement; an external agency needs one to answer."""
    note: Label | None = None
    source: tuple[Id, ...] = ()
    valid_from: Day | None = None
    valid_to: Day | None = None
