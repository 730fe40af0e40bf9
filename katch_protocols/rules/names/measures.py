"""The names in a measure, and what it asks to be kept."""

from collections.abc import Iterator

from katch_protocols.charts.binding import binding_safeguards, missing_names
from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Severity
from katch_protocols.model.indicators import Indicator
from katch_protocols.model.measures import OPENED, ShareThatKeep
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import (
    AlwaysPossible,
    Independent,
    Informs,
    OnlyTo,
)
from katch_protocols.rules.bindings import meanings
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.rules.settled import may_lack_names
from katch_protocols.sentences.mentions import names_in
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.words.lists import as_typed

_OF_TEXT = (AlwaysPossible, Independent, Informs, OnlyTo)


@rule("measure-counts-nothing", Severity.ERROR)
def _measure_counts_nothing(context: Context) -> Iterator[Spot]:
    """A measure of which no protocol has all the names."""
    if may_lack_names(context.incomplete):
        return
    for name, indicator in context.handbook.indicators.items():
        if not _counted_in(context, indicator):
            facts, near = _nearest(context, indicator)
            yield Spot(("indicators", name, "measure"), facts, near)


def _counted_in(context: Context, indicator: Indicator) -> list[Chart]:
    return [
        chart
        for chart in context.charts.values()
        if not missing_names(indicator.measure, chart, context.handbook)
    ]


def _nearest(
    context: Context, indicator: Indicator
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return a name that is missing where fewest are, and the nearest ones to it."""
    lacks = [
        (missing_names(indicator.measure, chart, context.handbook), chart)
        for chart in context.charts.values()
    ]
    if not lacks:
        return {"indicator": indicator.id, "name": indicator.measure.kind}, ()
    names, chart = min(lacks, key=lambda found: len(found[0]))
    known = {
        *(full.rpartition(".")[2] for full in (*chart.activities, *chart.named_states)),
        *chart.counted,
        *chart.facts,
        *binding_safeguards(chart, context.handbook),
    }
    near = nearest_names(names[0], sorted(known - {""}))
    return {"indicator": indicator.id, "name": names[0]}, near


@rule("ambiguous-name-in-measure", Severity.ERROR)
def _ambiguous_name_in_measure(context: Context) -> Iterator[Spot]:
    """A bare name in a measure that means several things in a protocol."""
    for name, indicator in context.handbook.indicators.items():
        for chart in _counted_in(context, indicator):
            for asked, found in _ambiguous(indicator, chart):
                facts = {
                    "indicator": name,
                    "name": asked,
                    "protocol": chart.protocol.id,
                    "paths": as_typed(found),
                }
                yield Spot(("indicators", name, "measure"), facts)


_SEVERAL = {NameKind.EVENT, NameKind.STATE, NameKind.ACTIVITY}


def _ambiguous(
    indicator: Indicator, chart: Chart
) -> Iterator[tuple[Id, tuple[str, ...]]]:
    for mention in names_in(indicator.measure):
        if mention.kind in _SEVERAL and mention.name != OPENED:
            found = meanings(chart, mention)
            if len(found) > 1:
                yield mention.name, found


@rule("measure-not-of-a-case", Severity.ERROR)
def _measure_not_of_a_case(context: Context) -> Iterator[Spot]:
    """A share of cases that keep what no single case can break."""
    for name, indicator in context.handbook.indicators.items():
        measure = indicator.measure
        if not isinstance(measure, ShareThatKeep):
            continue
        rules = [measure.sentence] if measure.sentence is not None else []
        for chart in _counted_in(context, indicator):
            bound = binding_safeguards(chart, context.handbook)
            if measure.safeguard is not None and measure.safeguard in bound:
                rules.append(bound[measure.safeguard].rule)
        if any(isinstance(each, _OF_TEXT) for each in rules):
            yield Spot(("indicators", name, "measure"), {"indicator": name})
