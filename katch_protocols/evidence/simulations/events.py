"""The steps of one run as events, as a case system would have logged them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from katch_protocols.cases.compiled_case import CompiledRow
from katch_protocols.evidence.simulations.engine.store import (
    LOG_WIDTH,
    RECORD_WIDTH,
    Kind,
    ToldRun,
)
from katch_protocols.evidence.simulations.people import Seat
from katch_protocols.evidence.simulations.planning import Planned
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Enforcement

__all__ = ["SimulatedCase", "SimulatedEvent", "told_cases"]

Taking = tuple[Id, str, Id | None]
"""Who takes part: the role, a token, the agency."""


class SimulatedEvent(Struct, frozen=True):
    """One step of a simulated case; ``doer`` is ``None`` where nobody does it.

    Tokens name places at posts (``case_desk-1``), and where nobody was counted a role
    in one case: no person, real or invented.
    """

    number: int
    at: datetime
    activity: str
    doer: Taking | None
    together_with: tuple[Taking, ...]
    records: Mapping[Id, str]
    timed: bool = False


class SimulatedCase(Struct):
    """One simulated case; ``opener`` is the reference of the case that opened it."""

    reference: str
    protocol: Id
    opened: datetime
    opener: str | None
    events: list[SimulatedEvent] = field(default_factory=list)


def told_cases(planned: Planned, run: int, store: ToldRun) -> tuple[SimulatedCase, ...]:
    """Return the cases of a run that was made with its steps, in order of opening."""
    teller = _Teller(planned, run)
    for at in range(0, len(store.record), RECORD_WIDTH):
        kind, _, opened, what, opener, *_, serial = store.record[at : at + RECORD_WIDTH]
        if kind == Kind.OPENED:
            teller.open(serial, opened, what, opener)
    for at in range(0, len(store.log), LOG_WIDTH):
        teller.take(store.log[at : at + LOG_WIDTH])
    return tuple(teller.cases.values())


class _Teller:
    def __init__(self, planned: Planned, run: int) -> None:
        self.planned, self.run = planned, run
        self.cases: dict[int, SimulatedCase] = {}
        zone = ZoneInfo(planned.posts.handbook.timezone)
        begins = planned.time.begins
        self.midnight = datetime(begins.year, begins.month, begins.day)  # noqa: DTZ001 - set below
        self.zone = zone

    def instant(self, at: int) -> datetime:
        """Return an instant in UTC; the day of a simulation has 24 hours."""
        local = self.midnight + timedelta(seconds=at)
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def open(self, serial: int, opened: int, protocol: int, opener: int) -> None:
        """Begin a case."""
        above = self.cases.get(opener)
        self.cases[serial] = SimulatedCase(
            f"simulated-{self.run}-{serial}",
            self.planned.names.protocols[protocol],
            self.instant(opened),
            None if above is None else above.reference,
        )

    def take(self, line: list[int]) -> None:
        """Add one step to its case."""
        at, serial, transition, count = line[:4]
        names = self.planned.names
        case, step = self.cases[serial], names.rows[transition]
        act = names.act_of[transition]
        if step is None:
            return
        people = line[4 : 4 + count]
        parts = tuple(self._parts(case, step, act, people)) if act >= 0 else ()
        case.events.append(
            SimulatedEvent(
                len(case.events),
                self.instant(at),
                step.row.activity,
                parts[0] if parts else None,
                parts[1:],
                dict(step.row.records),
                step.row.timed,
            )
        )

    def _parts(
        self, case: SimulatedCase, step: object, act: int, people: list[int]
    ) -> Iterator[Taking]:
        assert isinstance(step, CompiledRow)  # noqa: S101 - somebody does it
        left = iter(people)
        for seat in self.planned.names.seats[act]:
            person = next(left, None) if seat.posts else None
            if person is None:
                yield seat.role, _somebody(act, step, seat, case), seat.agency
            else:
                yield self._at_post(person, seat)

    def _at_post(self, person: int, seat: Seat) -> Taking:
        plan = self.planned.plan
        post = max(d for d in range(len(plan.post_people)) if plan.post_at[d] <= person)
        while plan.post_people[post] == 0:
            post -= 1
        known = self.planned.posts.all[post]
        token = f"{known.id}-{person - plan.post_at[post] + 1}"
        role, agency = self.planned.posts.held(seat, post)
        return role, token, agency


def _somebody(act: int, step: CompiledRow, seat: Seat, case: SimulatedCase) -> str:
    """Return a token of whoever nobody counted; apart or the same as sentences say."""
    apart = {Enforcement.APART, Enforcement.AGENCIES_APART}
    kept_apart = any(each.constraint.kind in apart for each in step.constraints)
    serial = case.reference.rpartition("-")[2]
    name = f"{seat.role}-{act}-{len(case.events)}" if kept_apart else seat.role
    for each in step.constraints:
        if each.constraint.kind is Enforcement.SAME:
            name = f"{seat.role}-same-{each.number}"
    return f"{name[:40]}-of-{serial}"
