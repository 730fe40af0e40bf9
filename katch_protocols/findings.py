"""What every check hands back: findings, in words that can be said in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

__all__ = ["Finding", "Path", "Place", "Severity", "Wording"]

Path = tuple[str | int, ...]
"""Where a thing stands in a handbook: ``("protocols", "referral", "states")``.

The first part is a top key of a handbook (``agencies``, ``roles``, ``sources``,
``safeguards``, ``regions``, ``fragments``, ``protocols``, ``handbook``); the rest are
keys and list positions as written in the file.
"""


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    GAP = "gap"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True)
class Wording:
    """Three sentences of a finding, as templates with ``{gaps}``: saw, why, fix."""

    saw: str
    why: str
    fix: str


@dataclass(frozen=True)
class Finding:
    """One thing that a check saw.

    ``facts`` fill the gaps of ``wording``; they are ids and numbers and are never
    translated. ``near`` lists the nearest known names, best first.
    """

    rule: str
    severity: Severity
    wording: Wording
    path: Path = ()
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    near: tuple[str, ...] = ()
    place: Place | None = None

    @property
    def subject(self) -> str:
        """The path in dotted form, as the JSON answer shows it."""
        return ".".join(str(part) for part in self.path)

    def __str__(self) -> str:
        """Say the finding in the source language of the library, English."""
        where = ""
        if self.place is not None:
            where = f"{self.place.file}:{self.place.line}:{self.place.column}  "
        saw, why, fix = (
            template.format_map(self.facts)
            for template in (self.wording.saw, self.wording.why, self.wording.fix)
        )
        return f"{where}{self.severity} {self.rule}: {saw} {why} {fix}"
