"""People at posts, compiled: see ``engine.posts``."""

from katch_protocols.evidence.simulations.compiled.layout import C, D, F, H, T
from katch_protocols.evidence.simulations.compiled.memory import (
    append,
    case_at,
    compiled,
    push,
    tell,
)
from katch_protocols.evidence.simulations.engine.store import (
    BARRED,
    DEAD,
    FREE,
    MOST_DOERS,
    QUEUED,
    WAKE,
    WORKED,
    WORKS,
    Kind,
)
from katch_protocols.evidence.simulations.plan import ASIDE, NEVER
from katch_protocols.evidence.simulations.working_time import CLOSES, DAY, OPENS
from katch_protocols.model.scenarios import WHOLE

__all__ = [
    "assign",
    "change_busy",
    "change_queue",
    "dispatch",
    "free_task",
    "give_up_barred",
    "leave_queue",
    "may_still",
    "never_may",
    "task_at",
]

_OPEN = CLOSES - OPENS
_STUCK = Kind.STUCK


@compiled
def task_at(m, task):
    """Return where a task begins."""
    return m[H.tasks_at] + task * T.width


@compiled
def free_task(m, task):
    """Let a number of a task be used again."""
    t = task_at(m, task)
    m[t + T.phase] = FREE
    m[t + T.serial] = 0
    m[append(m, H.free_tasks_n, H.free_tasks_most, H.free_tasks_at, 1)] = task


@compiled
def _open_before(p, at):
    """Return for how many seconds offices were open before an instant."""
    day, rest = at // DAY, at % DAY
    found = p[p[F.before] + day] * _OPEN
    if p[p[F.is_work] + day] and rest > OPENS:
        found += min(rest, CLOSES) - OPENS
    return found


@compiled
def _close_after(p, opened):
    """Return the first instant before which offices were open for so long."""
    place = (opened - 1) // _OPEN
    # The list behind it in a plan begins where this one ends.
    if place >= p[F.cf_final] - p[F.working]:
        return NEVER
    return p[p[F.working] + place] * DAY + OPENS + (opened - place * _OPEN)


@compiled
def _is_open(p, at):
    rest = at % DAY
    return p[p[F.is_work] + at // DAY] == 1 and OPENS <= rest < CLOSES


@compiled
def _opens_next(p, at):
    """Return when offices open next, after an instant at which they are closed."""
    day, rest = at // DAY, at % DAY
    place = p[p[F.before] + day]
    if p[p[F.is_work] + day] and rest >= OPENS:
        place += 1
    if place >= p[F.cf_final] - p[F.working]:
        return NEVER
    return p[p[F.working] + place] * DAY + OPENS


@compiled
def change_busy(m, p, post, more):
    """Change how many people of a post are busy, and count their time."""
    now = m[H.now]
    if p[p[F.post_hours] + post]:
        now = _open_before(p, now)
    row = m[H.posts] + post * D.width
    busy = m[row + D.busy]
    m[row + D.sum] += busy * (now - m[row + D.last])
    m[row + D.last] = now
    m[row + D.busy] = busy + more


@compiled
def change_queue(m, p, act, more, work):
    """Change how many tasks wait at the posts of an activity, and the work for each."""
    posts, row, now = p[p[F.ac_posts] + act], m[H.posts], m[H.now]
    ask = p[F.ac_ask] + p[p[F.ac_ask_at] + act]
    while posts:
        if posts & 1:
            queued = m[row + D.q_n]
            m[row + D.q_sum] += queued * (now - m[row + D.q_last])
            m[row + D.q_last] = now
            m[row + D.q_n] = queued + more
            m[row + D.q_work] += more * (work * p[ask] // WHOLE)
            ask += 1
        posts >>= 1
        row += D.width


@compiled
def _may_act(m, p, t, person, agency):
    """Tell whether sentences about people let somebody act in a task."""
    at, case = p[F.sides] + m[t + T.sides], case_at(m, m[t + T.case])
    for i in range(p[at]):
        number, sides = p[at + 1 + 3 * i], p[at + 2 + 3 * i]
        if sides & ASIDE or p[at + 3 + 3 * i] & m[case + C.past]:
            continue
        kind = p[p[F.sp_kind] + number]
        if sides == 3 and kind != 2:
            return False
        for side in range(2):
            if not sides >> side & 1:
                continue
            row = number * 2 + (1 - side)
            known = case + m[H.c_doers] + 2 * row * MOST_DOERS
            for k in range(m[case + m[H.c_doers_n] + row]):
                earlier = m[known + 2 * k]
                if kind == 0 and earlier == person:
                    return False
                if kind == 1 and m[known + 2 * k + 1] == agency:
                    return False
                if kind == 2 and earlier != person:
                    return False
    return True


@compiled
def never_may(m, p, t):
    """Tell whether a task is both of two acts that nobody may do both."""
    at, past = p[F.sides] + m[t + T.sides], m[case_at(m, m[t + T.case]) + C.past]
    for i in range(at + 1, at + 1 + 3 * p[at], 3):
        if p[i + 1] == 3 and p[p[F.sp_kind] + p[i]] != 2 and not p[i + 2] & past:
            return True
    return False


@compiled
def may_still(m, p, t):
    """Tell whether those who did a task may have: others have acted meanwhile."""
    acts = p[F.seat_acts] + p[p[F.ac_seat_at] + m[t + T.act]]
    for k in range(m[t + T.people]):
        person = m[t + T.person + k]
        agency = m[m[H.people] + 3 * person + 1]
        if p[acts + k] and not _may_act(m, p, t, person, agency):
            return False
    return not never_may(m, p, t)


@compiled
def _person(m, p, t, seat, taken, blocked, opened, everybody):
    """Return who fills a seat, -1: nobody; see ``assign``."""
    asked = p[p[F.sides] + m[t + T.sides]] > 0 and p[p[F.seat_acts] + seat] != 0
    people = m[H.people]
    for i in range(p[p[F.seat_at] + seat], p[p[F.seat_at] + seat + 1]):
        post = p[p[F.seat_post] + i]
        if blocked >> post & 1 or (not opened and p[p[F.post_hours] + post]):
            continue
        first, agency = p[p[F.post_at] + post], p[p[F.seat_agency] + i]
        for person in range(first + p[p[F.seat_able] + i] - 1, first - 1, -1):
            if m[people + 3 * person] and not everybody:
                continue
            sits = False
            for k in range(taken):
                sits = sits or m[t + T.person + k] == person
            if sits or (asked and not _may_act(m, p, t, person, agency)):
                continue
            if not everybody:
                m[people + 3 * person + 1] = agency
            return person
    return -1


@compiled
def assign(m, p, task, blocked, opened, everybody):
    """Find a person for each seat, none twice; ``everybody``: as if all were free."""
    t, taken = task_at(m, task), 0
    act = m[t + T.act]
    for seat in range(p[p[F.ac_seat_at] + act], p[p[F.ac_seat_at] + act + 1]):
        found = _person(m, p, t, seat, taken, blocked, opened, everybody)
        if found < 0:
            return False
        m[t + T.person + taken] = found
        taken += 1
    m[t + T.people] = taken
    return True


@compiled
def leave_queue(m, p, task):
    """Take a task out of the queue: nobody begins it there."""
    t, place = task_at(m, task), m[H.queue_at]
    change_queue(m, p, m[t + T.act], -1, m[t + T.work])
    while m[place] != task:
        place += 1
    m[H.queue_n] -= 1
    for at in range(place, m[H.queue_at] + m[H.queue_n]):
        m[at] = m[at + 1]


@compiled
def give_up_barred(m, p, case):
    """Take out of the queue what nobody may do any more: none waits behind it."""
    row = case_at(m, case) + m[H.c_task]
    for state in range(p[p[F.widths]]):
        task = m[row + state]
        if task < 0:
            continue
        t = task_at(m, task)
        asked = m[t + T.phase] == QUEUED and p[p[F.sides] + m[t + T.sides]] != 0
        if asked and not assign(m, p, task, 0, 1, 1):
            leave_queue(m, p, task)
            m[t + T.phase] = BARRED
            tell(m, _STUCK, case, m[t + T.act], 0, 0)


@compiled
def _begin_work(m, p, task):
    """Set the people of a task to work; it ends when offices were open long enough."""
    t, now = task_at(m, task), m[H.now]
    act, work = m[t + T.act], m[t + T.work]
    change_queue(m, p, act, -1, work)
    waited, sitting = now - m[t + T.since], 0
    for k in range(m[t + T.people]):
        person = m[H.people] + 3 * m[t + T.person + k]
        post = m[person + 2]
        m[person] = 1
        change_busy(m, p, post, 1)
        # However many of a post it needs, it waited for them once.
        if not sitting >> post & 1:
            row = m[H.posts] + post * D.width
            m[row + D.w_n] += 1
            m[row + D.w_sum] += waited
        sitting |= 1 << post
    m[t + T.phase] = WORKS
    until = now + work
    if p[p[F.ac_office] + act] and work > 0:
        until = _close_after(p, _open_before(p, now) + work)
    push(m, until, WORKED, task, m[t + T.serial])


@compiled
def _free_posts(m, p, opened):
    """Return the posts that are open, waited for, and have somebody free, as bits."""
    found, row = 0, m[H.posts]
    for post in range(p[F.post_hours] - p[F.post_people]):
        free = m[row + D.q_n] and m[row + D.busy] < p[p[F.post_people] + post]
        if free and (opened or not p[p[F.post_hours] + post]):
            found |= 1 << post
        row += D.width
    return found


@compiled
def _take_out(m, place):
    queue, last = m[H.queue_at], m[H.queue_n] - 1
    for i in range(place, last):
        m[queue + i] = m[queue + i + 1]
    m[H.queue_n] = last


@compiled
def dispatch(m, p):
    """Begin every waiting task that can: a later one passes only at other posts."""
    queue = m[H.queue_at]
    opened = not m[H.some_by_hours] or _is_open(p, m[H.now])
    free, place, blocked = _free_posts(m, p, opened), 0, 0
    while free and place < m[H.queue_n]:
        task = m[queue + place]
        t = task_at(m, task)
        if m[t + T.phase] == DEAD:
            _take_out(m, place)
            free_task(m, task)
            continue
        posts = p[p[F.ac_posts] + m[t + T.act]]
        if posts & free and assign(m, p, task, blocked, opened, 0):
            _take_out(m, place)
            _begin_work(m, p, task)
            if place == m[H.queue_n]:
                break
            free = _free_posts(m, p, opened) & ~blocked
        else:
            blocked |= posts
            free &= ~posts
            place += 1
    if not opened and m[H.queue_n] and m[H.wakes] <= m[H.now]:
        at = _opens_next(p, m[H.now])
        if at < p[F.horizon]:
            m[H.wakes] = at
            push(m, at, WAKE, 0, 0)
