"""What is open in a case, as rows of ``kp_open``: it follows from the case alone."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, delete, insert, select

from katch_protocols.cases.deadlines import Due, running, timers
from katch_protocols.cases.instants import NEVER
from katch_protocols.cases.owed import OPENING
from katch_protocols.cases.receiving import is_taken_up, receivers
from katch_protocols.cases.state import CaseState
from katch_protocols.charts.chart import NodeKind
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.stores.tables import LAST, micros, open_rows

__all__ = [
    "AFTER",
    "DUTY",
    "EVERY",
    "STATE",
    "OpenRow",
    "as_columns",
    "open_in",
    "replace_open",
]

STATE, DUTY, EVERY, AFTER = "state", "duty", "every", "after"


class OpenRow(Struct, frozen=True):
    """A row of ``kp_open`` before anybody was told of it.

    ``alarms`` are the instants at which somebody must look: of an escalation one for
    each who must be told, whom ``tells`` names; of a step of the clock its own.
    """

    kind: str
    name: str
    began: int
    held_by: str | None
    due_at: int
    alarms: tuple[int, ...] = ()
    tells: tuple[str, ...] = ()

    def next_at(self, told: int) -> int:
        """Return when somebody must look, once so many were told."""
        return self.alarms[told] if told < len(self.alarms) else LAST


def open_in(state: CaseState) -> tuple[OpenRow, ...]:
    """Return everything that is open in a case."""
    if state.compiled.table.is_final(state.word):
        return ()
    found: dict[tuple[str, str], OpenRow] = {}
    dues = running(state)
    for row in (*_states(state, dues), *_dues(state, dues), *_clocks(state)):
        # Two strands may each owe the same activity: both stay to be seen.
        is_second = row.kind in {DUTY, EVERY} and (row.kind, row.name) in found
        kept = replace(row, name=f"{row.name}@{row.began}") if is_second else row
        found[kept.kind, kept.name] = kept
    return tuple(found.values())


def _states(state: CaseState, dues: Iterable[Due]) -> Iterator[OpenRow]:
    """Yield each innermost state; one with a deadline comes with its clock after it."""
    table = state.compiled.table
    active = table.active(state.word)
    nodes = [table.chart.nodes[index] for index in active]
    limited = {due.state for due in dues if due.activity is None}
    for node in nodes:
        if node.kind is NodeKind.ATOMIC and node.name not in limited:
            yield OpenRow(
                STATE, node.name, _entered(state, node.index), node.held_by, LAST
            )


def _entered(state: CaseState, node: int) -> int:
    """Return the number of the event that last entered a node."""
    moved = state.moved
    for number in range(len(state.log) - 1, OPENING, -1):
        if moved is not None and number == moved.number:
            name = state.compiled.chart.nodes[node].name
            return moved.entered.states.get(name, number)
        row = state.log[number].deed.row
        if row is not None and (node in row.entered or node in row.resumed):
            return number
    return OPENING


def _dues(state: CaseState, dues: Iterable[Due]) -> Iterator[OpenRow]:
    is_waiting = state.opening is not None and not is_taken_up(state)
    for due in dues:
        yield _due(due)
        is_waiting = is_waiting and _kind(due) != TAKEN_UP
    if is_waiting:
        holder = next(iter(receivers(state)), None)
        yield OpenRow(TAKEN_UP, TAKEN_UP, OPENING, holder, LAST)


def _kind(due: Due) -> str:
    if due.activity is not None:
        return EVERY if due.every else DUTY
    return TAKEN_UP if due.state == TAKEN_UP else STATE


def _due(due: Due) -> OpenRow:
    name = due.state if due.activity is None else due.activity
    alarms = tuple(micros(told.at) for told in due.escalation)
    tells = tuple(told.tell for told in due.escalation)
    at = micros(due.at)
    return OpenRow(_kind(due), name, due.began, due.held_by, at, alarms, tells)


def _clocks(state: CaseState) -> Iterator[OpenRow]:
    running_timers = timers(state)
    for timer in running_timers:
        at = micros(timer.at)
        yield OpenRow(AFTER, timer.step, timer.began, timer.held_by, at, (at,))
    first = min((timer.at for timer in running_timers), default=NEVER)
    if state.wake < first:
        # A signal that waits for its instant, on account of a sentence.
        news = state.news_at(state.last)
        name = "" if news is None else news[1].signal
        at = micros(state.wake)
        yield OpenRow(AFTER, name, len(state.log) - 1, None, at, (at,))


def replace_open(
    connection: Connection, state: CaseState, *, told: Mapping[Any, int] | None = None
) -> None:
    """Replace what is open in a case; how many were told stays with what it is of.

    ``told`` says it instead, by kind, name and began.
    """
    mine = {"mine": state.reference}
    known = {(row.kind, row.name): row for row in connection.execute(_KNOWN, mine)}
    fresh = {}
    for row in open_in(state):
        before = known.get((row.kind, row.name))
        count = before.told if before is not None and before.began == row.began else 0
        if told is not None:
            count = told.get((row.kind, row.name, row.began), 0)
        fresh[row.kind, row.name] = as_columns(state, row, count)
    if {key: dict(row._mapping) for key, row in known.items()} == fresh:  # noqa: SLF001
        return
    if known:
        connection.execute(_GONE, mine)
    if fresh:
        connection.execute(_FRESH, list(fresh.values()))


_KNOWN = select(open_rows).where(open_rows.c.reference == bindparam("mine"))
_GONE = delete(open_rows).where(open_rows.c.reference == bindparam("mine"))
_FRESH = insert(open_rows)


def as_columns(state: CaseState, row: OpenRow, told: int) -> dict[str, Any]:
    """Return a row as its columns."""
    return {
        "reference": state.reference,
        "kind": row.kind,
        "name": row.name,
        "began": row.began,
        "protocol": state.compiled.protocol.id,
        "region": state.region,
        "held_by": row.held_by,
        "due_at": row.due_at,
        "next_at": row.next_at(told),
        "told": told,
    }
