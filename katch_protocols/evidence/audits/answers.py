"""What an audit answers of one case: five answers, and every finding."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from katch_protocols.evidence.audits.explanation import Explanation
from katch_protocols.evidence.logs.events import LogCase, Place
from katch_protocols.findings import Path
from katch_protocols.model.noun import Id

__all__ = [
    "ASPECTS",
    "CODES",
    "UNSURE",
    "AuditAnswer",
    "AuditFinding",
    "CaseAudit",
]

ASPECTS = ("order", "people", "time", "safeguards", "end")
"""What each case is asked about."""


UNSURE: Mapping[str, tuple[str, ...]] = {
    "order": ("order", "end"),
    "people": ("people",),
    "role": ("people",),
    "agency": ("people",),
    "person": ("people",),
    "loan": ("people",),
    "together_with": ("people",),
    "clock": ("time",),
    "taken_up": ("time",),
    "safeguards": ("safeguards",),
}
"""Why something cannot be told, and in which aspects."""


class AuditAnswer(StrEnum):
    """How a case stands in one aspect."""

    KEPT = "kept"
    """It was kept, and can no longer be broken."""
    BROKEN = "broken"
    OPEN = "open"
    """Nothing is broken, and the case goes on."""
    CANNOT_TELL = "cannot_tell"
    """The log does not say enough."""


CODES: Mapping[str, str] = {
    "missing": "order",
    "surplus": "order",
    "too-many-edits": "order",
    "role": "people",
    "holder": "people",
    "agency": "people",
    "region": "people",
    "qualification": "people",
    "partner": "people",
    "only": "people",
    "separation": "people",
    "agency-separation": "people",
    "binding": "people",
    "late": "time",
    "overdue": "time",
    "early": "time",
    "safeguard": "safeguards",
    "unknown-activity": "",
    "unknown-value": "",
    "unknown-role": "",
    "disorder": "end",
}
"""Every code of a finding, and the aspect that it breaks; empty: it breaks none."""


class AuditFinding(Struct, frozen=True):
    """Something in a case that is not as the protocol says, or that nobody can read.

    Attributes:
        code: What it is, one of ``CODES``.
        name: The activity or the state that it is about; empty where it is neither.
        first: The earliest that it can have been, in microseconds since 1970, UTC.
        last: The latest.
        place: Where in the log it stands; ``None`` for what is not there.
        path: Where in the handbook it is written what should have been.
        accountable: The agencies that answer for it there and then.
        delay: How late or early it was, in microseconds; 0 where that says nothing.
        facts: What it is about, as ids; never a person.
    """

    code: str
    name: str
    first: int
    last: int
    place: Place | None
    path: Path
    accountable: tuple[Id, ...] = ()
    delay: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)


class CaseAudit(Struct, frozen=True):
    """What is answered of one case.

    Attributes:
        case: The case as it was read.
        explanation: What happened, and what must have.
        answers: Each of ``ASPECTS`` with its answer.
        findings: Everything that was found, in the order of time.
        unsure: Why something cannot be told: ``order``, ``role``, ``person``, a clock …
        outcome: The end in which it ended, by the full name of the state.
    """

    case: LogCase
    explanation: Explanation
    answers: Mapping[str, AuditAnswer]
    findings: tuple[AuditFinding, ...]
    unsure: tuple[str, ...] = ()
    outcome: str | None = None

    @property
    def is_broken(self) -> bool:
        """Whether anything is not as the protocol says."""
        return AuditAnswer.BROKEN in self.answers.values()
