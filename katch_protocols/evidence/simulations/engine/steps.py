"""Steps of a case: their effects, its beginning and its end."""

from bisect import insort
from operator import itemgetter

from katch_protocols.evidence.simulations.draws import (
    mix,
    pick,
    quantile,
)
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
from katch_protocols.evidence.simulations.engine.clocks import (
    begun_by_now,
    clock_due,
    clock_late,
    duty_due,
    duty_late,
    limit_over,
)
from katch_protocols.evidence.simulations.engine.store import (
    AFTER,
    HAPPENS,
    LOGS,
    MOST_OPEN,
    NOW,
    OPEN,
    SERIAL,
    SHARE,
    STATUS,
    Kind,
    RunStore,
    Status,
    push,
    tell,
)
from katch_protocols.evidence.simulations.engine.tasks import (
    cancel,
)
from katch_protocols.evidence.simulations.plan import (
    MOST_SEATS,
    Op,
    Plan,
)

__all__ = ["finish_case", "have_effect", "open_case", "owe", "resume", "take_step"]

# The inner loop asks for each of these of every step.
_BACK = Op.BACK
_DROP_CLOCK = Op.DROP_CLOCK
_DUTY = Op.DUTY
_END = Op.END
_ENTER_CLOCK = Op.ENTER_CLOCK
_ENTER_STATE = Op.ENTER_STATE
_EVENT = Op.EVENT
_FIRED = Op.FIRED
_GO_ON = Op.GO_ON
_LAST = Op.LAST
_LEAVE_CLOCK = Op.LEAVE_CLOCK
_LEAVE_STATE = Op.LEAVE_STATE
_LEFT = Op.LEFT
_MEASURE = Op.MEASURE
_OPEN = Op.OPEN
_PAST = Op.PAST
_PAUSE_CLOCK = Op.PAUSE_CLOCK
_RESTART = Op.RESTART
_RESUME = Op.RESUME
_SENTENCE_AFTER = Op.SENTENCE_AFTER
_SENTENCE_OFF = Op.SENTENCE_OFF
_SENTENCE_THEN = Op.SENTENCE_THEN
_TAKE_UP = Op.TAKE_UP


def take_step(s: RunStore, p: Plan, case: int, transition: int, task: int) -> None:
    """Take a step: tell of it, and let it have its effect."""
    if s.n[LOGS]:
        s.log.append(s.n[NOW])
        s.log.append(s.serial[case])
        s.log.append(transition)
        people = 0 if task < 0 else s.t_people[task]
        s.log.append(people)
        for i in range(MOST_SEATS):
            s.log.append(s.t_person[task * MOST_SEATS + i] if i < people else -1)
    s.config[case] = p.tr_next[transition]
    have_effect(s, p, case, p.tr_effect[transition])


def have_effect(s: RunStore, p: Plan, case: int, effect: int) -> None:
    """Let a step change a case: its clocks, its duties, what is told of it."""
    now, w = s.n[NOW], p.widths
    for code, arg, more in s.effects[effect]:
        if code == _LEAVE_STATE:
            at = case * w[0] + arg
            if s.task[at] >= 0:
                cancel(s, s.task[at])
                s.task[at] = -1
        elif code == _ENTER_STATE:
            s.done[case * w[0] + arg] = 0
        elif code == _MEASURE:
            at = case * w[6] + arg
            if not s.measured[at]:
                s.measured[at] = 1
                tell(s, Kind.MEASURED, case, arg, now - s.opened[case], 1)
        elif code == _END:
            finish_case(s, p, case, arg)
        elif code == _LEAVE_CLOCK or code == _PAUSE_CLOCK:
            at = case * w[1] + arg
            if s.since[at] >= 0:
                due = clock_due(s, p, case, arg)
                late = now > due
                if late:
                    clock_late(s, p, case, arg, due)
                elif code == _LEAVE_CLOCK:
                    tell(s, Kind.CLOCK, case, arg, due, 1)
                if late or code == _LEAVE_CLOCK:
                    # One that is told stands still below -1: it may start anew.
                    s.since[at] = -1 if code == _LEAVE_CLOCK else -2 - s.since[at]
        elif code == _ENTER_CLOCK:
            s.since[case * w[1] + arg] = now
        elif code == _DROP_CLOCK:
            s.since[case * w[1] + arg] = -1
        elif code == _EVENT:
            s.happened[case * w[3] + arg] = now
        elif code == _LEFT:
            s.left[case * w[4] + arg] = now
        elif code == _BACK:
            s.left[case * w[4] + arg] = -1
        elif code == _GO_ON:
            at = case * w[2] + arg
            if s.duty[at] >= HELD:
                s.duty[at] = OWED if s.duty[at] == HELD else KEPT
        elif code == _RESTART:
            at = case * w[1] + arg
            if s.since[at] < -1:
                s.since[at] = -2 - s.since[at]
            elif more:
                due = clock_due(s, p, case, arg)
                if now > due:
                    clock_late(s, p, case, arg, due)
        elif code == _RESUME:
            resume(s, p, case, arg)
        elif code == _FIRED:
            s.fired[case * w[5] + arg] = now
        elif code == _DUTY:
            owe(s, p, case, arg, more)
        elif code == _SENTENCE_AFTER:
            at = case * w[7] + arg
            if s.waiting[at] < 0 and not s.off[at]:
                s.waiting[at] = now
        elif code == _SENTENCE_THEN or code == _SENTENCE_OFF:
            at = case * w[7] + arg
            since = s.waiting[at]
            if since >= 0:
                late = now > limit_over(p, since, p.se_limit[arg])
                if code == _SENTENCE_THEN:
                    tell(s, Kind.SENTENCE, case, arg, now - since, 0 if late else 1)
                elif late:
                    tell(s, Kind.UNANSWERED, case, arg, now - since, 0)
                s.waiting[at] = -1
            if code == _SENTENCE_OFF:
                s.off[at] = 1
        elif code == _LAST:
            s.last[case * w[12] + arg] = now
        elif code == _PAST:
            s.past[case] |= arg
        elif code == _TAKE_UP:
            at = case * w[0] + arg
            if more < 0:
                s.visits[at] = -more
            elif s.visits[at] & more:
                s.visits[at] = 0
                _tell_opener(s, p, case, arg)
        elif code == _OPEN:
            at = case * w[10] + more
            if not s.children[at]:
                s.children[at] = 1
                key = mix(mix(s.key[case], p.keys[more]), s.news[at])
                s.news[at] += 1
                # Opened when the step is over: see ``run``.
                s.births.append((arg, more, key, s.number[case], case, s.serial[case]))


def resume(s: RunStore, p: Plan, case: int, node: int) -> None:
    """Note how long a state stood still that is taken up as it was left.

    Clocks that start anew with it are due again, those too that were told to be late.
    """
    now = s.n[NOW]
    if p.re_kind[node] == 2:
        first = case * p.widths[1]
        for clock in range(p.widths[1]):
            if s.since[first + clock] < -1 and p.ck_around[clock] >> node & 1:
                s.since[first + clock] = -2 - s.since[first + clock]
        first = case * p.widths[2]
        for duty in range(p.widths[2]):
            if s.duty[first + duty] == HELD_LATE and p.du_around[duty] >> node & 1:
                s.duty[first + duty] = HELD
    at = case * p.widths[4] + node
    since = s.left[at] if s.left[at] >= 0 else now
    s.left[at] = -1
    if p.re_kind[node] == 0 or (p.re_kind[node] == 1 and since == now):
        return  # it moves no clock
    pauses = s.pauses[case]
    if p.re_kind[node] == 2:
        # Of a state with which clocks start anew only the last pause counts.
        pauses[:] = [pause for pause in pauses if pause[0] != node]
    insort(pauses, (node, since, now), key=itemgetter(1))


def owe(s: RunStore, p: Plan, case: int, duty: int, code: int) -> None:
    """Let a step change a duty; ``duty_states`` has the words of the code."""
    now, at = s.n[NOW], case * p.widths[2] + duty
    known, new = s.duty[at], s.duty[at]
    done, stands, comes = code & DONE, code & STANDS, code & COMES
    if known == NOT_OWED:
        becomes = code >> IF_NOT_OWED & WHAT_IT_BECOMES
    elif known == OWED or known == HELD:
        becomes = code >> IF_OWED & WHAT_IT_BECOMES
    else:
        becomes = code >> IF_KEPT & WHAT_IT_BECOMES
    if known == OWED and (becomes != AS_IT_WAS or stands or comes):
        due = duty_due(s, p, case, duty)
        late = now > due
        if late:
            duty_late(s, p, case, duty, due)
        elif done:
            tell(s, Kind.DUTY, case, duty, due, 1)
        if late and not comes:
            new = HELD_LATE if stands else KEPT
    if becomes == NO_LONGER_OWED:
        new = NOT_OWED
    elif becomes != AS_IT_WAS:
        new = KEPT if becomes == KEPT_NOW else OWED
        if becomes != OWED_BEFORE:
            s.duty_since[at] = now
    s.duty[at] = HELD if stands and new == OWED else new


def open_case(s: RunStore, p: Plan, birth: tuple[int, int, int, int, int, int]) -> None:
    """Begin a case: how, of which protocol, its key and number, who opened it."""
    beginning, protocol, key, number, opener, opener_serial = birth
    if s.free_cases:
        case = s.free_cases.pop()
        for field, value in s.single:
            field[case] = value
        for field, width, unused in s.wide:
            field[case * width : case * width + width] = unused
    else:
        case = len(s.config)
        for field, value in s.single:
            field.append(value)
        for field, _, unused in s.wide:
            field.extend(unused)
        s.config.append(0)
        s.serial.append(0)
        s.key.append(0)
        s.number.append(0)
        s.opened.append(0)
        s.parent.append(0)
        s.parent_serial.append(0)
        s.past.append(0)
        s.pauses.append([])
    w = p.widths
    s.n[SERIAL] += 1
    s.n[OPEN] += 1
    if s.n[OPEN] > MOST_OPEN:
        s.n[STATUS] = Status.TOO_MANY_OPEN
    config = begun_by_now(s, p, beginning, protocol)
    s.config[case], s.serial[case], s.key[case] = config, s.n[SERIAL], key
    s.number[case], s.opened[case] = number, s.n[NOW]
    s.parent[case], s.parent_serial[case] = opener, opener_serial
    s.past[case], s.pauses[case] = 0, []
    tell(s, Kind.OPENED, case, protocol, s.parent_serial[case], 1)
    for each in range(len(p.he_share)):
        if p.he_protocol[each] != protocol or not p.he_share[each]:
            continue
        drawn = mix(key, p.he_key[each])
        if pick(mix(drawn, SHARE), 10000) < p.he_share[each]:
            after = quantile(mix(drawn, AFTER), p.tables, p.he_table[each])
            push(s, s.n[NOW] + after, HAPPENS, case * w[9] + each, s.serial[case])
    have_effect(s, p, case, p.be_effect[beginning])
    s.todo.append(case)


def finish_case(s: RunStore, p: Plan, case: int, end: int) -> None:
    """End a case: tell how, give up what is open, and let its opener know."""
    w, now = p.widths, s.n[NOW]
    tell(s, Kind.ENDED, case, end, now - s.opened[case], 1)
    for number in range(w[7]):
        since = s.waiting[case * w[7] + number]
        if since >= 0:  # however soon: it never comes
            tell(s, Kind.UNANSWERED, case, number, now - since, 0)
    first = case * w[0]
    for at in range(first, first + w[0]):
        if s.task[at] >= 0:
            cancel(s, s.task[at])
            s.task[at] = -1
    s.n[OPEN] -= 1
    s.serial[case] = 0
    s.free_cases.append(case)
    opener = _tell_opener(s, p, case, end)
    if opener >= 0:
        s.children[opener * w[10] + p.cf_protocol[s.config[case]]] = 0


def _tell_opener(s: RunStore, p: Plan, case: int, what: int) -> int:
    """Let the opener of a case know what became of it; -1: it is there no more."""
    opener = s.parent[case]
    if opener < 0 or s.serial[opener] != s.parent_serial[case]:
        return -1
    for i in range(p.nw_at[what], p.nw_at[what + 1]):
        s.pending[opener * p.widths[9] + p.nw_id[i]] += 1
    s.todo.append(opener)
    return opener
