"""How the log of another system is read: which of its words are which of ours."""

from enum import StrEnum

from katch_protocols.model.deadlines import Day
from katch_protocols.model.noun import EMPTY, Frozen, Id, Noun

__all__ = [
    "IGNORE",
    "CaseObjects",
    "LogColumns",
    "LogFact",
    "LogMapping",
    "NamedInLog",
    "Twice",
    "Window",
]

IGNORE = "ignore"
"""What the mapping says of an activity that is no step of a protocol."""


class Twice(StrEnum):
    """Which instant a local time means that came twice, as clocks were put back."""

    FIRST = "first"
    SECOND = "second"


class NamedInLog(Noun):
    """A protocol or a region: one for the whole log, or that of a column.

    ``pin``: the meaning under which cases were opened, where it is no longer that of
    the handbook's newest version.
    """

    name: Id | None = None
    column: str | None = None
    pin: str | None = None


class Window(Noun):
    """The days, both whole, of which the log is complete; outside, nothing is known."""

    since: Day | None = None
    until: Day | None = None


class LogColumns(Noun):
    """What each column of a log holds; what is not named is never loaded.

    Attributes:
        case: The reference of the case.
        activity: What was done.
        at: When.
        role: As what somebody acted.
        agency: For whom.
        person: Who; never kept but as a keyed hash.
        number: The place of the event in its case.
        together_with: Who took part as well, as ``role/agency/person`` each.
        opener: The case that opened it.
        opened: When the case was opened.
        origin: The state in which it was done.
        behalf: For whom a deputy stood in.
        qualified: The trainings of whoever acted.
    """

    case: str | None = None
    activity: str | None = None
    at: str | None = None
    role: str | None = None
    agency: str | None = None
    person: str | None = None
    number: str | None = None
    together_with: str | None = None
    opener: str | None = None
    opened: str | None = None
    origin: str | None = None
    behalf: str | None = None
    qualified: str | None = None


class CaseObjects(Noun):
    """The type of the objects of OCEL that are cases."""

    object: str | None = None


class LogFact(Noun):
    """The column in which a fact is recorded, and what its values mean."""

    column: str
    values: Frozen[Id] = EMPTY


class LogMapping(Noun):
    """A log, and how it is read.

    Attributes:
        id: The name of the log.
        protocol: Of which protocol its cases are.
        region: In which region they are.
        read: The files, below the folder of the mapping; ``*`` stands for anything.
        store: The database of a store, in place of files.
        timezone: The zone of instants that carry none.
        zones: The zone of such instants in regions that have one of their own.
        twice: Which instant a local time means that came twice.
        complete: The days of which the log has everything.
        columns: What each column holds.
        case: Which objects of OCEL are cases.
        activities: Their names of activities, and ours.
        records: Our facts, and where their values stand.
        roles: Their names of roles, and ours.
        agencies: Their names of agencies, and ours.
        regions: Their names of regions, and ours.
        not_logged: Activities that the system never writes.
    """

    id: Id
    protocol: NamedInLog = NamedInLog()
    region: NamedInLog = NamedInLog()
    read: tuple[str, ...] = ()
    store: str | None = None
    timezone: str = "UTC"
    zones: Frozen[str] = EMPTY
    twice: Twice | None = None
    complete: Window = Window()
    columns: LogColumns = LogColumns()
    case: CaseObjects = CaseObjects()
    activities: Frozen[str] = EMPTY
    records: Frozen[LogFact] = EMPTY
    roles: Frozen[Id] = EMPTY
    agencies: Frozen[Id] = EMPTY
    regions: Frozen[Id] = EMPTY
    not_logged: tuple[str, ...] = ()
