"""then-unknown: a line of `then` for what is no end of the protocol."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    problems = context.problems
    absent = {
        problem.path[:-1]
        for code in ("recursive-runs", "unknown-protocol")
        for problem in problems.get(code, ())
    }
    for spot in problem_spots(context, "then-unknown", lost=("states",)):
        # Without the protocol nobody knows its ends.
        if spot.path[:-2] not in absent:
            yield spot


RULE = Rule(
    name="then-unknown",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{state}' is not an end of protocol '{protocol}'.",
        why="This line would never be followed for any child.",
        fix="Write the name of one of its final states.",
    ),
    spots=_spots,
)
