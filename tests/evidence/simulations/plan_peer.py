"""Another clock for the steps of a plan: SimPy's, an event of its own a thing to come.

What a step does to a case is the definition's. What comes when, and in which order of
one instant, is SimPy's: neither heap nor loop of the definition has a part in it.
"""

from typing import Any

import simpy

from katch_protocols.evidence.simulations.draws import mix, quantile
from katch_protocols.evidence.simulations.engine.loop import (
    settle,
    tell_month,
    tell_open,
    worked,
)
from katch_protocols.evidence.simulations.engine.posts import dispatch
from katch_protocols.evidence.simulations.engine.steps import open_case
from katch_protocols.evidence.simulations.engine.store import (
    GAP,
    HAPPENS,
    NOW,
    TIMER,
    WAITED,
    WORKED,
    RunStore,
    new_store,
)
from katch_protocols.evidence.simulations.engine.tasks import line_up
from katch_protocols.evidence.simulations.plan import Plan

__all__ = ["PlanPeer"]


class PlanPeer:
    """One run of a plan, as SimPy's clock has it."""

    def __init__(self, plan: Plan, seed: int, run: int) -> None:
        self.plan, self.base = plan, mix(mix(0, seed), run)
        self.env = simpy.Environment()
        self.store = new_store(plan)

    def run(self) -> RunStore:
        self.expect_case(0)
        for number, at in enumerate(self.plan.months):
            month = self.env.timeout(at, number)
            month.callbacks.append(self.month)
        # At its last instant only a month ends, as every run has it.
        self.env.run(until=self.plan.horizon)
        self.store.n[NOW] = self.plan.horizon
        if self.plan.months[-1:] == [self.plan.horizon]:
            tell_month(self.store, self.plan, len(self.plan.months) - 1)
        tell_open(self.store, self.plan)
        return self.store

    def expect_case(self, number: int) -> None:
        """Let the case behind another come after the gap that is drawn of it."""
        drawn = mix(mix(self.base, number), GAP)
        gap = quantile(drawn, self.plan.tables, self.plan.gap[0])
        self.env.timeout(gap, number + 1).callbacks.append(self.case)

    def case(self, comes: Any) -> None:
        p, number = self.plan, comes.value
        self.store.n[NOW] = self.env.now
        birth = (p.first, p.first_protocol, mix(self.base, number), number, -1, 0)
        self.store.births.append(birth)
        self.expect_case(number)
        self.go_on()

    def month(self, ends: Any) -> None:
        self.store.n[NOW] = self.env.now
        tell_month(self.store, self.plan, ends.value)

    def happens(self, event: Any) -> None:
        s, p = self.store, self.plan
        s.n[NOW] = self.env.now
        kind, a, b = event.value
        if kind == WORKED and s.t_serial[a] == b:
            worked(s, p, a)
        elif kind == WAITED and s.t_serial[a] == b:
            line_up(s, p, a)
        elif kind == TIMER and s.serial[a] == b:
            s.todo.append(a)
        elif kind == HAPPENS and s.serial[a // p.widths[9]] == b:
            s.pending[a] += 1
            s.todo.append(a // p.widths[9])
        self.go_on()

    def go_on(self) -> None:
        """Open and settle cases, set people to work, and hand on what is to come."""
        s, p = self.store, self.plan
        while s.todo or s.births:
            if s.births:
                open_case(s, p, s.births.pop())
                continue
            case = s.todo.pop()
            if s.serial[case]:
                settle(s, p, case)
        if s.queue:
            dispatch(s, p)
        for at, _, kind, a, b in sorted(s.heap, key=lambda event: event[1]):
            if at < p.horizon:
                later = self.env.timeout(at - s.n[NOW], (kind, a, b))
                later.callbacks.append(self.happens)
        s.heap.clear()
