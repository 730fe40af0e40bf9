"""What is cited: laws, orders, standards, treaties, guidance, practice."""

from enum import StrEnum

from katch_protocols.model.dates import Day
from katch_protocols.model.labels import Label
from katch_protocols.model.noun import Id, Noun

__all__ = ["Source", "SourceKind"]


class SourceKind(StrEnum):
    """What kind of document a source is."""

    LAW = "law"
    ORDER = "order"
    STANDARD = "standard"
    TREATY = "treaty"
    GUIDANCE = "guidance"
    PRACTICE = "practice"


class Source(Noun):
    """A dated document; ``read`` is false when its text was not read by the author."""

    id: Id
    title: Label
    kind: SourceKind
    cite: str | None = None
    url: str | None = None
    note: Label | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    read: bool = False
