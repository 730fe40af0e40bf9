"""The loop: one run of a plan, event by event, in whole seconds."""

from heapq import heappop

from katch_protocols.evidence.simulations.draws import (
    mix,
    quantile,
)
from katch_protocols.evidence.simulations.engine.clocks import (
    clock_due,
    clock_late,
    duty_due,
    duty_late,
    is_held,
    limit_over,
    released,
    timer_due,
)
from katch_protocols.evidence.simulations.engine.posts import (
    busy_time,
    change_busy,
    dispatch,
    free_task,
    give_up_barred,
    may_still,
)
from katch_protocols.evidence.simulations.engine.seating import done, wait_for_others
from katch_protocols.evidence.simulations.engine.steps import (
    open_case,
    take_step,
)
from katch_protocols.evidence.simulations.engine.store import (
    ARRIVE,
    GAP,
    HANDS,
    HAPPENS,
    LAPSE,
    LOGS,
    MONTH,
    NOW,
    OPEN,
    STATUS,
    TIMER,
    WAITED,
    WANTED,
    WORKED,
    WORKS,
    Kind,
    RunStore,
    new_store,
    push,
    tell,
)
from katch_protocols.evidence.simulations.engine.tasks import (
    cancel,
    drawn,
    line_up,
    open_task,
    remember,
    values,
)
from katch_protocols.evidence.simulations.plan import (
    MOST_SEATS,
    NEVER,
    Plan,
)

__all__ = ["run", "settle", "tell_month", "tell_open", "worked"]


def _over(s: RunStore, p: Plan, case: int, config: int) -> int:
    """Return the timer that is over, in a configuration; else -1, and wait for each.

    Of several that were over in a pause it is the one due first.
    """
    over, soonest = -1, NEVER
    for i in range(p.tm_at[config], p.tm_at[config + 1]):
        due = timer_due(s, p, case, p.tm_id[i])
        if due <= s.n[NOW]:
            if due < soonest:
                over, soonest = i, due
        elif over < 0 and due < NEVER:
            at = case * p.widths[5] + p.tm_id[i]
            if s.armed[at] != due:
                # Once for each instant: a case is looked at often until then.
                s.armed[at] = due
                push(s, due, TIMER, case, s.serial[case])
    return over


def settle(s: RunStore, p: Plan, case: int) -> None:
    """Take what happens by itself now, then open the tasks of every state."""
    w = p.widths
    moved = True
    while moved:
        config = s.config[case]
        if not s.serial[case] or p.cf_final[config]:
            return
        # Asked of every step: a call that finds nothing is not made.
        is_timed = p.tm_at[config] < p.tm_at[config + 1]
        over = _over(s, p, case, config) if is_timed else -1
        first, last, moved = p.ev_at[config], p.ev_at[config + 1], False
        for i in range(first, last) if first < last else ():
            each = p.ev_id[i]
            # What became of an opened case goes before the clock, all else after it.
            goes = over < 0 or not p.he_share[each]
            if goes and not moved and s.pending[case * w[9] + each]:
                base = mix(s.key[case], p.he_key[each])
                combination = values(
                    p, base, p.he_fact_at[each], p.he_fact_at[each + 1], p.he_fact
                )
                transition = p.ev_tr[i] + combination
                held = released(s, p, case, transition)
                if held > s.n[NOW]:
                    # It waits until no sentence holds it back.
                    if held < NEVER:
                        push(s, held, TIMER, case, s.serial[case])
                    continue
                s.pending[case * w[9] + each] -= 1
                if p.tr_next[transition] >= 0:
                    take_step(s, p, case, transition, -1)
                    moved = True
        if over >= 0 and not moved:
            take_step(s, p, case, p.tm_tr[over], -1)
            moved = True
    if p.if_kept:
        for state in range(w[0]):
            at = case * w[0] + state
            if s.task[at] >= 0:
                cancel(s, s.task[at])
                s.task[at] = -1
    if p.varied:
        wait_for_others(s, p, case, False)
    config = s.config[case]
    first, task, states = case * w[0], s.task, p.op_state
    for place in range(p.op_at[config], p.op_at[config + 1]):
        if task[first + states[place]] < 0:
            open_task(s, p, case, place)


def worked(s: RunStore, p: Plan, task: int) -> None:
    """End the work of a task: it is done if it is still possible, with values drawn.

    Where a sentence holds it back or bars who did it, and did not as it was begun, the
    state draws anew.
    """
    if s.t_phase[task] == WORKS:
        first = task * MOST_SEATS
        for person in s.t_person[first : first + s.t_people[task]]:
            s.busy[person] = 0
            change_busy(s, p, s.post[person], -1)
    case, state, act = s.t_case[task], s.t_state[task], s.t_act[task]
    if case < 0:
        free_task(s, task)
        return
    at = case * p.widths[0] + state
    s.task[at] = -1
    is_same = s.config[case] == s.t_config[task]
    found = s.t_candidate[task] if is_same else done(s, p, task)
    if found >= 0:
        transition = drawn(s, p, task, found)
        asked = p.sides[p.cd_sides_at[found]] > 0
        s.t_sides[task] = p.cd_sides_at[found]
        is_held = p.cd_held[found] != 0
        if p.tr_next[transition] < 0:
            tell(s, Kind.STUCK, case, act, 1, 0)
        elif (not is_held or released(s, p, case, transition) <= s.n[NOW]) and (
            not asked or may_still(s, p, task)
        ):
            once = p.cd_once[found]
            if once != -1:
                s.done[at] |= 1 << (once if once >= 0 else -2 - once)
            if asked:
                remember(s, p, task)
            take_step(s, p, case, transition, task)
            if asked:
                if p.varied:
                    wait_for_others(s, p, case, False)
                give_up_barred(s, p, case)
    free_task(s, task)
    s.todo.append(case)


def _lapse(s: RunStore, p: Plan, number: int) -> None:
    """Let a waiver be over: what it set aside binds the cases that are open, too."""
    for case in range(len(s.config)):
        config = s.config[case]
        if s.serial[case] and p.cf_protocol[config] == p.wv_protocol[number]:
            s.config[case] = p.cf_later[config]
            wait_for_others(s, p, case, True)
            s.todo.append(case)


def tell_month(s: RunStore, p: Plan, number: int) -> None:
    """Tell of each post at the end of a month.

    Month, post, busy time, how many wait, that over time, begun, waited, work that
    waits; what is not as of now is a sum. The last line has the open cases instead.
    """
    for post in range(len(p.post_people)):
        m = s.monthly
        m.append(number)
        m.append(post)
        m.append(busy_time(s, p, post))
        m.append(s.q_n[post])
        m.append(s.q_n[post] * s.n[NOW] - s.q_began[post])
        m.append(s.w_n[post])
        m.append(s.w_sum[post])
        m.append(s.q_work[post])
    m = s.monthly
    m.append(number)
    m.append(-1)
    m.append(s.n[OPEN])
    for _ in range(5):
        m.append(0)


def run(p: Plan, seed: int, number: int, logs: int) -> RunStore:
    """Run a plan once, to its horizon.

    Args:
        p: the plan.
        seed: of the scenario.
        number: of the run; each is independent of the others.
        logs: whether steps are told one by one, as 0 or 1.
    """
    s = new_store(p)
    s.n[LOGS] = logs
    base = mix(mix(0, seed), number)
    arrived = 0
    for i in range(len(p.wv_at)):
        push(s, p.wv_at[i], LAPSE, i, 0)
    push(s, quantile(mix(mix(base, 0), GAP), p.tables, p.gap[0]), ARRIVE, 0, 0)
    for i in range(len(p.months)):
        push(s, p.months[i], MONTH, i, 0)
    n, heap, todo, births, horizon = s.n, s.heap, s.todo, s.births, p.horizon
    while heap and not n[STATUS]:
        at, _, kind, a, b = heappop(heap)
        if at >= horizon and (at > horizon or kind != MONTH):
            continue
        n[NOW] = at
        if kind == WORKED:
            if s.t_serial[a] == b:
                worked(s, p, a)
        elif kind == ARRIVE:
            arrived += 1
            key = mix(base, arrived)
            births.append((p.first, p.first_protocol, key, arrived, -1, 0))
            gap = quantile(mix(key, GAP), p.tables, p.gap[0])
            push(s, at + gap, ARRIVE, 0, 0)
        elif kind == WAITED:
            if s.t_serial[a] == b:
                line_up(s, p, a)
        elif kind == TIMER:
            if s.serial[a] == b:
                todo.append(a)
        elif kind == HAPPENS:
            case = a // p.widths[9]
            if s.serial[case] == b:
                s.pending[a] += 1
                todo.append(case)
        elif kind == MONTH:
            tell_month(s, p, a)
        elif kind == LAPSE:
            _lapse(s, p, a)
        while todo or births:
            if births:
                open_case(s, p, births.pop())
                continue
            case = todo.pop()
            if s.serial[case]:
                settle(s, p, case)
        if s.queue and (s.by_hours or n[HANDS] & n[WANTED]):
            dispatch(s, p)
    tell_open(s, p)
    return s


def tell_open(s: RunStore, p: Plan) -> None:
    """Tell at the end what is late already, and for how long sentences wait."""
    w, now = p.widths, p.horizon
    for case in range(len(s.config)):
        if not s.serial[case]:
            continue
        for number in range(w[7]):
            since = s.waiting[case * w[7] + number]
            if since >= 0:
                late = now > limit_over(p, since, p.se_limit[number])
                tell(s, Kind.UNANSWERED, case, number, now - since, 0 if late else 1)
        for clock in range(w[1]):
            at = case * w[1] + clock
            held = is_held(s, p, case, clock)
            due = clock_due(s, p, case, clock)
            if s.since[at] >= 0 and not held and now > due:
                clock_late(s, p, case, clock, due)
        for duty in range(w[2]):
            due = duty_due(s, p, case, duty)
            if now > due:
                duty_late(s, p, case, duty, due)
