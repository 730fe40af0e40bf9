"""deadline-unkeepable: waits that must pass take longer than the limit."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.proofs.sums import duration_of
from katch_protocols.proofs.timing.unkeepable import unkeepable_deadlines
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import MAX_CONFIGURATIONS
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, chart in context.sound.items():
        reached = context.reached[name]
        if not reached.is_whole:
            continue
        found = unkeepable_deadlines(
            chart,
            context.handbook,
            limit=MAX_CONFIGURATIONS,
            explored=reached.exploration,
        )
        for each in found:
            node = chart.nodes[chart.by_name[each.state]]
            facts = {
                "state": each.state,
                "limit": str(each.limit),
                "needed": str(duration_of(each.needed)),
            }
            yield Spot((*node.path, "within"), facts)


RULE = Rule(
    name="deadline-unkeepable",
    family=Family.DEADLINES,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "'{state}' must be left within `{limit}`, and no case can: the waits take "
            "`{needed}`."
        ),
        why="A deadline that is always broken alarms nobody.",
        fix="Set a limit that can be kept, or shorten the wait (`after`).",
    ),
    spots=_spots,
)
