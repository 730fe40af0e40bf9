"""Limits of days, working days and months against cases that a calendar is full of.

States stand in a row. Every case that keeps its deadlines is walked, from days around
weekends and ends of months: it goes on at midnight, in the morning, at the last minute
of a day, or at the last instant that a deadline allows. The page of durations says when
a span is over.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import event, given, note, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.timing.handbooks import make_timed

DAY = timedelta(days=1)
SATURDAY = 5
HOURS = (time(0), time(10), time(23, 59))
MOST_DAYS = 2
"""For so many days nothing happens where no deadline says by when."""


@dataclass(frozen=True)
class Link:
    """A state: it is left in time, counted from a step before it, or by the clock."""

    limit: Duration | None = None
    since: int | None = None
    by_clock: bool = False


Chain = Sequence[Link]


def over(start: datetime, span: Duration) -> datetime:
    """Return when a span is over, as the page of durations says."""
    day, count = start.date(), span.amount
    match span.unit:
        case Unit.HOURS:
            return start + timedelta(hours=count)
        case Unit.DAYS:
            day += count * DAY
        case Unit.WORKING_DAYS:
            while count:
                day += DAY
                count -= day.weekday() < SATURDAY
        case _:
            year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
            last = monthrange(year, month + 1)[1]
            day = date(year, month + 1, min(day.day, last))
    return datetime.combine(day, start.time())


def starts() -> Iterator[datetime]:
    """Yield instants of all weekdays, and around the ends of months."""
    days = {date(2024, 3, 4) + number * DAY for number in range(7)}
    for month in range(1, 13):
        first = date(2024, month, 1)
        days |= {first + number * DAY for number in (-4, -3, -2, -1, 0)}
    for day in sorted(days):
        yield from (datetime.combine(day, hour) for hour in HOURS)


def between(first: datetime, last: datetime) -> list[datetime]:
    found = {first, last}
    day = first.date()
    while day <= last.date():
        found |= {datetime.combine(day, hour) for hour in HOURS}
        day += DAY
    return sorted(each for each in found if first <= each <= last)


def cases(row: Chain, past: tuple[datetime, ...]) -> Iterator[tuple[datetime, ...]]:
    """Yield when a case comes to each state and to the end, if it is in time."""
    at = len(past) - 1
    if at == len(row):
        yield past
        return
    link, now = row[at], past[-1]
    since = now if link.since is None else past[link.since]
    if link.limit is None:
        when = between(now, now + MOST_DAYS * DAY)
    elif link.by_clock:
        when = [over(now, link.limit)]
    else:
        when = between(now, over(since, link.limit))
    for each in when:
        yield from cases(row, (*past, each))


def verdict(row: Chain, sentence: str) -> Verdict:
    states: dict[str, Any] = {"over": {"final": True, "outcome": "protected"}}
    limits = {}
    for at, link in enumerate(row):
        to = f"s{at + 1}" if at + 1 < len(row) else "over"
        if link.by_clock:
            states[f"s{at}"] = {"after": {str(link.limit): to}}
            continue
        states[f"s{at}"] = {"activities": {f"go{at}": {"to": to}}}
        if link.limit is not None:
            since = "" if link.since is None else f" from s{link.since}"
            limits[f"s{at}"] = str(link.limit) + since
    order = {name: states[name] for name in sorted(states, key=lambda n: n == "over")}
    book = make_timed(order, limits)
    study = ProofSession(chart(book.protocols["case"], book), Holders(book))
    return prove_sentence(parse_safeguard(sentence), study).verdict


WORKING = st.builds(Duration, amount=st.integers(1, 3), unit=st.just(Unit.WORKING_DAYS))
MONTHS = st.builds(Duration, amount=st.integers(1, 2), unit=st.just(Unit.MONTHS))
PLAIN = st.builds(
    Duration, amount=st.integers(1, 4), unit=st.sampled_from((Unit.DAYS, Unit.HOURS))
)


@st.composite
def chains(draw: st.DrawFn, *, waits: bool) -> tuple[list[Link], Duration]:
    """Draw states in a row and the limit of a sentence; of few months, for days."""
    spans = draw(st.sampled_from((WORKING, WORKING | PLAIN, MONTHS, MONTHS | PLAIN)))
    row: list[Link] = []
    for at in range(draw(st.integers(1, 3))):
        limit = draw(spans if not any(map(_is_long, row)) else PLAIN)
        since = draw(st.sampled_from((None, *range(at))))
        wait = Link(limit, by_clock=True) if draw(st.booleans()) else Link()
        row.append(wait if waits else Link(limit, since))
    return row, draw(spans)


def _is_long(link: Link) -> bool:
    return link.limit is not None and link.limit.unit is Unit.MONTHS


def spread(row: Chain) -> Iterator[tuple[datetime, ...]]:
    for start in starts():
        yield from cases(row, (start,))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_comes_in_time_does_on_every_day(data: st.DataObject) -> None:
    row, limit = data.draw(chains(waits=False))
    first = data.draw(st.integers(0, len(row) - 1))
    last = data.draw(st.integers(first + 1, len(row)))
    name = "over" if last == len(row) else f"s{last}"
    said = verdict(row, f"after s{first} then {name} within {limit}")
    # What would be overdue as soon as it comes is waited for until then all the same.
    seen = (each for at in range(first, last) for each in spread(row[: at + 1]))
    late = next((each for each in seen if each[-1] > over(each[first], limit)), None)
    event(f"{said} {late is None}")
    note(f"{said} {late}")
    if said is Verdict.HOLDS:
        assert late is None
    if said is Verdict.BROKEN:
        assert late is not None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_must_come_early_on_some_day_is_broken(data: st.DataObject) -> None:
    row, limit = data.draw(chains(waits=True))
    first = data.draw(st.integers(0, len(row) - 1))
    if data.draw(st.booleans()):
        row[-1] = Link(row[-1].limit)
    said = verdict(row, f"over at least {limit} after s{first}")
    seen = [*spread(row)]
    early = [each for each in seen if each[-1] < over(each[first], limit)]
    # Nobody may be early: whoever waits until the deadline is held back by it alone.
    due = {}
    for each in seen:
        due[each[:-1]] = max(each[-1], due.get(each[:-1], each[-1]))
    is_free = row[-1].limit is None
    forced = [
        (*each, latest)
        for each, latest in due.items()
        if not is_free and latest < over(each[first], limit)
    ]
    event(f"{said} {bool(early)} {bool(forced)}")
    note(f"{said} {early[:1]} {forced[:1]}")
    match said:
        case Verdict.HOLDS:
            assert not early
        case Verdict.ENFORCED:
            assert not forced
        case Verdict.BROKEN:
            assert forced
