"""How a number stands to its baseline and its target, as far as can be told."""

from typing import NamedTuple

from katch_protocols.evidence.indicators.intervals import (
    newcombe,
    poisson_interval,
    rates_differ,
    wilson,
)
from katch_protocols.model.indicators import Better, Indicator, IndicatorTarget
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import ChangeSince, TargetStatus

__all__ = ["ToldNumber", "change_of", "status_of"]


class ToldNumber(NamedTuple):
    """A number as it is told: cases, and of a share how many of 100, or seconds.

    ``partial``: not all regions have told of it, so a count is at least so much.
    """

    period: Period
    cases: int
    percent: int | None = None
    seconds: int | None = None
    beyond: bool = False
    regional: bool = False
    partial: bool = False

    @property
    def is_least(self) -> bool:
        """Whether it is a count to which regions that are silent can only add."""
        return self.partial and self.percent is None and self.seconds is None

    @property
    def part(self) -> int:
        """How many cases a share is of, as far as the told share says."""
        return round(self.cases * (self.percent or 0) / 100)


def change_of(number: ToldNumber, indicator: Indicator) -> ChangeSince:
    """Tell what became of a number since its baseline, at 95 %.

    A count is compared with that of the whole country, month by month, once every
    region has told of it; a share only where the baseline says of how many cases it is.
    """
    base = indicator.baseline
    if base is None:
        return ChangeSince.UNKNOWN
    if base.value.percent:
        if base.of is None or number.percent is None:
            return ChangeSince.UNKNOWN
        before = round(base.of * base.value.number / 100)
        low, high = newcombe(number.part, number.cases, before, base.of)
        moved = 1 if low > 0 else -1 if high < 0 else 0
    elif base.value.unit or number.regional or number.is_least:
        return ChangeSince.UNKNOWN
    else:
        counts = number.cases, number.period.months
        bases = base.value.number, base.period.months
        rises = counts[0] * bases[1] > bases[0] * counts[1]
        moved = (1 if rises else -1) if rates_differ(*counts, *bases) else 0
    if not moved:
        return ChangeSince.NONE
    is_better = (moved > 0) is (_better(indicator) is Better.MORE)
    return ChangeSince.BETTER if is_better else ChangeSince.WORSE


def _better(indicator: Indicator) -> Better:
    return Better.MORE if indicator.target is None else indicator.target.better


def status_of(number: ToldNumber, indicator: Indicator) -> TargetStatus:
    """Tell how a number stands to its target.

    Before its last day it is on the way where it may be, at 95 %, as good as the
    straight line from the baseline to the target on that day; without a baseline, as
    good as the target.
    """
    goal = indicator.target
    ends = None if goal is None else _ends(number, goal)
    if goal is None or ends is None:
        return TargetStatus.UNKNOWN
    value, low, high = ends
    wanted = goal.value.seconds if goal.value.unit else float(goal.value.number)
    sign = 1 if goal.better is Better.MORE else -1
    is_met = sign * value >= sign * wanted
    if number.is_least and not (is_met and sign > 0):
        return TargetStatus.UNKNOWN
    if is_met:
        return TargetStatus.REACHED
    if number.period.ends >= goal.by.ends:
        return TargetStatus.BEHIND
    best = high if sign > 0 else low
    line = _line(number, indicator, goal, wanted)
    return (
        TargetStatus.ON_THE_WAY if sign * best >= sign * line else TargetStatus.BEHIND
    )


def _ends(
    number: ToldNumber, goal: IndicatorTarget
) -> tuple[float, float, float] | None:
    """Return a number with its interval, where it can be compared with a target."""
    if number.seconds is not None:
        if number.beyond:
            return float("inf"), float("inf"), float("inf")
        return (float(number.seconds),) * 3
    if goal.value.percent:
        if number.percent is None:
            return None
        low, high = wilson(number.part, number.cases)
        return float(number.percent), 100 * low, 100 * high
    # A count is of the whole country, in a period as long as the target's.
    if number.regional or number.period.months != goal.by.months or goal.value.unit:
        return None
    return (float(number.cases), *poisson_interval(number.cases))


def _line(
    number: ToldNumber, indicator: Indicator, goal: IndicatorTarget, wanted: float
) -> float:
    base = indicator.baseline
    if base is None:
        return wanted
    before = base.value.seconds if base.value.unit else float(base.value.number)
    if not base.value.unit and not base.value.percent:
        # A count of a year is compared with one of a quarter.
        before *= goal.by.months / base.period.months
    whole = (goal.by.ends - base.period.ends).days
    gone = (number.period.ends - base.period.ends).days
    if whole <= 0:
        return wanted
    return before + (wanted - before) * max(0, min(1, gone / whole))
