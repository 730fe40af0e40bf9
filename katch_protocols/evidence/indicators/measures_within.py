"""Which measures count no more than others, whatever the cases are.

A share has a *part*, those that are as it asks, and a *rest*, those that are not.
"""

from math import inf

from katch_protocols.evidence.indicators.conditions_apart import implies
from katch_protocols.model.deadlines import hours
from katch_protocols.model.measures import (
    OPENED,
    MeasureRule,
    NumberOfTimes,
    ShareOfCases,
    ShareThatEnd,
    ShareThatHave,
    TimeFromTo,
)

__all__ = [
    "ask_the_same",
    "covers_some",
    "ends_of",
    "firsts_of",
    "have_all",
    "is_counted_by",
    "is_known_without",
    "is_plain_number",
    "is_told_by",
    "is_within",
    "parts_within",
    "with_it",
]


def firsts_of(measure: MeasureRule) -> tuple[str, ...]:
    """Return the events any of which makes a case count; none: every case does.

    Every case is opened before anything else happens in it.
    """
    is_every = OPENED in measure.firsts and measure.where is None
    return () if is_every else tuple(sorted(measure.firsts))


def is_within(inner: MeasureRule, outer: MeasureRule) -> bool:
    """Tell whether every case that one counts is also one of the other's.

    A share does not count whose standing is not known yet: it is within the number of
    the same cases, and only whose standing is known is within it. A case counts no more
    often than what it is counted for happens.
    """
    if isinstance(inner, NumberOfTimes) and not isinstance(outer, NumberOfTimes):
        return False
    if isinstance(outer, ShareOfCases) and not _know_the_same(inner, outer):
        if not isinstance(outer, ShareThatHave):
            return False
        # Of all cases that have B or not, those with B are known; of any those that
        # have ended, and all once a limit is past.
        is_known = isinstance(inner, ShareThatEnd) or outer.within is not None
        is_with = not firsts_of(outer) and {*firsts_of(inner)} == {outer.event}
        return is_with or (is_known and _nests(inner, outer))
    return _nests(inner, outer)


def _know_the_same(one: MeasureRule, other: MeasureRule) -> bool:
    """Tell whether how a case stands is known to two shares at once, if both ask."""
    match one, other:
        case ShareThatEnd(), ShareThatEnd():
            return True
        case ShareThatHave(event=event, within=None), ShareThatHave(within=None):
            return event == other.event
        case _:
            return ask_the_same(one, other)


def _nests(inner: MeasureRule, outer: MeasureRule) -> bool:
    """Tell whether what makes a case count in one does so in the other."""
    first, other = firsts_of(inner), firsts_of(outer)
    if other and not (first and {*first} <= {*other}):
        return False
    return _asks_more(inner, outer)


def _asks_more(inner: MeasureRule, outer: MeasureRule) -> bool:
    """Tell whether what one measure asks of its cases holds if another one's does."""
    if outer.where is None:
        return True
    return inner.where is not None and implies(inner.where, outer.where)


def ask_the_same(one: MeasureRule, other: MeasureRule) -> bool:
    """Tell whether two shares ask the same, of cases parted by a condition alone."""
    if not isinstance(one, ShareOfCases):
        return False
    return one.model_copy(update={"where": None}) == other.model_copy(
        update={"where": None}
    )


def parts_within(inner: MeasureRule, outer: MeasureRule) -> tuple[str, ...]:
    """Return what of a share is within that of another: its ``part``, its ``rest``.

    Who has something in a day has it in three, and who has it not in three has it not
    in one; so with the states in which a case may end.
    """
    if not _nests(inner, outer):
        return ()
    is_less = is_more = ask_the_same(inner, outer)
    if isinstance(inner, ShareThatEnd) and isinstance(outer, ShareThatEnd):
        states, others = {*inner.states}, {*outer.states}
        is_less, is_more = states <= others, others <= states
    elif isinstance(inner, ShareThatHave) and isinstance(outer, ShareThatHave):
        limit, other = _limit(inner), _limit(outer)
        is_same = inner.event == outer.event
        is_less, is_more = is_same and limit <= other, is_same and other <= limit
    return ("part",) * is_less + ("rest",) * is_more


def _limit(share: ShareThatHave) -> float:
    return inf if share.within is None else hours(share.within)


def ends_of(inner: MeasureRule, outer: MeasureRule) -> frozenset[str]:
    """Return in which states a share asks whether the cases of another one end."""
    if not isinstance(inner, ShareThatEnd) or not _is_of_the_same(inner, outer):
        return frozenset()
    return frozenset(inner.states)


def is_counted_by(inner: MeasureRule, outer: MeasureRule) -> bool:
    """Tell whether a number counts every case that a share has as its part."""
    if not isinstance(inner, ShareThatHave) or isinstance(outer, ShareOfCases):
        return False
    return outer.where is None and inner.event in firsts_of(outer)


def have_all(inner: MeasureRule, outer: MeasureRule) -> bool:
    """Tell whether a share has every case that a number counts as its part."""
    if not isinstance(outer, ShareThatHave) or isinstance(inner, NumberOfTimes):
        return False
    is_any = outer.within is None and not firsts_of(outer)
    return is_any and {*firsts_of(inner)} == {outer.event}


def with_it(share: MeasureRule, other: MeasureRule, every: MeasureRule) -> str:
    """Return what of a measure has no case in common with the rest of a share.

    Who never has B is not among those with B: the ``cases`` of a measure, the ``part``
    of a share. ``every`` is one that counts both; empty where nothing is so.
    """
    if not isinstance(share, ShareThatHave) or not is_known_without(share, every):
        return ""
    if isinstance(other, ShareThatHave) and other.event == share.event:
        firsts = firsts_of(every)
        is_every = every.where is None and (not firsts or share.event in firsts)
        is_number = is_plain_number(every)
        return "part" if is_every and is_number and other != share else ""
    is_with = {*firsts_of(other)} == {share.event} and is_within(other, every)
    return "cases" if is_with and not isinstance(other, NumberOfTimes) else ""


def is_known_without(share: MeasureRule, other: MeasureRule) -> bool:
    """Tell whether a measure counts every case that never has what a share asks.

    Such a case has ended, so it is known how it stands.
    """
    if not isinstance(share, ShareThatHave) or share.within is not None:
        return False
    is_known = is_plain_number(other) or isinstance(other, ShareThatHave | ShareThatEnd)
    return is_known and _nests(share, other)


def covers_some(number: MeasureRule, whole: MeasureRule) -> bool:
    """Tell whether a number counts every case with some of the events of another.

    With A or B there are no more than with A and with B together.
    """
    if not is_plain_number(number) or isinstance(whole, NumberOfTimes):
        return False
    some, every = {*firsts_of(number)}, {*firsts_of(whole)}
    return bool(some) and some < every and _asks_more(whole, number)


def is_plain_number(measure: MeasureRule) -> bool:
    """Tell whether a measure counts each case once, however it stands."""
    return not isinstance(measure, ShareOfCases | NumberOfTimes)


def is_told_by(share: MeasureRule, time: MeasureRule, cases: int, few: int) -> bool:
    """Tell whether a time of so many cases tells of a share in time within a few.

    By when 9 of 10 have come says of any limit that at most 1 of 10 comes after it, or
    at most 9 of 10 before: of 50 cases the rest is 5 then. Of some of these cases the
    rest is no more, and of all of which these are some it is known as well.
    """
    if not isinstance(share, ShareThatHave) or not isinstance(time, TimeFromTo):
        return False
    is_of_them = _nests(share, time) or _nests(time, share)
    of_ten = 1 if time.nine_of_ten else 5
    return is_of_them and share.event == time.event and of_ten * cases < 10 * few


def _is_of_the_same(one: MeasureRule, other: MeasureRule) -> bool:
    return (firsts_of(one), one.where) == (firsts_of(other), other.where)
