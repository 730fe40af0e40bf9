"""in-passing-state: a condition on being in a choice, in which no case ever is."""

from collections.abc import Iterator

from katch_protocols.charts.chart import NodeKind
from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.conditions import Condition
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import RequiresThat
from katch_protocols.rules.bindings import meanings, written_at
from katch_protocols.rules.conditions import conditions
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.sentences.mentions import names_in

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, chart in context.charts.items():
        for path, condition in (*conditions(chart), *_promised(context, name)):
            for mention in names_in(condition):
                if mention.kind is not NameKind.STATE:
                    continue
                for state in meanings(chart, mention):
                    node = chart.node(state)
                    if node.kind is NodeKind.CHOICE:
                        yield Spot(path, {"state": node.bare})


def _promised(context: Context, name: Id) -> Iterator[tuple[Path, Condition]]:
    """Yield the conditions of the safeguards that bind a protocol."""
    chart = context.charts[name]
    for safeguard in context.bindings.bound[name].values():
        path = (*written_at(context.handbook, chart, safeguard), "rule")
        rule = safeguard.rule
        if isinstance(rule, RequiresThat):
            yield path, rule.condition
        if rule.where is not None:
            yield path, rule.where


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
