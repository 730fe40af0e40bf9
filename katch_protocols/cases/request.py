"""Who asks for what: somebody with roles, an agency, a region and trainings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import final

from msgspec import Struct

from katch_protocols.cases.arguments import (
    require_opaque,
    require_texts,
    text_or_none,
    wrong_type,
)
from katch_protocols.model.noun import Id

__all__ = ["Actor", "Request", "require_actor", "require_actors"]


@final
@dataclass(frozen=True, slots=True, init=False)
class Actor:
    """One person, as the host's directory knows them at the moment they act.

    Make it anew for every request: what it says is believed, and nothing that an
    earlier request said counts. A role, a training, an agency or a region that the
    handbook does not have is no error: it gives no right.

    Example:
        >>> inspector = Actor(
        ...     "u17", roles=["juvenile_inspector"], agency="mia", region="turkistan"
        ... )

    Args:
        token: opaque, 1 to 64 of a-z, A-Z, 0-9, ``-`` and ``_``, with a letter; the
            same person always has the same token. Capitals tell nobody apart: for
            separation of duty ``u2`` and ``U2`` are one person.
        roles: ids of what the person may act as.
        agency: id of whom the person works for; ``None`` holds no office (a child).
        region: id of where the person works; ``None`` is the whole country.
        qualified: ids of the trainings that the person holds.

    Raises:
        OpaqueError: The token could say who somebody is.
        TypeError: An argument has another type; the error names it.
    """

    token: str
    roles: frozenset[Id]
    agency: Id | None
    region: Id | None
    qualified: frozenset[Id]

    def __init__(
        self,
        token: str,
        *,
        roles: Iterable[Id],
        agency: Id | None,
        region: Id | None,
        qualified: Iterable[Id] = (),
    ) -> None:
        put = object.__setattr__
        put(self, "token", require_opaque("actor", token))
        put(self, "roles", require_texts("roles", roles))
        put(self, "agency", text_or_none("agency", agency))
        put(self, "region", text_or_none("region", region))
        put(self, "qualified", require_texts("qualified", qualified))


def require_actor(name: str, given: object) -> Actor:
    """Return somebody whose token was looked at: an ``Actor`` itself, nothing like one.

    Raises:
        TypeError: It is none.
    """
    if type(given) is Actor:
        return given
    raise wrong_type(name, "actor", given)


def require_actors(name: str, given: object) -> tuple[Actor, ...]:
    """Return everybody of a list.

    Raises:
        TypeError: It is no list of actors.
    """
    if isinstance(given, Iterable) and not isinstance(given, str):
        return tuple(require_actor(f"{name}[…]", each) for each in given)
    raise wrong_type(name, "list-of-actors", given)


class Request(Struct):
    """An activity that is wanted; what is ``None`` is not asked about.

    ``records`` and ``partners`` are ``None`` where only the actor is in question.
    ``told``: it is a signal that the host tells, and nobody acts.
    ``region``: where a case is opened, if elsewhere.
    """

    activity: str
    actor: Actor | None = None
    partners: tuple[Actor, ...] | None = None
    records: Mapping[str, str] | None = None
    reason: Id | None = None
    role: Id | None = None
    state: str | None = None
    version: int | None = None
    key: str | None = None
    told: bool = False
    region: Id | None = None
