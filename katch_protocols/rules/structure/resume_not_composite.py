"""resume-not-composite: a `resume` of a state with nothing inside."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="resume-not-composite",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{state}' has nothing inside, so it cannot be resumed.",
        why="A reader expects the case to come back to where it was.",
        fix="Write `to: {state}` without `resume`.",
    ),
    spots=partial(problem_spots, code="resume-not-composite"),
    needs_whole=True,
)
