"""What ``A at least D after B`` makes of a step: an early A waits.

It does not matter who would do it, so the step is not possible to anybody.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from katch_protocols.cases.compiled_case import CompiledStep, Wait
from katch_protocols.cases.instants import NEVER
from katch_protocols.cases.needs import Missing, lack
from katch_protocols.cases.state import CaseState
from katch_protocols.model.noun import Id
from katch_protocols.refusals import Need

__all__ = ["Held", "hold"]


class Held(Struct):
    """What holds a step back; ``waived`` are the sentences that are set aside."""

    missing: list[Missing]
    waived: list[Id]


def hold(step: CompiledStep, state: CaseState, at: datetime) -> Held:
    """Hold a step against the sentences that make it wait."""
    found = Held([], [])
    for wait in step.waits:
        earliest = state.earliest(wait, step, at)
        if earliest <= at:
            continue
        constraint = wait.constraint
        if constraint.waived is not None and at < constraint.waived:
            found.waived.append(constraint.safeguard)
        else:
            found.missing.append(_early(wait, earliest, state))
    return found


def _early(wait: Wait, earliest: datetime, state: CaseState) -> Missing:
    facts: dict[str, Sequence[str]] = {
        "safeguard": [wait.constraint.safeguard],
        "other": [state.compiled.named(wait.constraint.other)],
    }
    if earliest < NEVER:
        facts["earliest"] = [earliest.isoformat()]
    return lack(Need.EARLY, **facts)
