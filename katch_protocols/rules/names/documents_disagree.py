"""documents-disagree: a document that two protocols share and declare differently."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="documents-disagree",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "Document '{document}' is declared differently by a protocol that runs "
            "here."
        ),
        why="Nobody could say which data about the child it holds.",
        fix="Give both declarations the same `contains`, or rename one document.",
    ),
    spots=partial(problem_spots, code="documents-disagree"),
)
