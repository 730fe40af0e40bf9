"""What is so of a case of which other things are known, and what never is at once."""

from collections.abc import Callable, Iterable, Mapping
from math import inf
from typing import Any

from katch_protocols.evidence.indicators.claims import (
    Claim,
    Claims,
    Ended,
    HasHappened,
    InTime,
    Keeps,
    Late,
    NeverHas,
    Often,
    Settled,
)
from katch_protocols.evidence.indicators.conditions_apart import exclude, implies
from katch_protocols.model.conditions import Condition
from katch_protocols.model.measures import OPENED

__all__ = [
    "WAS_OPENED",
    "are_apart",
    "are_on_the_way",
    "are_one_of",
    "asks_more",
    "events_of",
    "excludes",
    "follows",
    "is_part_of",
]


WAS_OPENED = HasHappened(frozenset({OPENED}))
"""Every case is opened before anything else happens in it."""


def is_part_of(some: Claims, whole: Claims) -> bool:
    """Tell whether every case of which one is said is one of another."""
    if any(isinstance(each, Often) for each in some) and not any(
        isinstance(each, Often) for each in whole
    ):
        return False
    return all(follows(each, some) for each in whole)


def are_apart(some: Claims, others: Claims) -> bool:
    """Tell whether nothing is so of a case that both say."""
    return any(excludes(one, other) for one in some for other in others)


def follows(claim: Claim, known: Iterable[Claim]) -> bool:
    """Tell whether something is so of a case of which some things are known."""
    if (
        isinstance(claim, HasHappened)
        and OPENED in claim.events
        and claim.where is None
    ):
        return True
    test = _FOLLOWS[type(claim)]
    return any(one == claim or test(one, claim) for one in known)


def excludes(one: Claim, other: Claim) -> bool:
    """Tell whether two things are never so of one case."""
    return _excludes(one, other) or _excludes(other, one)


def are_one_of(one: Claim, other: Claim, known: Claims) -> bool:
    """Tell whether of a case of which some things are known one of two is so."""
    return _is_one_of(one, other, known) or _is_one_of(other, one, known)


def are_on_the_way(one: Claim, other: Claim, known: Claims) -> bool:
    """Tell whether one of two is so of a case that has something in time."""
    pairs = ((one, other), (other, one))
    return any(
        isinstance(each, InTime)
        and isinstance(some, InTime)
        and isinstance(late, Late)
        and _is_on_the_way(each, some, late)
        for each in known
        for some, late in pairs
    )


# What follows from what -----------------------------------------------------------


def asks_more(inner: Condition | None, outer: Condition | None) -> bool:
    """Tell whether a condition holds wherever another one does; none always holds."""
    return outer is None or (inner is not None and implies(inner, outer))


def _is_narrower(one: HasHappened, other: HasHappened) -> bool:
    """Tell whether who counts since one counts since another one as well."""
    if OPENED in other.events and other.where is None:
        return True
    return one.events <= other.events and asks_more(one.where, other.where)


def _happened(one: Claim, claim: HasHappened) -> bool:
    if isinstance(one, InTime):
        return one.event in claim.events and claim.where is None
    return isinstance(one, HasHappened) and _is_narrower(one, claim)


def _often(one: Claim, claim: Often) -> bool:
    if isinstance(one, InTime):
        return one.event == claim.event and claim.where is None
    if not isinstance(one, HasHappened | Often) or events_of(one) != {claim.event}:
        return False
    return asks_more(one.where, claim.where)


def _settled(one: Claim, claim: Settled) -> bool:
    if isinstance(one, HasHappened):
        return one.events == {claim.event}
    if isinstance(one, InTime | NeverHas):
        return isinstance(one, NeverHas) or one.event == claim.event
    return isinstance(one, Ended)


def _in_time(one: Claim, claim: InTime) -> bool:
    is_ever = claim.within == inf and claim.since == WAS_OPENED
    if is_ever and isinstance(one, HasHappened):
        return one.events == {claim.event}
    if not isinstance(one, InTime) or one.event != claim.event:
        return False
    if not _is_narrower(one.since, claim.since) or one.within > claim.within:
        return False
    # Within a day of a later event is not within a day of an earlier one.
    return one.since.events == claim.since.events or claim.within == inf


def _late(one: Claim, claim: Late) -> bool:
    if isinstance(one, NeverHas):
        return one.event == claim.event
    return (
        isinstance(one, Late)
        and one.event == claim.event
        and one.within >= claim.within
        and _is_narrower(one.since, claim.since)
    )


def _ended(one: Claim, claim: Ended) -> bool:
    if isinstance(one, NeverHas) or not isinstance(one, Ended):
        return isinstance(one, NeverHas) and not claim.is_in and not claim.states
    if claim.is_in:
        return one.is_in and one.states <= claim.states
    if one.is_in:
        return one.states.isdisjoint(claim.states)
    return claim.states <= one.states


def _keeps(one: Claim, claim: Keeps) -> bool:
    is_same = isinstance(one, Keeps) and one.sentence == claim.sentence
    return is_same and claim.is_kept is None


def _is_same(one: Claim, claim: Claim) -> bool:
    return one == claim


_FOLLOWS: Mapping[type, Callable[[Claim, Any], bool]] = {
    HasHappened: _happened,
    Often: _often,
    NeverHas: _is_same,
    Settled: _settled,
    InTime: _in_time,
    Late: _late,
    Ended: _ended,
    Keeps: _keeps,
}


# What excludes what ---------------------------------------------------------------


def _excludes(one: Claim, other: Claim) -> bool:
    test = _EXCLUDES.get((type(one), type(other)))
    return test is not None and test(one, other)


def _meet(one: HasHappened | Often, other: HasHappened | Often) -> bool:
    """Tell whether no event of the same meets both conditions."""
    if events_of(one) != events_of(other) or one.where is None:
        return False
    return other.where is not None and exclude(one.where, other.where)


def _never(one: NeverHas, other: HasHappened | InTime) -> bool:
    events = other.events if isinstance(other, HasHappened) else {other.event}
    return events == {one.event}


def _ever(one: HasHappened, other: Late) -> bool:
    is_ever = other.within == inf and other.since == WAS_OPENED
    return is_ever and one.events == {other.event}


def _in_time_or_late(one: InTime, other: Late) -> bool:
    is_same = one.since.events == other.since.events
    is_since = _is_narrower(other.since, one.since) or (
        is_same and _is_narrower(one.since, other.since)
    )
    is_longer = other.within >= one.within
    return one.event == other.event and is_longer and is_since


def _one_after_another(one: InTime, other: InTime) -> bool:
    """Tell whether who has one after the other has not the other after the one."""
    first, second = one.since.events, other.since.events
    return first == {other.event} and second == {one.event}


def _end_elsewhere(one: Ended, other: Ended) -> bool:
    if not one.is_in:
        return False
    if other.is_in:
        return one.states.isdisjoint(other.states)
    return one.states <= other.states


def _keep_and_break(one: Keeps, other: Keeps) -> bool:
    is_same = one.sentence == other.sentence
    return is_same and {one.is_kept, other.is_kept} == {True, False}


_EXCLUDES: Mapping[tuple[type, type], Callable[[Any, Any], bool]] = {
    (HasHappened, HasHappened): _meet,
    (HasHappened, Often): _meet,
    (Often, Often): _meet,
    (NeverHas, HasHappened): _never,
    (NeverHas, InTime): _never,
    (HasHappened, Late): _ever,
    (InTime, Late): _in_time_or_late,
    (InTime, InTime): _one_after_another,
    (Ended, Ended): _end_elsewhere,
    (Keeps, Keeps): _keep_and_break,
}


def events_of(one: HasHappened | Often) -> frozenset[str]:
    """Return the events any of which it is about."""
    return one.events if isinstance(one, HasHappened) else frozenset({one.event})


# Of which one is so ---------------------------------------------------------------


def _is_one_of(one: Claim, other: Claim, known: Claims) -> bool:
    match one, other:
        case HasHappened(where=None), NeverHas():
            return other.event in one.events
        case InTime(), Late():
            is_same = one.since.events == other.since.events
            return is_same and _late(Late(one.since, one.event, one.within), other)
        case Ended(is_in=True), Ended(is_in=False):
            return other.states <= one.states and follows(Ended(), known)
        case Keeps(is_kept=True), Keeps(is_kept=False):
            return one.sentence == other.sentence and follows(
                Keeps(one.sentence), known
            )
        case _:
            return False


def _is_on_the_way(known: InTime, one: InTime, other: Late) -> bool:
    """Tell whether who has A, then B, then C in time is not late, or one of both is.

    Who has B within a day of A, and C within a day of B, has C within two of A. And who
    has B before C has it in time, if C is.
    """
    if (one.since.events, one.event) == (known.since.events, other.event):
        is_from = other.since == HasHappened(frozenset({known.event}))
        return is_from and known.within + other.within <= one.within
    is_since = one.since == other.since == WAS_OPENED
    is_between = known.since.events == {one.event} and known.event == other.event
    return is_since and is_between and other.within <= one.within
