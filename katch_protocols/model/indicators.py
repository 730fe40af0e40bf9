"""Indicators: what a handbook wants counted, what it should be, how it is let out."""

from enum import StrEnum

from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Basis, Unit
from katch_protocols.model.measures import Measure
from katch_protocols.model.noun import Id, Label, Noun
from katch_protocols.model.periods import Dimension, Period

__all__ = [
    "LEAST_THRESHOLD",
    "Aim",
    "Baseline",
    "Better",
    "CountedFrom",
    "Indicator",
    "IndicatorTarget",
    "LadderStep",
    "MeasuredAmount",
    "ReleasePlan",
]


class Aim(StrEnum):
    """What a measure serves: the three things that the project promises to improve."""

    EFFICIENCY = "efficiency"
    QUALITY = "quality"
    VOLUME = "volume"


class Better(StrEnum):
    """Which way is better."""

    MORE = "more"
    LESS = "less"


_SECONDS = {
    Unit.MINUTES: 60,
    Unit.HOURS: 3_600,
    Unit.DAYS: 86_400,
    Unit.WORKING_DAYS: 604_800 / 5,
    Unit.WEEKS: 604_800,
    Unit.MONTHS: 2_629_800,
}
"""A target is no deadline: a month is a twelfth of a year, whichever it is."""


class MeasuredAmount(Noun):
    """A number of a measure: a count, ``90%`` of cases, or ``14 days``."""

    number: int
    percent: bool = False
    unit: Unit | None = None

    @property
    def seconds(self) -> float:
        """A span of time in seconds; a working day is a fifth of a week."""
        return self.number * _SECONDS[self.unit or Unit.HOURS]

    def __str__(self) -> str:
        if self.percent:
            return f"{self.number}%"
        return f"{self.number}" if self.unit is None else f"{self.number} {self.unit}"


class Baseline(Noun):
    """What it was before, in a period.

    ``of`` is of how many cases, where it is a share: without it no change of it can be
    told.
    """

    value: MeasuredAmount
    period: Period
    of: int | None = None
    source: tuple[Citation, ...] = ()


class IndicatorTarget(Noun):
    """What it is to be by the end of a period."""

    value: MeasuredAmount
    by: Period
    better: Better = Better.MORE
    source: tuple[Citation, ...] = ()


class CountedFrom(StrEnum):
    """Whose number counts where a log and a sheet tell of the same cell."""

    LOG = "log"
    SHEET = "sheet"


class Indicator(Noun):
    """A measure that a handbook asks for.

    Attributes:
        by: By what it is told apart: region, agency, and the shortest time.
        serves: Which of the three aims it stands for.
        ask: What to ask whom when it is not as it should be.
        basis: What it rests on; ``proposed`` until somebody has agreed to it.
        beside: Foreign sets of indicators that have one like it.
        counts: Whether a log or a sheet wins where both tell of a cell.
    """

    id: Id
    title: Label
    measure: Measure
    by: tuple[Dimension, ...] = (Dimension.REGION, Dimension.QUARTER)
    serves: Aim
    baseline: Baseline | None = None
    target: IndicatorTarget | None = None
    ask: Label | None = None
    note: Label | None = None
    basis: Basis = Basis.PROPOSED
    source: tuple[Citation, ...] = ()
    beside: tuple[Citation, ...] = ()
    counts: CountedFrom = CountedFrom.LOG


class LadderStep(Noun):
    """One step of a ladder: ``region × quarter``; not ``regional``: ``all × year``."""

    regional: bool
    time: Dimension

    def __str__(self) -> str:
        return f"{'region' if self.regional else 'all'} × {self.time}"


LEAST_THRESHOLD = 10
"""No handbook may let out a smaller count than this."""

_LADDER = (
    LadderStep(regional=True, time=Dimension.QUARTER),
    LadderStep(regional=True, time=Dimension.HALF_YEAR),
    LadderStep(regional=True, time=Dimension.YEAR),
    LadderStep(regional=False, time=Dimension.YEAR),
)


class ReleasePlan(Noun):
    """How a handbook lets counts out.

    ``threshold``: smaller counts are hidden; ``round``: what is shown is rounded to its
    multiples; ``ladder``: cells from the finest to the coarsest; ``show``: of 100 cells
    how many must be shown.
    """

    threshold: int = LEAST_THRESHOLD
    round: int = 5
    ladder: tuple[LadderStep, ...] = _LADDER
    show: int = 80

    def steps(
        self, indicator: Indicator, cut: Dimension = Dimension.REGION
    ) -> tuple[LadderStep, ...]:
        """Return the steps at which an indicator is told, the finest first.

        The ladder from the length of time that its ``by`` names; apart by ``cut``,
        region or agency, only where ``by`` names that as well.
        """
        least = min((each.months for each in indicator.by if each.is_time), default=0)
        long = [step for step in self.ladder if step.time.months >= least]
        return tuple(
            dict.fromkeys(
                LadderStep(
                    regional=step.regional and cut in indicator.by, time=step.time
                )
                for step in long or self.ladder
            )
        )

    def unheeded(self, indicator: Indicator) -> tuple[Dimension, ...]:
        """Return what an indicator names in ``by`` and is never told by.

        That is a length of time of no step, or beside a shorter one; and the region
        where no step has it. So at most three are heeded.
        """
        steps, heeded = self.steps(indicator), {Dimension.AGENCY}
        if any(step.regional for step in steps):
            heeded.add(Dimension.REGION)
        times = [each for each in indicator.by if each.is_time]
        if times:
            shortest = min(times, key=lambda each: each.months)
            heeded |= {shortest} & {step.time for step in steps}
        return tuple(each for each in indicator.by if each not in heeded)
