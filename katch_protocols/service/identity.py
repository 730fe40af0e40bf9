"""Who asks over HTTP: a person or a system, and what they may read."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from msgspec import Struct
from starlette.requests import Request

from katch_protocols.cases.arguments import require_opaque, text_or_none
from katch_protocols.cases.request import Actor
from katch_protocols.model.noun import Id

__all__ = ["CaseAt", "Identify", "Identity", "MayRead", "System", "reads_region"]


class System(Struct, frozen=True):
    """Another system: it can read, open, signal and tell links, and never act.

    Args:
        token: opaque, as that of a person.
        region: the id of the region that it sees; ``None`` for the whole country.

    Raises:
        OpaqueError: The token could say who somebody is.
    """

    token: str
    region: Id | None = None

    def __post_init__(self) -> None:
        require_opaque("actor", self.token)
        text_or_none("region", self.region)


class CaseAt(Struct, frozen=True):
    """A case, as far as ``may_read`` is told of it."""

    reference: str
    protocol: Id
    region: Id | None


Identity: TypeAlias = Actor | System

Identify: TypeAlias = Callable[[Request], Identity | Awaitable[Identity | None] | None]
"""Gives who sends a request; ``None`` where nobody vouches for it."""

MayRead: TypeAlias = Callable[[Identity, CaseAt], bool]
"""Tells whether somebody may see a case of their region."""


def reads_region(who: Identity, region: Id | None) -> bool:
    """Tell whether a region is somebody's own."""
    return who.region is None or who.region == region
