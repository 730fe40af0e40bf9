"""then-missing: an end of an inlined protocol that leads nowhere."""

from functools import partial

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.rule import Family, Rule
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]

RULE = Rule(
    name="then-missing",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="`then` says nothing about the end '{state}' of protocol '{protocol}'.",
        why="A child whose case ends there would be left without a next step.",
        fix="Add a line for '{state}' under `then`.",
    ),
    spots=partial(problem_spots, code="then-missing"),
    needs_whole=True,
)
