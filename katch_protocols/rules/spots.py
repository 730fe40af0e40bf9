"""Spots that many rules share: names that nobody declared, problems of charts."""

from collections.abc import Iterator

from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.references import Kind
from katch_protocols.rules.rule import Spot
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["problem_spots", "unknown_spots"]

_REGISTRIES = {
    Kind.AGENCY: ("agencies",),
    Kind.DATA: ("data",),
    Kind.FRAGMENT: ("fragments",),
    Kind.FUNCTION: ("functions",),
    Kind.MEASURED: ("measured",),
    Kind.PARTY: ("agencies", "roles"),
    Kind.PROTOCOL: ("protocols",),
    Kind.QUALIFICATION: ("qualifications",),
    Kind.ROLE: ("roles",),
    Kind.SOURCE: ("sources",),
}
"""Where the names of each kind are declared."""


def unknown_spots(context: Context, kind: Kind) -> Iterator[Spot]:
    """Yield every use of a name of ``kind`` that nobody declared."""
    if context.incomplete.intersection(_REGISTRIES[kind]):
        return
    known = context.known[kind]
    for use in context.references.get(kind, ()):
        if use.name not in known:
            near = nearest_names(use.name, known) or _roles_of(context, kind, use.name)
            yield Spot(use.path, {"name": use.name}, near)


def _roles_of(context: Context, kind: Kind, name: Id) -> tuple[Id, ...]:
    """Return the roles of an agency that is named where a role belongs."""
    if kind is not Kind.ROLE:
        return ()
    roles = context.handbook.roles.values()
    return tuple(role.id for role in roles if name in role.agencies)[:_MOST]


_MOST = 3
"""How many near names a finding offers."""


def problem_spots(
    context: Context, code: str, *, lost: tuple[str, ...] = ()
) -> Iterator[Spot]:
    """Yield the problems of one code that the charts noted.

    ``lost`` names the registries of a protocol (``states`` …) without which the problem
    may only seem to be one.
    """
    for problem in context.problems.get(code, ()):
        if not context.has_lost(problem.path, lost):
            yield Spot(problem.path, problem.facts, problem.near)
