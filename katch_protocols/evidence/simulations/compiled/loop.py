"""The loop, compiled: one run of a plan, event by event; see ``engine.loop``."""

from hashlib import blake2b
from pathlib import Path
from typing import Any

import numba

from katch_protocols.evidence.simulations.compiled.clocks import (
    clock_due,
    clock_late,
    duty_due,
    duty_late,
    is_held,
    limit_over,
    released,
    timer_due,
)
from katch_protocols.evidence.simulations.compiled.layout import C, D, F, H, T
from katch_protocols.evidence.simulations.compiled.memory import (
    HOW,
    append,
    begins,
    case_at,
    compiled,
    mix,
    pop,
    push,
    quantile,
    tell,
)
from katch_protocols.evidence.simulations.compiled.posts import (
    change_busy,
    dispatch,
    free_task,
    give_up_barred,
    may_still,
    task_at,
)
from katch_protocols.evidence.simulations.compiled.seating import (
    done,
    wait_for_others,
)
from katch_protocols.evidence.simulations.compiled.steps import open_case, take_step
from katch_protocols.evidence.simulations.compiled.tasks import (
    cancel,
    drawn,
    line_up,
    open_task,
    remember,
    values,
)
from katch_protocols.evidence.simulations.engine.store import (
    ARRIVE,
    GAP,
    HAPPENS,
    LAPSE,
    MONTH,
    MONTH_WIDTH,
    MOST_TASKS,
    TIMER,
    WAITED,
    WORKED,
    WORKS,
    Kind,
    Status,
)
from katch_protocols.evidence.simulations.plan import NEVER

__all__ = ["run"]

_STUCK, _CLOCK, _DUTY = Kind.STUCK, Kind.CLOCK, Kind.DUTY
_UNANSWERED = Kind.UNANSWERED
_TOO_MANY_TASKS = Status.TOO_MANY_TASKS


@compiled
def _over(m, p, case, row):
    """Return the timer that is over; else -1, and wait for each."""
    config, over, soonest = m[row + C.config], -1, NEVER
    for i in range(p[p[F.tm_at] + config], p[p[F.tm_at] + config + 1]):
        due = timer_due(m, p, case, p[p[F.tm_id] + i])
        if due <= m[H.now]:
            if due < soonest:
                over, soonest = i, due
        elif over < 0 and due < NEVER:
            armed = row + m[H.c_armed] + p[p[F.tm_id] + i]
            if m[armed] != due:
                m[armed] = due
                push(m, due, TIMER, case, m[row + C.serial])
    return over


@compiled
def _settle(m, p, case):
    """Take what happens by itself now, then open the tasks of every state."""
    row, states, moved = case_at(m, case), p[p[F.widths]], True
    while moved and not m[H.full]:
        if not m[row + C.serial] or p[p[F.cf_final] + m[row + C.config]]:
            return
        moved = False
        config = m[row + C.config]
        over = _over(m, p, case, row)
        for i in range(p[p[F.ev_at] + config], p[p[F.ev_at] + config + 1]):
            each = p[p[F.ev_id] + i]
            pending = row + m[H.c_pending] + each
            goes = over < 0 or not p[p[F.he_share] + each]
            if goes and not moved and m[pending]:
                base = mix(m[row + C.key], p[p[F.he_key] + each])
                facts = p[F.he_fact]
                first = facts + p[p[F.he_fact_at] + each]
                last = facts + p[p[F.he_fact_at] + each + 1]
                transition = p[p[F.ev_tr] + i] + values(p, base, first, last)
                held = released(m, p, case, transition)
                if held > m[H.now]:
                    if held < NEVER:
                        push(m, held, TIMER, case, m[row + C.serial])
                    continue
                m[pending] -= 1
                if p[p[F.tr_next] + transition] >= 0:
                    take_step(m, p, case, transition, -1)
                    moved = True
        if over >= 0 and not moved:
            take_step(m, p, case, p[p[F.tm_tr] + over], -1)
            moved = True
    if p[F.if_kept]:
        for state in range(states):
            at = row + m[H.c_task] + state
            if m[at] >= 0:
                cancel(m, p, m[at])
                m[at] = -1
    if p[F.varied]:
        wait_for_others(m, p, case, 0)
    config = m[row + C.config]
    for place in range(p[p[F.op_at] + config], p[p[F.op_at] + config + 1]):
        if m[row + m[H.c_task] + p[p[F.op_state] + place]] < 0:
            open_task(m, p, case, place)


@compiled
def _worked(m, p, task):
    """End the work of a task: it is done if it is still possible, with values drawn."""
    t = task_at(m, task)
    if m[t + T.phase] == WORKS:
        for k in range(m[t + T.people]):
            person = m[H.people] + 3 * m[t + T.person + k]
            m[person] = 0
            change_busy(m, p, m[person + 2], -1)
    case, state, act = m[t + T.case], m[t + T.state], m[t + T.act]
    if case < 0:
        free_task(m, task)
        return
    row = case_at(m, case)
    m[row + m[H.c_task] + state] = -1
    found = done(m, p, task)
    if found >= 0:
        sides = p[p[F.cd_sides_at] + found]
        m[t + T.sides] = sides
        transition = drawn(m, p, task, found)
        is_held = p[p[F.cd_held] + found] != 0
        if p[p[F.tr_next] + transition] < 0:
            tell(m, _STUCK, case, act, 1, 0)
        elif (not is_held or released(m, p, case, transition) <= m[H.now]) and (
            not p[p[F.sides] + sides] or may_still(m, p, t)
        ):
            once = p[p[F.cd_once] + found]
            if once != -1:
                m[row + m[H.c_done] + state] |= 1 << (once if once >= 0 else -2 - once)
            if p[p[F.sides] + sides]:
                remember(m, p, task)
            take_step(m, p, case, transition, task)
            if p[p[F.sides] + sides]:
                if p[F.varied]:
                    wait_for_others(m, p, case, 0)
                give_up_barred(m, p, case)
    free_task(m, task)
    m[append(m, H.todo_n, H.todo_most, H.todo_at, 1)] = case


@compiled
def _tell_month(m, p, number):
    """Tell of each post at the end of a month, as ``engine.loop`` does."""
    for post in range(p[F.post_hours] - p[F.post_people]):
        change_busy(m, p, post, 0)
        row = m[H.posts] + post * D.width
        m[row + D.q_sum] += m[row + D.q_n] * (m[H.now] - m[row + D.q_last])
        m[row + D.q_last] = m[H.now]
        at = append(m, H.monthly_n, H.monthly_most, H.monthly_at, MONTH_WIDTH)
        m[at], m[at + 1], m[at + 2] = number, post, m[row + D.sum]
        m[at + 3], m[at + 4] = m[row + D.q_n], m[row + D.q_sum]
        m[at + 5], m[at + 6] = m[row + D.w_n], m[row + D.w_sum]
        m[at + 7] = m[row + D.q_work]
    at = append(m, H.monthly_n, H.monthly_most, H.monthly_at, MONTH_WIDTH)
    m[at], m[at + 1], m[at + 2] = number, -1, m[H.open]
    for i in range(3, MONTH_WIDTH):
        m[at + i] = 0


@compiled
def _lapse(m, p, number):
    """Let a waiver be over: what it set aside binds the cases that are open, too."""
    protocol = p[p[F.wv_protocol] + number]
    for case in range(m[H.cases_n]):
        row = case_at(m, case)
        config = m[row + C.config]
        if m[row + C.serial] and p[p[F.cf_protocol] + config] == protocol:
            m[row + C.config] = p[p[F.cf_later] + config]
            wait_for_others(m, p, case, 1)
            m[append(m, H.todo_n, H.todo_most, H.todo_at, 1)] = case


@compiled
def _happens(m, p, base):
    """Let happen what stands in the head; return the key of a case that comes."""
    kind, a, b = m[H.kind], m[H.a], m[H.b]
    if kind == WORKED:
        if m[task_at(m, a) + T.serial] == b:
            _worked(m, p, a)
    elif kind == WAITED:
        if m[task_at(m, a) + T.serial] == b:
            line_up(m, p, a)
    elif kind == TIMER:
        if m[case_at(m, a) + C.serial] == b:
            m[append(m, H.todo_n, H.todo_most, H.todo_at, 1)] = a
    elif kind == ARRIVE:
        key = mix(base, a)
        birth = append(m, H.births_n, H.births_most, H.births_at, 6)
        m[birth], m[birth + 1] = p[F.first], p[F.first_protocol]
        m[birth + 2], m[birth + 3], m[birth + 4], m[birth + 5] = key, a, -1, 0
        gap = quantile(p, mix(key, GAP), p[F.tables] + p[p[F.gap]])
        push(m, m[H.now] + gap, ARRIVE, a + 1, 0)
    elif kind == HAPPENS:
        wide = p[p[F.widths] + 9]
        case = a // wide
        row = case_at(m, case)
        if m[row + C.serial] == b:
            m[row + m[H.c_pending] + a % wide] += 1
            m[append(m, H.todo_n, H.todo_most, H.todo_at, 1)] = case
    elif kind == MONTH:
        _tell_month(m, p, a)
    elif kind == LAPSE:
        _lapse(m, p, a)


@compiled
def _tell_open(m, p):
    """Tell at the end what is late already, and for how long sentences wait."""
    w, now = p[F.widths], p[F.horizon]
    for case in range(m[H.cases_n]):
        row = case_at(m, case)
        if not m[row + C.serial]:
            continue
        for number in range(p[w + 7]):
            since = m[row + m[H.c_waiting] + number]
            if since >= 0:
                late = now > limit_over(p, since, p[p[F.se_limit] + number])
                tell(m, _UNANSWERED, case, number, now - since, 0 if late else 1)
        for clock in range(p[w + 1]):
            held = is_held(m, p, case, clock)
            runs = m[row + m[H.c_since] + clock] >= 0 and not held
            due = clock_due(m, p, case, clock)
            if runs and now > due:
                clock_late(m, p, case, clock, due)
        for duty in range(p[w + 2]):
            due = duty_due(m, p, case, duty)
            if now > due:
                duty_late(m, p, case, duty, due)


def _source() -> int:
    """Return a number of all that is compiled, and of what its numbers mean."""
    here = Path(__file__).parent
    files = (*sorted(here.glob("*.py")), here.parent / "plan.py")
    found = blake2b((here.parent / "engine" / "store.py").read_bytes(), digest_size=7)
    for file in files:
        found.update(file.read_bytes())
    return int.from_bytes(found.digest(), "big")


def _made(source: int) -> Any:
    """Return ``run``; ``source`` is in it, so that what numba keeps is of this text."""

    def run(memory, plan, base):
        """Run a plan to its horizon, or until a part of the run is full.

        ``base`` is the key of the run: of the seed and its number.
        """
        m, p = begins(memory), begins(plan)
        m[H.source] = source
        for i in range(p[F.wv_protocol] - p[F.wv_at]):
            push(m, p[p[F.wv_at] + i], LAPSE, i, 0)
        gap = quantile(p, mix(mix(base, 0), GAP), p[F.tables] + p[p[F.gap]])
        push(m, gap, ARRIVE, 1, 0)
        for i in range(p[F.is_work] - p[F.months]):
            push(m, p[p[F.months] + i], MONTH, i, 0)
        horizon = p[F.horizon]
        while m[H.heap_n] and not m[H.status] and not m[H.full]:
            pop(m)
            at = m[H.at]
            if at == horizon and m[H.kind] != MONTH:
                continue
            m[H.now] = at
            _happens(m, p, base)
            while (m[H.todo_n] or m[H.births_n]) and not m[H.full]:
                if m[H.births_n]:
                    m[H.births_n] -= 1
                    open_case(m, p, m[H.births_at] + 6 * m[H.births_n])
                    continue
                m[H.todo_n] -= 1
                case = m[m[H.todo_at] + m[H.todo_n]]
                if m[case_at(m, case) + C.serial]:
                    _settle(m, p, case)
            if m[H.queue_n]:
                dispatch(m, p)
            if m[H.tasks_made] > MOST_TASKS:
                m[H.status] = _TOO_MANY_TASKS
        if not m[H.full]:
            _tell_open(m, p)

    return numba.njit("void(int64[::1], int64[::1], int64)", cache=True, **HOW)(run)


run = _made(_source())
"""Runs a plan: see ``_made``."""
