"""measured-shares-id: what is measured bears the id of a state or an activity."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    measured = context.handbook.measured
    found: dict[Path, Spot] = {}
    for chart in context.charts.values() if measured else ():
        for path, name, home in _named(chart):
            if name in measured:
                facts = {"id": name, "protocol": home}
                found.setdefault(path, Spot(path, facts))
    yield from found.values()


def _named(chart: Chart) -> Iterator[tuple[Path, str, str]]:
    """Yield where each state and activity is written, its bare name, whose it is."""
    for node in chart.nodes:
        yield node.path, node.bare, node.home
    for entry in chart.entries:
        yield entry.path, entry.act.id, entry.home


RULE = Rule(
    name="measured-shares-id",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{id}' is measured, and it is also a state or activity of '{protocol}'.",
        why="In a safeguard '{id}' could mean one event or all that count as it.",
        fix="Rename one of the two.",
    ),
    spots=_spots,
)
