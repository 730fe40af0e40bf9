"""unknown-protocol: a name that should be a protocol's, and is not."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import unknown_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-protocol",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{name}' is not the name of any protocol.",
        why="A child who is sent to a protocol that does not exist gets no help.",
        fix="Write the id of a protocol of this handbook, or add its file.",
    ),
    spots=partial(unknown_spots, kind=Kind.PROTOCOL),
)
