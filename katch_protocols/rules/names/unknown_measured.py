"""unknown-measured: something counts as what the handbook does not measure."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import unknown_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-measured",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{name}' is not measured in this handbook.",
        why="What nobody measures is counted for no child.",
        fix="Write an id under `measured` in `handbook.yaml`, or declare it there.",
    ),
    spots=partial(unknown_spots, kind=Kind.MEASURED),
)
