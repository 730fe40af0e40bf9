"""facts-disagree: a fact that two protocols share and declare differently."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for spot in problem_spots(context, "facts-disagree"):
        # A second declaration of a shared fact is a finding of its own.
        if spot.facts["fact"] not in context.handbook.facts:
            yield spot


RULE = Rule(
    name="facts-disagree",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="Fact '{fact}' is declared differently by a protocol that runs here.",
        why="The same question would have two sets of answers in one case.",
        fix="Give both declarations the same values, or rename one fact.",
    ),
    spots=_spots,
)
