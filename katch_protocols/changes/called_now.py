"""What things are called in the later of two versions, and changes told by that."""

from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.changes.nouns import (
    DeadlineChange,
    DeliveryChange,
    DutyChange,
    HandoffChange,
    Term,
)
from katch_protocols.model.noun import Id

__all__ = ["CalledNow", "Moves", "now"]

Moves = Mapping[Id, Mapping[str, str]]
"""What something is called now, by protocol and by what it was called then."""

_Passed = TypeVar("_Passed", HandoffChange, DeliveryChange)


def now(name: str, moves: Mapping[str, str]) -> str:
    """Return what a state, or an activity or timer in it, is called after the moves.

    An activity of an inlined protocol has the name of the state that runs it before
    its own; a step of the clock has that of its state inside.
    """
    if name.startswith(_CLOCK):
        state, _, limit = name.removeprefix(_CLOCK).rpartition(", ")
        return f"{_CLOCK}{now(state, moves)}, {limit}"
    above, dot, own = name.rpartition(".")
    return moves.get(name) or (f"{now(above, moves)}.{own}" if dot else name)


_CLOCK = "clock("


class CalledNow(Struct, frozen=True):
    """The names of now, by those of then; what is not there is called as it was.

    ``moves`` are full names of states and activities, and ``documents`` ids, of each
    protocol; ``bodies`` are ids of agencies and of roles.
    """

    moves: Moves = field(default_factory=dict)
    bodies: Mapping[Id, Id] = field(default_factory=dict)
    documents: Moves = field(default_factory=dict)

    @property
    def mirrored(self) -> "CalledNow":
        """The names of then, by those of now."""
        return CalledNow(
            {name: _turned(each) for name, each in self.moves.items()},
            _turned(self.bodies),
            {name: _turned(each) for name, each in self.documents.items()},
        )

    def name(self, protocol: Id, name: str) -> str:
        """Return the full name of a state, or of what is in it."""
        moves = self.moves.get(protocol)
        return now(name, moves) if moves else name

    def body(self, name: Id) -> Id:
        """Return the id of an agency, or of a role."""
        return self.bodies.get(name, name)

    def document(self, protocol: Id, name: Id) -> Id:
        """Return the id of a document."""
        return self.documents.get(protocol, {}).get(name, name)

    def thing(self, protocol: Id, name: Id) -> Id:
        """Return the id of a body or of a document."""
        return self.document(protocol, self.body(name))

    def duty(self, change: DutyChange) -> DutyChange:
        """Return a change of a duty by the names of now."""
        activity = self.name(change.protocol, change.activity)
        return replace(change, activity=activity, agency=self.body(change.agency))

    def deadline(self, change: DeadlineChange) -> DeadlineChange:
        """Return a change of a deadline by the names of now."""
        name = change.protocol

        def term(one: Term | None) -> Term | None:
            if one is None or one.start is None:
                return one
            return replace(one, start=self.name(name, one.start))

        def act(one: str | None) -> str | None:
            return None if one is None else self.name(name, one)

        return replace(
            change,
            state=self.name(name, change.state),
            agencies=tuple(sorted(map(self.body, change.agencies))),
            before=term(change.before),
            after=term(change.after),
            awaiting=act(change.awaiting),
            activity=act(change.activity),
        )

    def handoff(self, change: HandoffChange) -> HandoffChange:
        """Return a change of a handoff by the names of now."""
        return self._passed(change)

    def delivery(self, change: DeliveryChange) -> DeliveryChange:
        """Return a change of a delivery by the names of now."""
        document = self.document(change.protocol, change.document)
        return replace(self._passed(change), document=document)

    def _passed(self, change: _Passed) -> _Passed:
        return replace(
            change,
            activity=self.name(change.protocol, change.activity),
            sender=self.body(change.sender),
            receiver=self.body(change.receiver),
        )


def _turned(names: Mapping[str, str]) -> dict[str, str]:
    return {new: old for old, new in names.items()}
