"""unknown-agency: a name that should be an agency's, and is not."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import unknown_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-agency",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{name}' is not the name of any agency.",
        why="A duty of a body that does not exist is nobody's duty.",
        fix="Write the id of an agency from `agencies.yaml`, or declare it there.",
    ),
    spots=partial(unknown_spots, kind=Kind.AGENCY),
)
