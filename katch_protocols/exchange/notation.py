"""Notation: the one declaration of a notation, which everything generic reads.

A module of ``exchange/notations`` is a notation: its name there, with hyphens, is the
name of the notation, and its ``NOTATION`` says the rest. The command line, the verb,
the page of documentation and the tests find it by that.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from katch_protocols.charts.chart import Chart
from katch_protocols.exchange.features import Feature, places
from katch_protocols.exchange.incoming import Reader
from katch_protocols.model.handbook import Handbook
from katch_protocols.semantics.titles import Titles

__all__ = ["Carried", "Loss", "Notation", "Source"]


class Carried(StrEnum):
    """How a notation carries what a protocol says."""

    MEANT = "meant"
    """Its own programs act on it."""
    TOLD = "told"
    """People read it in a label or a comment; no program acts on it."""
    LOST = "lost"
    """It is not there."""


@dataclass(frozen=True)
class Loss:
    """What a notation does not carry, or only as text, and where a protocol says it.

    ``name`` is that of a feature, or of a difference that the notation declares.
    """

    name: str
    carried: Carried
    places: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """What is written: a protocol with nothing left implicit, in one language."""

    chart: Chart
    handbook: Handbook
    language: str

    @cached_property
    def titles(self) -> Titles:
        """What each name is called."""
        return Titles(self.chart, self.handbook, self.language)


@dataclass(frozen=True)
class Notation:
    """What a notation is.

    Attributes:
        name: Its name on the command line and in the keys of its words.
        place: Its place among the notations where people choose one; small comes first.
        suffix: How the name of its files ends.
        write: Writes a protocol; the lines are those of the loss report, to be set as a
            comment, or as data where the notation has no comments.
        carries: How it carries each feature; what is not named is lost.
        differs: Where it runs a case otherwise, by the name of each difference.
        reader: How a file of it is read, where that can be.
    """

    name: str
    place: int
    suffix: str
    write: Callable[[Source, Sequence[str]], str]
    carries: Mapping[Feature, Carried]
    differs: Mapping[str, Callable[[Source], Sequence[str]]]
    reader: Reader | None = None

    @property
    def title(self) -> str:
        """The key of its line where people choose one: what it is for."""
        return f"exchange.notation-{self.name}"

    def losses(self, source: Source) -> tuple[Loss, ...]:
        """Return what gets lost of a protocol: differences first, then features."""
        return tuple(self._losses(source))

    def _losses(self, source: Source) -> Iterator[Loss]:
        for name, where in self.differs.items():
            if found := tuple(where(source)):
                yield Loss(name, Carried.LOST, found)
        for carried in (Carried.LOST, Carried.TOLD):
            for feature in Feature:
                if self.carries.get(feature, Carried.LOST) is not carried:
                    continue
                if found := places(feature, source.chart, source.handbook):
                    yield Loss(feature.value, carried, found)
