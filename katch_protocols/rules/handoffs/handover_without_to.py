"""handover-without-to: a handover of an activity that moves the case nowhere."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="handover-without-to",
    family=Family.HANDOFFS,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{activity}' hands the case over and has no `to`.",
        why="The receiver would acknowledge a case that stays where it is.",
        fix="Add `to` with the state that the receiver will hold.",
    ),
    spots=partial(problem_spots, code="handover-without-to"),
    needs_whole=True,
)
