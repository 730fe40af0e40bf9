"""Who holds a role in a region, on a day, with how many people."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.deadlines import Dated, in_force
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Post
from katch_protocols.rules.answering import region_facts
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Spot, rule


@rule("activity-without-responsible", Severity.ERROR, needs_whole=True)
def _activity_without_responsible(context: Context) -> Iterator[Spot]:
    """An activity that no role does."""
    for path, act in context.every(Activity):
        if not act.raci.as_written:
            yield Spot(path, {"activity": act.id})


@rule("holder-out-of-force", Severity.GAP, needs_whole=True)
def _holder_out_of_force(context: Context) -> Iterator[Spot]:
    """The agency meant for a role is not in force on some day.

    Without a day to ask about, every day on which the protocol holds counts: something
    changes only where a binding or an agency begins or has ended.
    """
    # What is written once for several regions is told once, with all of them.
    found: dict[tuple[Path, Id], dict[Place, _Miss]] = {}
    for name, chart in context.charts.items():
        for role in _roles(chart, context.handbook.seats):
            for place in context.holders[name].places:
                miss = _miss(context, name, role, place)
                if miss is not None and ("regions", place) not in context.vague:
                    found.setdefault((miss.path, role), {}).setdefault(place, miss)
    for (path, role), by_place in found.items():
        first = next(iter(by_place.values()))
        places = [place for place, miss in by_place.items() if miss.day == first.day]
        facts = {
            "agency": first.agency,
            "role": role,
            "day": first.day.isoformat(),
            **region_facts(places),
        }
        yield Spot(path, facts)


def _roles(chart: Chart, seats: Callable[[Id], tuple[Id, ...]]) -> tuple[Id, ...]:
    """Return the roles that hold, act or take over; of a panel its seats."""
    found: dict[Id, None] = {}
    for node in chart.nodes:
        found |= dict.fromkeys(seats(node.held_by) if node.held_by else ())
    for entry in chart.entries:
        raci = entry.act.raci
        names = (*raci.by, *raci.together_with, *raci.accountable)
        found |= dict.fromkeys(seat for name in names for seat in seats(name))
    return tuple(found)


class _Miss(Struct, frozen=True):
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
    bound = [] if binding is None else [binding]
    for day in _days(context, protocol, place, [*dated, *bound]):
        if binding is not None and not in_force(binding, day):
            path: Path = ("regions", place or "", "roles", role)
            return _Miss(path, known[0], day)
        if not any(in_force(agency, day) for agency in dated):
            return _Miss(("agencies", known[0]), known[0], day)
    return None


def _days(
    context: Context, protocol: Id, place: Place, dated: list[Dated]
) -> Iterator[date]:
    """Yield the days of a protocol in a place on which something may have changed."""
    around: list[Dated] = [context.handbook.protocols[protocol]]
    if place is not None:
        around.append(context.handbook.regions[place])
    if context.as_of is not None:
        if in_force(around[0], context.as_of):
            yield context.as_of
        return
    changes = {each.valid_from for each in (*around, *dated)}
    for each in dated:
        if each.valid_from is not None and each.valid_from > date.min:
            changes.add(each.valid_from - timedelta(days=1))
        if each.valid_to is not None and each.valid_to < date.max:
            changes.add(each.valid_to + timedelta(days=1))
    days = (day for day in changes if day is not None)
    yield from sorted(
        day for day in days if all(in_force(each, day) for each in around)
    )


@rule("more-qualified-than-people", Severity.ERROR, needs_whole=True)
def _more_qualified_than_people(context: Context) -> Iterator[Spot]:
    """A post with more qualified people than people."""
    for path, post in context.every(Post):
        for name, count in post.qualified.items():
            if count > post.people:
                facts = {
                    "post": post.id,
                    "qualified": str(count),
                    "qualification": name,
                    "people": str(post.people),
                }
                yield Spot((*path, "qualified", name), facts)


@rule("role-never-used", Severity.NOTE)
def _role_never_used(context: Context) -> Iterator[Spot]:
    """A role that no protocol calls on, whoever may hold it."""
    # What could not be read may well use what seems unused.
    if context.incomplete:
        return
    used = {
        use.name
        for kind in (NameOf.ROLE, NameOf.PARTY)
        for use in context.references.get(kind, ())
        if use.path[0] != "regions"
    }
    used |= context.meant[NameOf.ROLE]
    for name in context.handbook.roles:
        if name not in used:
            yield Spot(("roles", name), {"role": name})


@rule("role-unbound", Severity.GAP)
def _role_unbound(context: Context) -> Iterator[Spot]:
    """A role that nobody plays in a region."""
    for name, region in context.handbook.regions.items():
        for role, binding in region.roles.items():
            known = role in context.handbook.roles
            if (
                known
                and binding.unbound is not None
                and _holds(context, region, binding)
            ):
                facts = {"role": role, "region": name, **_reason(binding.unbound)}
                yield Spot(("regions", name, "roles", role), facts)


def _holds(context: Context, *dated: Dated) -> bool:
    return all(in_force(each, context.as_of) for each in dated)


def _reason(reason: Label) -> dict[str, str]:
    """Return the reason, and its text in each language beside it."""
    said = {f"reason.{language}": text for language, text in reason.texts.items()}
    first = next(iter(reason.texts.values()), "")
    # The sentence around it ends with a full stop of its own.
    return {key: text.rstrip(".") for key, text in {"reason": first, **said}.items()}
