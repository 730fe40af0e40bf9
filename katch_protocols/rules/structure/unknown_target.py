"""unknown-target: a move to a state that does not exist."""

from collections.abc import Iterator
from dataclasses import replace

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.spots import problem_spots

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for spot in problem_spots(context, "unknown-target", lost=("states",)):
        paths = _inside(context, spot)
        # A state of that very name may stand inside another one.
        yield replace(spot, near=paths[:_MOST]) if paths else spot


_MOST = 3
"""How many near names a finding offers."""


def _inside(context: Context, spot: Spot) -> tuple[str, ...]:
    """Return the dotted paths of the states that bear the unknown name."""
    ending = f".{spot.facts['state']}"
    charts = [context.charts[user] for user in context.users(spot.path)]
    return tuple(
        name for each in charts for name in each.by_name if name.endswith(ending)
    )


RULE = Rule(
    name="unknown-target",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="No state '{state}' can be reached from here.",
        why="A child's case that should move there would move nowhere.",
        fix="Write a sibling or outer state, or a dotted path from the top.",
    ),
    spots=_spots,
)
