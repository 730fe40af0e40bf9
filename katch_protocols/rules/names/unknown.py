"""Names that nobody declared."""

from collections.abc import Iterator, Mapping
from functools import partial

from katch_protocols.findings import Severity
from katch_protocols.model.documents import Fact
from katch_protocols.model.noun import Id
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Family, Rule, Spot, noted, problem_spots, rule
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.words.lists import as_typed


@rule("unknown-phase", Severity.ERROR)
def _unknown_phase(context: Context) -> Iterator[Spot]:
    """A phase that the protocol does not declare."""
    phases = {name: _phases(context, name) for name in context.handbook.protocols}
    for path, state in context.every(State):
        if state.phase is None or context.has_lost(path, ("phases",)):
            continue
        for user in context.users(path):
            if state.phase not in phases[user]:
                near = nearest_names(state.phase, phases[user])
                yield Spot((*path, "phase"), {"phase": state.phase}, near)


def _phases(context: Context, name: Id) -> tuple[Id, ...]:
    protocol, fragments = context.handbook.protocols[name], context.handbook.fragments
    used = [fragments[each] for each in protocol.use if each in fragments]
    return (*protocol.phases, *(phase for each in used for phase in each.phases))


@rule("unknown-safeguard", Severity.ERROR)
def _unknown_safeguard(context: Context) -> Iterator[Spot]:
    """A waiver of a safeguard that does not exist."""
    if "safeguards" in context.incomplete:
        return
    for name, protocol in context.handbook.protocols.items():
        known = {**context.handbook.safeguards, **protocol.safeguards}
        for used in protocol.use:
            fragment = context.handbook.fragments.get(used)
            known.update(fragment.safeguards if fragment else {})
        for safeguard in protocol.waivers:
            if safeguard not in known:
                path = ("protocols", name, "waivers", safeguard)
                yield Spot(path, {"name": safeguard}, nearest_names(safeguard, known))


@rule("unknown-value", Severity.ERROR)
def _unknown_value(context: Context) -> Iterator[Spot]:
    """A value that a fact does not have."""
    yield from problem_spots(context, "unknown-value")
    for miss in context.bindings.misses:
        if miss.values:
            facts = {
                "value": miss.mention.name,
                "fact": str(miss.mention.fact),
                "values": as_typed(miss.values),
            }
            yield Spot(miss.path, facts, miss.near)
    for path, fact in context.every(Fact):
        value = fact.initially
        if value is None or value in fact.all_values or fact.lacks_checklist:
            continue
        facts = {
            "value": value,
            "fact": fact.id,
            "values": as_typed(fact.values),
        }
        yield Spot((*path, "initially"), facts, nearest_names(value, fact.values))


def _undeclared(
    context: Context, kind: NameOf, registries: tuple[str, ...]
) -> Iterator[Spot]:
    """Yield every use of a name of ``kind`` that nobody declared."""
    if context.incomplete.intersection(registries):
        return
    for use in context.undeclared.get(kind, ()):
        near = nearest_names(use.name, context.known[kind])
        yield Spot(
            use.path, {"name": use.name}, near or _roles_of(context, kind, use.name)
        )


def _roles_of(context: Context, kind: NameOf, name: Id) -> tuple[Id, ...]:
    """Return the roles of an agency that is named where a role belongs."""
    if kind is not NameOf.ROLE:
        return ()
    roles = context.handbook.roles.values()
    return tuple(role.id for role in roles if name in role.agencies)[:_MOST]


@rule("unknown-state", Severity.ERROR)
def _unknown_state(context: Context) -> Iterator[Spot]:
    """A state that the protocol does not have: in a condition, `from`, or `moves`."""
    yield from problem_spots(context, "unknown-state", lost=("states",))
    for name, each in context.charts.items():
        path = ("protocols", name, "moves")
        if context.has_lost(path, ("states",)):
            continue
        known = [state for state in each.by_name if state]
        for old, new in each.protocol.moves.items():
            # What a damaged file has, which a state runs, is not known.
            if new not in known and not ("." in new and context.incomplete):
                yield Spot((*path, old), {"state": new}, nearest_names(new, known))


_MOST = 3
"""How many near names a finding offers."""

_DECLARED: Mapping[str, tuple[NameOf, tuple[str, ...]]] = {
    "unknown-agency": (NameOf.AGENCY, ("agencies",)),
    "unknown-checklist": (NameOf.CHECKLIST, ("checklists",)),
    "unknown-data-category": (NameOf.DATA, ("data",)),
    "unknown-family": (NameOf.FAMILY, ("families",)),
    "unknown-fragment": (NameOf.FRAGMENT, ("fragments",)),
    "unknown-function": (NameOf.FUNCTION, ("functions",)),
    "unknown-measured": (NameOf.MEASURED, ("measured",)),
    "unknown-party": (NameOf.PARTY, ("agencies", "roles")),
    "unknown-principle": (NameOf.PRINCIPLE, ("principles",)),
    "unknown-protocol": (NameOf.PROTOCOL, ("protocols",)),
    "unknown-qualification": (NameOf.QUALIFICATION, ("qualifications",)),
    "unknown-role": (NameOf.ROLE, ("roles",)),
    "unknown-source": (NameOf.SOURCE, ("sources",)),
}
"""Each rule about a shared name: of which kind, and where such names are declared."""

_SHARED = tuple(
    Rule(
        name,
        Family.NAMES,
        Severity.ERROR,
        partial(_undeclared, kind=kind, registries=registries),
    )
    for name, (kind, registries) in _DECLARED.items()
)

_OWN = (
    noted("unknown-activity", Family.NAMES, lost=("activities",)),
    noted("unknown-document", Family.NAMES, lost=("documents",)),
    noted("unknown-event", Family.NAMES, lost=("states", "activities")),
    noted("unknown-fact", Family.NAMES, lost=("facts",)),
)
"""The rules about names that belong to one protocol."""
