"""unknown-fragment: a name that should be a fragment's, and is not."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import unknown_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-fragment",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{name}' is not the name of any fragment.",
        why="The steps that the fragment should bring are missing from the protocol.",
        fix="Write the id of a file in `fragments/`, or add that file.",
    ),
    spots=partial(unknown_spots, kind=Kind.FRAGMENT),
)
