"""Who answers for an activity: nobody, several, or a body that may not."""

from collections.abc import Iterator
from datetime import date

from katch_protocols.charts.chart import Chart, Entry, EntryKind, NodeKind
from katch_protocols.charts.holders import Holders, Place
from katch_protocols.findings import Severity
from katch_protocols.model.activities import ACTOR, Activity
from katch_protocols.model.citations import Citation, cited_sources
from katch_protocols.model.deadlines import in_force
from katch_protocols.model.noun import Id
from katch_protocols.rules.answering import grouped, region_facts
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Spot, rule
from katch_protocols.words.lists import as_typed, enumerated


@rule("accountable-without-agency", Severity.ERROR, needs_whole=True)
def _accountable_without_agency(context: Context) -> Iterator[Spot]:
    """A person without office answers for an activity."""
    meant = context.meant[NameOf.ROLE]  # a region may well name who holds it
    for name, chart in context.charts.items():
        for entry in _own(name, chart):
            raci = entry.act.raci
            answering = raci.by if entry.accountable == (ACTOR,) else entry.accountable
            for role in answering:
                places = _without_office(context.holders[name], role)
                known = role not in meant and not context.is_damaged(("roles", role))
                if places and known:
                    facts = {
                        "role": role,
                        "activity": entry.act.id,
                        **region_facts(places),
                    }
                    path = (*entry.path, "accountable")
                    yield Spot(path if raci.accountable else entry.path, facts)


def _own(name: Id, chart: Chart) -> Iterator[Entry]:
    for entry in chart.entries:
        if entry.kind is EntryKind.WRITTEN and entry.home == name:
            yield entry


def _without_office(holders: Holders, name: Id) -> tuple[Place, ...]:
    if name not in holders.handbook.roles:
        return ()
    return tuple(p for p in holders.places if holders.bodies(name, p) == (None,))


@rule("accountable-without-mandate", Severity.ERROR, needs_whole=True)
def _accountable_without_mandate(context: Context) -> Iterator[Spot]:
    """An agency answers for what it has no mandate for."""
    # A mandate that could not be read may well be there.
    if context.incomplete & {"agencies", "functions"}:
        return
    agencies = context.handbook.agencies
    lacking = (
        each
        for each in context.answers
        if each.entry.function not in {None, *agencies[each.agency].mandates}
        and not context.is_damaged(("agencies", each.agency))
        and ("agencies", each.agency) not in context.vague
    )
    for (agency, path), found in grouped(lacking).items():
        function = found[0].entry.function or ""
        mandated = _mandated(context, function)
        # Where nobody has a mandate, the function itself is the finding.
        if mandated:
            facts = {
                "agency": agency,
                "activity": found[0].activity,
                "function": function,
                **region_facts(one.place for one in found),
                "mandated": mandated,
            }
            yield Spot(path, facts)


def _mandated(context: Context, function: Id) -> str:
    """Return the agencies that have a mandate, each with the sources that give it."""
    found = []
    for name, agency in context.handbook.agencies.items():
        if function in agency.mandates:
            sources = as_typed(cited_sources(agency.mandates[function]))
            found.append(f"{name} ({sources})" if sources else name)
    return enumerated(found)


@rule("external-without-agreement", Severity.GAP, needs_whole=True)
def _external_without_agreement(context: Context) -> Iterator[Spot]:
    """An agency abroad answers without agreement."""
    told: set[Id] = set()
    for each in context.answers:
        agency = context.handbook.agencies[each.agency]
        if not agency.external or agency.id in told:
            continue
        if not _stands(context, agency.agreement, context.holders[each.protocol].as_of):
            told.add(agency.id)
            facts = {"agency": agency.id, "activity": each.activity}
            yield Spot(("agencies", agency.id), facts)


def _stands(context: Context, agreement: Citation | None, day: date | None) -> bool:
    if agreement is None:
        return False
    source = context.handbook.sources.get(agreement.source)
    return source is None or in_force(source, day)


@rule("holder-with-several-homes", Severity.ERROR, needs_whole=True)
def _holder_with_several_homes(context: Context) -> Iterator[Spot]:
    """A role of several agencies that should answer."""
    for name, chart in context.charts.items():
        for entry in chart.entries:
            if entry.kind is not EntryKind.WRITTEN or entry.home != name:
                continue
            for answering in entry.accountable:
                homes = _several_homes(context.holders[name], answering)
                if homes:
                    facts = {
                        "role": answering,
                        "activity": entry.act.id,
                        "agencies": as_typed(homes),
                    }
                    yield Spot(entry.path, facts)


def _several_homes(holders: Holders, name: Id) -> tuple[Id, ...]:
    """Return the agencies of a role in the first region that does not choose one."""
    if name not in holders.handbook.roles:
        return ()
    for place in holders.places:
        found = holders.agencies(name, place)
        if len(found) > 1:
            return found
    return ()


_PASSING = frozenset({NodeKind.CHOICE, NodeKind.FINAL})


@rule("no-accountable", Severity.ERROR, needs_whole=True)
def _no_accountable(context: Context) -> Iterator[Spot]:
    """An activity that nobody answers for."""
    for name, chart in context.charts.items():
        for entry in chart.entries:
            written = entry.kind is EntryKind.WRITTEN and entry.home == name
            # An activity where no case rests is a finding of its own.
            rests = chart.nodes[entry.node].kind not in _PASSING
            if written and rests and not entry.accountable:
                yield Spot(entry.path, {"activity": entry.act.id})


@rule("overseer-answers", Severity.ERROR)
def _overseer_answers(context: Context) -> Iterator[Spot]:
    """A body that oversees answers for what it should oversee."""
    functions = context.handbook.functions
    oversight = {name for name, each in functions.items() if each.oversight}
    operating = (
        each
        for each in context.answers
        if each.entry.function not in oversight
        and _oversees(context, each.agency, oversight)
    )
    for (agency, path), found in grouped(operating).items():
        facts = {
            "agency": agency,
            "activity": found[0].activity,
            "oversight": as_typed(_oversees(context, agency, oversight)),
            **region_facts(one.place for one in found),
        }
        yield Spot(path, facts)


def _oversees(context: Context, agency: Id, oversight: set[Id]) -> tuple[Id, ...]:
    mandates = context.handbook.agencies[agency].mandates
    return tuple(name for name in mandates if name in oversight)


@rule("two-accountable", Severity.ERROR)
def _two_accountable(context: Context) -> Iterator[Spot]:
    """An activity that several answer for."""
    for path, act in context.every(Activity):
        names = act.raci.accountable
        if len(names) > 1:
            facts = {"activity": act.id, "names": as_typed(names)}
            yield Spot((*path, "accountable"), facts)
