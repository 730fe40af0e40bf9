"""What reading a handbook gives: the handbook, and everything that was wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from katch_protocols.errors import HandbookError
from katch_protocols.files.places import Places
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.handbook import Handbook

__all__ = ["Reading"]


@dataclass(frozen=True)
class Reading:
    """A handbook as complete as its files allow.

    Attributes:
        handbook: What could be read; None if there is nothing to read.
        findings: Everything that was wrong, by place.
        places: Where each part was written.
        incomplete: What was lost. A registry of which an entry is not known: ``roles``,
            ``functions``, ``protocols.referral.states``. A part of which a value was
            refused: ``agencies.mia``, ``protocols.referral``.
        texts: The bytes of each file that was read, by its name below the folder.
    """

    handbook: Handbook | None
    findings: tuple[Finding, ...]
    places: Places
    incomplete: frozenset[str]
    texts: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def sound(self) -> Handbook:
        """Return the handbook.

        Raises:
            HandbookError: Something was wrong; it carries every finding.
        """
        wrong = any(finding.severity is Severity.ERROR for finding in self.findings)
        if wrong or self.handbook is None:
            raise HandbookError(self.findings)
        return self.handbook
