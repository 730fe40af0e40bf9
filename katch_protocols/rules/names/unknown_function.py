"""unknown-function: a name that should be a function's, and is not."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import unknown_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-function",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{name}' is not the name of any function.",
        why="Without a function nobody can say whose mandate covers the duty.",
        fix="Write the id of a function from `handbook.yaml`, or declare it there.",
    ),
    spots=partial(unknown_spots, kind=Kind.FUNCTION),
)
