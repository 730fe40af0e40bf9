"""What is said of a case by where it is counted.

Each kind is one thing that is so of a case. Who is counted is as all of them say.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

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


@dataclass(frozen=True)
class HasHappened:
    """One of some events has happened, and met a condition, if there is one."""

    events: frozenset[str]
    where: Condition | None = None


@dataclass(frozen=True)
class Often:
    """It is counted as often as an event has happened; a case is one time of many."""

    event: str
    where: Condition | None = None


@dataclass(frozen=True)
class NeverHas:
    """It has ended, and an event has never happened."""

    event: str


@dataclass(frozen=True)
class Settled:
    """An event has happened, or the case has ended."""

    event: str


@dataclass(frozen=True)
class InTime:
    """An event came no earlier than a first one, and within so many hours."""

    since: HasHappened
    event: str
    within: float


@dataclass(frozen=True)
class Late:
    """An event has not come within so many hours of a first one."""

    since: HasHappened
    event: str
    within: float


@dataclass(frozen=True)
class Ended:
    """It has ended in one of some states, or in none of them; of none: anyhow."""

    states: frozenset[str] = frozenset()
    is_in: bool = False


@dataclass(frozen=True)
class Keeps:
    """A sentence is kept, or broken; neither: it is known which."""

    sentence: Any
    is_kept: bool | None = None


Claim: TypeAlias = (
    HasHappened | Often | NeverHas | Settled | InTime | Late | Ended | Keeps
)
Claims: TypeAlias = frozenset[Claim]
