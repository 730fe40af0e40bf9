"""silent-agency: an agency has a mandate that no protocol uses."""

from collections.abc import Iterator

from katch_protocols.charts.chart import EntryKind
from katch_protocols.charts.holders import Holders
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import Handover
from katch_protocols.model.noun import Id
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    # What could not be read may well use what seems unused.
    if context.incomplete or not context.handbook.protocols:
        return
    used, called = _used(context), _called(context)
    for name, agency in context.handbook.agencies.items():
        if name in called:
            continue
        idle = [
            function for function in agency.mandates if (name, function) not in used
        ]
        if idle:
            facts = {"agency": name, "functions": ", ".join(idle)}
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
                    for agency in holders.agencies(role, place)
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
    for _, handover in context.every(Handover):
        names.add(handover.to)
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


RULE = Rule(
    name="silent-agency",
    family=Family.ROLES,
    severity=Severity.NOTE,
    wording=Wording(
        saw="'{agency}' has a mandate that no protocol uses: {functions}.",
        why="A child may need this body, and nobody calls it.",
        fix="Let it act or answer where this is done, or remove the mandate.",
    ),
    spots=_spots,
)
