"""Little's law, exactly: what waits at a desk over time is what each waited there."""

from katch_protocols.evidence.simulations.engine.store import QUEUED, RunStore
from katch_protocols.evidence.simulations.plan import Plan


def seconds_waited(plan: Plan, store: RunStore) -> int:
    """Return how long all waited in a run, which both ways to count must say.

    The seconds in the queue of a desk are the waits of all that were in it, those that
    wait still too (Little, "A proof for the queuing formula L = λW", 1961).
    """
    end, waited = plan.months[-1], 0
    for desk in range(len(plan.desk_people)):
        still = sum(
            end - store.t_since[task]
            for task, phase in enumerate(store.t_phase)
            if phase == QUEUED and plan.ac_posts[store.t_act[task]] >> desk & 1
        )
        assert store.q_sum[desk] == store.w_sum[desk] + still
        waited += store.q_sum[desk]
    return waited
