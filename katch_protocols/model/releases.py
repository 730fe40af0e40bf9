"""A release: counts that may leave the room, and nothing that points at a child."""

from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any

from katch_protocols.model.indicators import LadderStep
from katch_protocols.model.noun import Id, Noun
from katch_protocols.model.periods import Period

__all__ = [
    "Audience",
    "ChangeSince",
    "HiddenRange",
    "Release",
    "ReleasedCell",
    "ReleasedTable",
    "TargetStatus",
    "WaitingIndicator",
]


class Audience(StrEnum):
    """For whom it is: anybody, or a commission that sees its own region in full."""

    PUBLIC = "public"
    COMMISSION = "commission"


class ChangeSince(StrEnum):
    """What became of a number since its baseline."""

    BETTER = "better"
    WORSE = "worse"
    NONE = "none"
    """No change that can be told."""
    UNKNOWN = "unknown"
    """There is no baseline, or no number."""


class TargetStatus(StrEnum):
    """How a number stands to its target."""

    REACHED = "reached"
    ON_THE_WAY = "on-the-way"
    BEHIND = "behind"
    UNKNOWN = "unknown"
    """There is no target, or no number."""


class ReleasedCell(Noun):
    """One number of a release, or that it is hidden.

    Attributes:
        region: Of which region; none: of all.
        agency: Of which agency; none: of all.
        period: Of which period.
        hidden: Whether it is fewer than the threshold, or hidden so that no other
            cell can be reckoned from it.
        cases: How many cases, rounded; of a commission's own region as they are. Of
            what nobody has told anything, 0 of nothing: see ``is_unreported``.
        share: Of a share, the percentage, rounded to 5; 5 is *5 % or less*, 95 is
            *95 % or more*.
        seconds: Of a time, how long, rounded; ``beyond``: longer than this.
        weak: Whether more than one case in ten could not be told.
        open: Of how many cases it is not yet known; said to a commission only.
        untold: Of how many it cannot be told; said to a commission only.
        reported: Of how many regions a sheet has told, and how many there are.
        change: What became of it since the baseline.
        status: How it stands to the target.
    """

    region: Id | None = None
    agency: Id | None = None
    period: Period
    hidden: bool = False
    cases: int | None = None
    share: int | None = None
    seconds: int | None = None
    beyond: bool = False
    weak: bool = False
    open: int | None = None
    untold: int | None = None
    reported: tuple[int, int] | None = None
    change: ChangeSince = ChangeSince.UNKNOWN
    status: TargetStatus = TargetStatus.UNKNOWN

    @property
    def is_unreported(self) -> bool:
        """Whether nobody has told anything of it: then it is not 0."""
        return not self.cases and self.reported is not None and not self.reported[0]

    def to_json(self) -> dict[str, Any]:
        """Return the cell as plain data; what only a commission is told, if it is.

        Of what nobody has told anything there are no ``cases``, rather than 0.
        """
        secret = {key for key in ("open", "untold") if getattr(self, key) is None}
        found = self.model_dump(mode="json", exclude={"period", *secret})
        if self.is_unreported:
            found["cases"] = None
        return {"period": str(self.period), **found}

    @staticmethod
    def of_json(plain: Mapping[str, Any], period: Period) -> "ReleasedCell":
        """Return the cell that plain data tells of; raises where it is none."""
        found = ReleasedCell.model_validate({**plain, "period": period})
        if found.cases is None and found.is_unreported:
            return found.model_copy(update={"cases": 0})
        return found


class ReleasedTable(Noun):
    """One indicator: a cell for each region and part of the period, and the totals.

    ``measure`` is the sentence that says what was counted, as the handbook has it.
    """

    indicator: Id
    measure: str
    step: LadderStep
    cells: tuple[ReleasedCell, ...]

    def cell(self, region: Id | None, period: Period) -> ReleasedCell | None:
        """Return the cell of a region, or of all, in a period, if there is one."""
        found = (
            each
            for each in self.cells
            if (each.region, each.agency, each.period) == (region, None, period)
        )
        return next(found, None)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The parts of the period, in order of time."""
        found = {str(each.period): each.period for each in self.cells}
        size = min((each.months for each in found.values()), default=0)
        parts = (each for each in found.values() if each.months == size)
        return tuple(sorted(parts, key=lambda each: each.starts))


class WaitingIndicator(Noun):
    """An indicator of which nothing is shown yet.

    ``period`` is with which it can be; none: another release has told so much of it
    that nothing more may be.
    """

    indicator: Id
    period: Period | None = None


class HiddenRange(Noun):
    """What somebody who knows every release can reckon of a hidden cell. Restricted.

    ``part``: of those of its cases that are part of a share, or of the rest.
    """

    indicator: Id
    region: Id | None = None
    agency: Id | None = None
    period: Period
    of: str
    least: int
    greatest: int


class Release(Noun):
    """Counts of one period that passed the rules of release; made only by ``release``.

    Attributes:
        handbook: The id of the handbook.
        period: The period.
        audience: For whom it is.
        region: Of a commission, its own region.
        threshold: Smaller counts are hidden.
        round: Counts are rounded to its multiples.
        tables: One for each indicator that can be shown.
        waiting: The indicators of which nothing is shown.
        earlier: The hashes of the releases with which it was checked.
        proof: What can be reckoned of each hidden cell. Restricted: never published.
    """

    handbook: Id
    period: Period
    audience: Audience = Audience.PUBLIC
    region: Id | None = None
    threshold: int
    round: int
    tables: tuple[ReleasedTable, ...] = ()
    waiting: tuple[WaitingIndicator, ...] = ()
    earlier: tuple[str, ...] = ()
    proof: tuple[HiddenRange, ...] = ()

    @property
    def is_public(self) -> bool:
        """Whether anybody may see it."""
        return self.audience is Audience.PUBLIC

    def table(self, indicator: Id) -> ReleasedTable | None:
        """Return the table of an indicator; ``None`` where nothing is shown of it."""
        return next((t for t in self.tables if t.indicator == indicator), None)

    def published(self) -> dict[str, Any]:
        """Return all that is published, as plain data, without the proof."""
        return {
            "handbook": self.handbook,
            "period": str(self.period),
            "audience": str(self.audience),
            "region": self.region,
            "threshold": self.threshold,
            "round": self.round,
            "tables": [
                {
                    "indicator": table.indicator,
                    "measure": table.measure,
                    "step": str(table.step),
                    "cells": [cell.to_json() for cell in table.cells],
                }
                for table in self.tables
            ],
            "waiting": [
                {
                    "indicator": each.indicator,
                    "period": None if each.period is None else str(each.period),
                }
                for each in self.waiting
            ],
            "earlier": list(self.earlier),
        }

    @property
    def tells(self) -> dict[str, Any]:
        """What it tells, whatever was told before."""
        return {**self.published(), "earlier": []}

    @property
    def hash(self) -> str:
        """The SHA-256 of what is published, as 64 hexadecimal digits."""
        plain = dumps(self.published(), sort_keys=True, separators=(",", ":"))
        return sha256(plain.encode()).hexdigest()

    def to_json(self) -> Mapping[str, Any]:
        """Return what is published, with its hash."""
        return {**self.published(), "hash": self.hash}
