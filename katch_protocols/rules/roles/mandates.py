"""Functions without an agency, and agencies without a part."""

from collections.abc import Iterator

from katch_protocols.charts.chart import EntryKind
from katch_protocols.charts.holders import Holders
from katch_protocols.findings import Severity
from katch_protocols.model.activities import Activity, Handover
from katch_protocols.model.deadlines import in_force
from katch_protocols.model.noun import Id
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.words.lists import as_typed


@rule("function-without-agency", Severity.GAP, needs_whole=True)
def _function_without_agency(context: Context) -> Iterator[Spot]:
    """An activity performs what no agency may answer for."""
    # A mandate that could not be read may well be there.
    if any(part.startswith("agencies") for part in context.incomplete):
        return
    if any(path[0] == "agencies" for path in context.vague):
        return
    told: set[Id] = set()
    for name, chart in context.charts.items():
        mandated = _mandated(context, name)
        for entry in chart.entries:
            function = entry.function
            if function is None or entry.kind is not EntryKind.WRITTEN:
                continue
            known = function in context.handbook.functions
            if known and function not in mandated and function not in told:
                told.add(function)
                facts = {"function": function, "activity": entry.act.id}
                yield Spot(("handbook", "functions", function), facts)


def _mandated(context: Context, protocol: Id) -> frozenset[Id]:
    day = context.holders[protocol].as_of
    return frozenset(
        function
        for agency in context.handbook.agencies.values()
        if in_force(agency, day)
        for function in agency.mandates
    )


@rule("silent-agency", Severity.NOTE)
def _silent_agency(context: Context) -> Iterator[Spot]:
    """An agency has a mandate that no protocol uses."""
    # What could not be read may well use what seems unused.
    if context.incomplete or not context.handbook.protocols:
        return
    used, called = _used(context), _called(context)
    roles = context.meant[NameOf.ROLE]
    meant = {each for role in roles for each in context.agencies_of(role)}
    meant |= context.meant[NameOf.AGENCY]
    for name, agency in context.handbook.agencies.items():
        if name in called or name in meant or ("agencies", name) in context.vague:
            continue
        idle = [
            function for function in agency.mandates if (name, function) not in used
        ]
        if idle:
            facts = {"agency": name, "functions": as_typed(idle)}
            yield Spot(("agencies", name, "mandates"), facts)


def _used(context: Context) -> set[tuple[Id, Id | None]]:
    """Return each agency that does or answers for an activity, with its function."""
    used = {(each.agency, each.entry.function) for each in context.answers}
    # Who may act counts at any time, so that a date alone silences nobody.
    holders = Holders(context.handbook)
    for chart in context.charts.values():
        for entry in chart.entries:
            if entry.kind is EntryKind.WRITTEN:
                raci = entry.act.raci
                used.update(
                    (agency, entry.function)
                    for role in (*raci.by, *raci.together_with)
                    for place in holders.places
                    for agency in holders.everyone(role, place)
                    if agency is not None
                )
    return used


def _called(context: Context) -> set[Id]:
    """Return the agencies that have a part of another kind, under whatever mandate.

    They confirm a handover, hear of a broken deadline, or oversee what others do.
    """
    handbook = context.handbook
    oversight = {name for name, each in handbook.functions.items() if each.oversight}
    names = {step.tell for step in handbook.escalation}
    for _, state in context.every(State):
        names.update(state.escalate_to)
    for _, act in context.every(Activity):
        names.update(act.escalate_to)
    for _, handover in context.every(Handover):
        names.update(handover.to)
    holders = Holders(handbook)
    found = {
        agency
        for name in names
        for place in holders.places
        for agency in holders.agencies(name, place)
    }
    overseers = (
        name
        for name, agency in handbook.agencies.items()
        if oversight.intersection(agency.mandates)
    )
    return found.union(overseers)
