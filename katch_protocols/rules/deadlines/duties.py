"""Duties with a clock of their own: what cannot be meant, and what nobody can keep."""

from collections.abc import Iterator

from katch_protocols.charts.calendars import Spans
from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Activity
from katch_protocols.proofs.kept.answers import KeptAnswer
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.rules.context import Context
from katch_protocols.rules.reachable import MAX_CONFIGURATIONS, Reach
from katch_protocols.rules.rule import Spot, rule


@rule("power-with-limit", Severity.ERROR)
def _power_with_limit(context: Context) -> Iterator[Spot]:
    """A power that must be used in time, or again and again."""
    for path, act in context.every(Activity):
        keys = [key for key in ("within", "every") if getattr(act, key) is not None]
        for key in keys if act.may else ():
            yield Spot((*path, key), {"activity": act.id, "key": key})


@rule("every-leads-on", Severity.ERROR)
def _every_leads_on(context: Context) -> Iterator[Spot]:
    """An activity that is due again and again, and moves the case on."""
    for path, act in context.every(Activity):
        if act.every is not None and act.to is not None:
            facts = {"activity": act.id, "target": str(act.to)}
            yield Spot((*path, "every"), facts)


@rule("limit-from-itself", Severity.ERROR)
def _limit_from_itself(context: Context) -> Iterator[Spot]:
    """A duty whose limit counts from its being done."""
    told: set[Path] = set()
    for chart in context.charts.values():
        for duty in chart.duties:
            path = (*duty.path, "from")
            if duty.start == duty.activity and path not in told:
                told.add(path)
                yield Spot(path, {"activity": chart.entries[duty.places[0]].act.id})


@rule("duty-unkeepable", Severity.ERROR)
def _duty_unkeepable(context: Context) -> Iterator[Spot]:
    """A duty that in some case nobody can do any more."""
    for name, reached in context.reached.items():
        for path, activity in _never_kept(context, reached):
            entry = reached.chart.entries[reached.chart.activities[activity][0]]
            uses = context.uses.get(name)
            if entry.home == name and uses is not None and uses.is_compiled:
                yield Spot(path, {"activity": entry.act.id})


def _never_kept(context: Context, reached: Reach) -> Iterator[tuple[Path, str]]:
    cases = reached.cases
    if cases is None or not reached.is_whole or not cases.table.chart.duties:
        return
    duties = cases.table.chart.duties
    world = world_of(reached.chart, context.handbook, None).without_people
    answer = KeptAnswer(world, "never-kept", MAX_CONFIGURATIONS)
    told = answer.find()
    if told is None:
        # Lazy: what looks for them is loaded only where nobody has looked.
        from katch_protocols.proofs.timing.unkeepable import (  # noqa: PLC0415
            overdue_duties,
        )
        from katch_protocols.proofs.unkeepable_duties import (  # noqa: PLC0415
            never_kept,
        )

        spans = Spans.of(world.holders.handbook, reached.chart.protocol)
        found = [
            *never_kept(cases.explore(), spans, limit=MAX_CONFIGURATIONS),
            *overdue_duties(world, cases.explore(), limit=MAX_CONFIGURATIONS),
        ]
        told = {"duties": sorted({duties.index(duty) for duty in found})}
        answer.put(told)
    for number in told["duties"]:
        duty = duties[number]
        yield duty.path, duty.activity
