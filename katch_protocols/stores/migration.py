"""The face of moving running cases to another version: first a plan, then the move."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.stores.answers import Unsound
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.lists import with_id
from katch_protocols.words.say import say

__all__ = ["CarriedOut", "MigrationPlan", "OverdueAtOnce", "PlannedCase", "StoreMoves"]


class OverdueAtOnce(Struct, frozen=True):
    """What would be overdue as soon as a case has moved, and was not before.

    Args:
        name: the full name of the state, the activity or the step of the clock.
        at: when it was due, in UTC.
    """

    name: str
    at: datetime


class PlannedCase(Struct, frozen=True):
    """What becomes of a running case.

    Args:
        reference: its token.
        protocol: the id of its protocol.
        moves: whether it moves; else it stays with what its protocol meant.
        code: why it stays: ``state``, ``fact``, ``region`` or ``protocol`` (what it is
            in, or knows, has no image), ``together`` (its states cannot be active
            beside each other there), ``strand`` (nothing says where it would stand in
            one that is new), ``ends`` (it would be over), ``unreachable`` (the new
            version never comes there), ``too-large`` (that cannot be told, and the log
            is not legal there), ``sentence`` (the log breaks one), ``due`` (the clock
            owes more than 1,000 steps), ``unsound`` (it does not hold),
            ``own-protocol`` (the new handbook lacks the protocol of the case),
            ``not-yet`` or ``no-longer`` (it would move, but on that day the new version
            is not in force).
        name: what has no image, the id of the sentence, or the first or last day of
            the new version.
        title: the title of the safeguard with that sentence, if it has one.
        event: the number of the event that breaks the sentence.
        first: the first event that the new version would not have allowed; -1 is the
            opening, ``None``: it would have allowed all.
        overdue: what would be overdue at once.
    """

    reference: str
    protocol: Id
    moves: bool
    code: str = ""
    name: str = ""
    event: int | None = None
    first: int | None = None
    overdue: tuple[OverdueAtOnce, ...] = ()
    title: Label | None = None

    def said(self, language: str = ENGLISH) -> str:
        """Return what becomes of it, in one sentence."""
        event = -1 if self.event is None else self.event
        key = f"stays-{self.code}" if self.code else "moves"
        title = None if self.title is None else self.title.say(language)
        called = with_id(title, self.name)
        return say(f"stores.{key}", language, name=called, number=event)


class CarriedOut(Struct, frozen=True):
    """What ``carry_out`` did.

    Args:
        moved: the references of the cases that moved.
        stayed: those that stay after all: they went on since the plan was made.
        failed: those that could not be moved now; carry the plan out again.
    """

    moved: tuple[str, ...]
    stayed: tuple[PlannedCase, ...]
    failed: tuple[Unsound, ...]


class MigrationPlan(Struct, frozen=True):
    """What would become of each running case; nothing was written.

    ``cases`` are those of another meaning, by reference.
    """

    cases: tuple[PlannedCase, ...]
    carrying: Callable[[Sequence[PlannedCase]], CarriedOut]

    @property
    def moving(self) -> tuple[PlannedCase, ...]:
        """The cases that move."""
        return tuple(each for each in self.cases if each.moves)

    @property
    def staying(self) -> tuple[PlannedCase, ...]:
        """The cases that stay, each with its reason."""
        return tuple(each for each in self.cases if not each.moves)

    def carry_out(self) -> CarriedOut:
        """Move every case that moves, each in a transaction of its own.

        Each is judged again when it is held. It can be stopped at any moment and gone
        on with: a case that is there already is passed over.
        """
        return self.carrying(self.moving)


class StoreMoves(ABC):
    """Running cases and new versions of protocols."""

    @abstractmethod
    def plan_migration(
        self, handbook: Handbook, *, protocol: Id | None = None
    ) -> MigrationPlan:
        """Say of every running case what would become of it under another handbook.

        Example:
            >>> plan = store.plan_migration(kp.read("protocols/"))
            >>> for case in plan.staying:
            ...     print(case.reference, case.said("en"))
            >>> plan.carry_out().moved

        Args:
            handbook: with the new versions of its protocols.
            protocol: the id of the only one whose cases are to move.

        Raises:
            UnknownNameError: The handbook has no such protocol.
            StoreError: The database cannot be used.
            ProtocolError: A protocol of it has problems; ``check`` says which.
        """
