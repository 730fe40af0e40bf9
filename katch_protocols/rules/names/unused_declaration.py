"""unused-declaration: something that is declared and used nowhere."""

from collections.abc import Iterator

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.documents import Document, Fact, Titled
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_SHARED: dict[Kind, tuple[str, ...]] = {
    Kind.AGENCY: ("agencies",),
    Kind.DATA: ("handbook", "data"),
    Kind.FRAGMENT: ("fragments",),
    Kind.FUNCTION: ("handbook", "functions"),
    Kind.MEASURED: ("handbook", "measured"),
    Kind.QUALIFICATION: ("handbook", "qualifications"),
    Kind.SOURCE: ("sources",),
}


def _spots(context: Context) -> Iterator[Spot]:
    # What could not be read may well use what seems unused.
    if context.incomplete:
        return
    parties = {use.name for use in context.references.get(Kind.PARTY, ())}
    for kind, root in _SHARED.items():
        used = {use.name for use in context.references.get(kind, ())}
        used |= parties if kind is Kind.AGENCY else set()
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


RULE = Rule(
    name="unused-declaration",
    family=Family.NAMES,
    severity=Severity.NOTE,
    wording=Wording(
        saw="'{id}' under `{section}` is used nowhere.",
        why="A reader looks for a duty that is not there.",
        fix="Use it, or remove it.",
    ),
    spots=_spots,
)
