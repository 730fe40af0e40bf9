"""declared-twice: an id that a protocol gets from two places."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.documents import Fact
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    yield from problem_spots(context, "declared-twice-by-fragment")
    for path, fact in context.every(Fact):
        if path[0] != "handbook" and fact.id in context.handbook.facts:
            yield Spot(path, {"id": fact.id})
    for path, safeguard in context.every(Safeguard):
        if path[0] != "safeguards" and safeguard.id in context.handbook.safeguards:
            yield Spot(path, {"id": safeguard.id})


RULE = Rule(
    name="declared-twice",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{id}' is declared twice.",
        why="Two meanings of one name would depend on the order of files.",
        fix="Keep one declaration, or rename the other.",
    ),
    spots=_spots,
)
