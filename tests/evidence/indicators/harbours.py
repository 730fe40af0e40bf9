"""Random cases of Harbour, an invented handbook, and indicators of it. Synthetic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from katch_protocols.cases.case import Case
from katch_protocols.errors import ActivityRefusedError
from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.periods import Period
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import actor, handbook

__all__ = [
    "INDICATORS",
    "START",
    "Lived",
    "counted_atoms",
    "measured_book",
    "some_lives",
]

START = datetime(2026, 1, 1, 3, 0, tzinfo=UTC)

_SHELTER_CARES = datetime(2026, 4, 1, tzinfo=UTC)

INDICATORS = """
indicators:
  all: {title: {en: All, ru: Все, kk: Бәрі}, measure: number of cases, serves: volume}
  assessed: {title: {en: Assessed, ru: Оценено, kk: Бағаланды},
    measure: number of cases with assess, serves: volume}
  in_danger: {title: {en: Ended danger, ru: Опасность, kk: Қауіп},
    measure: number of times end_danger where danger is present, serves: volume}
  in_time: {title: {en: In time, ru: Вовремя, kk: Уақтылы},
    measure: share of cases with opened that have assess within 1 day,
    by: [region, quarter, agency], serves: efficiency,
    target: {value: 90%, by: 2027}}
  placed: {title: {en: Placed, ru: Размещены, kk: Орналасты},
    measure: share of cases with assess that have place, serves: quality}
  ends_well: {title: {en: Ends well, ru: Хороший исход, kk: Жақсы нәтиже},
    measure: share of cases that end in placed, serves: quality}
  heard_first: {title: {en: Heard, ru: Выслушан, kk: Тыңдалды},
    measure: share of cases with assess that keep place requires hear,
    serves: quality}
  waiting: {title: {en: Time, ru: Время, kk: Уақыт},
    measure: median time from assess to place, serves: efficiency,
    target: {value: 14 days, by: 2027, better: less}}
"""


def measured_book(indicators: str = INDICATORS) -> Handbook:
    """Return Harbour with indicators."""
    return handbook(indicators=indicators)


@dataclass
class Lived:
    """A case, and what a watcher wrote down: what, when, in which states."""

    case: Case
    notes: list[tuple[str, datetime, tuple[str, ...]]] = field(default_factory=list)


_PEOPLE = {
    "assess": ("officer",),
    "send": ("worker",),
    "end_danger": ("officer", "worker"),
    "hearing.hear": ("worker", "child"),
    "hearing.rule_on": ("judge",),
    "place": ("officer", "child"),
    "review": ("judge",),
}


def some_lives(book: Handbook, seed: int, count: int, until: datetime) -> list[Lived]:
    """Live some cases over a year, each as far as chance lets it come.

    The notes have what the clock does by an instant; the case has not, if nobody came.
    """
    random = Random(seed)  # noqa: S311 - no secret
    lives = [_life(book, random, number) for number in range(count)]
    for lived in lives:
        left = lived.case
        last = left.events[-1].at if left.events else left.opened
        if last < until:
            protocol = book.protocols["referral"]
            lived.case = Case.restore(protocol, left.snapshot(), handbook=book)
            lived.case.advance(until)
            _note(lived, left.version)
            lived.case = left
    return lives


def _life(book: Handbook, random: Random, number: int) -> Lived:
    at = START + timedelta(hours=random.randint(0, 24 * 365))
    case = open_case(
        book.protocols["referral"],
        reference=f"case-{number}",
        region=random.choice(["east", "east", "west"]),
        at=at,
    )
    lived = Lived(case)
    for _ in range(random.randint(0, 14)):
        at += timedelta(minutes=random.choice([20, 300, 2000, 9000]))
        before = case.version
        case.advance(at)
        _note(lived, before)
        names = sorted(case.possible(at=at))
        if not names:
            break
        _try(lived, random, random.choice(names), at)
    return lived


def _try(lived: Lived, random: Random, name: str, at: datetime) -> None:
    case, before = lived.case, lived.case.version
    roles = _PEOPLE.get(name, ("carer",))
    who = [
        actor(f"p{n}-{role}", role, region=case.region) for n, role in enumerate(roles)
    ]
    if roles == ("carer",) and at >= _SHELTER_CARES:
        who = [actor("p0-carer", "carer", agency="shelter", region=case.region)]
    danger = {"danger": random.choice(["present", "absent"])}
    try:
        case.do(
            name,
            by=who[0],
            together_with=who[1:],
            at=at,
            records=danger if name == "assess" else {},
            reason="yearly" if name == "review" else None,
        )
    except ActivityRefusedError:
        return
    _note(lived, before)


def _note(lived: Lived, before: int) -> None:
    for event in lived.case.events[before:]:
        lived.notes.append(
            (event.activity, event.at, tuple(lived.case.snapshot()["now"]["states"]))
        )


def counted_atoms(
    book: Handbook, cells: Mapping[tuple[str, int], tuple[int, int]]
) -> CountedIndicators:
    """Return counts of 2026: cases, and those that are part of a share.

    A cell is a region and a month; each indicator has the same.
    """
    atoms = {
        Atom(region, "police", Period(year=2026, first=month, months=1)): CaseTally(
            *both
        )
        for (region, month), both in cells.items()
    }
    until = datetime(2027, 2, 1, tzinfo=UTC)
    return CountedIndicators(
        book, until, {name: Tallies(atoms) for name in book.indicators}
    )
