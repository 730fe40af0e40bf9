"""Random measures of random cases against a counter that reads the page of measures.

It knows nothing of the library but what a name and a condition mean: it reads the
events of the second interpreter, and reckons days and months by the wall clock.
"""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import inf
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from katch_protocols.evidence.indicators.telling import histories, tallied
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.indicators import Indicator
from katch_protocols.model.measures import (
    OPENED,
    Measure,
    NumberOfCases,
    NumberOfTimes,
    ShareThatEnd,
    ShareThatHave,
    TimeFromTo,
)
from katch_protocols.model.noun import Label
from katch_protocols.sentences.truth import evaluate
from tests.cases.living import Life, begun, lived
from tests.proofs.random_worlds import World, conditions
from tests.proofs.telling import Happening
from tests.proofs.timing.clockmaking import spans, timed_protocols

Seen = Counter[tuple[Any, ...]]
"""How often a case stands so in a month: kept, broken, open, or how long it waited."""

ZONES = ("UTC", "Asia/Almaty", "America/New_York", "Pacific/Apia")
STARTS = (
    datetime(2025, 12, 31, 18, 30, tzinfo=UTC),
    datetime(2024, 2, 28, 20, 0, tzinfo=UTC),
    datetime(2026, 3, 6, 7, 15, tzinfo=UTC),
)
_DAY = timedelta(days=1)
_FRIDAY = 4


@st.composite
def measures(draw: st.DrawFn, world: World) -> Measure:
    every = [*world.acts, *world.states, *world.measured]
    event, start = st.sampled_from(every), st.sampled_from([*every, OPENED, OPENED])
    where = draw(st.none() | conditions(world))
    firsts = tuple(draw(st.lists(start, min_size=1, max_size=2, unique=True)))
    some: dict[str, Any] = {"cases": firsts, "where": where}
    cases = draw(st.sampled_from(({}, some, some)))
    ends = st.lists(st.sampled_from(world.states), min_size=1, max_size=2, unique=True)
    limit = st.none() | spans()
    return draw(
        st.one_of(
            st.just(NumberOfCases(**cases)),
            event.map(lambda name: NumberOfTimes(event=name, where=where)),
            st.builds(
                lambda e, d: ShareThatHave(**cases, event=e, within=d), event, limit
            ),
            ends.map(lambda names: ShareThatEnd(**cases, states=tuple(names))),
            st.builds(
                lambda a, b: TimeFromTo(start=a, event=b, where=where), start, event
            ),
        )
    )


def later(at: datetime, span: Duration, zone: ZoneInfo) -> datetime:
    """Return when a span is over, by the wall clock from days on."""
    local, n = at.astimezone(zone), span.amount
    day = local.date()
    match span.unit:
        case Unit.HOURS:
            return at + timedelta(hours=n)
        case Unit.DAYS:
            day += n * _DAY
        case Unit.WEEKS:
            day += 7 * n * _DAY
        case Unit.WORKING_DAYS:
            while n:
                day += _DAY
                n -= day.weekday() <= _FRIDAY
        case _:
            year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
            last = monthrange(year, month + 1)[1]
            day = date(year, month + 1, min(day.day, last))
    return datetime.combine(day, local.time(), zone).astimezone(UTC)


@dataclass(frozen=True)
class AtOpening:
    """A case before anything in it: no state was active, nothing had happened."""

    first: Happening

    def fact(self, name: str) -> str:
        return self.first.fact(name)

    def active(self, _: str) -> bool:
        return False

    def exists(self, _: str) -> bool:
        return False

    def happened(self, _: str) -> bool:
        return False


class Counting:
    """One case until an instant, as a plain list of events."""

    def __init__(self, life: Life, until: datetime, zone: ZoneInfo) -> None:
        self.instants, self.until, self.zone = life.instants, until, zone
        known = sum(at <= until for at in life.instants)
        self.events = [each for each in life.story.events if each.step < known]
        self.ended = life.story.ended and known == len(life.instants)
        self.active = life.story.now.active

    def moments(self, name: str, where: Any = None) -> list[tuple[int, datetime]]:
        if name == OPENED:
            seen = where is None or evaluate(where, AtOpening(self.events[0])) is True
            return [(-1, self.instants[0])] if seen else []
        return [
            (number, self.instants[event.step])
            for number, event in enumerate(self.events)
            if event.is_named(name)
            and (where is None or evaluate(where, event) is True)
        ]

    def month(self, at: datetime) -> tuple[int, int]:
        local = at.astimezone(self.zone)
        return local.year, local.month

    def count(self, measure: Any) -> Seen:
        if self.instants[0] > self.until:
            return Counter()
        if isinstance(measure, NumberOfTimes):
            times = self.moments(measure.event, measure.where)
            return Counter(("kept", self.month(at)) for _, at in times)
        if isinstance(measure, TimeFromTo):
            names: tuple[str, ...] = (measure.start,)
        else:
            names = measure.cases or (OPENED,)
        found = sorted(m for name in names for m in self.moments(name, measure.where))
        if not found:
            return Counter()
        first, at = found[0]
        how = self.standing(measure, first, at)
        return Counter([(*how, self.month(at))])

    def standing(self, measure: Any, first: int, at: datetime) -> tuple[Any, ...]:
        if isinstance(measure, NumberOfCases):
            return ("kept",)
        if isinstance(measure, ShareThatEnd):
            is_there = bool(set(measure.states) & self.active)
            return (self.word(self.ended and is_there, over=self.ended),)
        had = self.moments(measure.event)
        after = [when for number, when in had if number >= first]
        if isinstance(measure, TimeFromTo):
            seen = inf if self.ended else (self.until - at).total_seconds()
            came = [((when - at).total_seconds(), True) for when in after[:1]]
            return came[0] if came else (seen, False)
        if measure.within is None:
            return (self.word(bool(had), over=self.ended),)
        due = later(at, measure.within, self.zone)
        in_time = any(when <= due for when in after)
        return (self.word(in_time, over=self.ended or self.until > due),)

    @staticmethod
    def word(kept: object, *, over: bool) -> str:
        return "kept" if kept else "broken" if over else "open"


def told(measure: Measure, book: Handbook, life: Life, until: datetime) -> Seen:
    """Return what the library counts, in the same words."""
    indicator = Indicator(
        id="i", title=Label.of(en="I"), measure=measure, serves="volume"
    )
    asked = book.model_copy(update={"indicators": {"i": indicator}})
    counts = tallied(asked, histories(asked, [life.case], until), until)["i"]
    found: Seen = Counter()
    for atom, tally in counts.atoms.items():
        month = atom.month.year, atom.month.first
        assert tally.untold == 0
        if isinstance(measure, TimeFromTo):
            for wait, often in tally.waits.items():
                found[(*wait, month)] += often
            continue
        found["kept", month] += tally.part
        found["broken", month] += tally.cases - tally.part
        found["open", month] += tally.open
    return +found


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(timed_protocols("timers and stops, duties and powers"), st.data(), st.randoms())
def test_a_case_counts_as_a_plain_counter_says(
    plain: Handbook, data: st.DataObject, random: Random
) -> None:
    zone = data.draw(st.sampled_from(ZONES))
    book = plain.model_copy(update={"timezone": zone})
    world, life = World(book), begun(book, at=data.draw(st.sampled_from(STARTS)))
    pauses = data.draw(st.sampled_from(((0, 1, 2, 3), (0, 5, 30), (3, 24, 72, 700))))
    life.dawdles = random.random() < 0.5
    lived(life, random, set(), most=14, pauses=pauses)
    for _ in range(10):
        measure = data.draw(measures(world))
        until = data.draw(st.sampled_from([life.instants[-1], *life.instants]))
        note(f"{measure} until {until}")
        expected = Counting(life, until, ZoneInfo(zone)).count(measure)
        assert told(measure, book, life, until) == expected
