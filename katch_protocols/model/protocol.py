"""A protocol: the agreed way of working, as data."""

from datetime import date
from enum import StrEnum

from katch_protocols.model.activities import Activity
from katch_protocols.model.documents import Document, Fact, Titled
from katch_protocols.model.labels import Label
from katch_protocols.model.noun import EMPTY, Frozen, Id, Noun
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import State
from katch_protocols.model.waivers import Waiver

__all__ = ["Fragment", "Protocol", "Status"]


class Status(StrEnum):
    """How far a protocol has come."""

    DRAFT = "draft"
    ENACTED = "enacted"
    RETIRED = "retired"


class Fragment(Noun):
    """A piece that several protocols share, merged at the top of each."""

    id: Id
    title: Label | None = None
    note: Label | None = None
    phases: Frozen[Titled] = EMPTY
    facts: Frozen[Fact] = EMPTY
    documents: Frozen[Document] = EMPTY
    states: Frozen[State] = EMPTY
    activities: Frozen[Activity] = EMPTY
    safeguards: Frozen[Safeguard] = EMPTY


class Protocol(Noun):
    """One protocol as written; ``charts`` says what it means."""

    id: Id
    title: Label
    note: Label | None = None
    version: str = "0.1.0"
    status: Status = Status.DRAFT
    valid_from: date | None = None
    valid_to: date | None = None
    source: tuple[Id, ...] = ()
    use: tuple[Id, ...] = ()
    phases: Frozen[Titled] = EMPTY
    facts: Frozen[Fact] = EMPTY
    documents: Frozen[Document] = EMPTY
    initial: Id | None = None
    held_by: Id | None = None
    function: Id | None = None
    states: Frozen[State] = EMPTY
    activities: Frozen[Activity] = EMPTY
    safeguards: Frozen[Safeguard] = EMPTY
    waivers: Frozen[Waiver] = EMPTY
