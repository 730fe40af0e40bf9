"""unknown-qualification: a name that should be a qualification's, and is not."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import unknown_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-qualification",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{name}' is not the name of any qualification.",
        why="A training that nobody declared can be neither required nor counted.",
        fix=(
            "Write the id of one under `qualifications` in `handbook.yaml`, or "
            "declare it."
        ),
    ),
    spots=partial(unknown_spots, kind=Kind.QUALIFICATION),
)
