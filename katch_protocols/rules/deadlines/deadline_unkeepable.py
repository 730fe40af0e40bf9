"""deadline-unkeepable: waits that must pass take longer than the limit."""

from collections.abc import Iterator, Mapping

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.proofs.sums import duration_of
from katch_protocols.proofs.timing.unkeepable import unkeepable_deadlines
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import MAX_CONFIGURATIONS, Reach
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    found = {name: _found(context, each) for name, each in context.reached.items()}
    for name, each in context.reached.items():
        for path, facts in found[name].items():
            home = context.sound[name].node(facts["state"]).home
            uses = context.uses[home].every if home in context.uses else (each,)
            names = (use.chart.protocol.id for use in uses if _comes(use, path))
            if all(path in found[name] for name in names):
                yield Spot((*path, "within"), facts)


def _found(context: Context, reached: Reach) -> Mapping[Path, Mapping[str, str]]:
    """Return the facts of each deadline that no case of a protocol seen whole keeps."""
    if not reached.is_whole:
        return {}
    chart = reached.chart
    found = unkeepable_deadlines(
        chart,
        context.handbook,
        limit=MAX_CONFIGURATIONS,
        explored=reached.exploration,
    )
    return {
        chart.node(each.state).path: {
            "state": each.state,
            "limit": str(each.limit),
            "needed": str(duration_of(each.needed)),
        }
        for each in found
    }


def _comes(reached: Reach, path: Path) -> bool:
    """Tell whether some case of a use may come into what is written at a path."""
    nodes = reached.chart.nodes
    return any(nodes[index].path == path for index in reached.enterable)


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
