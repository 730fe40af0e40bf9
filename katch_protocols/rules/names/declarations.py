"""Declarations: twice, with two meanings, of nothing that is used, or in a circle."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart
from katch_protocols.findings import Path, Severity
from katch_protocols.model.activities import Activity
from katch_protocols.model.documents import Document, Fact, Titled
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Family, Spot, noted, problem_spots, rule
from katch_protocols.sentences.nearness import nearest_names


@rule("declared-twice", Severity.ERROR)
def _declared_twice(context: Context) -> Iterator[Spot]:
    """An id that a protocol gets from two places."""
    yield from problem_spots(context, "declared-twice-by-fragment")
    for path, fact in context.every(Fact):
        if path[0] != "handbook" and fact.id in context.handbook.facts:
            yield Spot(path, {"id": fact.id})
    for path, safeguard in context.every(Safeguard):
        if path[0] != "safeguards" and safeguard.id in context.handbook.safeguards:
            yield Spot(path, {"id": safeguard.id})


@rule("part-of-itself", Severity.ERROR)
def _part_of_itself(context: Context) -> Iterator[Spot]:
    """An agency that is, in the end, a part of itself."""
    told: set[Id] = set()
    for name in context.handbook.agencies:
        loop = _loop(context.handbook, name)
        if loop and not told.intersection(loop):
            told.update(loop)
            facts = {"agency": name, "loop": " → ".join([*loop, name])}
            yield Spot(("agencies", name, "part_of"), facts)


def _loop(handbook: Handbook, name: Id) -> list[Id]:
    """Return the agencies from ``name`` up to and back to it, if that happens."""
    above: list[Id] = []
    here: Id | None = name
    while here is not None and here not in above:
        above.append(here)
        agency = handbook.agencies.get(here)
        here = agency.part_of if agency else None
    return above if here == name else []


_SHARED: dict[NameOf, tuple[str, ...]] = {
    NameOf.AGENCY: ("agencies",),
    NameOf.CHECKLIST: ("checklists",),
    NameOf.DATA: ("handbook", "data"),
    NameOf.FAMILY: ("handbook", "families"),
    NameOf.FRAGMENT: ("fragments",),
    NameOf.FUNCTION: ("handbook", "functions"),
    NameOf.MEASURED: ("handbook", "measured"),
    NameOf.PRINCIPLE: ("handbook", "principles"),
    NameOf.QUALIFICATION: ("handbook", "qualifications"),
    NameOf.SOURCE: ("sources",),
}


@rule("unused-declaration", Severity.NOTE)
def _unused_declaration(context: Context) -> Iterator[Spot]:
    """Something that is declared and used nowhere."""
    # What could not be read may well use what seems unused.
    if context.incomplete:
        return
    parties = {use.name for use in context.references.get(NameOf.PARTY, ())}
    for kind, root in _SHARED.items():
        used = {use.name for use in context.references.get(kind, ())}
        used |= parties if kind is NameOf.AGENCY else set()
        used |= context.meant[kind]
        for name in context.known[kind]:
            if name not in used and name not in context.mentioned:
                yield Spot((*root, name), {"id": name, "section": root[-1]})
    facts = _meant(context, "unknown-fact")
    yield from _unmentioned(context, context.every(Fact), facts)
    documents = _meant(context, "unknown-document")
    yield from _unmentioned(context, context.every(Document), documents)
    phases = {
        (user, state.phase)
        for path, state in context.every(State)
        for user in context.users(path)
    }
    named = tuple(phase.id for _, phase in context.every(Titled))
    phases |= {
        (user, near)
        for user, phase in phases
        if phase is not None and phase not in named
        for near in nearest_names(phase, named)
    }
    for path, phase in context.every(Titled):
        users = [(user, phase.id) for user in context.users(path)]
        if users and not phases.intersection(users):
            yield Spot(path, {"id": phase.id, "section": "phases"})


def _meant(context: Context, code: str) -> frozenset[Id]:
    """Return the names that unknown ones of a protocol probably mean."""
    return frozenset(
        name for each in context.problems.get(code, ()) for name in each.near
    )


def _unmentioned(
    context: Context,
    nouns: tuple[tuple[Path, Fact | Document], ...],
    meant: frozenset[Id],
) -> Iterator[Spot]:
    for path, noun in nouns:
        if noun.id not in context.mentioned and noun.id not in meant:
            yield Spot(path, {"id": noun.id, "section": str(path[-2])})


@rule("document-shares-data-id", Severity.ERROR)
def _document_shares_data_id(context: Context) -> Iterator[Spot]:
    """A document and a data category with the same id."""
    for path, document in context.every(Document):
        if document.id in context.handbook.data:
            yield Spot(path, {"id": document.id})


@rule("facts-disagree", Severity.ERROR)
def _facts_disagree(context: Context) -> Iterator[Spot]:
    """A fact that two protocols share and declare differently."""
    for spot in problem_spots(context, "facts-disagree"):
        # A second declaration of a shared fact is a finding of its own.
        if spot.facts["fact"] not in context.handbook.facts:
            yield spot


@rule("measured-shares-id", Severity.ERROR)
def _measured_shares_id(context: Context) -> Iterator[Spot]:
    """What is measured bears the id of a state or an activity."""
    measured = context.handbook.measured
    found: dict[Path, Spot] = {}
    for chart in context.charts.values() if measured else ():
        for path, name, home in _named(chart):
            if name in measured:
                facts = {"id": name, "protocol": home}
                found.setdefault(path, Spot(path, facts))
    yield from found.values()


def _named(chart: Chart) -> Iterator[tuple[Path, str, str]]:
    """Yield where each state and activity is written, its bare name, whose it is."""
    for node in chart.nodes:
        yield node.path, node.bare, node.home
    for entry in chart.entries:
        yield entry.path, entry.act.id, entry.home


@rule("role-shares-agency-id", Severity.ERROR)
def _role_shares_agency_id(context: Context) -> Iterator[Spot]:
    """A role and an agency with the same id."""
    for name in context.handbook.roles:
        if name in context.handbook.agencies:
            yield Spot(("roles", name), {"id": name})


@rule("state-shares-activity-id", Severity.ERROR)
def _state_shares_activity_id(context: Context) -> Iterator[Spot]:
    """A state and an activity with the same id."""
    acts = {
        (user, act.id)
        for path, act in context.every(Activity)
        for user in context.users(path)
    }
    for path, state in context.every(State):
        for user in context.users(path):
            if (user, state.id) in acts:
                yield Spot(path, {"id": state.id, "protocol": user})


_NOTED = (
    noted("ambiguous-state", Family.NAMES),
    noted("documents-disagree", Family.NAMES),
)
