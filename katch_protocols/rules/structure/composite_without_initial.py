"""composite-without-initial: states without one of them that is entered first."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.states import State, StateKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    malformed = frozenset(_malformed_strands(context))
    for spot in problem_spots(context, "composite-without-initial"):
        if spot.path not in malformed:
            yield spot


def _malformed_strands(context: Context) -> Iterator[Path]:
    """Yield the strands that are no composites: they have a finding of their own."""
    for path, state in context.every(State):
        if path[-2] == "parallel" and state.kind is not StateKind.COMPOSITE:
            yield path


RULE = Rule(
    name="composite-without-initial",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="Nothing says in which state '{state}' begins.",
        why="Two people would begin the same case in two places.",
        fix="Add `initial` with the name of one of its states.",
    ),
    spots=_spots,
    needs_whole=True,
)
