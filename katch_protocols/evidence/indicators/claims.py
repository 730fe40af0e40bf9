"""What is said of a case by where it is counted.

Each kind is one thing that is so of a case. Who is counted is as all of them say.
"""

from typing import Any, TypeAlias

from msgspec import Struct

from katch_protocols.model.conditions import Condition

__all__ = [
    "Claim",
    "Claims",
    "Ended",
    "HasHappened",
    "InTime",
    "Keeps",
    "Late",
    "NeverHas",
    "Often",
    "Settled",
]


class HasHappened(Struct, frozen=True):
    """One of some events has happened, and met a condition, if there is one."""

    events: frozenset[str]
    where: Condition | None = None


class Often(Struct, frozen=True):
    """It is counted as often as an event has happened; a case is one time of many."""

    event: str
    where: Condition | None = None


class NeverHas(Struct, frozen=True):
    """It has ended, and an event has never happened."""

    event: str


class Settled(Struct, frozen=True):
    """An event has happened, or the case has ended."""

    event: str


class InTime(Struct, frozen=True):
    """An event came no earlier than a first one, and within so many hours."""

    since: HasHappened
    event: str
    within: float


class Late(Struct, frozen=True):
    """An event has not come within so many hours of a first one."""

    since: HasHappened
    event: str
    within: float


class Ended(Struct, frozen=True):
    """It has ended in one of some states, or in none of them; of none: anyhow."""

    states: frozenset[str] = frozenset()
    is_in: bool = False


class Keeps(Struct, frozen=True):
    """A sentence is kept, or broken; neither: it is known which."""

    sentence: Any
    is_kept: bool | None = None


Claim: TypeAlias = (
    HasHappened | Often | NeverHas | Settled | InTime | Late | Ended | Keeps
)
Claims: TypeAlias = frozenset[Claim]
