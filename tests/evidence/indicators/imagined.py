"""Every case that a reader can imagine, and what it is in every table: a model apart.

Whoever reads a release knows that each case is one of these, and what each of them is
in every table. All numbers of them that agree with what is told are possible.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from math import inf

from ortools.sat.python import cp_model

from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import Release, ReleasedCell
from tests.cases.harbour import FILES
from tests.evidence.indicators.attacking import THRESHOLD, known_within, tell_count

__all__ = [
    "EVERY",
    "REGIONS",
    "AskedOf",
    "Imagined",
    "World",
    "book_of",
    "known",
    "told",
]

REGIONS = ("east", "west", "north")
MOST = 250
HOUR, DAY = 3_600, 86_400
LIMITS = (1.0, 3.0, inf)
NORTH = FILES["regions/east.yaml"].replace("region: east", "region: north")


@dataclass(frozen=True)
class Imagined:
    """A case: on which day it has what, how dangerous it was then, and how it ends."""

    assess: float | None = None
    place: float | None = None
    danger: str = ""
    later: str = ""
    end: str | None = None

    def day(self, event: str, where: str) -> float | None:
        if event == "opened":
            return 0.0 if not where else None
        at, danger = (
            (self.assess, self.danger)
            if event == "assess"
            else (self.place, self.later)
        )
        is_so = not where or (bool(danger) if where == "known" else danger == where)
        return at if is_so else None


@dataclass(frozen=True)
class AskedOf:
    """A measure: a ``share`` that ``has`` something or ends, a time, or a number."""

    kind: str
    events: tuple[str, ...] = ()
    where: str = ""
    has: str = ""
    within: float | None = None
    ends: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        where = f" where danger is {self.where}" if self.where else ""
        events = " / ".join(self.events)
        of = f" with {events}{where}" if events else ""
        if self.kind in {"median time", "time for 9 of 10"}:
            return f"{self.kind} from {events} to {self.has}{where}"
        if self.kind == "times":
            return f"number of times {events}{where}"
        if self.kind == "number":
            return f"number of cases{of}"
        if self.ends:
            return f"share of cases{of} that end in {' / '.join(self.ends)}"
        limit = f" within {round(24 * self.within)} hours" if self.within else ""
        return f"share of cases{of} that have {self.has}{limit}"

    @property
    def is_share(self) -> bool:
        return self.kind == "share"

    @property
    def is_time(self) -> bool:
        return "time " in f"{self.kind} " and self.kind != "times"

    def first(self, case: Imagined) -> float | None:
        every = (case.day(each, self.where) for each in self.events or ("opened",))
        return min((each for each in every if each is not None), default=None)

    def counts(self, case: Imagined) -> tuple[int, int]:
        """Return whether a case counts, and whether it is part of the share."""
        first = self.first(case)
        if first is None or (self.ends and case.end is None):
            return 0, 0
        if self.ends:
            return 1, int(case.end in self.ends)
        if not self.is_share:
            return 1, 0
        at = case.day(self.has, "")
        if self.within is None:
            return int(at is not None or case.end is not None), int(at is not None)
        return 1, int(at is not None and first <= at <= first + self.within)

    def wait(self, case: Imagined) -> tuple[float, bool]:
        """Return how many days it takes, and whether it comes at all."""
        first, at = self.first(case), case.day(self.has, "")
        assert first is not None
        if at is not None and at >= first:
            return at - first, True
        return (inf if case.end else 100 - first), False

    def seen(self, case: Imagined) -> tuple[int, ...]:
        """Return all that any table can tell of a case by this measure."""
        counts = self.counts(case)
        if not (self.is_time and counts[0]):
            return counts
        wait, has_come = self.wait(case)
        return (*counts, *(int(has_come and wait <= limit) for limit in LIMITS))


def _every() -> Iterator[Imagined]:
    dangers, ends = ("present", "absent", ""), (None, "placed", "forgotten", "assessed")
    for assess, place in product(
        (None, 0.5, 1.5, 2.5, 4.5, 6.5), (None, 0.4, 0.6, 1.4, 1.6, 2.6, 4.6, 8.1)
    ):
        for danger, later, end in product(
            dangers if assess else ("",), dangers if place else ("",), ends
        ):
            yield Imagined(assess, place, danger, later, end)


EVERY = tuple(_every())
World = Mapping[str, Sequence[tuple[Imagined, int]]]
"""Of each region, how many there are of which cases."""


def book_of(measures: Sequence[AskedOf]) -> Handbook:
    """Return Harbour with these measures, told by region and year."""
    lines = (
        f"  i{number}: {{title: {{en: T{number}, ru: a{number}, kk: b{number}}},"
        f" measure: {each.text}, serves: volume, by: [region, year]}}\n"
        for number, each in enumerate(measures)
    )
    text = f"indicators:\n{''.join(lines)}release: {{show: 1%}}\n"
    files = {**FILES, "regions/north.yaml": NORTH, "indicators.yaml": text}
    return read_texts(files).sound()


def told(measures: Sequence[AskedOf], world: World) -> Release:
    """Return what is released of a world."""
    month, book = Period(year=2026, first=1, months=1), book_of(measures)
    tallies = {}
    for name, measure in zip(book.indicators, measures, strict=True):
        atoms = {}
        for region, cases in world.items():
            tally = CaseTally()
            for case, number in cases:
                tally += _tally(measure, case, number)
            atoms[Atom(region, "police", month)] = tally
        tallies[name] = Tallies(atoms)
    until = datetime(2027, 2, 1, tzinfo=UTC)
    return CountedIndicators(book, until, tallies).release("2026")


def _tally(measure: AskedOf, case: Imagined, number: int) -> CaseTally:
    cases, part = (each * number for each in measure.counts(case))
    if measure.is_share:
        return CaseTally(cases, part, 0 if cases or not measure.first(case) else number)
    if not (measure.is_time and cases):
        return CaseTally(cases, cases)
    wait, has_come = measure.wait(case)
    return CaseTally(cases, waits=Counter({(wait * DAY, has_come): number}))


class _ImaginingReader:
    """Whoever reads a release, and reckons."""

    def __init__(self, measures: Sequence[AskedOf]) -> None:
        self.measures, self.model = measures, cp_model.CpModel()
        every = {tuple(each.seen(case) for each in measures): case for case in EVERY}
        self.kinds = [kind for kind in every if any(map(any, kind))]
        self.number = {
            (region, at): self.model.new_int_var(0, MOST, "")
            for region in REGIONS
            for at in range(len(self.kinds))
        }
        # What is counted as often as it happens can happen again.
        self.again = {
            (region, each.text): self.model.new_int_var(0, MOST, "")
            for region in REGIONS
            for each in measures
            if each.kind == "times"
        }

    def sum(self, which: int, region: str | None, place: int) -> cp_model.LinearExpr:
        """Return how many cases count, at a place of what is seen of each."""
        places = [each for each in REGIONS if region in {None, each}]
        text = self.measures[which].text
        again = [
            self.again[each, text] for each in places if (each, text) in self.again
        ]
        return sum(
            self.number[region, at]
            for region in places
            for at, kind in enumerate(self.kinds)
            if kind[which][place : place + 1] == (1,)
        ) + sum(again)

    def believe(self, which: int, cell: ReleasedCell) -> None:
        measure, far = self.measures[which], 20 * MOST
        cases, part = (self.sum(which, cell.region, place) for place in (0, 1))
        if cell.cases is not None:
            can = [n for n in range(cell.cases + 20) if tell_count(n) == cell.cases]
            domain = cp_model.Domain.from_values(can)
            self.model.add_linear_expression_in_domain(cases, domain)
        if cell.share is not None:
            many = cp_model.Domain.from_intervals([[0, 0], [THRESHOLD, far]])
            for some in (part, cases - part):
                self.model.add_linear_expression_in_domain(some, many)
            if cell.share > 5:
                self.model.add(200 * part >= (2 * cell.share - 5) * cases)
            if cell.share < 95:
                self.model.add(200 * part < (2 * cell.share + 5) * cases)
        if cell.seconds is not None:
            self._believe_time(measure, which, cell, cases)

    def _believe_time(
        self,
        measure: AskedOf,
        which: int,
        cell: ReleasedCell,
        cases: cp_model.LinearExpr,
    ) -> None:
        assert cell.seconds is not None
        tenths = 9 if measure.kind == "time for 9 of 10" else 5
        least = cell.seconds - (HOUR if cell.seconds <= 2 * DAY else DAY) // 2
        most = cell.seconds + (HOUR if cell.seconds < 2 * DAY else DAY) // 2
        for place, limit in enumerate(LIMITS, start=2):
            come = self.sum(which, cell.region, place)
            if cell.beyond or least > limit * DAY:
                self.model.add(10 * come < tenths * cases)
            elif most <= limit * DAY:
                self.model.add(10 * come >= tenths * cases)


def known(
    measures: Sequence[AskedOf], release: Release
) -> list[tuple[str, str | None, str]]:
    """Return the hidden numbers that a reader knows within less than the threshold."""
    reader, hidden = _ImaginingReader(measures), {}
    for table in release.tables:
        which = int(table.indicator[1:])
        for cell in table.cells:
            reader.believe(which, cell)
            cases, part = (reader.sum(which, cell.region, place) for place in (0, 1))
            if cell.hidden:
                hidden[table.indicator, cell.region, "cases"] = cases
            if measures[which].is_share and cell.share is None and cell.cases != 0:
                hidden[table.indicator, cell.region, "part"] = part
                hidden[table.indicator, cell.region, "rest"] = cases - part
    return known_within(reader.model, hidden, THRESHOLD)
