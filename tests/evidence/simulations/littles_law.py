"""Little's law, exactly: what waits at a desk over time is what each waited there."""

from katch_protocols.evidence.simulations.engine.store import (
    MONTH_WIDTH,
    QUEUED,
    RECORD_WIDTH,
    Kind,
    RunStore,
)
from katch_protocols.evidence.simulations.plan import Plan


def seconds_waited(plan: Plan, store: RunStore) -> int:
    """Return how long all waited in a run, which both ways to count must say.

    The seconds in the queue of a desk are the waits of all that were in it, those that
    wait still too (Little, "A proof for the queuing formula L = λW", 1961). What one of
    several desks can do waits at each of them and begins at one; what nobody may do any
    more, or others do by now, leaves the queue and begins at none.
    """
    end, waited, beside = plan.months[-1], 0, _beside_others(plan)
    given_up = plan.varied or Kind.STUCK in store.record[::RECORD_WIDTH]
    for desk in range(len(plan.post_people)):
        still = sum(
            end - store.t_since[task]
            for task, phase in enumerate(store.t_phase)
            if phase == QUEUED and plan.ac_posts[store.t_act[task]] >> desk & 1
        )
        *_, queued, _, began, _ = last_month(plan, store)[desk]
        assert queued >= began + still
        assert queued == began + still or desk in beside or given_up
        waited += queued
    return waited


def _beside_others(plan: Plan) -> set[int]:
    """Return the desks of which another can fill the same seat."""
    ends = [*plan.seat_at[1:], len(plan.seat_post)]
    seats = [
        plan.seat_post[first:end] for first, end in zip(plan.seat_at, ends, strict=True)
    ]
    return {desk for seat in seats if len(set(seat)) > 1 for desk in seat}


def last_month(plan: Plan, store: RunStore) -> list[list[int]]:
    """Return of each desk what is told at the end of a run, without the month."""
    first = len(store.monthly) - (len(plan.post_people) + 1) * MONTH_WIDTH
    return [
        store.monthly[at + 1 : at + MONTH_WIDTH]
        for at in range(first, len(store.monthly) - MONTH_WIDTH, MONTH_WIDTH)
    ]
