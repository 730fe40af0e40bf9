"""fact-changed-twice: an activity that changes one fact in two ways."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="fact-changed-twice",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{activity}' changes '{fact}' twice.",
        why="Nobody could say which answer counts.",
        fix="Keep '{fact}' in one of `records`, `sets` and `forgets`.",
    ),
    spots=partial(problem_spots, code="fact-changed-twice"),
)
