"""Who sits at an activity, where that changes while it waits or is being done.

A sentence may ask for others only where something is so: ``only R does A where C``.
"""

from katch_protocols.evidence.simulations.engine.posts import leave_queue
from katch_protocols.evidence.simulations.engine.store import (
    BARRED,
    NOW,
    QUEUED,
    WAITS,
    RunStore,
)
from katch_protocols.evidence.simulations.engine.tasks import (
    held_until,
    line_up,
    possible_candidate,
)
from katch_protocols.evidence.simulations.plan import MOST_SEATS, Plan

__all__ = ["done", "wait_for_others"]


def wait_for_others(s: RunStore, p: Plan, case: int, anew: bool) -> None:
    """Let what waits for its people wait for those who sit at it by now.

    ``anew``: where other sentences bind it by now as well, or one holds it back.
    """
    first = case * p.widths[0]
    for task in s.task[first : first + p.widths[0]]:
        phase = -1 if task < 0 else s.t_phase[task]
        if phase != QUEUED and phase != WAITS and phase != BARRED:
            continue
        found = possible_candidate(s, p, task)
        if found < 0 or (
            p.cd_act[found] == s.t_act[task]
            and not (anew and _is_bound_anew(s, p, task, found))
        ):
            continue
        if phase == QUEUED:
            leave_queue(s, task)
        s.t_act[task], s.t_sides[task] = p.cd_act[found], p.cd_sides_at[found]
        s.t_config[task], s.t_candidate[task] = s.config[case], found
        if phase != WAITS:
            line_up(s, p, task)


def _is_bound_anew(s: RunStore, p: Plan, task: int, found: int) -> bool:
    """Tell whether other sentences bind a task than before, or one holds it back."""
    others = p.cd_sides_at[found] != s.t_sides[task]
    return others or held_until(s, p, task) > s.n[NOW]


def done(s: RunStore, p: Plan, task: int) -> int:
    """Return the number of what a task did, where that is possible by now; else -1.

    Where others sit at it than those who began it, these must be such, too.
    """
    found = possible_candidate(s, p, task)
    if found >= 0 and p.cd_act[found] != s.t_act[task]:
        return found if _may_sit(s, task, p.cd_act[found]) else -1
    return found


def _may_sit(s: RunStore, task: int, act: int) -> bool:
    """Tell whether those who did a task are whom an activity asks for, and seat them.

    They began it when others sat at it; whoever is asked for no longer is not counted.
    """
    seats, first = s.seats[act], task * MOST_SEATS
    if len(seats) > s.t_people[task]:
        return False
    for k, (_, places) in enumerate(seats):
        person = s.t_person[first + k]
        found = [agency for _, persons, agency in places if person in persons]
        if not found:
            return False
        s.agency[person] = found[0]
    s.t_act[task], s.t_people[task] = act, len(seats)
    return True
