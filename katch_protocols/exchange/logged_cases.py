"""Live cases as a log may tell them: what was done, when, in which role; never by whom.

Everything that is written of a case is made from these nouns, and none of them has room
for a token of a person: who acted, took part, lent a role or got one stays behind. The
reference of a case is the host's own opaque token and is kept as it stands.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.cases.case import Case
from katch_protocols.cases.deadlines import Due, running
from katch_protocols.cases.event import CaseEvent, EventKind
from katch_protocols.cases.state import CaseState
from katch_protocols.charts.chart import NodeKind
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.model.noun import Id
from katch_protocols.model.states import Outcome
from katch_protocols.semantics.table import Row, Table

__all__ = ["RECORD_KEYS", "LogFeature", "LoggedCase", "LoggedEvent", "logged"]


class LogFeature(StrEnum):
    """Something that the record of a case says; the name is part of its words' key."""

    ACTIVITIES = "log-activities"
    CLOCK = "log-clock"
    INSTANTS = "log-instants"
    OPENING = "log-opening"
    ORIGINS = "log-origins"
    ROLES = "log-roles"
    AGENCIES = "log-agencies"
    PARTNERS = "log-partners"
    ACTORS = "log-actors"
    LOANS = "log-loans"
    FACTS = "log-facts"
    DOCUMENTS = "log-documents"
    REASONS = "log-reasons"
    WAIVED = "log-waived"
    DEADLINES = "log-deadlines"
    REGION = "log-region"
    VERSION = "log-version"
    OUTCOME = "log-outcome"
    BESIDE = "log-beside"
    """Which case opened it, and what became of those that it opened."""
    MOVES = "log-moves"
    """The move to another version of the protocol, and what was before it."""
    KEYS = "log-keys"
    SEALS = "log-seals"


RECORD_KEYS: Mapping[str, LogFeature | None] = {
    # of a record
    "case": LogFeature.ACTIVITIES,
    "events": LogFeature.ACTIVITIES,
    "facts": LogFeature.FACTS,
    "format": None,  # how the record is written, nothing of the case
    "head": LogFeature.SEALS,
    "now": LogFeature.OUTCOME,
    "opened": LogFeature.OPENING,
    "opener": LogFeature.BESIDE,
    "pin": LogFeature.VERSION,
    "protocol": LogFeature.VERSION,
    "region": LogFeature.REGION,
    "salt": LogFeature.SEALS,
    "version": LogFeature.VERSION,
    # of an event
    "acknowledged": None,  # the events before it say so
    "activity": LogFeature.ACTIVITIES,
    "agency": LogFeature.AGENCIES,
    "at": LogFeature.INSTANTS,
    "by": LogFeature.ACTORS,
    "for": LogFeature.ACTORS,
    "from": LogFeature.ORIGINS,
    "key": LogFeature.KEYS,
    "kind": LogFeature.CLOCK,
    "migration": LogFeature.MOVES,
    "of": LogFeature.BESIDE,
    "to_region": LogFeature.BESIDE,
    "number": None,  # the place in the list
    "previous": LogFeature.SEALS,
    "reason": LogFeature.REASONS,
    "records": LogFeature.FACTS,
    "role": LogFeature.ROLES,
    "to": LogFeature.LOANS,
    "until": LogFeature.LOANS,
    "waived": LogFeature.WAIVED,
    "with": LogFeature.PARTNERS,
}
"""What each key of a record and of its events says; ``None`` where it says nothing of
its own."""


class LoggedEvent(Struct, frozen=True):
    """A step of a case, by an activity or by the clock; a loan of a role is none.

    Args:
        number: its place in the record, from 0; loans have theirs.
        activity: the full name, or ``clock(STATE, 72 hours)``.
        after: how long it waits, where the clock makes it by itself.
        origin: the full name of the state that it was done in.
        at: when, in UTC.
        role: the id of the role acted in, if somebody acted.
        agency: the id of the agency acted for, if it was for one.
        partners: role and agency of each who took part as well.
        records: the facts that were stated.
        facts: the facts that have another value after it, with that value.
        produced: the documents that exist after it and did not before.
        needed: the documents that it needed.
        states: the innermost active states after it, in document order.
        reason: the reason code, if one was given.
        waived: the sentences that were set aside for it.
        entered: the full names of the states that it entered.
    """

    number: int
    activity: str
    after: Duration | None
    origin: str
    at: datetime
    role: Id | None
    agency: Id | None
    partners: tuple[tuple[Id, Id | None], ...]
    records: Mapping[str, str]
    facts: Mapping[str, str]
    produced: tuple[Id, ...]
    needed: tuple[Id, ...]
    states: tuple[str, ...]
    reason: Id | None
    waived: tuple[Id, ...]
    entered: tuple[str, ...]

    @property
    def is_timed(self) -> bool:
        """Whether the clock made it."""
        return self.after is not None


class LoggedCase(Struct, frozen=True):
    """A case as it stood when it was asked; instants are in UTC.

    Args:
        reference: the host's token of the case.
        protocol: the id of its protocol.
        pin: what the protocol meant when the case was opened.
        version: the version it was opened under.
        region: the id of its region, if there are regions.
        opened: when it was opened.
        last: when its last event was; ``opened`` without one.
        length: how many events its record has, loans among them.
        begun: the innermost states it began in, and the facts it began with.
        entered: the full names of the states that the opening entered.
        events: its steps.
        due: the deadlines that run, broken ones too, the soonest first.
        outcome: what its end means for the child, once it has ended.
        said: what its record says, carried by these nouns or not, and at which
            activity or state; the protocol where the whole record says so.
    """

    reference: str
    protocol: Id
    pin: str
    version: str
    region: Id | None
    opened: datetime
    last: datetime
    length: int
    begun: tuple[tuple[str, ...], Mapping[str, str]]
    entered: tuple[str, ...]
    events: tuple[LoggedEvent, ...]
    due: tuple[Due, ...]
    outcome: Outcome | None
    said: frozenset[tuple[LogFeature, str]]

    @property
    def deadlines(self) -> Mapping[str, datetime]:
        """When each deadline that runs is broken: ``due.STATE`` or ``due.ACTIVITY``.

        That of a duty to be done again is ``due.ACTIVITY.again``.
        """
        return {
            f"due.{each.activity or each.state}{'.again' * each.every}": each.at
            for each in self.due
        }


def logged(case: Case) -> LoggedCase:
    """Return a case as a log may tell it, as it stands now."""
    view = case.view()
    table = view.compiled.table
    # A case that another opened may begin with facts, and so elsewhere.
    first, entered = table.begun(view.given)
    if view.moved is not None:  # what was before it is not among the steps
        first, entered = view.moved.word, ()
    found = LoggedCase(
        reference=view.reference,
        protocol=view.compiled.protocol.id,
        pin=view.edition.pin,
        version=view.edition.version,
        region=view.region,
        opened=view.opened,
        last=view.last,
        length=len(view.log),
        begun=(_innermost(table, first), _facts(table, first)),
        entered=tuple(table.chart.nodes[at].name for at in entered),
        events=tuple(_events(table, view.log, first)),
        due=running(view),
        outcome=Case(view).outcome,
        said=frozenset(),
    )
    return replace(found, said=frozenset((*_said(found), *_left(view))))


def _events(table: Table, log: list[CaseEvent], word: int) -> Iterator[LoggedEvent]:
    for number, event in enumerate(log):
        row = event.deed.row
        if row is None:
            continue
        after = row.after(word)
        yield _event(table, number, event, row, (word, after))
        word = after


def _event(
    table: Table, number: int, event: CaseEvent, row: Row, words: tuple[int, int]
) -> LoggedEvent:
    before, after = (table.configuration(word) for word in words)
    known = before.facts
    return LoggedEvent(
        number=number,
        activity=event.activity,
        after=None if row.timer is None else row.timer.limit,
        origin=event.deed.origin,
        at=event.at,
        role=event.role,
        agency=event.agency,
        partners=tuple((role, agency) for role, _, agency in event.together_with),
        records=event.records,
        facts={
            **event.records,
            **{
                name: value
                for name, value in after.facts.items()
                if known[name] != value
            },
        },
        produced=() if row.entry is None else tuple(row.entry.act.produces),
        needed=() if row.entry is None else tuple(row.entry.act.needs),
        states=_innermost(table, words[1]),
        reason=event.reason,
        waived=event.deed.waived,
        entered=tuple(table.chart.nodes[at].name for at in row.entered),
    )


def _innermost(table: Table, word: int) -> tuple[str, ...]:
    nodes = table.chart.nodes
    active = (nodes[index] for index in table.active(word))
    inner = (NodeKind.ATOMIC, NodeKind.FINAL)
    return tuple(node.name for node in active if node.kind in inner)


def _facts(table: Table, word: int) -> Mapping[str, str]:
    return dict(table.configuration(word).facts)


def _said(case: LoggedCase) -> Iterator[tuple[LogFeature, str]]:
    """Yield what these nouns carry of a case, and where."""
    whole: Mapping[LogFeature, object] = {
        LogFeature.OPENING: case.opened,
        LogFeature.VERSION: case.version,
        LogFeature.REGION: case.region,
        LogFeature.OUTCOME: case.outcome,
        LogFeature.FACTS: any(v != UNKNOWN for v in case.begun[1].values()),
    }
    yield from ((each, case.protocol) for each, has in whole.items() if has)
    yield from ((LogFeature.DEADLINES, due.state) for due in case.due)
    for event in case.events:
        steps: Mapping[LogFeature, object] = {
            LogFeature.ACTIVITIES: event.activity,
            LogFeature.INSTANTS: event.at,
            LogFeature.CLOCK: event.is_timed,
            LogFeature.ORIGINS: event.origin,
            LogFeature.ROLES: event.role,
            LogFeature.AGENCIES: event.agency,
            LogFeature.PARTNERS: event.partners,
            LogFeature.FACTS: event.facts,
            LogFeature.DOCUMENTS: event.produced or event.needed,
            LogFeature.REASONS: event.reason,
            LogFeature.WAIVED: event.waived,
        }
        yield from ((each, event.activity) for each, has in steps.items() if has)


def _left(view: CaseState) -> Iterator[tuple[LogFeature, str]]:
    """Yield what a record says and these nouns have no room for, and where."""
    if view.opening is not None:
        yield LogFeature.BESIDE, view.compiled.protocol.id
    for event in view.log:
        yield LogFeature.SEALS, event.activity
        if event.by is not None:
            yield LogFeature.ACTORS, event.activity
        if event.kind is EventKind.STAND_IN:
            yield LogFeature.LOANS, event.activity
        if event.migration is not None:
            yield LogFeature.MOVES, event.activity
        if event.key is not None:
            yield LogFeature.KEYS, event.activity
        if event.opened or (event.more and event.more.of):
            yield LogFeature.BESIDE, event.activity
