"""What a story is made of: phrases, and the names and times that fill their gaps.

A story is a value and knows no language; ``speaking`` says it in one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from katch_protocols.model.conditions import Condition
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.names import NameKind
from katch_protocols.proofs.time_sums import TimePart
from katch_protocols.semantics.table import Row

__all__ = ["Each", "Gap", "Saying", "Story", "Sum", "Times", "TitleGap", "ToldStep"]


@dataclass(frozen=True, slots=True)
class TitleGap:
    """The title of one name; its phrase puts it between « and ».

    A phrase may ask for a grammatical case of an event, and puts no quotes there.
    """

    kind: NameKind
    name: str


@dataclass(frozen=True, slots=True)
class Each:
    """Several titles, each between « and »; ``either``: any one of them."""

    kind: NameKind
    names: tuple[str, ...]
    either: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """Limits that follow one another."""

    parts: tuple[TimePart, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """How many times something happens: *twice* in words."""

    count: int


Gap: TypeAlias = TitleGap | Each | Condition | Duration | Sum | Times | int
"""What can fill a gap of a phrase."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A phrase of ``words.proofs`` and what fills its gaps."""

    phrase: str
    gaps: Mapping[str, Gap] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One step of a story, counted from 1; ``row`` is the step itself."""

    number: int
    row: Row
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """How a case goes from its start, and why it breaks a sentence.

    ``verdict`` says with which step; ``why`` goes on from there.
    """

    start: Saying
    steps: tuple[ToldStep, ...]
    verdict: Saying
    why: tuple[Saying, ...]
