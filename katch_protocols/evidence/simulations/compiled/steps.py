"""Steps of a case, its beginning and its end, compiled: see ``engine.steps``."""

from katch_protocols.evidence.simulations.compiled.clocks import (
    begun_by_now,
    clock_due,
    clock_late,
    duty_due,
    duty_late,
    limit_over,
)
from katch_protocols.evidence.simulations.compiled.layout import C, F, H, P, T
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
from katch_protocols.evidence.simulations.compiled.posts import task_at
from katch_protocols.evidence.simulations.compiled.tasks import cancel, tell_opener
from katch_protocols.evidence.simulations.duty_states import (
    AS_IT_WAS,
    COMES,
    DONE,
    HELD,
    HELD_LATE,
    IF_KEPT,
    IF_NOT_OWED,
    IF_OWED,
    KEPT,
    KEPT_NOW,
    NO_LONGER_OWED,
    NOT_OWED,
    OWED,
    OWED_BEFORE,
    STANDS,
    WHAT_IT_BECOMES,
)
from katch_protocols.evidence.simulations.engine.store import (
    AFTER,
    HAPPENS,
    LOG_WIDTH,
    MOST_OPEN,
    SHARE,
    Kind,
    Status,
)
from katch_protocols.evidence.simulations.plan import MOST_SEATS, Op

__all__ = ["open_case", "take_step"]

_OPENED, _ENDED, _MEASURED = Kind.OPENED, Kind.ENDED, Kind.MEASURED
_CLOCK, _DUTY, _SENTENCE = Kind.CLOCK, Kind.DUTY, Kind.SENTENCE
_UNANSWERED, _TOO_MANY_OPEN = Kind.UNANSWERED, Status.TOO_MANY_OPEN
_LEAVE_STATE, _ENTER_STATE = Op.LEAVE_STATE, Op.ENTER_STATE
_LEAVE_CLOCK, _PAUSE_CLOCK = Op.LEAVE_CLOCK, Op.PAUSE_CLOCK
_ENTER_CLOCK, _DROP_CLOCK, _LAST = Op.ENTER_CLOCK, Op.DROP_CLOCK, Op.LAST
_EVENT, _LEFT, _RESUME, _FIRED = Op.EVENT, Op.LEFT, Op.RESUME, Op.FIRED
_MEASURE, _TAKE_UP, _SENTENCE_OFF = Op.MEASURE, Op.TAKE_UP, Op.SENTENCE_OFF
_SENTENCE_THEN, _SENTENCE_AFTER = Op.SENTENCE_THEN, Op.SENTENCE_AFTER
_OPEN, _PAST, _OWE, _END = Op.OPEN, Op.PAST, Op.DUTY, Op.END
_BACK, _GO_ON, _RESTART = Op.BACK, Op.GO_ON, Op.RESTART


@compiled
def _finish_case(m, p, case, end):
    """End a case: tell how, give up what is open, and let its opener know."""
    w, now, row = p[F.widths], m[H.now], case_at(m, case)
    tell(m, _ENDED, case, end, now - m[row + C.opened], 1)
    for number in range(p[w + 7]):
        since = m[row + m[H.c_waiting] + number]
        if since >= 0:  # however soon: it never comes
            tell(m, _UNANSWERED, case, number, now - since, 0)
    for state in range(p[w]):
        at = row + m[H.c_task] + state
        if m[at] >= 0:
            cancel(m, p, m[at])
            m[at] = -1
    m[H.open] -= 1
    m[row + C.serial] = 0
    m[append(m, H.free_cases_n, H.free_cases_most, H.free_cases_at, 1)] = case
    if tell_opener(m, p, row, end):
        protocol = p[p[F.cf_protocol] + m[row + C.config]]
        m[case_at(m, m[row + C.parent]) + m[H.c_children] + protocol] = 0


@compiled
def _free_pause(m):
    """Return where a pause may be noted."""
    pause = m[H.free_pauses]
    if pause:
        m[H.free_pauses] = m[pause + P.next]
        return pause
    return append(m, H.pauses_n, H.pauses_most, H.pauses_at, P.width)


@compiled
def _drop_pauses(m, link, node):
    """Drop the pauses of a node, or all (-1), of those that a link leads to."""
    while m[link]:
        pause = m[link]
        if node < 0 or m[pause + P.node] == node:
            m[link] = m[pause + P.next]
            m[pause + P.next] = m[H.free_pauses]
            m[H.free_pauses] = pause
        else:
            link = pause + P.next


@compiled
def _resume(m, p, case, node):
    """Note how long a state stood still that is taken up as it was left."""
    now, row = m[H.now], case_at(m, case)
    if p[p[F.re_kind] + node] == 2:
        first = row + m[H.c_since]
        for clock in range(p[p[F.widths] + 1]):
            around = p[p[F.ck_around] + clock]
            if m[first + clock] < -1 and around >> node & 1:
                m[first + clock] = -2 - m[first + clock]
        first = row + m[H.c_duty]
        for duty in range(p[p[F.widths] + 2]):
            if m[first + duty] == HELD_LATE and p[p[F.du_around] + duty] >> node & 1:
                m[first + duty] = HELD
    left = row + m[H.c_left] + node
    since = m[left] if m[left] >= 0 else now
    m[left] = -1
    kind = p[p[F.re_kind] + node]
    if kind == 0 or (kind == 1 and since == now):
        return
    if kind == 2:
        _drop_pauses(m, row + C.pauses, node)
    pause = _free_pause(m)
    if m[H.full]:
        return
    link = row + C.pauses
    while m[link] and m[m[link] + P.since] <= since:
        link = m[link] + P.next
    m[pause + P.node], m[pause + P.since], m[pause + P.until] = node, since, now
    m[pause + P.next] = m[link]
    m[link] = pause


@compiled
def _owe(m, p, case, duty, code):
    """Let a step change a duty: see ``engine.steps.owe``."""
    now, row = m[H.now], case_at(m, case)
    at = row + m[H.c_duty] + duty
    known, new = m[at], m[at]
    done, stands, comes = code & DONE, code & STANDS, code & COMES
    if known == NOT_OWED:
        becomes = code >> IF_NOT_OWED & WHAT_IT_BECOMES
    elif known == OWED or known == HELD:
        becomes = code >> IF_OWED & WHAT_IT_BECOMES
    else:
        becomes = code >> IF_KEPT & WHAT_IT_BECOMES
    if known == OWED and (becomes != AS_IT_WAS or stands or comes):
        due = duty_due(m, p, case, duty)
        late = now > due
        if late:
            duty_late(m, p, case, duty, due)
        elif done:
            tell(m, _DUTY, case, duty, due, 1)
        if late and not comes:
            new = HELD_LATE if stands else KEPT
    if becomes == NO_LONGER_OWED:
        new = NOT_OWED
    elif becomes != AS_IT_WAS:
        new = KEPT if becomes == KEPT_NOW else OWED
        if becomes != OWED_BEFORE:
            m[row + m[H.c_duty_since] + duty] = now
    m[at] = HELD if stands and new == OWED else new


@compiled
def _have_effect(m, p, case, effect):
    """Let a step change a case: its clocks, its duties, what is told of it."""
    now, row = m[H.now], case_at(m, case)
    for i in range(p[p[F.ef_at] + effect], p[p[F.ef_at] + effect + 1]):
        code, arg = p[p[F.ef_code] + i], p[p[F.ef_arg] + i]
        more = p[p[F.ef_more] + i]
        if code == _LEAVE_STATE:
            at = row + m[H.c_task] + arg
            if m[at] >= 0:
                cancel(m, p, m[at])
                m[at] = -1
        elif code == _ENTER_STATE:
            m[row + m[H.c_done] + arg] = 0
        elif code == _MEASURE:
            at = row + m[H.c_measured] + arg
            if not m[at]:
                m[at] = 1
                tell(m, _MEASURED, case, arg, now - m[row + C.opened], 1)
        elif code == _END:
            _finish_case(m, p, case, arg)
        elif code == _LEAVE_CLOCK or code == _PAUSE_CLOCK:
            at = row + m[H.c_since] + arg
            if m[at] >= 0:
                due = clock_due(m, p, case, arg)
                late = now > due
                if late:
                    clock_late(m, p, case, arg, due)
                elif code == _LEAVE_CLOCK:
                    tell(m, _CLOCK, case, arg, due, 1)
                if late or code == _LEAVE_CLOCK:
                    m[at] = -1 if code == _LEAVE_CLOCK else -2 - m[at]
        elif code == _ENTER_CLOCK:
            m[row + m[H.c_since] + arg] = now
        elif code == _DROP_CLOCK:
            m[row + m[H.c_since] + arg] = -1
        elif code == _EVENT:
            m[row + m[H.c_happened] + arg] = now
        elif code == _LEFT:
            m[row + m[H.c_left] + arg] = now
        elif code == _BACK:
            m[row + m[H.c_left] + arg] = -1
        elif code == _GO_ON:
            at = row + m[H.c_duty] + arg
            if m[at] >= HELD:
                m[at] = OWED if m[at] == HELD else KEPT
        elif code == _RESTART:
            at = row + m[H.c_since] + arg
            if m[at] < -1:
                m[at] = -2 - m[at]
            elif more:
                due = clock_due(m, p, case, arg)
                if now > due:
                    clock_late(m, p, case, arg, due)
        elif code == _RESUME:
            _resume(m, p, case, arg)
        elif code == _FIRED:
            m[row + m[H.c_fired] + arg] = now
        elif code == _OWE:
            _owe(m, p, case, arg, more)
        elif code == _SENTENCE_AFTER:
            at = row + m[H.c_waiting] + arg
            if m[at] < 0 and not m[row + m[H.c_off] + arg]:
                m[at] = now
        elif code == _SENTENCE_THEN or code == _SENTENCE_OFF:
            at = row + m[H.c_waiting] + arg
            since = m[at]
            if since >= 0:
                late = now > limit_over(p, since, p[p[F.se_limit] + arg])
                if code == _SENTENCE_THEN:
                    tell(m, _SENTENCE, case, arg, now - since, 0 if late else 1)
                elif late:
                    tell(m, _UNANSWERED, case, arg, now - since, 0)
                m[at] = -1
            if code == _SENTENCE_OFF:
                m[row + m[H.c_off] + arg] = 1
        elif code == _LAST:
            m[row + m[H.c_last] + arg] = now
        elif code == _PAST:
            m[row + C.past] |= arg
        elif code == _TAKE_UP:
            at = row + m[H.c_visits] + arg
            if more < 0:
                m[at] = -more
            elif m[at] & more:
                m[at] = 0
                tell_opener(m, p, row, arg)
        elif code == _OPEN:
            at = row + m[H.c_children] + more
            if not m[at]:
                m[at] = 1
                news = row + m[H.c_news] + more
                key = mix(mix(m[row + C.key], p[p[F.keys] + more]), m[news])
                m[news] += 1
                birth = append(m, H.births_n, H.births_most, H.births_at, 6)
                m[birth], m[birth + 1], m[birth + 2] = arg, more, key
                m[birth + 3], m[birth + 4] = m[row + C.number], case
                m[birth + 5] = m[row + C.serial]


@compiled
def take_step(m, p, case, transition, task):
    """Take a step: tell of it, and let it have its effect."""
    row = case_at(m, case)
    if m[H.logs]:
        at = append(m, H.log_n, H.log_most, H.log_at, LOG_WIDTH)
        t, people = 0, 0
        if task >= 0:
            t = task_at(m, task)
            people = m[t + T.people]
        m[at], m[at + 1] = m[H.now], m[row + C.serial]
        m[at + 2], m[at + 3] = transition, people
        for i in range(MOST_SEATS):
            m[at + 4 + i] = m[t + T.person + i] if i < people else -1
    m[row + C.config] = p[p[F.tr_next] + transition]
    _have_effect(m, p, case, p[p[F.tr_effect] + transition])


@compiled
def open_case(m, p, birth):
    """Begin a case; ``birth`` is where it stands how, as ``engine.steps`` has it."""
    if m[H.free_cases_n]:
        m[H.free_cases_n] -= 1
        case = m[m[H.free_cases_at] + m[H.free_cases_n]]
        _drop_pauses(m, case_at(m, case) + C.pauses, -1)
    else:
        width = m[H.case_width]
        at = append(m, H.cases_n, H.cases_most, H.cases_at, width)
        case = (at - m[H.cases_at]) // width
    m[H.serial] += 1
    m[H.open] += 1
    if m[H.open] > MOST_OPEN:
        m[H.status] = _TOO_MANY_OPEN
    row, blank = case_at(m, case), m[H.blank]
    for i in range(m[H.case_width]):
        m[row + i] = m[blank + i]
    beginning, protocol, key = m[birth], m[birth + 1], m[birth + 2]
    m[row + C.config] = begun_by_now(m, p, beginning, protocol)
    m[row + C.serial], m[row + C.key] = m[H.serial], key
    m[row + C.number], m[row + C.opened] = m[birth + 3], m[H.now]
    m[row + C.parent], m[row + C.parent_serial] = m[birth + 4], m[birth + 5]
    tell(m, _OPENED, case, protocol, m[row + C.parent_serial], 1)
    wide = p[p[F.widths] + 9]
    for each in range(wide):
        share = p[p[F.he_share] + each]
        if p[p[F.he_protocol] + each] != protocol or not share:
            continue
        drawn = mix(key, p[p[F.he_key] + each])
        if pick(mix(drawn, SHARE), 10000) < share:
            table = p[F.tables] + p[p[F.he_table] + each]
            at = m[H.now] + quantile(p, mix(drawn, AFTER), table)
            push(m, at, HAPPENS, case * wide + each, m[row + C.serial])
    _have_effect(m, p, case, p[p[F.be_effect] + beginning])
    m[append(m, H.todo_n, H.todo_most, H.todo_at, 1)] = case
