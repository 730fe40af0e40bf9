"""Facts that conditions ask about and nobody ever answers: what follows is no news."""

from collections.abc import Iterable, Iterator, Mapping

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.starts import brought_along
from katch_protocols.findings import Path
from katch_protocols.model.conditions import Condition
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.sentences.mentions import names_in

__all__ = ["asks_about", "conditions", "unanswered"]


def unanswered(
    chart: Chart, uses: Iterable[Chart], handbook: Handbook
) -> Mapping[Id, Path]:
    """Return each fact that a protocol asks about, and where it first does.

    Args:
        chart: The protocol by itself.
        uses: It, and every protocol that runs it: what one of them answers is answered.
        handbook: The handbook, of which other protocols may open this one with values.
    """
    acts = [entry.act for each in uses for entry in each.entries]
    answered = {name for act in acts for name in (*act.records, *act.sets)}
    answered.update(brought_along(chart, handbook))
    found: dict[Id, Path] = {}
    for path, condition in conditions(chart, chart.protocol.id):
        for name in asks_about(condition):
            fact = chart.facts.get(name)
            if fact is not None and fact.initially is None and name not in answered:
                found.setdefault(name, path)
    return found


def asks_about(condition: Condition) -> Iterator[Id]:
    """Yield the facts that a condition asks about."""
    for mention in names_in(condition):
        if mention.kind is NameKind.FACT:
            yield mention.name


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
