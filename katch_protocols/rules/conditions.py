"""Every condition of a chart, with where it is written."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Path
from katch_protocols.model.conditions import Condition

__all__ = ["conditions"]


def conditions(chart: Chart) -> Iterator[tuple[Path, Condition]]:
    """Yield the conditions of activities, then those of choices."""
    for entry in chart.entries:
        if entry.when is not None:
            yield (*entry.path, "when"), entry.when
    for node in chart.nodes:
        for line in node.lines:
            if line.when is not None:
                yield (*line.path, "when"), line.when
