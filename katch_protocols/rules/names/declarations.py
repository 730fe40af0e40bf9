"""Declarations: twice, of nothing that is used, or in a circle."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity
from katch_protocols.model.documents import Document, Fact, Titled
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import NameOf
from katch_protocols.rules.rule import Spot, problem_spots, rule


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
    NameOf.DATA: ("handbook", "data"),
    NameOf.FRAGMENT: ("fragments",),
    NameOf.FUNCTION: ("handbook", "functions"),
    NameOf.MEASURED: ("handbook", "measured"),
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
        for name in context.known[kind]:
            if name not in used and name not in context.mentioned:
                yield Spot((*root, name), {"id": name, "section": root[-1]})
    yield from _unmentioned(context, context.every(Fact))
    yield from _unmentioned(context, context.every(Document))
    phases = {
        (user, state.phase)
        for path, state in context.every(State)
        for user in context.users(path)
    }
    for path, phase in context.every(Titled):
        users = [(user, phase.id) for user in context.users(path)]
        if users and not phases.intersection(users):
            yield Spot(path, {"id": phase.id, "section": "phases"})


def _unmentioned(
    context: Context, nouns: tuple[tuple[Path, Fact | Document], ...]
) -> Iterator[Spot]:
    for path, noun in nouns:
        if noun.id not in context.mentioned:
            yield Spot(path, {"id": noun.id, "section": str(path[-2])})
