"""By when, compiled: see ``engine.clocks``."""

from katch_protocols.evidence.simulations.compiled.layout import C, F, H, P
from katch_protocols.evidence.simulations.compiled.memory import case_at, compiled, tell
from katch_protocols.evidence.simulations.duty_states import OWED
from katch_protocols.evidence.simulations.engine.store import Kind
from katch_protocols.evidence.simulations.plan import NEVER
from katch_protocols.evidence.simulations.working_time import DAY

__all__ = [
    "begun_by_now",
    "clock_due",
    "clock_late",
    "duty_due",
    "duty_late",
    "is_held",
    "limit_over",
    "released",
    "soonest",
    "soonest_of_case",
    "timer_due",
]

_CLOCK, _DUTY = Kind.CLOCK, Kind.DUTY


@compiled
def limit_over(p, since, limit):
    """Return when a limit is over that began at an instant."""
    days = p[p[F.li_days] + limit]
    if days < 0:
        return since + p[p[F.li_plain] + limit]
    day = p[p[F.due_days] + days + since // DAY]
    return NEVER if day >= (1 << 40) else day * DAY + since % DAY


@compiled
def _moved_start(m, p, row, since, around):
    """Return a start that is moved by the pauses of what stands around it."""
    first, kinds = m[row + C.pauses], p[F.re_kind]
    if not around or not first:
        return since
    at, pause = since, first
    while pause:
        node = m[pause + P.node]
        if around >> node & 1 and p[kinds + node] == 2:
            at = max(at, m[pause + P.until])
        pause = m[pause + P.next]
    covered, length, pause = at, 0, first
    while pause:
        node = m[pause + P.node]
        if around >> node & 1 and p[kinds + node] == 1:
            start, until = max(m[pause + P.since], covered), m[pause + P.until]
            if until > start:
                length += until - start
                covered = until
        pause = m[pause + P.next]
    return at + length


@compiled
def _begun(m, p, row, since, event, around):
    """Return when a clock began: an event, or as it was last started again."""
    if event >= 0 and m[row + m[H.c_happened] + event] >= 0:
        since = m[row + m[H.c_happened] + event]
    pause = m[row + C.pauses]
    while pause:
        node = m[pause + P.node]
        if around >> node & 1 and p[p[F.re_kind] + node] == 2:
            since = max(since, m[pause + P.until])
        pause = m[pause + P.next]
    return since


@compiled
def clock_late(m, p, case, clock, due):
    """Tell once that the clock of an active state is late."""
    row = case_at(m, case)
    since, told = m[row + m[H.c_since] + clock], row + m[H.c_late] + clock
    event, around = p[p[F.ck_start] + clock], p[p[F.ck_around] + clock]
    begun = _begun(m, p, row, since, event, around)
    if m[told] != begun:
        m[told] = begun
        tell(m, _CLOCK, case, clock, due, 0)


@compiled
def duty_late(m, p, case, duty, due):
    """Tell once that a duty is late."""
    row = case_at(m, case)
    since, told = m[row + m[H.c_duty_since] + duty], row + m[H.c_duty_late] + duty
    event, around = p[p[F.du_start] + duty], p[p[F.du_around] + duty]
    begun = _begun(m, p, row, since, event, around)
    if m[told] != begun:
        m[told] = begun
        tell(m, _DUTY, case, duty, due, 0)


@compiled
def clock_due(m, p, case, clock):
    """Return when an active state is late; ``NEVER`` where its clock does not run."""
    row, limit = case_at(m, case), p[p[F.ck_limit] + clock]
    since = m[row + m[H.c_since] + clock]
    if since < 0 or limit < 0:
        return NEVER
    event = p[p[F.ck_start] + clock]
    if event >= 0:
        found = m[row + m[H.c_happened] + event]
        if found >= 0:
            since = found
    around = p[p[F.ck_around] + clock]
    return limit_over(p, _moved_start(m, p, row, since, around), limit)


@compiled
def duty_due(m, p, case, duty):
    """Return when a duty is late; ``NEVER`` where it is not owed."""
    row, limit = case_at(m, case), p[p[F.du_limit] + duty]
    if m[row + m[H.c_duty] + duty] != OWED or limit < 0:
        return NEVER
    since = m[row + m[H.c_duty_since] + duty]
    event = p[p[F.du_start] + duty]
    if event >= 0:
        found = m[row + m[H.c_happened] + event]
        if found >= 0:
            since = found
    around = p[p[F.du_around] + duty]
    return limit_over(p, _moved_start(m, p, row, since, around), limit)


@compiled
def begun_by_now(m, p, beginning, protocol):
    """Return where a case begins now: what a waiver set aside binds it by then."""
    config = p[p[F.be_next] + beginning]
    for lapse in range(p[F.wv_protocol] - p[F.wv_at]):
        is_over = p[p[F.wv_at] + lapse] <= m[H.now]
        if is_over and p[p[F.wv_protocol] + lapse] == protocol:
            config = p[p[F.cf_later] + config]
    return config


@compiled
def released(m, p, case, transition):
    """Return from when no sentence holds a step back; ``NEVER``: one always does."""
    row, at = case_at(m, case), p[F.holds] + p[p[F.tr_holds] + transition]
    found = 0
    for i in range(at + 1, at + 1 + 3 * p[at], 3):
        if p[i + 1] & m[row + C.past]:
            continue
        since = m[row + m[H.c_last] + p[i]]
        if p[i + 2]:
            found = NEVER
        elif since >= 0:
            found = max(found, limit_over(p, since, p[p[F.wa_limit] + p[i]]))
    return found


@compiled
def timer_due(m, p, case, timer):
    """Return when the clock makes a step by itself."""
    row, clock = case_at(m, case), p[p[F.ti_clock] + timer]
    since = m[row + m[H.c_since] + clock]
    since = -2 - since if since < 0 else since
    since = max(since, m[row + m[H.c_fired] + timer])
    since = _moved_start(m, p, row, since, p[p[F.ck_around] + clock])
    return limit_over(p, since, p[p[F.ti_limit] + timer])


@compiled
def soonest(m, p, case, act):
    """Return when the first clock is over that asks for an activity."""
    found = NEVER
    for k in range(p[p[F.ac_clock_at] + act], p[p[F.ac_clock_at] + act + 1]):
        found = min(found, clock_due(m, p, case, p[p[F.ac_clock] + k]))
    for k in range(p[p[F.ac_duty_at] + act], p[p[F.ac_duty_at] + act + 1]):
        found = min(found, duty_due(m, p, case, p[p[F.ac_duty] + k]))
    return found


@compiled
def is_held(m, p, case, clock):
    """Tell whether what stands around a state was left and may be taken up again."""
    left, around = case_at(m, case) + m[H.c_left], p[p[F.ck_around] + clock]
    for node in range(p[p[F.widths] + 4]):
        if m[left + node] >= 0 and around >> node & 1:
            return True
    return False


@compiled
def soonest_of_case(m, p, case):
    """Return when the first clock of a case is over, whatever it asks for."""
    found, since = NEVER, case_at(m, case) + m[H.c_since]
    for clock in range(p[p[F.widths] + 1]):
        if m[since + clock] >= 0 and not is_held(m, p, case, clock):
            found = min(found, clock_due(m, p, case, clock))
    for duty in range(p[p[F.widths] + 2]):
        found = min(found, duty_due(m, p, case, duty))
    return found
