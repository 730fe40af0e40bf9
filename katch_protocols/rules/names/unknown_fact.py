"""unknown-fact: a fact that neither the protocol nor the handbook declares."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-fact",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{fact}' is not the name of any fact.",
        why="A question that nobody declared can never be answered.",
        fix="Declare it under `facts`, or write the id of one that is there.",
    ),
    spots=partial(problem_spots, code="unknown-fact", lost=("facts",)),
)
