"""Counts of a handbook cell by cell, and a cell as it is told."""

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from math import inf
from typing import TypeVar

from msgspec import Struct

from katch_protocols.evidence.indicators.intervals import arrival_time
from katch_protocols.evidence.indicators.standing import (
    ToldNumber,
    change_of,
    status_of,
)
from katch_protocols.evidence.indicators.tallies import (
    UNSEEN,
    Atom,
    CaseTally,
    Tallies,
)
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.indicators import Indicator
from katch_protocols.model.measures import TimeFromTo
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import ReleasedCell

__all__ = ["AtomGrid", "CellKey", "Counts", "tied", "told_between", "valued"]

_DAY, _HOUR = 86_400, 3_600
_WEAK = 0.1
_T = TypeVar("_T")
CellKey = tuple[Id, Id | None, Id | None, Period]
"""Indicator, region, agency, period."""


class Counts(Struct, frozen=True):
    """What was counted, of which handbook."""

    handbook: Handbook
    tallies: Mapping[Id, Tallies]

    @property
    def places(self) -> tuple[Id | None, ...]:
        """The regions of the handbook; the one of none where it has none."""
        return tuple(self.handbook.regions) or (None,)

    def at(self, key: CellKey) -> CaseTally:
        """Return the count of a cell."""
        indicator, region, agency, period = key
        regions = None if region is None else (region,)
        return self.tallies[indicator].total(period, regions, agency)


def valued(  # noqa: PLR0913 - the last one has a name
    counts: Counts,
    indicator: Indicator,
    key: CellKey,
    cases: int,
    percent: int | None,
    *,
    is_timed: bool = True,
) -> ReleasedCell:
    """Return a cell that is shown; what stands beside the numbers follows from them.

    Without ``is_timed`` a time is not told, only of how many cases it is.
    """
    tally, (name, region, agency, period) = counts.at(key), key
    seconds, beyond = None, False
    timed = indicator.measure if isinstance(indicator.measure, TimeFromTo) else None
    if timed is not None and cases and is_timed:
        seconds, beyond = _time(timed, tally)
    # Of a time, open cases are among its cases.
    seen = tally.cases + tally.untold + (tally.open if timed is None else 0)
    places = counts.places if region is None else (region,)
    told = counts.tallies[name].reported(period, places)
    number = ToldNumber(
        period, cases, percent, seconds, beyond, region is not None, told[0] < told[1]
    )
    return ReleasedCell(
        region=region,
        agency=agency,
        period=period,
        cases=cases,
        share=percent,
        seconds=seconds,
        beyond=beyond,
        weak=bool(seen) and tally.untold > _WEAK * seen,
        reported=None if told[0] == told[1] else told,
        change=change_of(number, indicator),
        status=status_of(number, indicator),
    )


def _time(measure: TimeFromTo, tally: CaseTally) -> tuple[int | None, bool]:
    """Return by when half of the cases, or 9 of 10, arrive; rounded as it is told.

    Of cases of which nobody saw how long they wait, some may come at once and some
    never: a time is told only if it is the same without them and if they never come.
    """
    waits = [wait for wait, often in tally.waits.items() for _ in range(often)]
    share = 0.9 if measure.nine_of_ten else 0.5
    never = [(inf, False) if wait == UNSEEN else wait for wait in waits]
    found = arrival_time(waits, share)
    if found != arrival_time(never, share):
        return None, False
    if found is None:
        known = [wait for wait, _ in waits if wait != inf]
        # Rounded up it would be longer than anybody has seen.
        return _rounded(max(known, default=0.0), up_from=1), True
    return _rounded(found), False


def _rounded(seconds: float, up_from: float = 0.5) -> int:
    """Return whole hours below two days, else whole days; halves upwards."""
    grain = _HOUR if seconds < 2 * _DAY else _DAY
    return int(seconds / grain + 1 - up_from) * grain


def told_between(seconds: int) -> tuple[int, int]:
    """Return from which time on, and below which, one is rounded so."""
    below = _HOUR if seconds <= 2 * _DAY else _DAY
    above = _HOUR if seconds < 2 * _DAY else _DAY
    return seconds - below // 2, seconds + above // 2


class AtomGrid(Struct, frozen=True):
    """The smallest cells of which all others are made, numbered.

    Where agencies are told, only those pairs of a region and an agency are among them
    for which anything was ever counted: a reader of the handbook may know that there is
    no other, and that no case is left to nobody.
    """

    pairs: tuple[tuple[Id | None, Id | None], ...]
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, keys: Sequence[CellKey], counts: Counts) -> "AtomGrid":
        """Cut time where any cell begins or ends, and bodies where any is told."""
        marks = {_month(key[3]) for key in keys}
        marks |= {_month(key[3]) + key[3].months for key in keys}
        spans = tuple(pairwise(sorted(marks)))
        told = {key[2] for key in keys if key[2] is not None}
        if not told:
            return cls(tuple((place, None) for place in counts.places), spans)
        names = {key[0] for key in keys}
        atoms = [each for name in names for each in counts.tallies[name].atoms]
        found = {(each.region, each.agency) for each in atoms}
        # What was told before and is counted no more can have been anywhere.
        lost = told - {agency for _, agency in found}
        found |= {*product(counts.places, lost)}
        # Cases of a region that has none would be of one of the agencies as well.
        silent = {*counts.places} - {region for region, _ in found}
        found |= {*product(silent, {agency for _, agency in found})}
        return cls(tuple(sorted(found, key=str)), spans)

    def atoms(self, key: CellKey) -> frozenset[int]:
        """Return the smallest cells of a cell."""
        _, region, agency, period = key
        first, last = _month(period), _month(period) + period.months
        found = set()
        for at, (low, high) in enumerate(self.spans):
            if not (first <= low and high <= last):
                continue
            for place, pair in enumerate(self.pairs):
                if region in (None, pair[0]) and agency in (None, pair[1]):
                    found.add(at * len(self.pairs) + place)
        return frozenset(found)

    def place(self, atom: Atom) -> int | None:
        """Return the smallest cell in which something was counted, if it is one."""
        pair = atom.region, atom.agency
        if pair not in self.pairs:
            pair = atom.region, None
        month = _month(atom.month)
        for at, (low, high) in enumerate(self.spans):
            if low <= month < high and pair in self.pairs:
                return at * len(self.pairs) + self.pairs.index(pair)
        return None


def tied(
    keys: Sequence[CellKey], told: Sequence[tuple[CellKey, _T]], counts: Counts
) -> list[tuple[CellKey, _T]]:
    """Return what was told of the smallest cells that some keys are made of.

    Also what was told of others together with those, and so on. The rest says nothing
    of these keys, and they say nothing of the rest.
    """
    grid = AtomGrid.of([*keys, *(key for key, _ in told)], counts)
    near = frozenset[int]().union(*map(grid.atoms, keys))
    rest = [(each, grid.atoms(each[0])) for each in told]
    while True:
        more = near.union(*(a for _, a in rest if not near.isdisjoint(a)))
        if more == near:
            return [each for each, atoms in rest if not near.isdisjoint(atoms)]
        near = more


def _month(period: Period) -> int:
    return period.year * 12 + period.first
