"""A protocol: the agreed way of working, as data."""

from enum import StrEnum

from pydantic import PrivateAttr

from katch_protocols.model.activities import Activity
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Day
from katch_protocols.model.documents import Document, Fact, Titled
from katch_protocols.model.noun import EMPTY, Frozen, Id, Label, Noun
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import State

__all__ = ["Fragment", "Protocol", "Status", "Waiver"]


class Waiver(Noun):
    """Why a safeguard may fail, who says so (role or agency), and until when."""

    reason: Label
    by: Id
    until: Day


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
    """One protocol as written; ``charts`` says what it means.

    ``moves`` gives for states of an earlier version, by full name, where they are now;
    it means nothing for cases of this one.
    """

    id: Id
    title: Label
    note: Label | None = None
    version: str = "0.1.0"
    status: Status = Status.DRAFT
    valid_from: Day | None = None
    valid_to: Day | None = None
    source: tuple[Citation, ...] = ()
    use: tuple[Id, ...] = ()
    phases: Frozen[Titled] = EMPTY
    facts: Frozen[Fact] = EMPTY
    documents: Frozen[Document] = EMPTY
    initial: Id | None = None
    states: Frozen[State] = EMPTY
    activities: Frozen[Activity] = EMPTY
    safeguards: Frozen[Safeguard] = EMPTY
    waivers: Frozen[Waiver] = EMPTY
    moves: Frozen[str] = EMPTY

    _home: Noun | None = PrivateAttr(default=None)

    def part_of(self, home: Noun) -> "Protocol":
        """Return the same protocol as a part of ``home``, its handbook."""
        protocol = self.model_copy()
        protocol._home = home  # noqa: SLF001 - a copy of our own
        return protocol

    def __eq__(self, other: object) -> bool:
        """Compare what is said; the handbook that it belongs to does not matter."""
        if not isinstance(other, Protocol):
            return NotImplemented
        return self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]
