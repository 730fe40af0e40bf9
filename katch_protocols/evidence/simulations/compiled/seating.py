"""Who sits at an activity, where that changes, compiled: see ``engine.seating``."""

from katch_protocols.evidence.simulations.compiled.layout import C, F, H, T
from katch_protocols.evidence.simulations.compiled.memory import case_at, compiled
from katch_protocols.evidence.simulations.compiled.posts import leave_queue, task_at
from katch_protocols.evidence.simulations.compiled.tasks import (
    held_until,
    line_up,
    possible_candidate,
)
from katch_protocols.evidence.simulations.engine.store import BARRED, QUEUED, WAITS

__all__ = ["done", "wait_for_others"]


@compiled
def _is_bound_anew(m, p, task, found):
    """Tell whether other sentences bind a task than before, or one holds it back."""
    others = p[p[F.cd_sides_at] + found] != m[task_at(m, task) + T.sides]
    return others or held_until(m, p, task) > m[H.now]


@compiled
def wait_for_others(m, p, case, anew):
    """Let what waits for its people wait for those who sit at it by now."""
    row = case_at(m, case)
    for state in range(p[p[F.widths]]):
        task = m[row + m[H.c_task] + state]
        if task < 0:
            continue
        t = task_at(m, task)
        phase = m[t + T.phase]
        if phase != QUEUED and phase != WAITS and phase != BARRED:
            continue
        found = possible_candidate(m, p, task)
        if found < 0 or (
            p[p[F.cd_act] + found] == m[t + T.act]
            and not (anew and _is_bound_anew(m, p, task, found))
        ):
            continue
        if phase == QUEUED:
            leave_queue(m, p, task)
        m[t + T.act] = p[p[F.cd_act] + found]
        m[t + T.sides] = p[p[F.cd_sides_at] + found]
        m[t + T.config], m[t + T.cd] = m[row + C.config], found
        if phase != WAITS:
            line_up(m, p, task)


@compiled
def _may_sit(m, p, t, act):
    """Tell whether those who did a task are whom an activity asks for; seat them."""
    first, last = p[p[F.ac_seat_at] + act], p[p[F.ac_seat_at] + act + 1]
    if last - first > m[t + T.people]:
        return False
    for seat in range(first, last):
        person, agency = m[t + T.person + seat - first], -1
        for i in range(p[p[F.seat_at] + seat], p[p[F.seat_at] + seat + 1]):
            begins = p[p[F.post_at] + p[p[F.seat_post] + i]]
            is_able = begins <= person < begins + p[p[F.seat_able] + i]
            if is_able and agency < 0:
                agency = p[p[F.seat_agency] + i]
        if agency < 0:
            return False
        m[m[H.people] + 3 * person + 1] = agency
    m[t + T.act], m[t + T.people] = act, last - first
    return True


@compiled
def done(m, p, task):
    """Return the number of what a task did, where that is possible by now; else -1."""
    t, found = task_at(m, task), possible_candidate(m, p, task)
    if found >= 0 and p[p[F.cd_act] + found] != m[t + T.act]:
        return found if _may_sit(m, p, t, p[p[F.cd_act] + found]) else -1
    return found
