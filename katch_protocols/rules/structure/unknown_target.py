"""unknown-target: a move to a state that does not exist."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-target",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="No state '{state}' can be reached from here.",
        why="A child's case that should move there would move nowhere.",
        fix="Write a sibling or outer state, or a dotted path from the top.",
    ),
    spots=partial(problem_spots, code="unknown-target", lost=("states",)),
)
