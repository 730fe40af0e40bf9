"""People at posts: who is free, who may, who begins what, and how long others wait."""

from katch_protocols.evidence.simulations.engine.store import (
    BARRED,
    DEAD,
    FREE,
    HANDS,
    MOST_DOERS,
    NOW,
    QUEUED,
    WAKE,
    WAKES,
    WANTED,
    WORKED,
    WORKS,
    Kind,
    RunStore,
    push,
    tell,
)
from katch_protocols.evidence.simulations.plan import (
    ASIDE,
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
from katch_protocols.model.scenarios import WHOLE

__all__ = [
    "assign",
    "begin_work",
    "busy_time",
    "change_busy",
    "change_queue",
    "dispatch",
    "free_task",
    "give_up_barred",
    "is_open",
    "leave_queue",
    "may_act",
    "may_still",
    "never_may",
    "opens_next",
]


def change_busy(s: RunStore, p: Plan, post: int, more: int) -> None:
    """Change how many people of a post are busy, and count their time."""
    n = s.n
    now = n[NOW]
    if p.post_hours[post]:
        now = open_before(now, p.before, p.is_work)
    s.d_busy[post] = busy = s.d_busy[post] + more
    s.d_began[post] += more * now
    idle = p.post_people[post] - busy
    if idle < 2:
        hands = n[HANDS] | 1 << post
        n[HANDS] = hands if idle else hands ^ 1 << post


def busy_time(s: RunStore, p: Plan, post: int) -> int:
    """Return for how long people of a post were busy so far, in all."""
    now = s.n[NOW]
    if p.post_hours[post]:
        now = open_before(now, p.before, p.is_work)
    return s.d_busy[post] * now - s.d_began[post]


def change_queue(s: RunStore, act: int, more: int, work: int) -> None:
    """Change how many tasks wait at the posts of an activity, and the work for each."""
    n = s.n
    at = more * n[NOW]
    for post, ask in s.posts[act]:
        s.q_n[post] = queued = s.q_n[post] + more
        s.q_began[post] += at
        s.q_work[post] += more * (work * ask // WHOLE)
        if not queued:
            n[WANTED] &= ~(1 << post)
        elif queued == more:
            n[WANTED] |= 1 << post


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
        if sides & ASIDE or p.sides[at + 3 + 3 * i] & s.past[case]:
            continue
        kind = p.sp_kind[number]
        if sides == 3 and kind != 2:
            return False
        for side in range(2):
            if not sides >> side & 1:
                continue
            row = case * p.widths[8] * 2 + number * 2 + (1 - side)
            for k in range(s.doers_n[row]):
                known = 2 * (row * MOST_DOERS + k)
                earlier = s.doers[known]
                if kind == 0 and earlier == person:
                    return False
                if kind == 1 and s.doers[known + 1] == agency:
                    return False
                if kind == 2 and earlier != person:
                    return False
    return True


def never_may(s: RunStore, p: Plan, task: int) -> bool:
    """Tell whether a task is both of two acts that nobody may do both."""
    at, past = s.t_sides[task], s.past[s.t_case[task]]
    for i in range(at + 1, at + 1 + 3 * p.sides[at], 3):
        is_both = p.sides[i + 1] == 3 and p.sp_kind[p.sides[i]] != 2
        if is_both and not p.sides[i + 2] & past:
            return True
    return False


def may_still(s: RunStore, p: Plan, task: int) -> bool:
    """Tell whether those who did a task may have: others have acted meanwhile."""
    seat, first = p.ac_seat_at[s.t_act[task]], task * MOST_SEATS
    for k in range(s.t_people[task]):
        person = s.t_person[first + k]
        acts = p.seat_acts[seat + k]
        if acts and not may_act(s, p, task, person, s.agency[person]):
            return False
    return not never_may(s, p, task)


def assign(s: RunStore, p: Plan, task: int, blocked: int, everybody: bool) -> bool:
    """Find a person for each seat, none twice; ``everybody``: as if all were free.

    Nobody of the posts whose bits are ``blocked``.
    """
    busy, people, agencies = s.busy, s.t_person, s.agency
    first_seat = at = task * MOST_SEATS
    asked = p.sides[s.t_sides[task]] > 0
    for acts, places in s.seats[s.t_act[task]]:
        for post, persons, agency in places:
            if blocked >> post & 1:
                continue
            found = -1
            for person in persons:
                if busy[person] and not everybody:
                    continue
                if at > first_seat and person in people[first_seat:at]:
                    continue
                if asked and acts and not may_act(s, p, task, person, agency):
                    continue
                found = person
                break
            if found >= 0:
                people[at] = found
                if not everybody:
                    agencies[found] = agency
                at += 1
                break
        else:
            return False
    s.t_people[task] = at - first_seat
    return True


def leave_queue(s: RunStore, task: int) -> None:
    """Take a task out of the queue: nobody begins it there."""
    change_queue(s, s.t_act[task], -1, s.t_work[task])
    s.queue.remove(task)


def give_up_barred(s: RunStore, p: Plan, case: int) -> None:
    """Take out of the queue what nobody may do any more: none waits behind it."""
    first = case * p.widths[0]
    for task in s.task[first : first + p.widths[0]]:
        if task < 0 or s.t_phase[task] != QUEUED or not p.sides[s.t_sides[task]]:
            continue
        if not assign(s, p, task, 0, True):
            leave_queue(s, task)
            s.t_phase[task] = BARRED
            tell(s, Kind.STUCK, case, s.t_act[task], 0, 0)


def begin_work(s: RunStore, p: Plan, task: int) -> None:
    """Set the people of a task to work; it ends when offices were open long enough."""
    act, now = s.t_act[task], s.n[NOW]
    work = s.t_work[task]
    change_queue(s, act, -1, work)
    first, waited, sitting = task * MOST_SEATS, now - s.t_since[task], 0
    for person in s.t_person[first : first + s.t_people[task]]:
        post = s.post[person]
        s.busy[person] = 1
        change_busy(s, p, post, 1)
        # However many of a post it needs, it waited for them once.
        if not sitting >> post & 1:
            s.w_n[post] += 1
            s.w_sum[post] += waited
        sitting |= 1 << post
    s.t_phase[task] = WORKS
    until = now + work
    if p.ac_office[act] and work > 0:
        until = close_after(open_before(now, p.before, p.is_work) + work, p.working)
    push(s, until, WORKED, task, s.t_serial[task])


def dispatch(s: RunStore, p: Plan) -> None:
    """Begin every waiting task that can: a later one passes only at other posts."""
    n, queue, place, blocked = s.n, s.queue, 0, 0
    opened = not s.by_hours or is_open(p, n[NOW])
    for post in () if opened else s.by_hours:
        blocked |= 1 << post
    # Of what no earlier task waits for: the posts with somebody free for a later one.
    free = n[HANDS] & n[WANTED] & ~blocked
    while free:
        task = queue[place]
        if s.t_phase[task] == DEAD:
            queue.pop(place)
            free_task(s, task)
            continue
        posts = p.ac_posts[s.t_act[task]]
        if posts & free and assign(s, p, task, blocked, False):
            queue.pop(place)
            begin_work(s, p, task)
            free = n[HANDS] & n[WANTED] & ~blocked
        else:
            blocked |= posts
            free &= ~posts
            place += 1
    if not opened and queue and n[WAKES] <= n[NOW]:
        at = opens_next(p, n[NOW])
        if at < p.horizon:
            n[WAKES] = at
            push(s, at, WAKE, 0, 0)


def free_task(s: RunStore, task: int) -> None:
    """Let a number of a task be used again."""
    s.t_phase[task] = FREE
    s.t_serial[task] = 0
    s.free_tasks.append(task)
