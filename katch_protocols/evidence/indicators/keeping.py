"""How a sentence stands in a case, and the moments of the case that it is about."""

from collections.abc import Iterable
from enum import Enum, auto

from katch_protocols.evidence.indicators.history import (
    CaseHistory,
    Moment,
    named_event,
)
from katch_protocols.model.conditions import Condition
from katch_protocols.model.safeguards import SafeguardRule
from katch_protocols.semantics.events import found_in

__all__ = ["Keeping", "binding_moments", "exception", "moments_of", "worst_of"]


class Keeping(Enum):
    """How a sentence stands in a case."""

    KEPT = auto()
    BROKEN = auto()
    OPEN = auto()
    """It is not yet known: a limit runs, or something is still to come."""
    UNTOLD = auto()
    """It cannot be told: nobody knows who acted, or when on a day."""


def worst_of(found: Iterable[Keeping]) -> Keeping:
    """Return how a case stands of which several things are asked at once."""
    order = (Keeping.BROKEN, Keeping.UNTOLD, Keeping.OPEN)
    seen = set(found)
    return next((each for each in order if each in seen), Keeping.KEPT)


def moments_of(
    case: CaseHistory, name: str, where: Condition | None = None
) -> list[Moment]:
    """Return when an event of a sentence happened.

    Raises:
        UndefinedError: It means nothing in the protocol.
    """
    condition = None if where is None else found_in(case.chart, where)
    return [*case.moments(named_event(case.chart, name), condition)]


def exception(rule: SafeguardRule, case: CaseHistory) -> Moment | None:
    """Return when the first exception happened, after which nothing binds."""
    found = (moment for name in rule.unless for moment in moments_of(case, name))
    return min(found, default=None)


def binding_moments(
    rule: SafeguardRule, case: CaseHistory, name: str, where: Condition | None = None
) -> list[Moment]:
    """Return when an event happened that binds: its exception had not."""
    off = exception(rule, case)
    found = moments_of(case, name, where)
    return [each for each in found if off is None or each.step < off.step]
