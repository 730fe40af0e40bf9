"""unknown-document: a document that no protocol or fragment here declares."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="unknown-document",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{document}' is not the name of any document.",
        why="A paper that nobody declared can be neither asked for nor sent.",
        fix="Declare it under `documents`, or write the id of one that is there.",
    ),
    spots=partial(problem_spots, code="unknown-document", lost=("documents",)),
)
