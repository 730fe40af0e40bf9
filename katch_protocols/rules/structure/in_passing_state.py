"""in-passing-state: a condition on being in a choice, in which no case ever is."""

from collections.abc import Iterator

from katch_protocols.charts.chart import NodeKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.conditions import conditions
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.sentences.mentions import NameKind, names_in

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for chart in context.charts.values():
        for path, condition in conditions(chart):
            for mention in names_in(condition):
                node = chart.by_name.get(mention.name)
                if mention.kind is not NameKind.STATE or node is None:
                    continue
                if chart.nodes[node].kind is NodeKind.CHOICE:
                    yield Spot(path, {"state": chart.nodes[node].bare})


RULE = Rule(
    name="in-passing-state",
    family=Family.STRUCTURE,
    severity=Severity.WARNING,
    wording=Wording(
        saw="`in {state}` is never true: '{state}' is left at once.",
        why="The door that it should open stays shut for every child.",
        fix="Ask for the state before or after the choice.",
    ),
    spots=_spots,
)
