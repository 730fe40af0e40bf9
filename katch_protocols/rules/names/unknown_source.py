"""unknown-source: a name that should be a source's, and is not."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import unknown_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-source",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{name}' is not the name of any source.",
        why="A duty whose source cannot be found can be disputed.",
        fix="Write the id of a source from `sources.yaml`, or declare it there.",
    ),
    spots=partial(unknown_spots, kind=Kind.SOURCE),
)
