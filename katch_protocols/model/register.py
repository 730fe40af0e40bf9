"""The register: what is known to be missing, whose it is, and until when."""

from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Day
from katch_protocols.model.noun import Id, Label, Noun

__all__ = ["RegisterEntry"]


class RegisterEntry(Noun):
    """A finding that is known, who sees to it (role or agency), and until when.

    ``finding`` is the name of its rule and ``at`` its subject, as the JSON of a check
    has them. Without an owner and a last day nobody has taken it up: then it stands in
    the file, and the finding is as new as before.
    """

    id: Id
    finding: str
    at: str
    owner: Id | None = None
    due: Day | None = None
    note: Label | None = None
    source: tuple[Citation, ...] = ()

    @property
    def is_owned(self) -> bool:
        """Whether somebody has taken it up, until some day."""
        return self.owner is not None and self.due is not None
