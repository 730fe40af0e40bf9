"""unknown-value: a value that a fact does not have."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.documents import UNKNOWN, Fact
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.spots import problem_spots
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    yield from problem_spots(context, "unknown-value")
    for miss in context.bindings.misses:
        if miss.values:
            facts = {
                "value": miss.mention.name,
                "fact": str(miss.mention.fact),
                "values": " / ".join(miss.values),
            }
            yield Spot(miss.path, facts, miss.near)
    for path, fact in context.every(Fact):
        value = fact.initially
        if value is None or value == UNKNOWN or value in fact.values:
            continue
        facts = {
            "value": value,
            "fact": fact.id,
            "values": " / ".join(fact.values),
        }
        yield Spot((*path, "initially"), facts, nearest_names(value, fact.values))


RULE = Rule(
    name="unknown-value",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{value}' is not a value of '{fact}'. Its values are {values}.",
        why="A test on a value that cannot occur never opens the door.",
        fix="Use one of these values, or add the missing one to the fact.",
    ),
    spots=_spots,
)
