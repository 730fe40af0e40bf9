"""By when: the clocks of a case, as ``cases.clock`` and ``cases.owed`` have them."""

from katch_protocols.evidence.simulations.duty_states import OWED
from katch_protocols.evidence.simulations.engine.store import NOW, Kind, RunStore, tell
from katch_protocols.evidence.simulations.plan import (
    NEVER,
    Plan,
)
from katch_protocols.evidence.simulations.working_time import DAY

__all__ = [
    "begun_by_now",
    "clock_due",
    "clock_late",
    "clock_start",
    "duty_due",
    "duty_late",
    "is_held",
    "limit_over",
    "moved_start",
    "released",
    "soonest",
    "soonest_of_case",
    "timer_due",
]


def limit_over(p: Plan, since: int, limit: int) -> int:
    """Return when a limit is over that began at an instant."""
    if p.li_days[limit] < 0:
        return since + p.li_plain[limit]
    day = p.due_days[p.li_days[limit] + since // DAY]
    return NEVER if day >= (1 << 40) else day * DAY + since % DAY


def moved_start(s: RunStore, p: Plan, case: int, since: int, around: int) -> int:
    """Return a start that is moved by the pauses of what stands around it."""
    if not around:
        return since
    at = since
    for node, _, until in s.pauses[case]:
        if around >> node & 1 and p.re_kind[node] == 2:
            at = max(at, until)
    covered, length = at, 0
    for node, began, until in s.pauses[case]:
        if around >> node & 1 and p.re_kind[node] == 1:
            start = max(began, covered)
            if until > start:
                length += until - start
                covered = until
    return at + length


def _begun(s: RunStore, p: Plan, case: int, since: int, event: int, around: int) -> int:
    """Return when a clock began: an event, or as it was last started again."""
    if event >= 0 and s.happened[case * p.widths[3] + event] >= 0:
        since = s.happened[case * p.widths[3] + event]
    for node, _, until in s.pauses[case]:
        if around >> node & 1 and p.re_kind[node] == 2:
            since = max(since, until)
    return since


def clock_late(s: RunStore, p: Plan, case: int, clock: int, due: int) -> None:
    """Tell that the clock of an active state is late.

    Once, as a live case has it: where it counts from an event it has not begun anew
    because its state is entered again.
    """
    at, around = case * p.widths[1] + clock, p.ck_around[clock]
    begun = _begun(s, p, case, s.since[at], p.ck_start[clock], around)
    if s.late[at] != begun:
        s.late[at] = begun
        tell(s, Kind.CLOCK, case, clock, due, 0)


def duty_late(s: RunStore, p: Plan, case: int, duty: int, due: int) -> None:
    """Tell that a duty is late; once, as that of a state."""
    at, around = case * p.widths[2] + duty, p.du_around[duty]
    begun = _begun(s, p, case, s.duty_since[at], p.du_start[duty], around)
    if s.duty_late[at] != begun:
        s.duty_late[at] = begun
        tell(s, Kind.DUTY, case, duty, due, 0)


def clock_start(s: RunStore, p: Plan, case: int, clock: int) -> int:
    """Return from when the clock of an active state counts."""
    since = s.since[case * p.widths[1] + clock]
    event = p.ck_start[clock]
    if event >= 0:
        found = s.happened[case * p.widths[3] + event]
        if found >= 0:
            since = found
    return moved_start(s, p, case, since, p.ck_around[clock])


def clock_due(s: RunStore, p: Plan, case: int, clock: int) -> int:
    """Return when an active state is late; ``NEVER`` where its clock does not run."""
    if s.since[case * p.widths[1] + clock] < 0 or p.ck_limit[clock] < 0:
        return NEVER
    return limit_over(p, clock_start(s, p, case, clock), p.ck_limit[clock])


def duty_due(s: RunStore, p: Plan, case: int, duty: int) -> int:
    """Return when a duty is late; ``NEVER`` where it is not owed."""
    if s.duty[case * p.widths[2] + duty] != OWED or p.du_limit[duty] < 0:
        return NEVER
    since = s.duty_since[case * p.widths[2] + duty]
    event = p.du_start[duty]
    if event >= 0:
        found = s.happened[case * p.widths[3] + event]
        if found >= 0:
            since = found
    since = moved_start(s, p, case, since, p.du_around[duty])
    return limit_over(p, since, p.du_limit[duty])


def begun_by_now(s: RunStore, p: Plan, beginning: int, protocol: int) -> int:
    """Return where a case begins now: what a waiver set aside binds it by then."""
    config = p.be_next[beginning]
    for lapse in range(len(p.wv_at)):
        if p.wv_protocol[lapse] == protocol and p.wv_at[lapse] <= s.n[NOW]:
            config = p.cf_later[config]
    return config


def released(s: RunStore, p: Plan, case: int, transition: int) -> int:
    """Return from when no sentence holds a step back; ``NEVER``: one always does."""
    found, at = 0, p.tr_holds[transition]
    for i in range(at + 1, at + 1 + 3 * p.holds[at], 3):
        if p.holds[i + 1] & s.past[case]:
            continue
        since = s.last[case * p.widths[12] + p.holds[i]]
        if p.holds[i + 2]:
            found = NEVER
        elif since >= 0:
            found = max(found, limit_over(p, since, p.wa_limit[p.holds[i]]))
    return found


def timer_due(s: RunStore, p: Plan, case: int, timer: int) -> int:
    """Return when the clock makes a step by itself."""
    clock = p.ti_clock[timer]
    since = s.since[case * p.widths[1] + clock]
    since = -2 - since if since < 0 else since  # its deadline is told to be late
    since = max(since, s.fired[case * p.widths[5] + timer])
    since = moved_start(s, p, case, since, p.ck_around[clock])
    return limit_over(p, since, p.ti_limit[timer])


def soonest(s: RunStore, p: Plan, case: int, act: int) -> int:
    """Return when the first clock is over that asks for an activity."""
    found = NEVER
    for k in range(p.ac_clock_at[act], p.ac_clock_at[act + 1]):
        found = min(found, clock_due(s, p, case, p.ac_clock[k]))
    for k in range(p.ac_duty_at[act], p.ac_duty_at[act + 1]):
        found = min(found, duty_due(s, p, case, p.ac_duty[k]))
    return found


def is_held(s: RunStore, p: Plan, case: int, clock: int) -> bool:
    """Tell whether what stands around a state was left and may be taken up again."""
    for node in range(p.widths[4]):
        if s.left[case * p.widths[4] + node] >= 0 and p.ck_around[clock] >> node & 1:
            return True
    return False


def soonest_of_case(s: RunStore, p: Plan, case: int) -> int:
    """Return when the first clock of a case is over, whatever it asks for."""
    found = NEVER
    for clock in range(p.widths[1]):
        if s.since[case * p.widths[1] + clock] >= 0 and not is_held(s, p, case, clock):
            found = min(found, clock_due(s, p, case, clock))
    for duty in range(p.widths[2]):
        found = min(found, duty_due(s, p, case, duty))
    return found
