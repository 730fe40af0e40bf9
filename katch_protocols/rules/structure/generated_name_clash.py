"""generated-name-clash: a name that the language makes itself, used by the file."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="generated-name-clash",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="The name '{id}' is made by the language for a handover, and is taken.",
        why="Two different waits would bear one name.",
        fix="Rename your state or activity '{id}'.",
    ),
    spots=partial(problem_spots, code="generated-name-clash"),
)
