"""part-of-itself: an agency that is, in the end, a part of itself."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    told: set[Id] = set()
    for name in context.handbook.agencies:
        loop = _loop(context.handbook, name)
        if loop and not told.intersection(loop):
            told.update(loop)
            facts = {"agency": name, "loop": " → ".join([*loop, name])}
            yield Spot(("agencies", name, "part_of"), facts)


def _loop(handbook: Handbook, name: Id) -> list[Id]:
    """Return the agencies from ``name`` up to and back to it, if that happens."""
    above: list[Id] = []
    here: Id | None = name
    while here is not None and here not in above:
        above.append(here)
        agency = handbook.agencies.get(here)
        here = agency.part_of if agency else None
    return above if here == name else []


RULE = Rule(
    name="part-of-itself",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="Agency '{agency}' is a part of itself: {loop}.",
        why="A chain of command without a top has nobody who answers.",
        fix="Correct `part_of` in one of these agencies.",
    ),
    spots=_spots,
)
