"""unknown-event: a deadline whose clock starts at something that does not exist."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-event",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{event}' is no activity or state here, and nothing counts as it.",
        why="A clock that starts at nothing never runs, so nobody is ever late.",
        fix="Write an activity or state of this protocol, or let one count as it.",
    ),
    spots=partial(problem_spots, code="unknown-event", lost=("states", "activities")),
)
