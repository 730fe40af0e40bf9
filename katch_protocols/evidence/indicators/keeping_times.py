"""Whether one case kept a sentence about time."""

from datetime import datetime
from itertools import pairwise

from msgspec import Struct

from katch_protocols.evidence.indicators.history import CaseHistory, Moment
from katch_protocols.evidence.indicators.keeping import (
    Keeping,
    binding_moments,
    exception,
    moments_of,
    worst_of,
)
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.safeguards import AfterThen, AtLeastAfter, AtLeastEvery

__all__ = ["after_then_within", "at_least_after", "at_least_every"]


def after_then_within(
    rule: AfterThen, within: Duration, case: CaseHistory, until: datetime
) -> Keeping:
    """Judge ``after A then B within D``; an exception cancels what is owed."""
    limits, off = _Limits(case, within), exception(rule, case)
    later = [*moments_of(case, rule.later), *([] if off is None else [off])]
    found = set[Keeping]()
    for first in binding_moments(rule, case, rule.event, rule.where):
        ends = [limits.within(first, each) for each in later if first < each]
        if Keeping.KEPT in ends:
            continue
        if Keeping.UNTOLD in ends:
            found.add(Keeping.UNTOLD)
        elif case.has_ended or limits.is_over(first, until):
            found.add(Keeping.BROKEN)
        else:
            found.add(Keeping.OPEN)
    return worst_of(found)


def at_least_after(rule: AtLeastAfter, case: CaseHistory, _: datetime) -> Keeping:
    """Judge ``A at least D after B``: after the last B."""
    limits, earlier = _Limits(case, rule.least), moments_of(case, rule.earlier)
    return worst_of(
        limits.apart(last[-1], first)
        for first in binding_moments(rule, case, rule.event, rule.where)
        if (last := [each for each in earlier if each < first])
    )


def at_least_every(rule: AtLeastEvery, case: CaseHistory, until: datetime) -> Keeping:
    """Judge ``between A and B always C at least every D``.

    The end of the case ends a stretch that is open; after it no time passes. A second
    A in an open stretch changes nothing: its gaps are parts of the first's.
    """
    limits, off = _Limits(case, rule.period), exception(rule, case)
    ends, again = moments_of(case, rule.end), moments_of(case, rule.recurring)
    found = set[Keeping]()
    for first in binding_moments(rule, case, rule.event, rule.where):
        ended = [each for each in (*ends, off) if each is not None and first < each]
        end = min(ended, default=_end(case))
        stops = [each for each in again if first < each and (not end or each < end)]
        gaps = [first, *stops, *([] if end is None else [end])]
        found.update(limits.within(*pair) for pair in pairwise(gaps))
        if end is None:
            late = limits.is_over(gaps[-1], until)
            found.add(Keeping.BROKEN if late else Keeping.OPEN)
    return worst_of(found)


def _end(case: CaseHistory) -> Moment | None:
    """Return the moment after everything of a case that has ended."""
    if not case.has_ended:
        return None
    last = case.steps[-1] if case.steps else None
    at = (last.at, last.last) if last else (case.opened, case.opened)
    return Moment(len(case.steps), 0, *at)


class _Limits(Struct, frozen=True):
    """Holds moments of a case against one length of time, as its calendar reckons it.

    A day without a time can have been any instant of it: what depends on which is
    not told.
    """

    case: CaseHistory
    length: Duration

    def _over(self, first: Moment) -> tuple[datetime, datetime]:
        """Return the soonest and the latest that the time since a moment is over."""
        calendar = self.case.compiled.clocks.calendar
        return calendar.spread(first.at, first.last, self.length)

    def within(self, first: Moment, later: Moment) -> Keeping:
        """Tell whether no more than the time lies between two moments."""
        soonest, latest = self._over(first)
        if later.last <= soonest:
            return Keeping.KEPT
        return Keeping.BROKEN if later.at > latest else Keeping.UNTOLD

    def apart(self, first: Moment, later: Moment) -> Keeping:
        """Tell whether no less than the time lies between two moments."""
        soonest, latest = self._over(first)
        if later.at >= latest:
            return Keeping.KEPT
        return Keeping.BROKEN if later.last < soonest else Keeping.UNTOLD

    def is_over(self, first: Moment, until: datetime) -> bool:
        """Tell whether the time since a moment is surely over."""
        return until > self._over(first)[1]
