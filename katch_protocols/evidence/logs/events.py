"""What a log says of each case, in the words of its protocol; of nobody by name."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from msgspec import Struct, field
from msgspec import field as struct_field

from katch_protocols.answers import Brief
from katch_protocols.cases.clock_parts import ClockParts
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.event import EventKind
from katch_protocols.cases.happening import Happening
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogMapping
from katch_protocols.model.noun import Id
from katch_protocols.semantics.table import Row

__all__ = [
    "NO_TIME",
    "Heard",
    "LogCase",
    "LogEvent",
    "LogPartner",
    "LogReading",
    "MovedCase",
    "PastStep",
    "Place",
    "RetoldCase",
    "instant_of_micros",
    "micros",
]

Place = tuple[int, int]
"""Where something stands: the number of the file, from 0, and the row, from 1."""

NO_TIME = -(2**63)
"""Stands among microseconds for what is no instant."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Return an instant as whole microseconds since 1970, UTC."""
    return (at - _EPOCH) // _MICRO


def instant_of_micros(at: int) -> datetime:
    """Return the instant of so many microseconds since 1970, in UTC."""
    return _EPOCH + at * _MICRO


class LogPartner(Struct, frozen=True):
    """Somebody who took part as well; what the log does not tell is empty."""

    roles: tuple[Id, ...]
    agencies: tuple[Id, ...]
    person: str | None


class LogEvent(Struct, frozen=True):
    """One event of a log; everything is in our words.

    Attributes:
        place: Where it stands.
        at: When it was, in microseconds since 1970, UTC; the earliest it can have been.
        until: The latest; the same as ``at`` but for a day without a time.
        activity: The full name; of a step of the clock ``clock(STATE, 72 hours)``.
            Empty where no name fits.
        kind: What it is: done, by the clock, a signal, or a loan of a role.
        records: The facts that it states, as far as the log tells.
        roles: As which of these somebody acted; empty: the log does not tell.
        agencies: For which of these; empty likewise.
        person: A keyed hash of who; ``None`` likewise.
        partners: Who took part as well; ``None``: the log does not tell.
        origin: The state in which it was done; ``None`` likewise.
        behalf: A keyed hash of whom a deputy stood in for.
        qualified: The trainings of whoever acted; ``None`` likewise.
        deputy: Of a loan: a keyed hash of who got the role.
        lent_until: Of a loan: until when, in microseconds.
        region: In which region it was, where events tell.
        number: Its place in the case, where the log tells.
    """

    place: Place
    at: int
    until: int
    activity: str
    kind: EventKind = EventKind.ACTIVITY
    records: Mapping[Id, str] = struct_field(default_factory=dict)
    roles: tuple[Id, ...] = ()
    agencies: tuple[Id, ...] = ()
    person: str | None = None
    partners: tuple[LogPartner, ...] | None = None
    origin: str | None = None
    behalf: str | None = None
    qualified: tuple[Id, ...] | None = None
    deputy: str | None = None
    lent_until: int = 0
    region: Id | None = None
    number: int | None = None


class Heard(Struct, frozen=True):
    """Something in a case that is no step, or not as it should be.

    Attributes:
        code: ``unknown-activity``, ``unknown-value``, ``unknown-role`` or ``disorder``.
        at: When, in microseconds.
        place: Where it stands.
        facts: What was seen, which is never a person, and the nearest name.
    """

    code: str
    at: int
    place: Place
    facts: Mapping[str, str] = struct_field(default_factory=dict)


class PastStep(Struct, frozen=True):
    """A step before a case moved, in the words of the version that it moved to.

    ``before`` and ``after`` are words of the case.
    """

    event: LogEvent
    row: Row
    before: int
    after: int
    happened: Happening


class RetoldCase(Struct, frozen=True):
    """What was before a case moved, as if it had been lived under the version of now.

    ``word`` is that with which it began, ``entered`` the nodes that it entered then;
    ``is_legal`` whether this version would have allowed all of it.
    """

    word: int
    entered: tuple[int, ...]
    steps: tuple[PastStep, ...]
    is_legal: bool


class MovedCase(Struct, frozen=True):
    """How a case went on that moved to another version of its protocol.

    Attributes:
        word: The word of the version of now in which it went on.
        clock: What its clock knew then; moments of before have numbers below -1.
        at: When, in microseconds since 1970, UTC.
        before: Where the events before it stand.
        past: What they were; ``None`` where nobody knows what they meant then.
    """

    word: int
    clock: ClockParts
    at: int
    before: tuple[Place, ...]
    past: RetoldCase | None


class LogCase(Brief, Struct, frozen=True):
    """One whole case of a log.

    Attributes:
        key: A keyed hash of its reference.
        compiled: Its protocol, as it was meant when the case was opened.
        region: Where it is; ``None`` where there are no regions.
        opened: When it was opened, in microseconds since 1970, UTC.
        opened_last: The latest that this can have been, where only the day is told.
        seen: Whether its beginning is in the log; else it may be in any state.
            ``None``: the log does not tell.
        is_opening_told: Whether the log tells when it was opened; else it can have been
            before ``opened``.
        facts: The values with which it was opened; ``None``: another case may have
            given it some, and the log does not tell.
        opener: A keyed hash of the case that opened it.
        due: By when it must be taken up, where the log tells, in microseconds; at the
            latest, where it does not tell to the instant when it was opened.
        due_first: The same at the earliest; ``None``: it is told to the instant.
        is_due_told: Whether the log tells that; else it cannot be told.
        events: Its events, in their order.
        heard: What is no step of it.
        noted: How many events were read of it, those included that are no steps.
        undated: How many more it has of which nobody can tell when they were.
        moved: How it went on if it moved to another version, which ``compiled`` is; its
            events are those since then, and the loans of roles that were running.
    """

    UNSAID = ("compiled", "moved")

    key: str
    compiled: CompiledCase
    region: Id | None
    opened: int
    seen: bool | None
    events: tuple[LogEvent, ...]
    facts: Mapping[Id, str] | None = field(default_factory=dict)
    opener: str | None = None
    due: int | None = None
    due_first: int | None = None
    is_due_told: bool = True
    heard: tuple[Heard, ...] = ()
    noted: int = 0
    is_opening_told: bool = True
    opened_last: int | None = None
    undated: int = 0
    moved: MovedCase | None = None

    @property
    def opening(self) -> tuple[int, int]:
        """The earliest and the latest that it can have been opened."""
        last = self.opened if self.opened_last is None else self.opened_last
        return self.opened, max(self.opened, last)

    @property
    def is_strange(self) -> bool:
        """Whether too little is known of its events to tell their order.

        Of more than one in ten no name is known, or of one nobody can tell when it was.
        """
        strange = sum(each.code == "unknown-activity" for each in self.heard)
        return self.undated > 0 or strange * _ONE_IN > self.noted


_ONE_IN = 10
"""More events than one in so many without a name: the order cannot be told."""


class LogReading(Brief, Struct, frozen=True, eq=False):
    """Everything that was read of a log.

    Attributes:
        mapping: How it was read.
        handbook: Whose words it is in.
        cases: The cases, by their keyed hash.
        files: The files that were read, by name.
        until: Until when the log is complete, in microseconds, UTC.
        events: How many different events were read.
        left_out: How many events were left out, by reason; a case that was left out as
            a whole counts under ``cases-…``.
        unread: Files that could not be read, or not to their end: name, row, reason.
        unmapped: What the log does not tell, so that nothing of it can be judged:
            ``role``, ``agency``, ``person``, ``together_with`` …
        hashing: What made its keyed hashes.
        is_simulated: Whether a row says that its case is made up.
        first_left_out: Where the first of what was left out stands, by reason: the
            number of its file in ``files``, and the row.
        not_in_force: How many cases were opened while the text was not in force that
            they are held against, though the mapping names no pin.
    """

    UNSAID = ("handbook", "hashing")

    mapping: LogMapping
    handbook: Handbook
    cases: tuple[LogCase, ...]
    files: tuple[str, ...]
    until: int
    events: int
    left_out: Mapping[str, int] = field(default_factory=Counter)
    unread: tuple[tuple[str, int, str], ...] = ()
    unmapped: tuple[str, ...] = ()
    hashing: Hashing = field(default_factory=Hashing)
    is_simulated: bool = False
    first_left_out: Mapping[str, Place] = field(default_factory=dict)
    not_in_force: int = 0

    def rows_left_out(self) -> dict[str, tuple[str, int]]:
        """Return the file and the row of the first that was left out, by reason.

        None of what no file has, and of events that went with their whole case.
        """
        return {
            why: (self.files[file], row)
            for why, (file, row) in sorted(self.first_left_out.items())
            if file < len(self.files)
        }
