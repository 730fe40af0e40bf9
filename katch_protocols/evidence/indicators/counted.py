"""What was counted of a handbook: numbers for those inside, releases for others."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import product
from typing import Any, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.answers import Brief
from katch_protocols.arguments import typed
from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.errors import ReleaseError, WrongTypeError
from katch_protocols.evidence.indicators.cells import Counts
from katch_protocols.evidence.indicators.flaws import SourceFlaw
from katch_protocols.evidence.indicators.in_full import in_full
from katch_protocols.evidence.indicators.releasing import released
from katch_protocols.evidence.indicators.tallies import CaseTally, Tallies
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Dimension, Period, period_named
from katch_protocols.model.releases import Audience, Release
from katch_protocols.sentences.measure_text import counted_otherwise
from katch_protocols.sentences.nearness import require
from katch_protocols.words.lists import as_typed

__all__ = ["CountedIndicators", "Told"]


Told: TypeAlias = frozenset[tuple[Id | None, Period]]
"""Regions and months."""


class CountedIndicators(Brief, Struct, frozen=True):
    """The indicators of a handbook, counted; ``kp.measure`` makes it.

    It holds counts and no case. Its numbers are for those who have the cases anyhow;
    what leaves the room is a ``release``.

    Attributes:
        handbook: Whose indicators.
        until: The instant as of which cases were looked at, in UTC.
        tallies: The counts of each indicator.
        flaws: What was left out, and why.
        simulated: Whether the cases are made up: then nothing is released.
        since: From which day on a region's logs are complete, where they say so; what
            was before is not reported.
        by_sheet: The regions and months of which sheets tell, by indicator.
        silent: The regions whose log never tells what an indicator counts.
    """

    UNSAID = ("handbook", "tallies", "since", "by_sheet", "silent")

    handbook: Handbook
    until: datetime
    tallies: Mapping[Id, Tallies]
    flaws: tuple[SourceFlaw, ...] = ()
    simulated: bool = False
    since: Mapping[Id | None, date] = field(default_factory=dict)
    by_sheet: Mapping[Id, Told] = field(default_factory=dict)
    silent: Mapping[Id, frozenset[Id | None]] = field(default_factory=dict)

    def count(
        self,
        indicator: Id,
        period: Period | str,
        *,
        region: Id | None = None,
        agency: Id | None = None,
    ) -> CaseTally:
        """Return what was counted of an indicator in a period.

        Raises:
            UnknownNameError: There is no such indicator or region.
            ReleaseError: It is no period.
        """
        require("indicator", indicator, self.handbook.indicators)
        if region is not None:
            require("region", region, self.handbook.regions)
        regions = None if region is None else (region,)
        return self.tallies[indicator].total(_period(period), regions, agency)

    @typed
    def release(
        self,
        period: Period | str,
        *,
        earlier: Sequence[Release] = (),
        by: str = "region",
        audience: str = "public",
        region: Id | None = None,
    ) -> Release:
        """Return what may leave the room of a period.

        Args:
            period: ``2026``, ``2026-H2``, ``2026-Q3`` or ``2026-07``; it must be over.
            earlier: Every public release so far: what they tell is heeded.
            by: ``region`` or ``agency``.
            audience: ``public``, or ``commission``: one region's own numbers in full,
                which stay in that commission.
            region: Of a commission, its region.

        Raises:
            ReleaseError: The period is none, or not over; the cases are simulated; a
                commission has no region; or an earlier release of the year tells of an
                indicator that the handbook no longer has, or that counts something
                else now.
            UnknownNameError: There is no such region, dimension or audience.
            TypeError: An argument has another type; the error names it.
        """
        given: Sequence[object] = earlier
        other = next((e for e in given if not isinstance(e, Release)), None)
        if other is not None:
            raise WrongTypeError("earlier[…]", "release", type(other))
        asked = _period(period)
        require("dimension", by, [Dimension.REGION, Dimension.AGENCY])
        require("audience", audience, [*Audience])
        if self.simulated:
            raise ReleaseError("simulated")
        if not asked.is_named:
            # Windows that overlap tell a month apart when one is taken from another.
            raise ReleaseError("no-period", period=f"{asked.starts}/{asked.ends}")
        if asked.ends >= HandbookCalendar.of(self.handbook).day(self.until):
            raise ReleaseError("not-over", period=str(asked))
        self._require_apart(asked, earlier)
        counts = Counts(self.handbook, self._as_reported(asked))
        if Audience(audience) is Audience.COMMISSION:
            if region is None:
                raise ReleaseError("no-region")
            require("region", region, self.handbook.regions)
            return in_full(counts, asked, region)
        self._require_kept(asked, earlier)
        made = released(counts, asked, earlier, by=Dimension(by))
        # A release is frozen: what tells the same again is that release.
        same = (each for each in earlier if each.tells == made.tells)
        return next(same, made)

    def _as_reported(self, period: Period) -> Mapping[Id, Tallies]:
        """Return the counts; what no log and no sheet tells of is not reported."""
        months = tuple(period.cut(Dimension.MONTH))
        before = {
            (place, month)
            for place, day in self.since.items()
            for month in months
            if month.starts < day
        }
        lacking = {
            name: (before | {*product(self.silent.get(name, ()), months)})
            - self.by_sheet.get(name, frozenset())
            for name in self.tallies
        }
        return {
            name: replace(found, unreported=found.unreported | lacking[name])
            for name, found in self.tallies.items()
        }

    def _require_apart(self, period: Period, earlier: Sequence[Release]) -> None:
        for each in earlier:
            nested = period.holds(each.period) or each.period.holds(period)
            if each.period.meets(period) and not nested:
                raise ReleaseError("overlapping", period=str(each.period))
            if each.handbook != self.handbook.id:
                raise ReleaseError("another-handbook", handbook=each.handbook)

    def _require_kept(self, period: Period, earlier: Sequence[Release]) -> None:
        """What was told is heeded only as long as it is known what it counts."""
        for each in earlier:
            if not each.is_public or each.period.year != period.year:
                continue
            told = (table.indicator for table in each.tables)
            lost = as_typed(
                name for name in told if name not in self.handbook.indicators
            )
            if lost:
                raise ReleaseError(
                    "lost-indicators", period=str(each.period), names=lost
                )
            for name, was, now in counted_otherwise(each, self.handbook):
                raise ReleaseError(
                    "changed-measure",
                    period=str(each.period),
                    indicator=name,
                    before=was,
                    after=now,
                )

    def to_json(self) -> dict[str, Any]:
        """Return every count as plain data: for those who have the cases anyhow."""
        return {
            "handbook": self.handbook.id,
            "until": self.until.isoformat(),
            "simulated": self.simulated,
            "indicators": {
                name: [
                    {
                        "region": atom.region,
                        "agency": atom.agency,
                        "month": str(atom.month),
                        "cases": tally.cases,
                        "part": tally.part,
                        "open": tally.open,
                        "untold": tally.untold,
                    }
                    for atom, tally in sorted(
                        found.atoms.items(), key=lambda each: str(each[0])
                    )
                ]
                for name, found in self.tallies.items()
            },
            "flaws": [
                {"key": f.key, "source": f.source, "row": f.row, **f.facts}
                for f in self.flaws
            ],
        }


def _period(period: Period | str) -> Period:
    found = period if isinstance(period, Period) else period_named(period)
    if found is None:
        raise ReleaseError("no-period", period=str(period))
    return found
