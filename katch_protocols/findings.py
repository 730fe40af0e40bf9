"""How we answer: findings of a check, refusals of a case; sayable in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

__all__ = [
    "Could",
    "Finding",
    "Need",
    "Path",
    "Place",
    "Refusal",
    "Severity",
    "Unmet",
    "Wording",
]

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

    Attributes:
        rule: The name of the rule; ``katch explain`` has its page.
        severity: How much it matters.
        wording: Its three sentences, as templates.
        path: What it is about, as keys and positions; ``subject`` has them in one text.
        facts: What fills the gaps of ``wording``: ids and numbers, never translated.
        near: The nearest known names, best first.
        place: Where it was written; ``None`` for a handbook that was made in memory.
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


class Need(StrEnum):
    """What an activity can lack."""

    ENDED = "ended"
    OPENING = "opening"
    STATE = "state"
    WHEN = "when"
    DOCUMENTS = "documents"
    FACTS = "facts"
    SURPLUS_FACTS = "surplus-facts"
    REASON = "reason"
    SURPLUS_REASON = "surplus-reason"
    ROLE = "role"
    HOLDER = "holder"
    AGENCY = "agency"
    REGION = "region"
    QUALIFICATION = "qualification"
    PARTNER = "partner"
    SURPLUS_PARTNER = "surplus-partner"
    SEPARATION = "separation"
    AGENCY_SEPARATION = "agency-separation"
    BINDING = "binding"
    ONLY = "only"
    CHOICE = "choice"
    TIME = "time"
    CLOCK = "clock"
    VERSION = "version"
    KEY = "key"


@dataclass(frozen=True)
class Unmet:
    """One condition that is not met; ``facts`` are ids, alternatives parted by a slash.

    A text that is said in several languages is the fact ``condition``, and beside it
    ``condition.ru`` and ``condition.kk``.
    """

    need: Need
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Could:
    """Who could act instead: a role, and the agencies that hold it in the region."""

    role: str
    agencies: tuple[str, ...]


@dataclass(frozen=True)
class Refusal:
    """Why an activity is refused: every condition that is not met, and who could act.

    It holds ids, numbers and instants; nothing that the host gave and the handbook does
    not have.

    Attributes:
        activity: the full name of the activity.
        unmet: what is not met, in the order in which it was found, each as a ``need``
            (``role``, ``when``, ``clock`` …) with its facts.
        could: who could act instead: roles, with the agencies that hold them here.
        said: the sentences by language: ``en``, ``ru``, ``kk``.
    """

    activity: str
    unmet: tuple[Unmet, ...]
    could: tuple[Could, ...] = ()
    said: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def needs(self) -> tuple[Need, ...]:
        """What is not met, each once, in the order in which it was found."""
        return tuple(dict.fromkeys(unmet.need for unmet in self.unmet))

    def say(self, language: str = "en") -> str:
        """Say all of it; a language that the library does not speak gets English."""
        return " ".join(self.said.get(language, self.said.get("en", ())))

    def __str__(self) -> str:
        return self.say()
