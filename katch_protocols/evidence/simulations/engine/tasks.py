"""Tasks: what a state does next, how long it takes, and who did it."""

from katch_protocols.evidence.simulations.draws import (
    mix,
    pick,
    quantile,
)
from katch_protocols.evidence.simulations.engine.clocks import (
    duty_due,
    released,
    soonest,
    soonest_of_case,
)
from katch_protocols.evidence.simulations.engine.posts import (
    assign,
    change_queue,
    free_task,
    never_may,
)
from katch_protocols.evidence.simulations.engine.store import (
    ALONE,
    BARRED,
    CHOICE,
    DEAD,
    KEPT,
    MOST_AT_ONCE,
    MOST_DOERS,
    MOST_TASKS,
    NOW,
    QUEUED,
    STATUS,
    TASKS,
    VALUE,
    WAIT,
    WAITED,
    WAITS,
    WORK,
    WORKED,
    WORKS,
    Kind,
    RunStore,
    Status,
    push,
    tell,
)
from katch_protocols.evidence.simulations.plan import (
    MOST_SEATS,
    NEVER,
    Plan,
)

__all__ = [
    "cancel",
    "choose",
    "drawn",
    "held_until",
    "line_up",
    "may_hurry",
    "new_task",
    "open_task",
    "possible_candidate",
    "remember",
    "values",
]


def new_task(s: RunStore) -> int:
    """Return the number of a free task."""
    if s.free_tasks:
        return s.free_tasks.pop()
    task = len(s.t_case)
    s.t_case.append(0)
    s.t_state.append(0)
    s.t_act.append(0)
    s.t_base.append(0)
    s.t_sides.append(0)
    s.t_config.append(0)
    s.t_candidate.append(0)
    s.t_phase.append(0)
    s.t_since.append(0)
    s.t_due.append(0)
    s.t_work.append(0)
    s.t_serial.append(0)
    s.t_people.append(0)
    for _ in range(MOST_SEATS):
        s.t_person.append(0)
    return task


def cancel(s: RunStore, task: int) -> None:
    """Give up a task of a state that was left; who is at work ends it, in vain."""
    phase = s.t_phase[task]
    if phase == QUEUED:
        change_queue(s, s.t_act[task], -1, s.t_work[task])
        s.t_phase[task] = DEAD
    elif phase == WORKS:
        s.t_case[task] = -1
    else:
        free_task(s, task)


def choose(s: RunStore, p: Plan, case: int, place: int, here: int) -> int:
    """Draw what a state does next, of what is possible there; -1: nothing."""
    at = case * p.widths[0] + p.op_state[place]
    done, j = s.done[at], p.cd_at[place]
    if j + 1 == p.cd_at[place + 1] and not p.if_kept:
        # Whatever is drawn, it is that one.
        is_done = p.cd_once[j] >= 0 and done >> p.cd_once[j] & 1
        return -1 if is_done or not p.ac_weight[p.cd_act[j]] else j
    total, soonest, urgent = 0, NEVER, -1
    only, weights = -1, 0
    next_due = soonest_of_case(s, p, case) if p.if_kept else NEVER
    for j in range(p.cd_at[place], p.cd_at[place + 1]):
        if p.cd_once[j] >= 0 and done >> p.cd_once[j] & 1:
            continue
        act = p.cd_act[j]
        if p.ac_weight[act]:
            total += p.ac_weight[act]
            only, weights = j, weights + 1
        if p.if_kept:
            for k in range(p.ac_duty_at[act], p.ac_duty_at[act + 1]):
                due = duty_due(s, p, case, p.ac_duty[k])
                again = p.du_again[p.ac_duty[k]] != 0
                # What is due again and again gives way to whatever is due sooner.
                if due < soonest and not (again and due > next_due):
                    soonest, urgent = due, j
    if urgent >= 0 or not total:
        return urgent
    if weights == 1:
        # Whatever is drawn, it is that one.
        return only
    left = pick(mix(mix(here, s.visits[at]), CHOICE), total)
    for j in range(p.cd_at[place], p.cd_at[place + 1]):
        if p.cd_once[j] >= 0 and done >> p.cd_once[j] & 1:
            continue
        left -= p.ac_weight[p.cd_act[j]]
        if left < 0:
            return j
    return -1


def open_task(s: RunStore, p: Plan, case: int, place: int) -> None:
    """Open the task of a state, if anything is to be done there."""
    n, state = s.n, p.op_state[place]
    at = case * p.widths[0] + state
    here = mix(s.key[case], p.st_key[state])
    j = choose(s, p, case, place, here)
    if j < 0:
        return
    s.visits[at] += 1
    n[TASKS] = number = n[TASKS] + 1
    if number > MOST_TASKS:
        n[STATUS] = Status.TOO_MANY_TASKS
    act, task = p.cd_act[j], new_task(s)
    # By how often it was begun here, whatever else was done before: a variant in which
    # things come in another order draws the same for the same.
    often = case * p.widths[11] + p.ac_place[act]
    times = s.times[often]
    base = mix(mix(here, p.ac_key[act]), times)
    s.times[often] = times + 1
    s.task[at] = task
    s.t_case[task], s.t_state[task] = case, state
    s.t_act[task], s.t_base[task], s.t_sides[task] = act, base, p.cd_sides_at[j]
    s.t_config[task], s.t_candidate[task] = s.config[case], j
    s.t_serial[task], s.t_people[task] = number, 0
    now = n[NOW]
    if p.if_kept:
        due = soonest_of_case(s, p, case)
        held = held_until(s, p, task) if p.wa_limit else 0
        if held < NEVER and (
            now < due < NEVER or (due <= now and may_hurry(s, case, due))
        ):
            until = max(now, due)
            if p.if_kept == 1 and due > now:
                until = now + pick(mix(base, KEPT), due - now + 1)
            s.t_phase[task] = ALONE
            push(s, max(until, held), WORKED, task, s.t_serial[task])
            return
    if p.ac_wait[act] >= 0:
        wait = quantile(mix(base, WAIT), p.tables, p.ac_wait[act])
        s.t_phase[task] = WAITS
        push(s, now + wait, WAITED, task, s.t_serial[task])
        return
    line_up(s, p, task)


def possible_candidate(s: RunStore, p: Plan, task: int) -> int:
    """Return the number of what a task is to do, where that is possible; else -1.

    Others may sit at it by now.
    """
    config, state = s.config[s.t_case[task]], s.t_state[task]
    if config == s.t_config[task]:
        return s.t_candidate[task]
    stands = p.ac_place[s.t_act[task]]
    for place in range(p.op_at[config], p.op_at[config + 1]):
        if p.op_state[place] == state:
            for j in range(p.cd_at[place], p.cd_at[place + 1]):
                if p.ac_place[p.cd_act[j]] == stands:
                    return j
    return -1


def drawn(s: RunStore, p: Plan, task: int, found: int) -> int:
    """Return the transition of a candidate, with the values that a task draws."""
    act, transition = s.t_act[task], p.cd_tr[found]
    first, last = p.ac_fact_at[act], p.ac_fact_at[act + 1]
    if first < last:
        transition += values(p, s.t_base[task], first, last, p.ac_fact)
    return transition


def held_until(s: RunStore, p: Plan, task: int) -> int:
    """Return until when a sentence holds back what a task is to do; 0: none does."""
    found = possible_candidate(s, p, task)
    if found < 0 or not p.cd_held[found]:
        return 0
    transition = drawn(s, p, task, found)
    return (
        0 if p.tr_next[transition] < 0 else released(s, p, s.t_case[task], transition)
    )


def may_hurry(s: RunStore, case: int, due: int) -> bool:
    """Count a task that is begun since a clock of its case is over, up to a bound."""
    if s.hurried_by[case] != due:
        s.hurried_by[case], s.hurried[case] = due, 0
    s.hurried[case] += 1
    return s.hurried[case] <= MOST_AT_ONCE


def line_up(s: RunStore, p: Plan, task: int) -> None:
    """Let a task wait for its people, or begin where nobody counted them.

    Nobody begins what a sentence still holds back.
    """
    act, now, case = s.t_act[task], s.n[NOW], s.t_case[task]
    held = held_until(s, p, task) if p.wa_limit else 0
    if held > now:
        s.t_phase[task] = WAITS
        if held < NEVER:
            push(s, held, WAITED, task, s.t_serial[task])
        else:
            s.t_phase[task] = BARRED
            tell(s, Kind.STUCK, case, act, 0, 0)
        return
    if p.sides[s.t_sides[task]] and never_may(s, p, task):
        s.t_phase[task] = BARRED
        tell(s, Kind.STUCK, case, act, 0, 0)
        return
    work = quantile(mix(s.t_base[task], WORK), p.tables, p.ac_work[act])
    if not p.ac_posts[act] or p.if_kept:
        s.t_phase[task] = ALONE
        push(s, now + work, WORKED, task, s.t_serial[task])
        return
    share = p.ac_share[act]
    if share != 10000:
        work = (work * 10000 + share // 2) // share
    s.t_work[task] = work
    s.t_since[task], s.t_due[task] = now, NEVER
    if p.sides[s.t_sides[task]] and not assign(s, p, task, 0, True):
        # Nobody here may do it: it waits outside, and is told.
        s.t_phase[task] = BARRED
        tell(s, Kind.STUCK, case, act, 0, 0)
        return
    s.t_phase[task] = QUEUED
    queue = s.queue
    place = len(queue)
    if p.order:
        s.t_due[task] = soonest(s, p, case, act)
        while place and s.t_due[queue[place - 1]] > s.t_due[task]:
            place -= 1
    queue.insert(place, task)
    change_queue(s, act, 1, work)


def remember(s: RunStore, p: Plan, task: int) -> None:
    """Remember who acted, for sentences about people."""
    at, case, act = s.t_sides[task], s.t_case[task], s.t_act[task]
    for i in range(p.sides[at]):
        number, sides = p.sides[at + 1 + 3 * i], p.sides[at + 2 + 3 * i]
        if p.sides[at + 3 + 3 * i] & s.past[case]:
            continue
        for side in range(2):
            if not sides >> side & 1:
                continue
            row = case * p.widths[8] * 2 + number * 2 + side
            for k in range(s.t_people[task]):
                if not p.seat_acts[p.ac_seat_at[act] + k]:
                    continue
                person = s.t_person[task * MOST_SEATS + k]
                agency, first, known = s.agency[person], row * MOST_DOERS, False
                for m in range(first, first + s.doers_n[row]):
                    is_same = s.doers[2 * m] == person
                    known = known or (is_same and s.doers[2 * m + 1] == agency)
                if not known and s.doers_n[row] < MOST_DOERS:
                    at_end = 2 * (first + s.doers_n[row])
                    s.doers[at_end], s.doers[at_end + 1] = person, agency
                    s.doers_n[row] += 1


def values(p: Plan, base: int, first: int, last: int, facts: "list[int]") -> int:
    """Draw the values of some facts; return the number of their combination."""
    found = 0
    for i in range(first, last):
        fact = facts[i]
        total = 0
        for k in range(p.fa_at[fact], p.fa_at[fact + 1]):
            total += p.fa_weight[k]
        left = pick(mix(base, VALUE ^ p.fa_key[fact]), total)
        value = 0
        for k in range(p.fa_at[fact], p.fa_at[fact + 1]):
            left -= p.fa_weight[k]
            if left < 0:
                break
            value += 1
        found = found * (p.fa_at[fact + 1] - p.fa_at[fact]) + value
    return found
