"""fact-never-answered: a fact that conditions ask about and nobody ever answers."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id
from katch_protocols.rules.conditions import conditions
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.sentences.mentions import names_in

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, uses in context.uses.items():
        if not uses.is_known:
            continue
        chart = uses.own.chart
        acts = [entry.act for each in uses.every for entry in each.chart.entries]
        answered = {name for act in acts for name in (*act.records, *act.sets)}
        told: set[Id] = set()
        for path, condition in conditions(chart, name):
            for mention in names_in(condition):
                fact = chart.facts.get(mention.name)
                if mention.kind is not NameKind.FACT or fact is None:
                    continue
                if fact.initially is None and fact.id not in answered | told:
                    told.add(fact.id)
                    yield Spot(path, {"fact": fact.id})


RULE = Rule(
    name="fact-never-answered",
    family=Family.STRUCTURE,
    severity=Severity.WARNING,
    wording=Wording(
        saw="Conditions ask about '{fact}', and no activity ever answers it.",
        why="A door that waits for the answer stays shut for every child.",
        fix="Let an activity record or set '{fact}', or give it `initially`.",
    ),
    spots=_spots,
)
