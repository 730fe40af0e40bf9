"""How far a region is with a protocol: which stages it has reached, and since when."""

from collections.abc import Iterator
from enum import StrEnum

from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Day
from katch_protocols.model.noun import Noun

__all__ = ["Progress", "ProgressStage", "Reached"]


class ProgressStage(StrEnum):
    """What has been done so that a protocol is lived; each comes after the one before.

    ``drafted``: adapted to the region. ``agreed``: by the bodies that it binds.
    ``signed``: in force there. ``trained``: whoever acts has been. ``practised``:
    rehearsed or used.
    """

    DRAFTED = "drafted"
    AGREED = "agreed"
    SIGNED = "signed"
    TRAINED = "trained"
    PRACTISED = "practised"


class Reached(Noun):
    """The first day of a stage, and on what that rests."""

    since: Day
    source: tuple[Citation, ...] = ()


class Progress(Noun):
    """The stages that a region has reached with one protocol."""

    drafted: Reached | None = None
    agreed: Reached | None = None
    signed: Reached | None = None
    trained: Reached | None = None
    practised: Reached | None = None

    def stages(self) -> Iterator[tuple[ProgressStage, Reached]]:
        """Yield each stage that is dated, in the order of the stages."""
        for stage in ProgressStage:
            reached: Reached | None = getattr(self, stage.value)
            if reached is not None:
                yield stage, reached
