"""Where everything stands in the two arrays that compiled runs know.

A plan is one array of whole numbers, and a run another: to hand two arrays from one
compiled function to the next costs nothing, to hand on a hundred does. Each begins with
a head, of which every number has a name here.

A part of a run that is full says so in ``H.full``, by the place of its count. Then the
run is made again with twice the room there: what it draws and does is the same.
"""

from collections.abc import Iterable
from itertools import chain
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.simulations.engine.store import (
    LOG_WIDTH,
    MONTH_WIDTH,
    MOST_DOERS,
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
    "P",
    "T",
    "plan_array",
    "run_array",
]

Longs = NDArray[np.int64]

SEQ_BITS = 30
"""So many bits number the events of a run: ten million tasks have far fewer."""


def _places(names: Iterable[str], **others: int) -> Any:
    """Number names from 0; as a module, of which numba takes each for a plain number.

    Of a tuple with names it would write down all of them wherever one is meant, and
    take half as long again to compile.
    """
    found = ModuleType("places")
    vars(found).update({name: place for place, name in enumerate(names)}, **others)
    return found


F = _places(PLAN_FIELDS)
"""Where in the head of a plan each of its numbers stands, or where a list begins."""

_CASE = (
    *("config", "serial", "key", "number", "opened", "parent", "parent_serial"),
    *("past", "pauses"),
)

C = _places(_CASE, fixed=len(_CASE))
"""Columns of a case: ``fixed`` in every one, behind them what ``_BLANKS`` names.

``pauses`` is where its first pause stands, or 0.
"""

P = _places(("node", "since", "until", "next"), width=4)
"""Columns of a pause: ``next`` is where the next one of the case stands, or 0."""

_TASK = (
    *("case", "state", "act", "base", "sides", "config", "cd", "phase"),
    *("since", "due", "work", "serial", "people", "person"),
)

T = _places(_TASK, width=len(_TASK) - 1 + MOST_SEATS)
"""Columns of a task: ``cd`` is the candidate; of ``person`` there is one a seat."""

_DESK = ("busy", "last", "sum", "q_n", "q_last", "q_sum", "q_work", "w_n", "w_sum")

D = _places(_DESK, width=len(_DESK))
"""Columns of a post."""

PARTS = (
    *("heap", "todo", "births", "cases", "free_cases", "tasks", "free_tasks", "queue"),
    *("record", "monthly", "log", "pauses"),
)
"""The parts of a run that grow: of each, how many rows there are and may be."""

_BLANKS = (
    *("visits", "times", "task", "done", "since", "duty", "duty_since", "happened"),
    *("late", "duty_late"),
    *(
        "left",
        "fired",
        "armed",
        "measured",
        "waiting",
        "off",
        "last",
        "doers",
        "doers_n",
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
    *("case_width", "blank", "people", "posts", "free_pauses"),
)
_HEAD = (
    *_COUNTERS,
    *(f"{part}_n" for part in PARTS),
    *(f"{part}_most" for part in PARTS),
    *(f"{part}_at" for part in PARTS),
    *(f"c_{blank}" for blank in _BLANKS),
)

H = _places(_HEAD)
"""Where in the head of a run each number stands.

First the counters of a store, in its order; then what was taken from the heap last;
then where the blank case, people and posts begin; then of each part how many rows it
has, may have, and where it begins; then the columns of a case. ``free_pauses`` is where
the first pause stands that no case has any longer, or 0.
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
        "late": (w[1], -1),
        "duty_late": (w[2], -1),
        "left": (w[4], -1),
        "fired": (w[5], -1),
        "armed": (w[5], -1),
        "measured": (w[6], 0),
        "waiting": (w[7], -1),
        "off": (w[7], 0),
        "last": (w[12], -1),
        "doers": (w[8] * 2 * MOST_DOERS * 2, 0),
        "doers_n": (w[8] * 2, 0),
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
        "pauses": P.width,
    }
    posts = len(plan.post_people)
    head = dict.fromkeys(_HEAD, 0)
    at = len(_HEAD)
    head |= {f"c_{name}": c for name, c in zip(_BLANKS, columns, strict=True)}
    head["case_width"], head["blank"] = len(blank), at
    at += len(blank)
    head["people"] = at
    at += 3 * plan.post_at[posts]
    head["posts"] = at
    at += D.width * posts
    head["horizon"] = plan.horizon
    head["some_by_hours"] = int(any(plan.post_hours))
    for part in PARTS:
        # One more than may be: what is written when it is full is looked at by nobody.
        head[f"{part}_at"], head[f"{part}_most"] = at, room[part]
        at += widths.get(part, 1) * (room[part] + 1)
    found = np.zeros(at, np.int64)
    found[: len(_HEAD)] = [head[name] for name in _HEAD]
    found[head["blank"] : head["blank"] + len(blank)] = blank
    for post, people in enumerate(plan.post_people):
        for person in range(plan.post_at[post], plan.post_at[post] + people):
            found[head["people"] + 3 * person + 2] = post
    return found
