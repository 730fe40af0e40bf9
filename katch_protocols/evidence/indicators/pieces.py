"""The cases of an indicator, the part and the rest of a share: what is said of each."""

from collections.abc import Iterator
from math import inf

from katch_protocols.evidence.indicators.claims import (
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
from katch_protocols.model.deadlines import hours
from katch_protocols.model.measures import (
    OPENED,
    MeasureRule,
    NumberOfTimes,
    ShareThatEnd,
    ShareThatHave,
    ShareThatKeep,
    TimeFromTo,
)

__all__ = ["arrivals_of", "claims_of", "firsts_of", "limit_of"]


def firsts_of(measure: MeasureRule) -> tuple[str, ...]:
    """Return the events any of which makes a case count; none: every case does.

    Every case is opened before anything else happens in it.
    """
    is_every = OPENED in measure.firsts and measure.where is None
    return () if is_every else tuple(sorted(measure.firsts))


def limit_of(measure: MeasureRule) -> float:
    """Return within how many hours of its first event a share asks for another one."""
    within = measure.within if isinstance(measure, ShareThatHave) else None
    return inf if within is None else hours(within)


def claims_of(measure: MeasureRule) -> Iterator[tuple[str, Claims]]:
    """Yield what is said of the ``cases`` of a measure, its ``part`` and its ``rest``.

    In a share are those of whom it is known how they stand: once a limit is past, all.
    """
    if isinstance(measure, NumberOfTimes):
        yield "cases", frozenset({Often(measure.event, measure.where)})
        return
    first = _first(measure)
    since = frozenset({first} if firsts_of(measure) else ())
    match measure:
        case ShareThatHave(event=event, within=None):
            yield "cases", since | {Settled(event)}
            yield "part", since | {HasHappened(frozenset({event}))}
            yield "rest", since | {NeverHas(event)}
        case ShareThatHave():
            yield "cases", since
            yield from _within(first, measure.event, limit_of(measure), since)
        case ShareThatEnd(states=states):
            yield "cases", since | {Ended()}
            yield "part", since | {Ended(frozenset(states), is_in=True)}
            yield "rest", since | {Ended(frozenset(states))}
        case ShareThatKeep():
            asked = measure.safeguard or measure.sentence
            yield "cases", since | {Keeps(asked)}
            yield "part", since | {Keeps(asked, is_kept=True)}
            yield "rest", since | {Keeps(asked, is_kept=False)}
        case _:
            yield "cases", since


def arrivals_of(measure: TimeFromTo, within: float) -> Iterator[tuple[str, Claims]]:
    """Yield what is said of those who have arrived within some hours, and of others."""
    first = _first(measure)
    since = frozenset({first} if firsts_of(measure) else ())
    yield from _within(first, measure.event, within, since)


def _first(measure: MeasureRule) -> HasHappened:
    return HasHappened(frozenset(firsts_of(measure) or (OPENED,)), measure.where)


def _within(
    first: HasHappened, event: str, limit: float, since: Claims
) -> Iterator[tuple[str, Claims]]:
    yield "part", since | {InTime(first, event, limit)}
    yield "rest", since | {Late(first, event, limit)}
