"""Cases beside: what an event opened, what became of it, and what waits for that.

Everything follows from the log: a reference is made of the event's hash and its place,
so that every replay gives the same, and no chance is drawn.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.model.deadlines import Basis, Duration
from katch_protocols.model.noun import Id
from katch_protocols.sentences.text import parse_duration, print_duration

__all__ = ["Link", "News", "Opening", "Telling", "reference_of"]


class Opening(Struct, frozen=True):
    """A case beside that an event opened: everything that it begins with.

    Hand it to ``open_case`` as ``opened_by``, and the case knows who opened it.

    Attributes:
        reference: the token of the opened case; the same in every replay.
        protocol: the id of what it follows.
        region: the id of the region; ``None`` where the handbook has none.
        opener: the reference of the case that opened it.
        facts: the values that go along: of the handbook's facts that it uses.
        answers: the agencies that answer for it until it is taken up.
        limit: within what it must be taken up; ``None`` without a limit.
        basis: what the limit rests on; ``None`` without a limit.
        due: when the limit is over, in UTC; ``None`` without a limit.
        is_new: whether this event opened it; else an earlier one did, and it goes on.
    """

    reference: str
    protocol: Id
    region: Id | None
    opener: str
    facts: Mapping[Id, str] = field(default_factory=dict)
    answers: tuple[Id, ...] = ()
    limit: Duration | None = None
    basis: Basis | None = None
    due: datetime | None = None
    is_new: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return what an opened case keeps of it, as plain data."""
        return {
            "case": self.opener,
            "facts": dict(sorted(self.facts.items())),
            "answers": list(self.answers),
            "limit": None if self.limit is None else print_duration(self.limit),
            "basis": None if self.basis is None else str(self.basis),
            "due": None if self.due is None else self.due.isoformat(),
        }

    @staticmethod
    def of_json(
        data: Mapping[str, Any], reference: str, protocol: Id, region: Id | None
    ) -> "Opening":
        """Read it back; raises what plain Python raises where it has another shape."""
        if set(data) != {"case", "facts", "answers", "limit", "basis", "due"}:
            raise ValueError
        return Opening(
            reference,
            protocol,
            region,
            data["case"],
            dict(data["facts"]),
            tuple(data["answers"]),
            None if data["limit"] is None else parse_duration(data["limit"]),
            None if data["basis"] is None else Basis(data["basis"]),
            None if data["due"] is None else datetime.fromisoformat(data["due"]),
        )


class News(Struct, frozen=True):
    """What became of an opened case, for one signal that waits for it.

    ``became`` is as a protocol writes it: ``PROTOCOL.END``, ``PROTOCOL.taken_up``.
    """

    signal: str
    became: str
    reference: str


class Telling(Struct, frozen=True):
    """What a host tells of an opened case: what became of it, who says so, the key."""

    reference: str
    became: str
    by: str | None = None
    key: str | None = None


class Link(Struct, frozen=True):
    """An opened case as its opener knows it: what was told of it, by event number."""

    opening: Opening
    told: Mapping[str, int] = field(default_factory=dict)
    ended: bool = False

    def hearing(self, became: str, number: int, *, ends: bool) -> "Link":
        """Return the link once something more was told of it."""
        told = {**self.told, became: number}
        return replace(self, told=told, ended=self.ended or ends)


def reference_of(seal: bytes, place: int) -> str:
    """Return the token of a case that an event opened, at a place in its ``opens``."""
    digest = sha256(seal + place.to_bytes(2, "big")).hexdigest()
    return f"beside-{digest[:32]}"
