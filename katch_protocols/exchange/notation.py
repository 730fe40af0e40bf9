"""Notation: the one declaration of a notation, which everything generic reads.

A module of ``exchange/notations`` is a notation: its name there, with hyphens, is the
name of the notation, and its ``NOTATION`` says the rest. The command line, the verb,
the page of documentation and the tests find it by that.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.exchange.feature_places import places
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.incoming import Reader
from katch_protocols.exchange.logged_cases import LogFeature, LoggedCase
from katch_protocols.model.handbook import Handbook
from katch_protocols.semantics.titles import Titles

__all__ = ["Carried", "ExportInput", "Loss", "Notation", "NotationSubject"]


class Carried(StrEnum):
    """How a notation carries what a protocol says."""

    MEANT = "meant"
    """Its own programs act on it."""
    TOLD = "told"
    """People read it in a label or a comment; no program acts on it."""
    LOST = "lost"
    """It is not there."""


class NotationSubject(StrEnum):
    """What a notation writes."""

    PROTOCOL = "protocol"
    CASES = "cases"
    """Live cases of a protocol."""
    CASES_OR_DAY = "cases-or-day"
    """Live cases of a protocol, or the protocol as it runs from a given day on."""


class Loss(Struct, frozen=True):
    """What a notation does not carry, or only as text, and where a protocol says it.

    ``name`` is that of a feature, or of a difference that the notation declares. Of
    live cases the places are activities, the protocol where a record as a whole says
    so; never a reference.
    """

    name: str
    carried: Carried
    places: tuple[str, ...]


class ExportInput(Struct, frozen=True, dict=True):
    """What is written: a protocol with nothing left implicit, in one language.

    ``cases`` are live cases of it, where they are what is written; ``day`` is the day
    from which a protocol is told as if it began then.
    """

    chart: Chart
    handbook: Handbook
    language: str
    cases: tuple[LoggedCase, ...] | None = None
    day: date | None = None

    @cached_property
    def titles(self) -> Titles:
        """What each name is called."""
        return Titles(self.chart, self.handbook, self.language)

    @cached_property
    def drafts(self) -> dict[str, Any]:
        """What a notation made of it on the way, by its name: nothing is made twice."""
        return {}

    @cached_property
    def features(self) -> Mapping[Feature | LogFeature, tuple[str, ...]]:
        """Everything that it says, and where; of cases, at which activities."""
        if self.cases is None:
            return {each: places(each, self.chart, self.handbook) for each in Feature}
        pairs = sorted({pair for case in self.cases for pair in case.said})
        return {
            said: tuple(place for feature, place in pairs if feature is said)
            for said in LogFeature
        }


class Notation(Struct, frozen=True):
    """What a notation is.

    Attributes:
        name: Its name on the command line and in the keys of its words.
        place: Its place among the notations where people choose one; small comes first.
        suffix: How the name of its files ends.
        write: Writes a protocol; the lines are those of the loss report, to be set as a
            comment, or as data where the notation has no comments.
        carries: How it carries each feature; what is not named is lost.
        differs: Where it runs a case otherwise, by the name of each difference.
        subject: What it writes.
        reader: How a file of it is read, where that can be.
        is_built: Whether a build writes it too, for people to open elsewhere.
    """

    name: str
    place: int
    suffix: str
    write: Callable[[ExportInput, Sequence[str]], str]
    carries: Mapping[Any, Carried]  # by Feature, LogFeature or both: keys are invariant
    differs: Mapping[str, Callable[[ExportInput], Sequence[str]]]
    subject: NotationSubject = NotationSubject.PROTOCOL
    reader: Reader | None = None
    is_built: bool = False

    @property
    def title(self) -> str:
        """The key of its line where people choose one: what it is for."""
        return f"exchange.notation-{self.name}"

    def losses(self, source: ExportInput) -> tuple[Loss, ...]:
        """Return what gets lost of a protocol: differences first, then features."""
        return tuple(self._losses(source))

    def _losses(self, source: ExportInput) -> Iterator[Loss]:
        for name, where in self.differs.items():
            if found := tuple(where(source)):
                yield Loss(name, Carried.LOST, found)
        for carried in (Carried.LOST, Carried.TOLD):
            for feature, found in source.features.items():
                if self.carries.get(feature, Carried.LOST) is carried and found:
                    yield Loss(feature.value, carried, found)
