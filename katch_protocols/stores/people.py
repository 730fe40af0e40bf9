"""People as the host's directory knows them now, asked before a case is held."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from katch_protocols.cases.arguments import person_of, require_opaque, wrong_type
from katch_protocols.cases.request import Actor, require_actor
from katch_protocols.errors import UnknownNameError

__all__ = ["Directory", "partners_of", "person_named"]

Directory: TypeAlias = Callable[[str], Actor | None]
"""Gives the actor of a token as they are now; ``None`` for nobody."""


def person_named(actors: Directory | None, name: str, given: object) -> Actor:
    """Return the actor that an argument is, or that its token means.

    Raises:
        UnknownNameError: The directory does not know the token, or means another.
        TypeError: It is no actor, and no token where there is a directory.
    """
    if not isinstance(given, str) or actors is None:
        return require_actor(name, given)
    token = require_opaque("actor", given)
    found = actors(token)
    if found is None:
        raise UnknownNameError("actor")
    actor = require_actor(name, found)
    if person_of(actor.token) != person_of(token):
        raise UnknownNameError("actor")
    return actor


def partners_of(actors: Directory | None, given: object) -> tuple[Actor, ...]:
    """Return everybody who takes part; raises as ``person_named`` does."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise wrong_type("together_with", "list-of-actors", given)
    return tuple(person_named(actors, "together_with[…]", each) for each in given)
