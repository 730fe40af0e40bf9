"""People at desks: who is free, who may, who begins what, and how long others wait."""

from katch_protocols.evidence.simulations.engine.store import (
    DEAD,
    FREE,
    MOST_DOERS,
    NOW,
    WAKE,
    WAKES,
    WORKED,
    WORKS,
    RunStore,
    push,
)
from katch_protocols.evidence.simulations.plan import (
    MOST_SEATS,
    NEVER,
    Plan,
)
from katch_protocols.evidence.simulations.working_time import (
    CLOSES,
    DAY,
    OPENS,
    close_after,
    open_before,
)

__all__ = [
    "assign",
    "begin_work",
    "change_busy",
    "change_queue",
    "desk_of",
    "desk_time",
    "dispatch",
    "free_desks",
    "free_task",
    "is_open",
    "may_act",
    "opens_next",
]


def desk_time(p: Plan, desk: int, at: int) -> int:
    """Return for how long a desk was open until an instant."""
    return open_before(at, p.before, p.is_work) if p.desk_office[desk] else at


def change_busy(s: RunStore, p: Plan, desk: int, more: int) -> None:
    """Change how many people of a desk are busy, and count their time."""
    now = desk_time(p, desk, s.n[NOW])
    s.d_sum[desk] += s.d_busy[desk] * (now - s.d_last[desk])
    s.d_last[desk] = now
    s.d_busy[desk] += more


def change_queue(s: RunStore, p: Plan, act: int, more: int, work: int) -> None:
    """Change how many tasks wait at the desks of an activity."""
    posts, desk = p.ac_posts[act], 0
    while posts:
        if posts & 1:
            now = s.n[NOW]
            s.q_sum[desk] += s.q_n[desk] * (now - s.q_last[desk])
            s.q_last[desk] = now
            s.q_n[desk] += more
            s.q_work[desk] += more * work
        posts >>= 1
        desk += 1


def is_open(p: Plan, at: int) -> bool:
    """Tell whether offices are open."""
    day, rest = at // DAY, at % DAY
    return p.is_work[day] == 1 and OPENS <= rest < CLOSES


def opens_next(p: Plan, at: int) -> int:
    """Return when offices open next, after an instant at which they are closed."""
    day, rest = at // DAY, at % DAY
    place = p.before[day]
    if p.is_work[day] and rest >= OPENS:
        place += 1
    if place >= len(p.working):
        return NEVER
    return p.working[place] * DAY + OPENS


def may_act(s: RunStore, p: Plan, task: int, person: int, agency: int) -> bool:
    """Tell whether sentences about people let somebody act in a task."""
    at, case = s.t_sides[task], s.t_case[task]
    for i in range(p.sides[at]):
        number, sides = p.sides[at + 1 + 3 * i], p.sides[at + 2 + 3 * i]
        if p.sides[at + 3 + 3 * i] & s.past[case]:
            continue
        kind = p.sp_kind[number]
        if sides == 3 and kind != 2:
            return False
        for side in range(2):
            if not sides >> side & 1:
                continue
            row = case * p.widths[8] * 2 + number * 2 + (1 - side)
            for k in range(s.doers_n[row]):
                earlier = s.doers[row * MOST_DOERS + k]
                if kind == 0 and earlier == person:
                    return False
                if kind == 1 and s.agency[earlier] == agency:
                    return False
                if kind == 2 and earlier != person:
                    return False
    return True


def assign(s: RunStore, p: Plan, task: int, blocked: int, everybody: bool) -> bool:
    """Find a person for each seat, none twice; ``everybody``: as if all were free."""
    act = s.t_act[task]
    office_open = everybody or is_open(p, s.n[NOW])
    count = 0
    for seat in range(p.ac_seat_at[act], p.ac_seat_at[act + 1]):
        found = -1
        for i in range(p.seat_at[seat], p.seat_at[seat + 1]):
            desk = p.seat_desk[i]
            if blocked >> desk & 1 or (p.desk_office[desk] and not office_open):
                continue
            first = p.desk_at[desk]
            person = first + p.seat_able[i] - 1
            while person >= first and found < 0:
                free = everybody or not s.busy[person]
                for k in range(count):
                    if s.t_person[task * MOST_SEATS + k] == person:
                        free = False
                if free and p.seat_acts[seat]:
                    free = may_act(s, p, task, person, p.seat_agency[i])
                if free:
                    found = person
                    s.agency[person] = p.seat_agency[i]
                person -= 1
            if found >= 0:
                break
        if found < 0:
            return False
        s.t_person[task * MOST_SEATS + count] = found
        count += 1
    s.t_people[task] = count
    return True


def desk_of(p: Plan, person: int) -> int:
    """Return the desk of a person."""
    desk = 0
    while p.desk_at[desk + 1] <= person:
        desk += 1
    return desk


def begin_work(s: RunStore, p: Plan, task: int) -> None:
    """Set the people of a task to work; it ends when offices were open long enough."""
    act, now = s.t_act[task], s.n[NOW]
    work = s.t_work[task]
    change_queue(s, p, act, -1, work)
    for i in range(s.t_people[task]):
        person = s.t_person[task * MOST_SEATS + i]
        desk = desk_of(p, person)
        s.busy[person] = 1
        change_busy(s, p, desk, 1)
        s.w_n[desk] += 1
        s.w_sum[desk] += now - s.t_since[task]
    s.t_phase[task] = WORKS
    until = now + work
    if p.ac_office[act] and work > 0:
        until = close_after(open_before(now, p.before, p.is_work) + work, p.working)
    push(s, until, WORKED, task, s.t_serial[task])


def free_desks(s: RunStore, p: Plan, opened: bool) -> int:
    """Return the desks that are open and have somebody free, as bits."""
    found = 0
    for desk in range(len(p.desk_people)):
        if s.d_busy[desk] < p.desk_people[desk] and (opened or not p.desk_office[desk]):
            found |= 1 << desk
    return found


def dispatch(s: RunStore, p: Plan) -> None:
    """Begin every waiting task that can: a later one passes only at other posts."""
    opened = is_open(p, s.n[NOW])
    free, place = free_desks(s, p, opened), 0
    blocked = 0
    while free & ~blocked and place < len(s.queue):
        task = s.queue[place]
        if s.t_phase[task] == DEAD:
            s.queue.pop(place)
            free_task(s, task)
            continue
        posts = p.ac_posts[s.t_act[task]]
        if posts & free & ~blocked and assign(s, p, task, blocked, False):
            s.queue.pop(place)
            begin_work(s, p, task)
            free = free_desks(s, p, opened)
        else:
            blocked |= posts
            place += 1
    if not opened and len(s.queue) and s.n[WAKES] <= s.n[NOW]:
        at = opens_next(p, s.n[NOW])
        if at < p.horizon:
            s.n[WAKES] = at
            push(s, at, WAKE, 0, 0)


def free_task(s: RunStore, task: int) -> None:
    """Let a number of a task be used again."""
    s.t_phase[task] = FREE
    s.t_serial[task] = 0
    s.free_tasks.append(task)
