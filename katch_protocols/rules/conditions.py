"""Every condition of a chart, with where it is written."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Path
from katch_protocols.model.conditions import Condition
from katch_protocols.model.noun import Id

__all__ = ["conditions"]


def conditions(
    chart: Chart, home: Id | None = None
) -> Iterator[tuple[Path, Condition]]:
    """Yield the conditions of activities, then those of choices.

    With ``home`` only those that this protocol writes, not those of one that it runs.
    """
    for entry in chart.entries:
        if entry.when is not None and home in {None, entry.home}:
            yield (*entry.path, "when"), entry.when
    for node in chart.nodes:
        if home not in {None, node.home}:
            continue
        for line in node.lines:
            if line.when is not None:
                yield (*line.path, "when"), line.when
