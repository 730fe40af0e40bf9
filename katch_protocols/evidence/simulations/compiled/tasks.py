"""Tasks, compiled: see ``engine.tasks``."""

from katch_protocols.evidence.simulations.compiled.clocks import (
    duty_due,
    released,
    soonest,
    soonest_of_case,
)
from katch_protocols.evidence.simulations.compiled.layout import C, F, H, T
from katch_protocols.evidence.simulations.compiled.memory import (
    append,
    case_at,
    compiled,
    mix,
    pick,
    push,
    quantile,
    tell,
)
from katch_protocols.evidence.simulations.compiled.posts import (
    assign,
    change_queue,
    free_task,
    never_may,
    task_at,
)
from katch_protocols.evidence.simulations.engine.store import (
    ALONE,
    BARRED,
    CHOICE,
    DEAD,
    KEPT,
    MOST_AT_ONCE,
    MOST_DOERS,
    QUEUED,
    VALUE,
    WAIT,
    WAITED,
    WAITS,
    WORK,
    WORKED,
    WORKS,
    Kind,
)
from katch_protocols.evidence.simulations.plan import NEVER

__all__ = [
    "cancel",
    "drawn",
    "held_until",
    "line_up",
    "open_task",
    "possible_candidate",
    "remember",
    "tell_opener",
    "values",
]

_STUCK = Kind.STUCK


@compiled
def _new_task(m):
    """Return the number of a free task."""
    if m[H.free_tasks_n]:
        m[H.free_tasks_n] -= 1
        return m[m[H.free_tasks_at] + m[H.free_tasks_n]]
    at = append(m, H.tasks_n, H.tasks_most, H.tasks_at, T.width)
    return (at - m[H.tasks_at]) // T.width


@compiled
def cancel(m, p, task):
    """Give up a task of a state that was left; who is at work ends it, in vain."""
    t = task_at(m, task)
    phase = m[t + T.phase]
    if phase == QUEUED:
        change_queue(m, p, m[t + T.act], -1, m[t + T.work])
        m[t + T.phase] = DEAD
    elif phase == WORKS:
        m[t + T.case] = -1
    else:
        free_task(m, task)


@compiled
def values(p, base, first, last):
    """Draw the values of some facts; return the number of their combination.

    ``first`` and ``last`` are places in the plan.
    """
    found = 0
    for i in range(first, last):
        fact = p[i]
        begins, ends = p[p[F.fa_at] + fact], p[p[F.fa_at] + fact + 1]
        total, weight = 0, p[F.fa_weight]
        for k in range(begins, ends):
            total += p[weight + k]
        left = pick(mix(base, VALUE ^ p[p[F.fa_key] + fact]), total)
        value = 0
        for k in range(begins, ends):
            left -= p[weight + k]
            if left < 0:
                break
            value += 1
        found = found * (ends - begins) + value
    return found


@compiled
def _choose(m, p, case, place, here):
    """Draw what a state does next, of what is possible there; -1: nothing."""
    row, state = case_at(m, case), p[p[F.op_state] + place]
    done = m[row + m[H.c_done] + state]
    once, acts, weight = p[F.cd_once], p[F.cd_act], p[F.ac_weight]
    first, last = p[p[F.cd_at] + place], p[p[F.cd_at] + place + 1]
    total, nearest, urgent = 0, NEVER, -1
    only, weights = -1, 0
    next_due = soonest_of_case(m, p, case) if p[F.if_kept] else NEVER
    for j in range(first, last):
        if p[once + j] >= 0 and done >> p[once + j] & 1:
            continue
        act = p[acts + j]
        if p[weight + act]:
            total += p[weight + act]
            only, weights = j, weights + 1
        if p[F.if_kept]:
            for k in range(p[p[F.ac_duty_at] + act], p[p[F.ac_duty_at] + act + 1]):
                due = duty_due(m, p, case, p[p[F.ac_duty] + k])
                again = p[p[F.du_again] + p[p[F.ac_duty] + k]] != 0
                if due < nearest and not (again and due > next_due):
                    nearest, urgent = due, j
    if urgent >= 0 or not total:
        return urgent
    if weights == 1:
        return only
    left = pick(mix(mix(here, m[row + m[H.c_visits] + state]), CHOICE), total)
    for j in range(first, last):
        if p[once + j] >= 0 and done >> p[once + j] & 1:
            continue
        left -= p[weight + p[acts + j]]
        if left < 0:
            return j
    return -1


@compiled
def possible_candidate(m, p, task):
    """Return the number of what a task is to do, where that is possible; else -1."""
    t = task_at(m, task)
    config, state = m[case_at(m, m[t + T.case]) + C.config], m[t + T.state]
    stands = p[F.ac_place]
    if config == m[t + T.config]:
        return m[t + T.cd]
    for place in range(p[p[F.op_at] + config], p[p[F.op_at] + config + 1]):
        if p[p[F.op_state] + place] == state:
            for j in range(p[p[F.cd_at] + place], p[p[F.cd_at] + place + 1]):
                if p[stands + p[p[F.cd_act] + j]] == p[stands + m[t + T.act]]:
                    return j
    return -1


@compiled
def drawn(m, p, task, found):
    """Return the transition of a candidate, with the values that a task draws."""
    t, facts = task_at(m, task), p[F.ac_fact]
    first = p[p[F.ac_fact_at] + m[t + T.act]]
    last = p[p[F.ac_fact_at] + m[t + T.act] + 1]
    several = values(p, m[t + T.base], facts + first, facts + last)
    return p[p[F.cd_tr] + found] + several


@compiled
def held_until(m, p, task):
    """Return until when a sentence holds back what a task is to do; 0: none does."""
    found = possible_candidate(m, p, task)
    if found < 0 or not p[p[F.cd_held] + found]:
        return 0
    transition = drawn(m, p, task, found)
    if p[p[F.tr_next] + transition] < 0:
        return 0
    return released(m, p, m[task_at(m, task) + T.case], transition)


@compiled
def line_up(m, p, task):
    """Let a task wait for its people, or begin where nobody counted them."""
    t, now = task_at(m, task), m[H.now]
    act, case = m[t + T.act], m[t + T.case]
    held = held_until(m, p, task)
    if held > now:
        m[t + T.phase] = WAITS
        if held < NEVER:
            push(m, held, WAITED, task, m[t + T.serial])
        else:
            m[t + T.phase] = BARRED
            tell(m, _STUCK, case, act, 0, 0)
        return
    if p[p[F.sides] + m[t + T.sides]] and never_may(m, p, t):
        m[t + T.phase] = BARRED
        tell(m, _STUCK, case, act, 0, 0)
        return
    table = p[F.tables] + p[p[F.ac_work] + act]
    work = quantile(p, mix(m[t + T.base], WORK), table)
    if not p[p[F.ac_posts] + act] or p[F.if_kept]:
        m[t + T.phase] = ALONE
        push(m, now + work, WORKED, task, m[t + T.serial])
        return
    share = p[p[F.ac_share] + act]
    work = (work * 10000 + share // 2) // share
    m[t + T.work], m[t + T.since], m[t + T.due] = work, now, NEVER
    asked = p[p[F.sides] + m[t + T.sides]] != 0
    if asked and not assign(m, p, task, 0, 1, 1):
        m[t + T.phase] = BARRED
        tell(m, _STUCK, case, act, 0, 0)
        return
    m[t + T.phase] = QUEUED
    append(m, H.queue_n, H.queue_most, H.queue_at, 1)
    queue, place = m[H.queue_at], m[H.queue_n] - 1
    if p[F.order]:
        due = soonest(m, p, case, act)
        m[t + T.due] = due
        while place and m[task_at(m, m[queue + place - 1]) + T.due] > due:
            m[queue + place] = m[queue + place - 1]
            place -= 1
    m[queue + place] = task
    change_queue(m, p, act, 1, work)


@compiled
def _may_hurry(m, row, due):
    """Count a task that is begun since a clock of its case is over, up to a bound."""
    if m[row + m[H.c_hurried_by]] != due:
        m[row + m[H.c_hurried_by]] = due
        m[row + m[H.c_hurried]] = 0
    m[row + m[H.c_hurried]] += 1
    return m[row + m[H.c_hurried]] <= MOST_AT_ONCE


@compiled
def open_task(m, p, case, place):
    """Open the task of a state, if anything is to be done there."""
    row, state = case_at(m, case), p[p[F.op_state] + place]
    here = mix(m[row + C.key], p[p[F.st_key] + state])
    j = _choose(m, p, case, place, here)
    if j < 0:
        return
    m[row + m[H.c_visits] + state] += 1
    m[H.tasks_made] += 1
    act, task = p[p[F.cd_act] + j], _new_task(m)
    often = row + m[H.c_times] + p[p[F.ac_place] + act]
    base = mix(mix(here, p[p[F.ac_key] + act]), m[often])
    m[often] += 1
    m[H.task_serial] += 1
    m[row + m[H.c_task] + state] = task
    t = task_at(m, task)
    m[t + T.case], m[t + T.state], m[t + T.act] = case, state, act
    m[t + T.base], m[t + T.sides] = base, p[p[F.cd_sides_at] + j]
    m[t + T.config], m[t + T.cd] = m[row + C.config], j
    m[t + T.serial], m[t + T.people] = m[H.task_serial], 0
    now, serial = m[H.now], m[H.task_serial]
    if p[F.if_kept]:
        due, held = soonest_of_case(m, p, case), held_until(m, p, task)
        if held < NEVER and (
            now < due < NEVER or (due <= now and _may_hurry(m, row, due))
        ):
            until = max(now, due)
            if p[F.if_kept] == 1 and due > now:
                until = now + pick(mix(base, KEPT), due - now + 1)
            m[t + T.phase] = ALONE
            push(m, max(until, held), WORKED, task, serial)
            return
    wait = p[p[F.ac_wait] + act]
    if wait >= 0:
        m[t + T.phase] = WAITS
        until = now + quantile(p, mix(base, WAIT), p[F.tables] + wait)
        push(m, until, WAITED, task, serial)
        return
    line_up(m, p, task)


@compiled
def remember(m, p, task):
    """Remember who acted, for sentences about people."""
    t = task_at(m, task)
    case, act = case_at(m, m[t + T.case]), m[t + T.act]
    at = p[F.sides] + m[t + T.sides]
    for i in range(p[at]):
        number, sides = p[at + 1 + 3 * i], p[at + 2 + 3 * i]
        if p[at + 3 + 3 * i] & m[case + C.past]:
            continue
        for side in range(2):
            if not sides >> side & 1:
                continue
            count = case + m[H.c_doers_n] + number * 2 + side
            doers = case + m[H.c_doers] + 2 * (number * 2 + side) * MOST_DOERS
            for k in range(m[t + T.people]):
                if not p[p[F.seat_acts] + p[p[F.ac_seat_at] + act] + k]:
                    continue
                person, known = m[t + T.person + k], False
                agency = m[m[H.people] + 3 * person + 1]
                for each in range(doers, doers + 2 * m[count], 2):
                    known = known or (m[each] == person and m[each + 1] == agency)
                if not known and m[count] < MOST_DOERS:
                    end = doers + 2 * m[count]
                    m[end], m[end + 1] = person, agency
                    m[count] += 1


@compiled
def tell_opener(m, p, row, what):
    """Let the opener of a case know what became of it; tell whether it is there."""
    opener = m[row + C.parent]
    if opener < 0:
        return False
    above = case_at(m, opener)
    if m[above + C.serial] != m[row + C.parent_serial]:
        return False
    for i in range(p[p[F.nw_at] + what], p[p[F.nw_at] + what + 1]):
        m[above + m[H.c_pending] + p[p[F.nw_id] + i]] += 1
    m[append(m, H.todo_n, H.todo_most, H.todo_at, 1)] = opener
    return True
