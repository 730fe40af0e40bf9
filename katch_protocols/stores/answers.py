"""What a store answers: an act that was done, work that is open, a line of a case."""

from datetime import datetime

from msgspec import Struct

from katch_protocols.cases.beside import Opening
from katch_protocols.cases.event import CaseEvent
from katch_protocols.model.noun import Id
from katch_protocols.model.states import Outcome
from katch_protocols.stores.fault_codes import FAULTS, fault_called
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.say import say

__all__ = [
    "CaseLine",
    "Done",
    "Loaded",
    "Notice",
    "StoreInfo",
    "Ticked",
    "Unsound",
    "Verified",
    "Work",
]


class Done(Struct, frozen=True):
    """What an act did, and the case as it is then; all of it is stored.

    Args:
        reference: the token of the case.
        event: what was done; of a repetition, what the first one did.
        version: how many events the case has now.
        states: the full names of the states that are active now.
        opened: the cases beside that the act opened, or that go on in their place.
        repeated: whether the key was known, and nothing was done.
    """

    reference: str
    event: CaseEvent
    version: int
    states: tuple[str, ...]
    opened: tuple[Opening, ...]
    repeated: bool


class Work(Struct, frozen=True):
    """What is open in a case: a state, a duty, a clock, or that nobody took it up.

    Args:
        reference: the token of the case.
        kind: ``state``, ``duty``, ``every`` (a duty that is due again and again),
            ``after`` (a step that the clock takes) or ``taken_up``.
        name: the full name of the state, the activity or the step of the clock.
        began: the number of the event with which it began; -1 is the opening.
        protocol: the id of the protocol.
        region: the id of the region; ``None`` where the handbook has none.
        held_by: the id of the role that answers for it; ``None`` where nobody does.
        due_at: by when, in UTC; ``None`` without a deadline.
        told: how many of those who must be told of the broken deadline were told.
    """

    reference: str
    kind: str
    name: str
    began: int
    protocol: Id
    region: Id | None
    held_by: Id | None
    due_at: datetime | None
    told: int

    @property
    def cursor(self) -> str:
        """Where a page ends: hand it in as ``after`` for the next one."""
        due = "" if self.due_at is None else self.due_at.isoformat()
        return f"{due}/{self.reference}/{self.kind}/{self.name}"


class CaseLine(Struct, frozen=True):
    """A case as a list shows it.

    Args:
        reference: its token.
        protocol: the id of its protocol.
        pin: what the protocol means for it.
        region: the id of its region; ``None`` where the handbook has none.
        opened_at: when it was opened, in UTC; of an erased case, when it was erased.
        opened_by: the reference of the case that opened it, if one did.
        version: how many events it has.
        ended_at: when it ended, in UTC; ``None`` while it goes on.
        outcome: what its end means for the child; ``None`` before it.
        erased_at: when it was erased, in UTC; ``None`` if it was not.
    """

    reference: str
    protocol: Id
    pin: str
    region: Id | None
    opened_at: datetime
    opened_by: str | None
    version: int
    ended_at: datetime | None
    outcome: Outcome | None
    erased_at: datetime | None

    @property
    def cursor(self) -> str:
        """Where a page ends: hand it in as ``after`` for the next one."""
        return f"{self.opened_at.isoformat()}/{self.reference}"


class StoreInfo(Struct, frozen=True):
    """Where a store is and what it promises; ``str`` says it.

    Args:
        id: the identity of the store, drawn by chance when it was made.
        name: what the host calls it.
        schema_version: the version of its tables.
        database: the database and its version.
        where: the file, ``:memory:``, or host and database; no password.
        journal: how it is written down before a call returns.
        promise: what survives: ``power`` (a power cut), ``crash`` (kill -9), ``memory``
            (nothing), or ``unknown``: the host's own settings decide.
        is_hosted: whether the engine is the host's own.
        has_lock_file: whether a lock file beside the database says who writes next, as
            beside a file of SQLite; in a transaction of the host's own it cannot come
            first.
    """

    id: str
    name: str
    schema_version: int
    database: str
    where: str
    journal: str
    promise: str
    is_hosted: bool
    has_lock_file: bool

    def said(self, language: str = ENGLISH) -> tuple[str, ...]:
        """Return what is promised and what is not, a sentence each."""
        keys = [f"promise-{self.promise}", "promise-atomic", "promise-keys"]
        keys += ["promise-backups", "promise-order"]
        if self.has_lock_file:
            keys.append("promise-lock")
        return tuple(say(f"stores.{key}", language) for key in keys)

    def __str__(self) -> str:
        head = f"{self.name} ({self.id}): {self.database}, {self.journal}, {self.where}"
        return "\n".join([head, *self.said()])


class Unsound(Struct, frozen=True):
    """A case that does not hold.

    Args:
        reference: its token, as the table has it.
        code: why, as in ``RecordError``; ``hash`` where an event and its hash differ,
            ``open`` where what is open does not follow from the case, ``link`` where
            what is said of a case beside it does not, ``release``
            where the text that it belongs to is missing, ``erased`` where a case
            counts as erased and is not forgotten, ``refused`` where it cannot go on;
            of a move that failed also as in ``StoreError``.
        event: the number of the event, from 0; ``None`` for the case as a whole.
    """

    reference: str
    code: str
    event: int | None = None

    def said(self, language: str = ENGLISH) -> str:
        """Return why, in one sentence."""
        if self.code in FAULTS:
            return fault_called(self.code).said(language)
        return say(f"stores.unsound-{self.code}", language)


class Verified(Struct, frozen=True):
    """What ``verify`` found.

    Args:
        cases: how many cases were gone through.
        unsound: those that do not hold.
    """

    cases: int
    unsound: tuple[Unsound, ...]

    def __bool__(self) -> bool:
        """Tell whether everything holds."""
        return not self.unsound


class Notice(Struct, frozen=True):
    """Somebody who must be told of a broken deadline, once for each name.

    The name is case, kind, name, began and rank: a clock that was only paused keeps it.

    Args:
        reference: the token of the case.
        kind: ``state``, ``duty``, ``every`` or ``taken_up``, as in ``Work``.
        name: the full name of the state or the activity.
        began: the number of the event that began the clock; -1 is the opening.
        rank: the place in the escalation, from 0.
        tell: the id of the role or the agency to be told.
        due_at: when the deadline was broken, in UTC.
        at: from when this one must be told, in UTC.
    """

    reference: str
    kind: str
    name: str
    began: int
    rank: int
    tell: Id
    due_at: datetime
    at: datetime


class Ticked(Struct, frozen=True):
    """What ``tick`` did.

    Args:
        done: the references of the cases in which something had come due.
        told: who must be told by now and was not before.
        failed: the cases that do not hold; they were passed over.
        more: whether more is due: call it again.
    """

    done: tuple[str, ...]
    told: tuple[Notice, ...]
    failed: tuple[Unsound, ...]
    more: bool


class Loaded(Struct, frozen=True):
    """What ``load`` did.

    Args:
        cases: how many cases were added.
        known: how many were there already, just so.
    """

    cases: int
    known: int
