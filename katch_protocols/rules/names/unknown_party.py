"""unknown-party: a name that should be a role's or an agency's, and is neither."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import unknown_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-party",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{name}' is neither a role nor an agency.",
        why="Nobody is asked, told or sent anything under this name.",
        fix="Write the id of a role or an agency that the handbook declares.",
    ),
    spots=partial(unknown_spots, kind=Kind.PARTY),
)
