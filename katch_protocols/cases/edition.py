"""Under which text a case was opened: what it meant, and which version that was.

The *pin* is the hash of a protocol's meaning (see ``pinning``). A case belongs to its
pin; the version is kept as evidence of what was in force, and binds nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from katch_protocols.cases.pinning import canonical
from katch_protocols.model.noun import Id

__all__ = ["FORMAT", "OLD_FORMAT", "Edition"]

FORMAT = "katch-case-2"
"""The name of the shape of a snapshot; another shape gets another name."""

OLD_FORMAT = "katch-case-1"
"""The shape before it; its pin had the version in it, and its opening had not."""


@dataclass(frozen=True)
class Edition:
    """The text that a case was opened under; one for all cases of a plan."""

    format: str
    pin: str
    version: str

    def opening(self, case: str, region: Id | None, at: datetime) -> bytes:
        """Return the hash with which a log begins: of the case's own line."""
        place = "null" if region is None else f'"{region}"'
        text = (
            f'{{"at":"{at.isoformat()}","case":"{case}","pin":"{self.pin}",'
            f'"region":{place}{self._end}}}'
        )
        return sha256(text.encode()).digest()

    @cached_property
    def _end(self) -> str:
        old = self.format == OLD_FORMAT
        return "" if old else f',"version":{canonical(self.version)}'
