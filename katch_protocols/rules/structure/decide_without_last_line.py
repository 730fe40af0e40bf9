"""decide-without-last-line: a choice that may leave a case with no way to go."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="decide-without-last-line",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="The last line of `decide` in '{state}' has a condition.",
        why="A case for which no line holds would have nowhere to go.",
        fix="Add a last line with `to` and without `when`.",
    ),
    spots=partial(problem_spots, code="decide-without-last-line"),
    needs_whole=True,
)
