"""holder-out-of-force: the agency meant for a role is not in force on some day.

Without a day to ask about, every day on which the protocol holds counts: something
changes only where a binding or an agency begins or has ended.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.dates import Dated, in_force
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    told: set[tuple[Path, Id | None]] = set()
    for name, chart in context.charts.items():
        for role in _roles(chart):
            for place in context.holders[name].places:
                miss = _miss(context, name, role, place)
                if miss is None or (miss.path, role) in told:
                    continue
                told.add((miss.path, role))
                facts = {
                    "agency": miss.agency,
                    "role": role,
                    "region": place or context.handbook.id,
                    "day": miss.day.isoformat(),
                }
                yield Spot(miss.path, facts)


def _roles(chart: Chart) -> tuple[Id, ...]:
    """Return the roles that hold, act or take over in a protocol."""
    found: dict[Id, None] = {}
    for node in chart.nodes:
        found |= dict.fromkeys([node.held_by] if node.held_by else [])
    for entry in chart.entries:
        raci = entry.act.raci
        found |= dict.fromkeys((*raci.by, *raci.together_with, *raci.accountable))
    return tuple(found)


@dataclass(frozen=True)
class _Miss:
    """The agency that should be there, where its dates stand, and the first day."""

    path: Path
    agency: Id
    day: date


def _miss(context: Context, protocol: Id, role: Id, place: Place) -> _Miss | None:
    meant = Holders(context.handbook)
    binding = meant.binding(role, place)
    if binding is not None and binding.agency is None:
        return None
    agencies = meant.agencies(role, place)
    known = [each for each in agencies if each in context.handbook.agencies]
    if not known:
        return None
    dated = [context.handbook.agencies[each] for each in known]
    for day in _days(context, protocol, [*dated, *([binding] if binding else [])]):
        if binding is not None and not in_force(binding, day):
            path: Path = ("regions", place or "", "roles", role)
            return _Miss(path, known[0], day)
        if not any(in_force(agency, day) for agency in dated):
            return _Miss(("agencies", known[0]), known[0], day)
    return None


def _days(context: Context, protocol: Id, dated: list[Dated]) -> Iterator[date]:
    """Yield the days of a protocol on which something may have changed."""
    made = context.handbook.protocols[protocol]
    if context.as_of is not None:
        if in_force(made, context.as_of):
            yield context.as_of
        return
    changes = {made.valid_from} | {each.valid_from for each in dated}
    for each in dated:
        if each.valid_to is not None and each.valid_to < date.max:
            changes.add(each.valid_to + timedelta(days=1))
    days = (day for day in changes if day is not None)
    yield from sorted(day for day in days if in_force(made, day))


RULE = Rule(
    name="holder-out-of-force",
    family=Family.ROLES,
    severity=Severity.GAP,
    wording=Wording(
        saw="'{agency}' should play '{role}' in '{region}' and may not on {day}.",
        why="A child would be sent to a body that is not bound on that day.",
        fix="Say who plays the role then, or correct the dates.",
    ),
    spots=_spots,
    needs_whole=True,
)
