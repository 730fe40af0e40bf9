"""Who acts: an opaque token with roles, an agency, a region and trainings."""

from collections.abc import Iterable
from dataclasses import dataclass

from katch_protocols.cases.tokens import require_opaque
from katch_protocols.model.noun import Id

__all__ = ["Actor"]


@dataclass(frozen=True, slots=True, init=False)
class Actor:
    """One person, as the host's directory knows them at the moment they act.

    Make it anew for every request: what it says is believed, and nothing that an
    earlier request said counts.

    Example:
        >>> inspector = Actor(
        ...     "u17", roles=["juvenile_inspector"], agency="mia", region="turkistan"
        ... )

    Args:
        token: opaque; the same person always has the same token.
        roles: what the person may act as.
        agency: whom the person works for; ``None`` holds no office (a child, a family).
        region: where the person works; ``None`` is the whole country.
        qualified: the trainings that the person holds.

    Raises:
        OpaqueError: The token could say who somebody is.
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
        put(self, "roles", _names("roles", roles))
        put(self, "agency", agency)
        put(self, "region", region)
        put(self, "qualified", _names("qualified", qualified))


def _names(key: str, names: Iterable[Id]) -> frozenset[Id]:
    if isinstance(names, str):
        message = f"{key} is a list of names, not one text"
        raise TypeError(message)
    return frozenset(names)
