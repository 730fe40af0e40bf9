"""unknown-data-category: a name that should be a data category's, and is not."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import unknown_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-data-category",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{name}' is not the name of any data category.",
        why="Nobody can say who may see information without a category.",
        fix=(
            "Write the id of a category under `data` in `handbook.yaml`, or declare it."
        ),
    ),
    spots=partial(unknown_spots, kind=Kind.DATA),
)
