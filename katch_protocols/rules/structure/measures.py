"""Measures: what can never count, a target of another kind, what is not told."""

from collections.abc import Iterator

from katch_protocols.charts.binding import missing_names
from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Severity
from katch_protocols.model.indicators import Indicator, MeasuredAmount
from katch_protocols.model.measures import MeasureRule, ShareOfCases, TimeFromTo
from katch_protocols.rules.context import Context
from katch_protocols.rules.reachable import Reach
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.semantics.events import UndefinedError, find_event
from katch_protocols.words.lists import as_typed


@rule("vacuous-measure", Severity.WARNING)
def _vacuous_measure(context: Context) -> Iterator[Spot]:
    """A measure that no case can ever count in."""
    for name, indicator in context.handbook.indicators.items():
        measure = indicator.measure
        found = [
            reach
            for reach in context.reached.values()
            if not missing_names(measure, reach.chart, context.handbook)
        ]
        known = [reach for reach in found if reach.table is not None]
        if known == found and found and not any(_counts(measure, r) for r in found):
            facts = {"indicator": name, "events": as_typed(measure.firsts)}
            yield Spot(("indicators", name, "measure"), facts)


def _counts(measure: MeasureRule, reach: Reach) -> bool:
    """Tell whether some case may have one of the events with which it counts."""
    if not measure.firsts:
        return True
    return any(_may_happen(reach, reach.chart, name) for name in measure.firsts)


def _may_happen(reach: Reach, chart: Chart, name: str) -> bool:
    try:
        event = find_event(chart, name)
    except UndefinedError:
        return True  # it means the opening, or is a finding of its own
    if event.nodes & reach.enterable:
        return True
    return any(event.is_done_by(row) for row in reach.thinkable)


@rule("amount-of-another-kind", Severity.ERROR)
def _amount_of_another_kind(context: Context) -> Iterator[Spot]:
    """A baseline or a target that no value of the measure can be compared with."""
    for name, indicator in context.handbook.indicators.items():
        for key, value in _amounts(indicator):
            if not _fits(indicator.measure, value):
                facts = {"indicator": name, "value": str(value)}
                yield Spot(("indicators", name, key, "value"), facts)


@rule("dimension-not-told", Severity.WARNING)
def _dimension_not_told(context: Context) -> Iterator[Spot]:
    """A dimension of an indicator by which no release tells it."""
    plan = context.handbook.release
    for name, indicator in context.handbook.indicators.items():
        for each in plan.unheeded(indicator):
            facts = {"indicator": name, "dimension": str(each)}
            at = indicator.by.index(each)
            yield Spot(("indicators", name, "by", at), facts)


def _amounts(indicator: Indicator) -> Iterator[tuple[str, MeasuredAmount]]:
    if indicator.baseline is not None:
        yield "baseline", indicator.baseline.value
    if indicator.target is not None:
        yield "target", indicator.target.value


def _fits(measure: MeasureRule, value: MeasuredAmount) -> bool:
    if isinstance(measure, TimeFromTo):
        return value.unit is not None
    return value.unit is None and value.percent is isinstance(measure, ShareOfCases)
