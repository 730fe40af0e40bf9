"""What is asked and answered over HTTP, as OpenAPI tells it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

__all__ = [
    "BODY_NAMES",
    "ActBody",
    "CaseBody",
    "CaseItem",
    "CasePage",
    "DoneBody",
    "DueItem",
    "EventItem",
    "EventPage",
    "FormBody",
    "HealthBody",
    "LinkBody",
    "NewsBody",
    "OpeningBody",
    "PossibleBody",
    "ProblemBody",
    "ProtocolBody",
    "SignalBody",
    "StandInBody",
    "WorkItem",
    "WorkPage",
]

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=8_192)]
Titles = dict[str, str]
Facts = Annotated[dict[Name, Name], Field(max_length=200)]


class _StrictBody(BaseModel):
    """What a client sends; a key that is not known is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class OpeningBody(_StrictBody):
    """A case to be opened."""

    protocol: Name
    region: Name | None = None
    facts: Facts = {}


class ActBody(_StrictBody):
    """An activity to be done; ``together_with`` are the partners' own tokens."""

    records: Facts = {}
    reason: Name | None = None
    role: Name | None = None
    state: Name | None = None
    opens_in: Name | None = None
    together_with: Annotated[list[Token], Field(max_length=20)] = []


class StandInBody(_StrictBody):
    """A role to be lent in a case, until an instant with a time zone."""

    deputy: Name
    role: Name
    until: Name


class SignalBody(_StrictBody):
    """A signal: what happened by itself."""

    records: Facts = {}
    state: Name | None = None


class NewsBody(_StrictBody):
    """What became of an opened case: taken up, or the end in which it ended."""

    taken_up: Literal[True] | None = None
    ended_in: Name | None = None


BODY_NAMES = frozenset(
    name for shape in _StrictBody.__subclasses__() for name in shape.model_fields
)
"""Every name that a body may have; any other was chosen by whoever sent it."""


class DueItem(BaseModel):
    """A deadline that runs."""

    state: str
    activity: str | None
    held_by: str | None
    at: str
    basis: str
    is_overdue: bool


class CaseBody(BaseModel):
    """A case as it is stored.

    ``opened_by`` is the case that opened it, ``by`` whoever did; ``beside`` are the
    cases that it opened itself.
    """

    reference: str
    protocol: str
    version: int
    pin: str
    region: str | None
    opened_at: str
    opened_by: str | None
    by: str | None
    states: list[str]
    facts: dict[str, str]
    documents: list[str]
    due: list[DueItem]
    next_alarm: str | None
    beside: list[str]
    is_complete: bool
    ended_in: str | None
    outcome: str | None


class EventItem(BaseModel):
    """Something that happened in a case; ``opened`` are the cases that it opened."""

    model_config = ConfigDict(extra="allow")

    number: int
    kind: str
    activity: str
    at: str
    by: str | None
    role: str | None
    agency: str | None
    records: dict[str, str]
    opened: list[str]


class EventPage(BaseModel):
    """The events of a case, the first first; ``next`` goes on from the last one."""

    events: list[EventItem]
    next: str | None


class DoneBody(BaseModel):
    """What was done, and the case as it is now."""

    event: EventItem
    case: CaseBody


class CaseItem(BaseModel):
    """A case as a list shows it."""

    reference: str
    protocol: str
    region: str | None
    opened_at: str
    opened_by: str | None
    version: int
    ended_at: str | None
    outcome: str | None


class CasePage(BaseModel):
    """A page of cases; ``next`` is the cursor of the page after it."""

    cases: list[CaseItem]
    next: str | None


class WorkItem(BaseModel):
    """What is open in a case."""

    reference: str
    kind: str
    name: str
    protocol: str
    region: str | None
    held_by: str | None
    due_at: str | None
    told: int


class WorkPage(BaseModel):
    """A page of open work; ``next`` is the cursor of the page after it."""

    work: list[WorkItem]
    next: str | None


class PossibleBody(BaseModel):
    """The activities that are possible: for a person, else for anybody."""

    activities: list[str]


class FormBody(BaseModel):
    """What to ask for one activity, with titles in every language."""

    model_config = ConfigDict(extra="allow")

    activity: str
    title: Titles
    questions: list[dict[str, Any]]


class LinkBody(BaseModel):
    """A case that another one opened."""

    reference: str
    opener: str
    protocol: str
    due_at: str | None
    taken_up_at: str | None
    ended_at: str | None
    ended_in: str | None


class ProtocolBody(BaseModel):
    """A protocol of the handbook of this service."""

    id: str
    title: Titles
    version: str
    status: str
    pin: str
    valid_from: str | None
    valid_to: str | None


class HealthBody(BaseModel):
    """Whether all is well, and how many seconds alarms and post are behind."""

    ok: bool
    alarms: float | None
    post: float | None


class ProblemBody(BaseModel):
    """Why it was not done (RFC 9457), in the language that was asked for."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
