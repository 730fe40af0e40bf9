"""How far each region is with each protocol, as of a day."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from msgspec import Struct

from katch_protocols.answers import Answerable, Keys
from katch_protocols.model.citations import Citation
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.progress import Progress, ProgressStage, Reached

__all__ = ["RegionProgress", "every_progress", "progress_in"]


class RegionProgress(Answerable, Struct, frozen=True):
    """Where a region stands with a protocol: the last stage that it has reached.

    ``stage`` and ``since`` are ``None`` where it has reached none, or says nothing.
    ``reached`` are all stages with their days, in their order; ``source`` is on what
    the last one rests.
    """

    KEYS: ClassVar[Keys] = (
        "protocol",
        "region",
        "stage",
        "since",
        "source",
        ("reached", ("stage", "since", "source")),
    )

    protocol: Id
    region: Id
    reached: tuple["StageReached", ...] = ()

    @property
    def last(self) -> "StageReached | None":
        """The last stage that is reached."""
        return self.reached[-1] if self.reached else None

    @property
    def stage(self) -> ProgressStage | None:
        """The last stage that is reached."""
        return None if self.last is None else self.last.stage

    @property
    def since(self) -> date | None:
        """The first day of the last stage."""
        return None if self.last is None else self.last.since

    @property
    def source(self) -> tuple[Citation, ...]:
        """On what the last stage rests."""
        return () if self.last is None else self.last.source


class StageReached(Answerable, Struct, frozen=True):
    """A stage that is reached, its first day, and on what that rests."""

    KEYS: ClassVar[Keys] = ("stage", "since", "source")

    stage: ProgressStage
    since: date
    source: tuple[Citation, ...] = ()


def every_progress(
    handbook: Handbook,
    *,
    only: Id | None = None,
    region: Id | None = None,
    as_of: date | None = None,
) -> tuple[RegionProgress, ...]:
    """Return where each region stands with each protocol, protocol by protocol.

    Only with the protocol ``only``, only in a ``region``. A stage whose first day lies
    after ``as_of`` is not reached yet; without a day all that are written are.
    """
    return tuple(
        progress_in(handbook, protocol, name, as_of)
        for protocol in handbook.protocols
        for name in handbook.regions
        if only in {None, protocol} and region in {None, name}
    )


def progress_in(
    handbook: Handbook, protocol: Id, region: Id, as_of: date | None = None
) -> RegionProgress:
    """Return where a region stands with a protocol."""
    progress = handbook.regions[region].progress.get(protocol, Progress())
    reached = tuple(
        StageReached(stage=stage, since=each.since, source=each.source)
        for stage, each in _reached(progress, as_of)
    )
    return RegionProgress(protocol=protocol, region=region, reached=reached)


def _reached(
    progress: Progress, as_of: date | None
) -> Iterator[tuple[ProgressStage, Reached]]:
    for stage, each in progress.stages():
        if as_of is None or each.since <= as_of:
            yield stage, each
