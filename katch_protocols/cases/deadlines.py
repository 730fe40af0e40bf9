"""By when: the deadlines that run in a case, and who must be told if one is broken."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.cases.arguments import When, instant_of
from katch_protocols.cases.clock import CaseClock
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.instants import EVER, NEVER
from katch_protocols.cases.owed import OPENING, Moment
from katch_protocols.cases.receiving import is_taken_up, receivers
from katch_protocols.cases.state import CaseState
from katch_protocols.charts.chart import ChartDuty, ChartNode, Entry
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.model.deadlines import Basis, Duration
from katch_protocols.model.noun import Id
from katch_protocols.semantics.table import Row

__all__ = [
    "Due",
    "RunningTimer",
    "Told",
    "alarm_after",
    "duty_of",
    "entry_of",
    "escalation_of",
    "running",
    "running_alone",
    "timers",
]


class Told(Struct, frozen=True):
    """Who must be told of a broken deadline, and from when.

    ``tell`` is the id of a role or an agency, of a panel its chair's; ``at`` is in UTC.
    """

    tell: Id
    at: datetime


class Due(Struct, frozen=True):
    """A deadline that runs: the state must be left by ``at``, counted from ``since``.

    Where ``activity`` is given, it must be done by then: the clock is the duty's own.

    Args:
        state: the full name of the state, dotted from the top; empty for a duty that
            the protocol itself declares, ``taken_up`` for the limit within which an
            opened case must be taken up.
        limit: the duration as written; ``str`` of it is ``3 working days``.
        basis: ``statutory``, ``guidance``, ``foreign`` or ``proposed``.
        held_by: the id of the role that answers until then.
        since: when its clock began, in UTC; later by as long as it was paused.
        at: when it is broken, in UTC; at that very instant it is not yet.
        escalation: who must be told after it, the first first.
        activity: the full name of the activity whose own clock it is.
        every: whether it is due again after each time that it is done.
        began: the number of the event that began the clock; -1 is the opening. While
            it was only paused (``stop``) it is the same clock; once it is started
            again it is another.
    """

    state: str
    limit: Duration
    basis: Basis
    held_by: Id | None
    since: datetime
    at: datetime
    escalation: tuple[Told, ...]
    activity: str | None = None
    every: bool = False
    began: int = OPENING

    def is_overdue(self, now: When) -> bool:
        """Tell whether the deadline is broken; at its very instant it is not yet.

        Raises:
            InstantError: The instant has no time zone or is out of range.
            TypeError: It is no instant.
        """
        return instant_of("now", now, EVER) > self.at

    def told(self, now: When) -> tuple[Told, ...]:
        """Return who must have been told by ``now``; nobody while it is not broken.

        Raises:
            InstantError: The instant has no time zone or is out of range.
            TypeError: It is no instant.
        """
        at = instant_of("now", now, EVER)
        if at <= self.at:
            return ()
        return tuple(each for each in self.escalation if each.at <= at)


class RunningTimer(Struct, frozen=True):
    """A step that the clock takes by itself (``after``), as it runs in a case.

    ``step`` is its name, ``since`` when its clock began, ``at`` when it is taken, both
    in UTC; ``began`` is the number of the event that began it.
    """

    state: str
    step: str
    held_by: Id | None
    since: datetime
    at: datetime
    began: int


def timers(state: CaseState) -> tuple[RunningTimer, ...]:
    """Return every ``after`` that runs in a case, the soonest first."""
    clock, compiled, found = state.clock, state.compiled, dict[str, RunningTimer]()
    if clock is None or compiled.table.is_final(state.word):
        return ()
    for step in compiled.ticks:
        timer = step.row.timer
        if timer is None or state.word & step.mask != step.match:
            continue
        node = compiled.chart.nodes[step.row.node]
        since, began = clock.counts(node, timer)
        at = compiled.clocks.calendar.later(since, timer.limit)
        name = step.row.activity
        found[name] = RunningTimer(node.name, name, node.held_by, since, at, began)
    return tuple(sorted(found.values(), key=lambda timer: timer.at))


def alarm_after(state: CaseState, now: datetime) -> datetime | None:
    """Return the first instant after ``now`` at which anything is due, if any is.

    A step that the clock owes already is due at its own instant, before ``now``.
    """
    found = [] if state.wake == NEVER else [state.wake]
    for due in running(state):
        found += (at for at in (due.at, *(t.at for t in due.escalation)) if at > now)
    return min(found, default=None)


def running(state: CaseState) -> tuple[Due, ...]:
    """Return every deadline that runs in a case, the soonest first."""
    compiled = state.compiled
    return tuple(
        replace(due, escalation=escalation_of(compiled, due))
        if due.state != TAKEN_UP
        else due
        for due in running_alone(state)
    )


def escalation_of(compiled: CompiledCase, due: Due) -> tuple[Told, ...]:
    """Return who must be told of a deadline of the protocol if it is broken."""
    entry = entry_of(compiled, due)
    if entry is not None:
        return _escalation(compiled, entry.act.escalate_to, due.at)
    chart = compiled.chart
    node = chart.nodes[chart.by_name[due.state]] if due.state else chart.root
    return _escalation(compiled, node.escalate_to, due.at)


def duty_of(compiled: CompiledCase, due: Due) -> ChartDuty | None:
    """Return the duty whose deadline it is; ``None``: a state has it.

    One act may be declared in several states, each with its clock and who answers; and
    one duty may last over several states, whichever of them the case is in.
    """
    if due.activity is None:
        return None
    chart = compiled.chart
    node = chart.by_name[due.state] if due.state else 0
    return next(
        duty
        for duty in chart.duties
        if (duty.activity, duty.again) == (due.activity, due.every)
        and any(chart.entries[place].node == node for place in duty.places)
    )


def entry_of(compiled: CompiledCase, due: Due) -> Entry | None:
    """Return where the duty of a deadline is declared; ``None``: a state has it."""
    duty = duty_of(compiled, due)
    if duty is None:
        return None
    chart = compiled.chart
    node = chart.by_name[due.state] if due.state else 0
    entries = (chart.entries[place] for place in duty.places)
    return next(each for each in entries if each.node == node)


def running_alone(state: CaseState) -> tuple[Due, ...]:
    """Return every deadline that runs, without who must be told; else as above."""
    compiled = state.compiled
    if compiled.table.is_final(state.word):
        return ()
    clock = state.clock or _replayed(state)
    nodes = compiled.chart.nodes
    active = [0, *compiled.table.active(state.word)]
    found = [due for index in active for due in _due(compiled, clock, nodes[index])]
    found += (
        due
        for rule, since in clock.owed()
        if rule.is_on(state.word)
        for due in [_owed(compiled, rule.duty, since, active)]
    )
    found += _taking_up(state)
    return tuple(sorted(found, key=lambda due: due.at))


def _taking_up(state: CaseState) -> Iterator[Due]:
    """Yield by when an opened case must be taken up, while nobody has."""
    opening = state.opening
    if opening is None or opening.limit is None or opening.due is None:
        return
    if is_taken_up(state):
        return
    yield Due(
        TAKEN_UP,
        opening.limit,
        opening.basis or Basis.PROPOSED,
        next(iter(receivers(state)), None),
        state.opened,
        opening.due,
        _escalation(state.compiled, (), opening.due),
    )


def _due(compiled: CompiledCase, clock: CaseClock, node: ChartNode) -> Iterator[Due]:
    deadline = node.within
    if deadline is None:
        return
    since, began = clock.since(node, node.clock_start)
    at = compiled.clocks.calendar.later(since, deadline.limit)
    yield Due(
        node.name,
        deadline.limit,
        deadline.basis,
        node.held_by,
        since,
        at,
        (),
        began=began,
    )


def _owed(
    compiled: CompiledCase, duty: ChartDuty, moment: Moment, active: Sequence[int]
) -> Due:
    """Return the deadline of a duty's own clock, in the state that declares it."""
    chart = compiled.chart
    place = next(place for place in duty.places if chart.entries[place].node in active)
    entry = chart.entries[place]
    node = chart.nodes[entry.node]
    since, began = moment
    at = compiled.clocks.calendar.later(since, duty.limit.limit)
    return Due(
        node.name,
        duty.limit.limit,
        duty.limit.basis,
        node.held_by,
        since,
        at,
        (),
        duty.activity,
        duty.again,
        began,
    )


def _escalation(
    compiled: CompiledCase, told: Sequence[Id], at: datetime
) -> tuple[Told, ...]:
    chairs = compiled.chairs
    if told:
        return tuple(Told(chairs.get(name, name), at) for name in told)
    chain = (
        Told(
            chairs.get(step.tell, step.tell),
            compiled.clocks.calendar.later(at, step.after),
        )
        for step in compiled.handbook.escalation
    )
    return tuple(sorted(chain, key=lambda told: told.at))


def _replayed(state: CaseState) -> CaseClock:
    """Follow the log again; a case whose protocol has no ``after`` keeps no clock."""
    compiled = state.compiled
    word, entered = compiled.table.begun(state.given)
    clock = CaseClock(compiled.clocks, state.opened, word, entered)
    for row, moment in _rows(state):
        clock.take(row, word, moment)
        word = row.after(word)
    return clock


def _rows(state: CaseState) -> Iterator[tuple[Row, Moment]]:
    for number, event in enumerate(state.log):
        if event.deed.row is not None:
            yield event.deed.row, (event.at, number)
