"""unknown-state: a state that is named and does not exist."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-state",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{state}' is not the name of any state here.",
        why="What depends on a state that does not exist can never happen.",
        fix="Write the name of a state of this protocol.",
    ),
    spots=partial(problem_spots, code="unknown-state", lost=("states",)),
)
