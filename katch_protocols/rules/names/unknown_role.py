"""unknown-role: a name that should be a role's, and is not."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import unknown_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-role",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{name}' is not the name of any role.",
        why="A duty given to nobody stays undone.",
        fix="Write the id of a role from `roles.yaml`, or declare it there.",
    ),
    spots=partial(unknown_spots, kind=Kind.ROLE),
)
