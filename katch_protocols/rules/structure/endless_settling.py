"""endless-settling: choices and completions that lead round and round."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, reach in context.reached.items():
        for row in reach.endless:
            if row.entry is not None:
                yield Spot(row.entry.path, {"activity": row.entry.act.id})
            elif row.timer is not None:
                yield Spot(row.timer.path, {"activity": row.timer.name})
            else:
                yield Spot(("protocols", name, "initial"), {"activity": name})


RULE = Rule(
    name="endless-settling",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="After '{activity}', choices and completions lead round in a circle.",
        why="A child's case would never come to rest.",
        fix="Let one of the choices lead to a state where something is done.",
    ),
    spots=_spots,
)
