"""unknown-activity: an activity that a condition names and that does not exist."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-activity",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{activity}' is not the name of any activity here.",
        why="A condition on something that can never happen never opens.",
        fix="Write the id of an activity of this protocol.",
    ),
    spots=partial(problem_spots, code="unknown-activity", lost=("activities",)),
)
