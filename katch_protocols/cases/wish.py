"""What somebody wants to do in a case."""

from collections.abc import Mapping
from dataclasses import dataclass

from katch_protocols.cases.actor import Actor
from katch_protocols.model.noun import Id

__all__ = ["Wish"]


@dataclass(slots=True)
class Wish:
    """An activity that is wanted; what is ``None`` is not asked about.

    ``records`` and ``partners`` are ``None`` where only the actor is in question.
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
