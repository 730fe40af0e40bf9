"""Where everything stands in the two arrays that compiled runs know.

A plan is one array of whole numbers, and a run another: to hand two arrays from one
compiled function to the next costs nothing, to hand on a hundred does. Each begins with
a head, of which every number has a name here.

A part of a run that is full says so in ``H.full``, by the place of its count. Then the
run is made again with twice the room there: what it draws and does is the same.
"""

from collections import namedtuple
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.simulations.engine.store import (
    LOG_WIDTH,
    MONTH_WIDTH,
    MOST_DOERS,
    MOST_PAUSES,
    RECORD_WIDTH,
)
from katch_protocols.evidence.simulations.plan import MOST_SEATS, PLAN_FIELDS, Plan

__all__ = [
    "PARTS",
    "SEQ_BITS",
    "C",
    "D",
    "F",
    "H",
    "Longs",
    "T",
    "plan_array",
    "run_array",
]

Longs = NDArray[np.int64]

SEQ_BITS = 30
"""So many bits number the events of a run: ten million tasks have far fewer."""

F: Any = namedtuple("F", PLAN_FIELDS)(*range(len(PLAN_FIELDS)))  # noqa: PYI024 - names that are made
"""Where in the head of a plan each of its numbers stands, or where a list begins."""


class _CaseColumns(NamedTuple):
    config: int = 0
    serial: int = 1
    key: int = 2
    number: int = 3
    opened: int = 4
    parent: int = 5
    parent_serial: int = 6
    past: int = 7
    pauses_n: int = 8
    fixed: int = 9
    """So many stand in every case; behind them what ``blanks`` of a store names."""


C = _CaseColumns()
"""Columns of a case."""


class _TaskColumns(NamedTuple):
    case: int = 0
    state: int = 1
    act: int = 2
    base: int = 3
    sides: int = 4
    config: int = 5
    candidate: int = 6
    phase: int = 7
    since: int = 8
    due: int = 9
    work: int = 10
    serial: int = 11
    people: int = 12
    person: int = 13
    width: int = 13 + MOST_SEATS


T = _TaskColumns()
"""Columns of a task."""


class _DeskColumns(NamedTuple):
    busy: int = 0
    last: int = 1
    sum: int = 2
    q_n: int = 3
    q_last: int = 4
    q_sum: int = 5
    q_work: int = 6
    w_n: int = 7
    w_sum: int = 8
    width: int = 9


D = _DeskColumns()
"""Columns of a desk."""

PARTS = (
    *("heap", "todo", "births", "cases", "free_cases", "tasks", "free_tasks", "queue"),
    *("record", "monthly", "log"),
)
"""The parts of a run that grow: of each, how many rows there are and may be."""

_BLANKS = (
    *("visits", "times", "task", "done", "since", "duty", "duty_since", "happened"),
    *(
        "left",
        "fired",
        "armed",
        "measured",
        "waiting",
        "off",
        "doers",
        "doers_n",
        "pauses",
    ),
    *("pending", "children", "news", "hurried_by", "hurried"),
)
"""What a case has several of, in the order of its columns."""

_COUNTERS = (
    *("seq", "serial", "tasks_made", "open", "wakes", "status", "now", "logs"),
    *(
        "task_serial",
        "full",
        "at",
        "kind",
        "a",
        "b",
        "some_by_hours",
        "source",
        "horizon",
    ),
    *("case_width", "blank", "people", "desks"),
)
_HEAD = (
    *_COUNTERS,
    *(f"{part}_n" for part in PARTS),
    *(f"{part}_most" for part in PARTS),
    *(f"{part}_at" for part in PARTS),
    *(f"c_{blank}" for blank in _BLANKS),
)

H: Any = namedtuple("H", _HEAD)(*range(len(_HEAD)))  # noqa: PYI024 - as above
"""Where in the head of a run each number stands.

First the counters of a store, in its order; then what was taken from the heap last;
then where the blank case, people and desks begin; then of each part how many rows it
has, may have, and where it begins; then the columns of a case.
"""


def plan_array(plan: Plan) -> Longs:
    """Return a plan as one array.

    Raises:
        OverflowError: A number of it is too large for 63 bits.
    """
    head, lists = [], []
    at = len(PLAN_FIELDS)
    for name in PLAN_FIELDS:
        value = getattr(plan, name)
        if isinstance(value, int):
            head.append(value)
        else:
            head.append(at)
            lists.append(value)
            at += len(value)
    return np.fromiter(chain(head, *lists), np.int64, at)


def _blank(plan: Plan) -> tuple[list[int], list[int]]:
    """Return where each of ``_BLANKS`` begins in a case, and a blank case."""
    w = plan.widths
    wide = {
        "visits": (w[0], 0),
        "times": (w[11], 0),
        "task": (w[0], -1),
        "done": (w[0], 0),
        "since": (w[1], -1),
        "duty": (w[2], 0),
        "duty_since": (w[2], 0),
        "happened": (w[3], -1),
        "left": (w[4], -1),
        "fired": (w[5], -1),
        "armed": (w[5], -1),
        "measured": (w[6], 0),
        "waiting": (w[7], -1),
        "off": (w[7], 0),
        "doers": (w[8] * 2 * MOST_DOERS, 0),
        "doers_n": (w[8] * 2, 0),
        "pauses": (MOST_PAUSES * 3 if w[4] else 0, 0),
        "pending": (w[9], 0),
        "children": (w[10], 0),
        "news": (w[10], 0),
        "hurried_by": (1, -1),
        "hurried": (1, 0),
    }
    columns, blank = [], [0] * C.fixed
    for name in _BLANKS:
        width, value = wide[name]
        columns.append(len(blank))
        blank += [value] * width
    return columns, blank


def run_array(plan: Plan, room: dict[str, int]) -> Longs:
    """Return a run before it begins, with room for so many rows of each part."""
    columns, blank = _blank(plan)
    widths = {
        "heap": 3,
        "births": 6,
        "cases": len(blank),
        "tasks": T.width,
        "record": RECORD_WIDTH,
        "monthly": MONTH_WIDTH,
        "log": LOG_WIDTH,
    }
    desks = len(plan.desk_people)
    head = dict.fromkeys(_HEAD, 0)
    at = len(_HEAD)
    head |= {f"c_{name}": c for name, c in zip(_BLANKS, columns, strict=True)}
    head["case_width"], head["blank"] = len(blank), at
    at += len(blank)
    head["people"] = at
    at += 3 * plan.desk_at[desks]
    head["desks"] = at
    at += D.width * desks
    head["horizon"] = plan.horizon
    head["some_by_hours"] = int(any(plan.desk_office))
    for part in PARTS:
        # One more than may be: what is written when it is full is looked at by nobody.
        head[f"{part}_at"], head[f"{part}_most"] = at, room[part]
        at += widths.get(part, 1) * (room[part] + 1)
    found = np.zeros(at, np.int64)
    found[: len(_HEAD)] = [head[name] for name in _HEAD]
    found[head["blank"] : head["blank"] + len(blank)] = blank
    for desk, people in enumerate(plan.desk_people):
        for person in range(plan.desk_at[desk], plan.desk_at[desk] + people):
            found[head["people"] + 3 * person + 2] = desk
    return found
