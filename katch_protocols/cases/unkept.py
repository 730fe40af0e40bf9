"""Which enforced sentence a step of the past breaks, if a case had not let it pass."""

from katch_protocols.cases.compiled_case import CompiledRow
from katch_protocols.cases.constraints import Constraint
from katch_protocols.cases.event import CaseEvent, EventKind
from katch_protocols.cases.separation import bind
from katch_protocols.cases.state import CaseState, Doer
from katch_protocols.model.safeguards import Enforcement

__all__ = ["unkept"]


def unkept(
    state: CaseState, step: CompiledRow, event: CaseEvent, doer: Doer | None
) -> Constraint | None:
    """Return the first sentence that a step breaks, before it is taken.

    Nothing holds the clock back: its steps are asked about nothing.
    """
    at = event.at
    if event.kind is EventKind.CLOCK:
        return None
    for wait in step.waits:
        waived = wait.constraint.waived
        is_early = state.earliest(wait, step, at) > at
        if is_early and (waived is None or at >= waived):
            return wait.constraint
    if doer is None:
        return None
    bound = bind(step, event.role, doer, state, at)
    if bound.broken:
        return bound.broken[0].constraint
    present = {event.role, *(role for role, _, _ in event.together_with)}
    for each in step.constraints:
        constraint = each.constraint
        is_with = constraint.kind is Enforcement.WITH and state.sides(each, step)
        is_waived = constraint.waived is not None and at < constraint.waived
        if is_with and not is_waived and not present.issuperset(constraint.actors):
            return constraint
    return None
