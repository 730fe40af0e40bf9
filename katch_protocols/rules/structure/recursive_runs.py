"""recursive-runs: a protocol that in the end runs itself."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="recursive-runs",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="A protocol runs itself in the end: {loop}.",
        why="A case in it would never come to its first step.",
        fix="Break the circle: let one of them lead to a state instead.",
    ),
    spots=partial(problem_spots, code="recursive-runs"),
)
