"""What was told before, what it hid, and under which threshold."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from katch_protocols.answers import Brief
from katch_protocols.evidence.indicators.cells import CellKey
from katch_protocols.evidence.indicators.hiding import Cells
from katch_protocols.evidence.indicators.statements import Rules
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.measures import ShareOfCases
from katch_protocols.model.noun import Id
from katch_protocols.model.releases import Release, ReleasedCell

__all__ = ["EarlierReleases", "Told"]

Told: TypeAlias = Sequence[tuple[CellKey, tuple[ReleasedCell, Rules]]]
"""Cells that were told, each with the rules by which it was."""


class EarlierReleases(Brief, Struct, frozen=True, dict=True):
    """Every release so far that anybody may see."""

    UNSAID = ("handbook",)

    given: Sequence[Release]
    handbook: Handbook

    @cached_property
    def public(self) -> tuple[Release, ...]:
        """Those that anybody may see."""
        return tuple(each for each in self.given if each.is_public)

    def _cells(self) -> Iterator[tuple[CellKey, ReleasedCell, Release]]:
        """Yield every cell of an indicator of the handbook.

        Of one that is gone from it only other years may tell.
        """
        for release in self.public:
            for table in release.tables:
                if table.indicator not in self.handbook.indicators:
                    continue
                for cell in table.cells:
                    key = table.indicator, cell.region, cell.agency, cell.period
                    yield key, cell, release

    def told(self, names: Collection[Id]) -> Told:
        """Return every cell that was told of the cases that some indicators count.

        Also of an indicator that counts some of them and is not told this time.
        """
        return [
            (key, (cell, Rules(release.threshold, release.round)))
            for key, cell, release in self._cells()
            if key[0] in names
        ]

    def hidden(
        self, keys: Collection[CellKey], before: Told, year: int
    ) -> Iterator[CellKey]:
        """Yield the cells that were hidden, of which more may be told than keys.

        Periods of another year share no smallest cell with it.
        """
        found = dict.fromkeys(
            key
            for key, (cell, _) in before
            if key[3].year == year and (cell.hidden or self._hides_share(key, cell))
        )
        yield from (key for key in found if key not in keys)

    def thresholds(self) -> Mapping[CellKey, int]:
        """Return the cells that were hidden, each with the threshold it was under.

        What was hidden under a higher one stays as far from known as was said then.
        """
        found: dict[CellKey, int] = {}
        for key, cell, release in self._cells():
            if cell.hidden or self._hides_share(key, cell):
                found[key] = max(found.get(key, 0), release.threshold)
        return found

    def held(self, keys: Sequence[CellKey]) -> Cells:
        """Return the cells that were hidden, by their place: they stay hidden."""
        cases, shares = set[CellKey](), set[CellKey]()
        for key, cell, _ in self._cells():
            if cell.hidden:
                cases.add(key)
            if cell.hidden or self._hides_share(key, cell):
                shares.add(key)
        return Cells(
            *({at for at, k in enumerate(keys) if k in e} for e in (cases, shares))
        )

    def _hides_share(self, key: CellKey, cell: ReleasedCell) -> bool:
        """Tell whether a share is not shown; of no case there is none."""
        measure = self.handbook.indicators[key[0]].measure
        is_share = isinstance(measure, ShareOfCases)
        return is_share and cell.share is None and cell.cases != 0
