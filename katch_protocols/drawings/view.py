"""View: the one declaration of a view, which everything generic reads.

A module or package of ``drawings/views`` is a view: its name there, with hyphens, is
the name of the view, and its ``VIEW`` says the rest. Commands, the build, the preview,
the page of documentation and the tests find it by that.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.paper import LEAST_PRINT
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.story.tell import tell
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label

__all__ = [
    "PHASE",
    "Laid",
    "Part",
    "PartKind",
    "Reads",
    "View",
]

Given = TypeVar("Given")
"""What a view is laid out from: ``Material``, unless it has a function of its own."""


class Reads(StrEnum):
    """What a view reads besides the protocol and its handbook.

    ``draw`` gives what ``check`` finds and what ``measures`` tells; a comparison of two
    versions and the proof of a promise have a function of their own.
    """

    FINDINGS = "findings"
    MEASURES = "measures"
    COMPARISON = "comparison"
    PROOF = "proof"


class Laid(Protocol):
    """A view laid out, ready for any language of the handbook."""

    def scene(self, language: str) -> Scene:
        """Draw it in one language."""

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Say the same as rows of text, the head first: the table for readers."""


Part = tuple[Id, Label]
"""A part of a protocol that a view can show alone: its id and its title."""


class PartKind(Struct, frozen=True):
    """A kind of part that a view can show alone.

    Attributes:
        name: The option of ``katch draw`` and the argument of ``draw``.
        is_needed: Whether the view shows nothing without one.
        of: The parts of a protocol that deserve a drawing, in their order.
    """

    name: str
    is_needed: bool
    of: Callable[[Chart, Handbook], Iterator[Part]]


def _phases(chart: Chart, handbook: Handbook) -> Iterator[Part]:
    for phase in tell(chart, handbook).phases:
        texts = {code: phase.say(code) for code in handbook.languages}
        yield phase.id, Label(texts=texts)


_NO_PHASE = "no-phase"
"""Stands for the id that it has not; no id has a hyphen."""

PHASE = PartKind("phase", is_needed=False, of=_phases)
"""A chapter of the protocol."""


class View(Struct, Generic[Given], frozen=True):
    """What a view is.

    Attributes:
        name: Its name on the command line, in file names and in the keys of its words.
        place: Its place among the views where people choose one; small comes first.
        lay_out: Lays it out for all languages at once.
        least: The size from which on its letters can be read in print, in points.
        reads: What it is made from besides the protocol and its handbook.
        part: The kind of part that it can show alone, if any.
        is_split: Whether a build draws it part by part too, where A3 is too small.
        kept: The stem of the file that a repository keeps of it, if any; where the view
            shows one part at a time, that file holds all of them.
        cost: About how many microseconds it takes for each character of a protocol.
        is_restricted: Whether it maps where protection is missing. Then each drawing of
            it says that it is not for publication.
    """

    name: str
    place: int
    lay_out: Callable[[Given], Laid]
    least: float = LEAST_PRINT
    reads: frozenset[Reads] = frozenset()
    part: PartKind | None = None
    is_split: bool = False
    kept: str | None = None
    cost: int = 1
    is_restricted: bool = False

    @property
    def title(self) -> str:
        """The key of its title: the question that it answers, in a few words."""
        return f"drawings.view-{self.name}"

    @property
    def takes(self) -> str:
        """The kind of part that it can show alone; empty if none."""
        return "" if self.part is None else self.part.name

    @property
    def needs_part(self) -> bool:
        """Whether it shows nothing without a part."""
        return self.part is not None and self.part.is_needed

    def file(self, language: str, part: Id | None = None) -> str:
        """Return the name of its file: ``raci.kk.svg``, ``agency.police.en.svg``.

        What stands in no phase is a part without an id: ``lanes.no-phase.en.svg``.
        """
        stem = self.name if part is None else f"{self.name}.{part or _NO_PHASE}"
        return f"{stem}.{language}.svg"

    def kept_file(self, language: str) -> str:
        """Return the name of the file that a repository keeps: ``cards.kk.svg``.

        Raises:
            ValueError: It keeps none.
        """
        if self.kept is None:
            raise ValueError(self.name)
        return f"{self.kept}.{language}.svg"

    def parts(self, chart: Chart, handbook: Handbook) -> Sequence[Part]:
        """Return the parts of a protocol that it can show alone, in their order."""
        return () if self.part is None else tuple(self.part.of(chart, handbook))
