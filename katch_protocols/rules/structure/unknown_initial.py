"""unknown-initial: an initial state that is not one of the states inside."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-initial",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="The initial state '{state}' is not one of the states here.",
        why="No case could begin.",
        fix="Write the name of a state that stands directly inside.",
    ),
    spots=partial(problem_spots, code="unknown-initial", lost=("states",)),
)
