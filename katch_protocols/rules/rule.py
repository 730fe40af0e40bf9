"""A rule is a value: what it is called, how much it matters, what it says, a function.

A rule never builds a finding and never imports another rule. It yields *spots*; the
check turns each into a finding with a place in a file.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.rules.context import Context

__all__ = ["Family", "Rule", "Spot"]


class Family(StrEnum):
    """What a rule looks after; also the folder of its file and of its page."""

    STRUCTURE = "structure"
    NAMES = "names"
    LABELS = "labels"
    SOURCES = "sources"
    DEADLINES = "deadlines"
    HANDOFFS = "handoffs"
    PRIVACY = "privacy"
    ROLES = "roles"
    PROOFS = "proofs"
    STAFFING = "staffing"


@dataclass(frozen=True)
class Spot:
    """Where a rule saw its defect; ``facts`` fill the gaps of the rule's wording.

    ``near`` lists the nearest known names, best first.
    """

    path: Path
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A check of handbooks, named for the defect that it sees.

    ``family`` is a text, so that a package outside can bring a family of its own.
    ``needs_whole``: the rule misses something, so it stays quiet about a part of the
    handbook that could not be read in full.
    """

    name: str
    family: str
    severity: Severity
    wording: Wording
    spots: Callable[[Context], Iterable[Spot]]
    needs_whole: bool = False
