"""What changes in a run: cases, tasks, people, and what is told; all whole numbers.

This and the modules beside it are the definition: plain loops over whole numbers and
lists, so that a compiler could read them as well.
"""

from heapq import heappush
from typing import NamedTuple

from katch_protocols.evidence.simulations.plan import (
    MOST_SEATS,
    Plan,
)

__all__ = [
    "AFTER",
    "ALONE",
    "ARRIVE",
    "CHOICE",
    "DEAD",
    "FREE",
    "GAP",
    "HAPPENS",
    "KEPT",
    "LOGS",
    "LOG_WIDTH",
    "MONTH",
    "MONTH_WIDTH",
    "MOST_DOERS",
    "MOST_OPEN",
    "MOST_PAUSES",
    "MOST_TASKS",
    "NOW",
    "OPEN",
    "QUEUED",
    "RECORD_WIDTH",
    "SEQ",
    "SERIAL",
    "SHARE",
    "STATUS",
    "TASKS",
    "TASK_SERIAL",
    "TIMER",
    "VALUE",
    "WAIT",
    "WAITED",
    "WAITS",
    "WAKE",
    "WAKES",
    "WORK",
    "WORKED",
    "WORKS",
    "Kind",
    "RunStore",
    "Status",
    "new_store",
    "push",
    "tell",
]


RECORD_WIDTH = 8
"""Numbers of one record.

Kind, number of the case, when it was opened, what, value, whether it was kept, when,
and the serial of the case: of a number there may be several, opened by one another.
"""

MONTH_WIDTH = 8
"""Numbers of one month of one desk: see ``_month``."""

LOG_WIDTH = 4 + MOST_SEATS
"""Numbers of one step: when, which case, which transition, how many people, who."""

MOST_TASKS = 10_000_000
MOST_OPEN = 100_000
MOST_PAUSES = 64
MOST_DOERS = 16

ARRIVE, WORKED, WAITED, TIMER, HAPPENS, WAKE, MONTH = 0, 1, 2, 3, 4, 5, 6
"""Kinds of events."""

FREE, WAITS, QUEUED, WORKS, ALONE, DEAD = 0, 1, 2, 3, 4, 5
"""Where a task is: ``ALONE`` at work with nobody counted, ``DEAD`` but still queued."""

CHOICE, WORK, WAIT, VALUE, KEPT, SHARE, AFTER, GAP = 1, 2, 3, 4, 5, 6, 7, 8
"""What a draw is for."""


class _RecordKind(NamedTuple):
    OPENED: int = 0
    ENDED: int = 1
    MEASURED: int = 2
    CLOCK: int = 3
    DUTY: int = 4
    SENTENCE: int = 5
    STUCK: int = 6


Kind = _RecordKind()
"""What a record is of."""


class _Status(NamedTuple):
    DONE: int = 0
    TOO_MANY_TASKS: int = 1
    TOO_MANY_OPEN: int = 2


Status = _Status()
"""How a run ended."""


SEQ, SERIAL, TASKS, OPEN, WAKES, STATUS, NOW, LOGS, TASK_SERIAL = (
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
)
"""Places of the counters."""


class RunStore(NamedTuple):
    """Everything that changes in a run: cases, tasks, people, and what is told.

    Of each case there are as many numbers of a field as ``plan.widths`` says.
    """

    n: list[int]
    heap: list[tuple[int, int, int, int, int]]
    todo: list[int]
    births: list[tuple[int, int, int, int, int, int]]
    config: list[int]
    serial: list[int]
    key: list[int]
    number: list[int]
    opened: list[int]
    parent: list[int]
    parent_serial: list[int]
    past: list[int]
    news: list[int]
    visits: list[int]
    times: list[int]
    stay: list[int]
    task: list[int]
    done: list[int]
    since: list[int]
    duty: list[int]
    duty_since: list[int]
    happened: list[int]
    left: list[int]
    fired: list[int]
    measured: list[int]
    waiting: list[int]
    off: list[int]
    doers: list[int]
    doers_n: list[int]
    pauses: list[int]
    pauses_n: list[int]
    pending: list[int]
    children: list[int]
    free_cases: list[int]
    t_case: list[int]
    t_state: list[int]
    t_stay: list[int]
    t_act: list[int]
    t_base: list[int]
    t_sides: list[int]
    t_phase: list[int]
    t_since: list[int]
    t_due: list[int]
    t_work: list[int]
    t_serial: list[int]
    t_person: list[int]
    t_people: list[int]
    free_tasks: list[int]
    queue: list[int]
    busy: list[int]
    agency: list[int]
    d_busy: list[int]
    d_last: list[int]
    d_sum: list[int]
    q_n: list[int]
    q_last: list[int]
    q_sum: list[int]
    q_work: list[int]
    w_n: list[int]
    w_sum: list[int]
    record: list[int]
    monthly: list[int]
    log: list[int]


def push(s: RunStore, at: int, kind: int, a: int, b: int) -> None:
    """Let something happen at an instant; of one instant, in the order of pushing."""
    s.n[SEQ] += 1
    heappush(s.heap, (at, s.n[SEQ], kind, a, b))


def tell(s: RunStore, kind: int, case: int, what: int, value: int, kept: int) -> None:
    """Tell one thing of a case."""
    s.record.extend(
        (
            kind,
            s.number[case],
            s.opened[case],
            what,
            value,
            kept,
            s.n[NOW],
            s.serial[case],
        )
    )


def _empty() -> "list[int]":
    return [0 for _ in range(0)]


def new_store(p: Plan) -> RunStore:
    """Return an empty store."""
    people = p.desk_at[len(p.desk_people)]
    desks = len(p.desk_people)
    e = _empty
    return RunStore(
        [0 for _ in range(9)],
        [(0, 0, 0, 0, 0) for _ in range(0)],
        e(),
        [(0, 0, 0, 0, 0, 0) for _ in range(0)],
        e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(),
        e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(),
        e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(),
        e(), e(), e(), e(),
        [0 for _ in range(people)],
        [0 for _ in range(people)],
        [0 for _ in range(desks)],
        [0 for _ in range(desks)],
        [0 for _ in range(desks)],
        [0 for _ in range(desks)],
        [0 for _ in range(desks)],
        [0 for _ in range(desks)],
        [0 for _ in range(desks)],
        [0 for _ in range(desks)],
        [0 for _ in range(desks)],
        e(), e(), e(),
    )  # fmt: skip
