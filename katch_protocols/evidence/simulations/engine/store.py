"""What changes in a run: cases, tasks, people, and what is told; all whole numbers.

This and the modules beside it are the definition: plain loops over whole numbers and
lists, so that a compiler could read them as well.
"""

from heapq import heappush
from typing import Any, Protocol

from msgspec import Struct

from katch_protocols.evidence.simulations.engine.plan_lists import (
    EffectCode,
    SeatToFill,
    plan_lists,
)
from katch_protocols.evidence.simulations.plan import MOST_SEATS, Plan

__all__ = [
    "AFTER",
    "ALONE",
    "ARRIVE",
    "BARRED",
    "CHOICE",
    "DEAD",
    "FREE",
    "GAP",
    "HANDS",
    "HAPPENS",
    "KEPT",
    "LAPSE",
    "LOGS",
    "LOG_WIDTH",
    "MONTH",
    "MONTH_WIDTH",
    "MOST_AT_ONCE",
    "MOST_DOERS",
    "MOST_OPEN",
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
    "TIMER",
    "VALUE",
    "WAIT",
    "WAITED",
    "WAITS",
    "WAKE",
    "WAKES",
    "WANTED",
    "WORK",
    "WORKED",
    "WORKS",
    "Kind",
    "Pause",
    "RunStore",
    "Status",
    "ToldRun",
    "new_store",
    "push",
    "tell",
]


RECORD_WIDTH = 8
"""Numbers of one record.

Kind, number of the case, when it was opened, what, value, whether it was kept, when,
and the serial of the case: opened by one another, several may have one number.
The value of a clock or duty is the instant at which it was over; of ``UNANSWERED`` how
long B has not come after A: kept are those that are not over yet.
"""

MONTH_WIDTH = 8
"""Numbers of one month of one post."""
LOG_WIDTH = 4 + MOST_SEATS
"""Numbers of one step: when, which case, which transition, how many people, who."""

MOST_TASKS = 10_000_000
MOST_OPEN = 100_000
MOST_AT_ONCE = 1_000
"""So many tasks of a case are done at once since a clock of it is over, at most: where
nobody may do what ends that clock, all else would go round there for ever."""
MOST_DOERS = 16

ARRIVE, WORKED, WAITED, TIMER, HAPPENS, WAKE, MONTH, LAPSE = 0, 1, 2, 3, 4, 5, 6, 7
"""Kinds of events."""

FREE, WAITS, QUEUED, WORKS, ALONE, DEAD, BARRED = 0, 1, 2, 3, 4, 5, 6
"""Where a task is. ``ALONE``: at work, nobody counted; ``DEAD``: but still queued;
``BARRED``: nobody may do it."""

CHOICE, WORK, WAIT, VALUE, KEPT, SHARE, AFTER, GAP = 1, 2, 3, 4, 5, 6, 7, 8
"""What a draw is for."""


class _RecordKind(Struct, frozen=True):
    OPENED: int = 0
    ENDED: int = 1
    MEASURED: int = 2
    CLOCK: int = 3
    DUTY: int = 4
    SENTENCE: int = 5
    STUCK: int = 6
    UNANSWERED: int = 7


Pause = tuple[int, int, int]
"""What stood still, since when, and until when."""

Kind = _RecordKind()
"""What a record is of."""


class _Status(Struct, frozen=True):
    DONE: int = 0
    TOO_MANY_TASKS: int = 1
    TOO_MANY_OPEN: int = 2


Status = _Status()
"""How a run ended."""

SEQ, SERIAL, TASKS, OPEN, WAKES, STATUS, NOW, LOGS, HANDS, WANTED = range(10)
"""Places of the counters.

As bits: the posts that have somebody free, and those at which a task waits.
"""


class RunStore(Struct, frozen=True, eq=False):
    """Everything that changes in a run: cases, tasks, people, and what is told.

    Of each case there are as many numbers of a field as ``plan.widths`` says: of one in
    ``single`` one, with what a new case has there, of one in ``wide`` more. Of a post
    what is over time is what there is times now, without the sum of ``…_began``: when
    each of them began, and without those that ended when they did.

    ``pauses`` of a case are in the order in which they began, as many as there were;
    ``doers`` each a person and the agency for which it acted.
    ``posts`` and ``seats`` are of each activity, ``effects`` codes: see ``plan_lists``.
    """

    n: list[int]
    heap: list[tuple[int, int, int, int, int]]
    todo: list[int]
    births: list[tuple[int, int, int, int, int, int]]
    single: list[tuple[list[int], int]]
    wide: list[tuple[list[int], int, list[int]]]
    posts: list[list[tuple[int, int]]]
    seats: list[list[SeatToFill]]
    effects: list[list[EffectCode]]
    config: list[int]
    serial: list[int]
    key: list[int]
    number: list[int]
    opened: list[int]
    parent: list[int]
    parent_serial: list[int]
    past: list[int]
    news: list[int]
    hurried_by: list[int]
    hurried: list[int]
    visits: list[int]
    times: list[int]
    task: list[int]
    done: list[int]
    since: list[int]
    late: list[int]
    duty: list[int]
    duty_since: list[int]
    duty_late: list[int]
    happened: list[int]
    left: list[int]
    fired: list[int]
    armed: list[int]
    measured: list[int]
    waiting: list[int]
    off: list[int]
    last: list[int]
    doers: list[int]
    doers_n: list[int]
    pauses: list[list[Pause]]
    pending: list[int]
    children: list[int]
    free_cases: list[int]
    t_case: list[int]
    t_state: list[int]
    t_act: list[int]
    t_base: list[int]
    t_sides: list[int]
    t_config: list[int]
    t_candidate: list[int]
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
    post: list[int]
    by_hours: list[int]
    d_busy: list[int]
    d_began: list[int]
    q_n: list[int]
    q_began: list[int]
    q_work: list[int]
    w_n: list[int]
    w_sum: list[int]
    record: list[int]
    monthly: list[int]
    log: list[int]


class ToldRun(Protocol):
    """What a run tells, whichever engine made it: lists as ``tell`` writes them."""

    @property
    def n(self) -> list[int]:
        """The counters, at least up to ``STATUS``."""

    @property
    def record(self) -> list[int]:
        """What is told of cases."""

    @property
    def monthly(self) -> list[int]:
        """What is told of posts at the end of each month."""

    @property
    def log(self) -> list[int]:
        """The steps one by one, if they were to be told."""


def push(s: RunStore, at: int, kind: int, a: int, b: int) -> None:
    """Let something happen at an instant; of one instant, in the order of pushing."""
    n = s.n
    n[SEQ] = number = n[SEQ] + 1
    heappush(s.heap, (at, number, kind, a, b))


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


def _blanks(s: RunStore, w: "list[int]") -> "list[tuple[list[int], int, int]]":
    """Return the fields of a case: how many numbers, and what a new case has there."""
    return [
        (s.visits, w[0], 0),
        (s.times, w[11], 0),
        (s.task, w[0], -1),
        (s.done, w[0], 0),
        (s.since, w[1], -1),
        (s.late, w[1], -1),
        (s.duty, w[2], 0),
        (s.duty_since, w[2], 0),
        (s.duty_late, w[2], -1),
        (s.happened, w[3], -1),
        (s.left, w[4], -1),
        (s.fired, w[5], -1),
        (s.armed, w[5], -1),
        (s.measured, w[6], 0),
        (s.waiting, w[7], -1),
        (s.off, w[7], 0),
        (s.last, w[12], -1),
        (s.doers, w[8] * 2 * MOST_DOERS * 2, 0),
        (s.doers_n, w[8] * 2, 0),
        (s.pending, w[9], 0),
        (s.children, w[10], 0),
        (s.news, w[10], 0),
        (s.hurried_by, 1, -1),
        (s.hurried, 1, 0),
    ]


_BY_PERSON = ("busy", "agency")
_BY_DESK = (*("d_busy", "d_began", "q_n", "q_began", "q_work", "w_n", "w_sum"),)


def new_store(p: Plan) -> RunStore:
    """Return an empty store."""
    posts = len(p.post_people)
    people = p.post_at[posts]
    numbers: dict[str, Any] = plan_lists(p) | {name: [] for name in _STORE_FIELDS}
    numbers["n"] = n = [0] * 10
    for name in _BY_PERSON:
        numbers[name] = [0] * people
    for name in _BY_DESK:
        numbers[name] = [0] * posts
    for post in range(posts):
        count = p.post_people[post]
        numbers["post"] += [post] * count
        n[HANDS] |= int(count > 0) << post
        if p.post_hours[post]:
            numbers["by_hours"].append(post)
    store = RunStore(heap=[], births=[], single=[], wide=[], **numbers)
    for field, width, value in _blanks(store, p.widths):
        if width == 1:
            store.single.append((field, value))
        elif width:
            store.wide.append((field, width, [value] * width))
    return store


_OTHERS = {"heap", "births", "single", "wide", "posts", "seats", "effects"}
_STORE_FIELDS = tuple(
    each for each in RunStore.__struct_fields__ if each not in _OTHERS
)
