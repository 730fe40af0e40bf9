"""working-days-without-calendar: working days in a handbook that names no calendar."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.durations import Duration, Unit
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    lost = {"handbook", "handbook.holidays"}
    if context.handbook.holidays is not None or context.incomplete & lost:
        return
    for path, duration in context.every(Duration):
        if duration.unit is Unit.WORKING_DAYS:
            yield Spot(path, {"limit": str(duration)})


RULE = Rule(
    name="working-days-without-calendar",
    family=Family.DEADLINES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="`{limit}` counts working days, and the handbook names no `holidays`.",
        why="Two offices would reach two different last days.",
        fix="Add `holidays` to `handbook.yaml`, for instance KZ.",
    ),
    spots=_spots,
)
