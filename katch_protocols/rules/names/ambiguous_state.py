"""ambiguous-state: a bare name that several states bear."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="ambiguous-state",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{state}' could mean several states: {paths}.",
        why="Two readers of the protocol would understand two different things.",
        fix="Write the dotted path of the state that is meant.",
    ),
    spots=partial(problem_spots, code="ambiguous-state"),
)
