"""fact-without-values: a fact that has no answers."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.documents import Fact
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, fact in context.every(Fact):
        if not fact.values:
            yield Spot((*path, "values"), {"fact": fact.id})


RULE = Rule(
    name="fact-without-values",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="Fact '{fact}' has no values.",
        why="A question without answers can never be answered.",
        fix="List at least one value; `unknown` is always one more.",
    ),
    spots=_spots,
    needs_whole=True,
)
