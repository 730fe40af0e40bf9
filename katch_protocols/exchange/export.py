"""A protocol written in another notation, with the report of what got lost."""

from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from msgspec import Struct

from katch_protocols.answers import Answerable
from katch_protocols.errors import SubjectError
from katch_protocols.exchange.known_notations import notation_named
from katch_protocols.exchange.notation import (
    ExportInput,
    Loss,
    Notation,
    NotationSubject,
)
from katch_protocols.whole_files import write_whole
from katch_protocols.words.lists import as_typed
from katch_protocols.words.say import listed, say

__all__ = ["Export", "export"]


class Export(Answerable, Struct, frozen=True):
    """A protocol in another notation.

    Attributes:
        protocol: The id of the protocol.
        notation: The name of the notation.
        suffix: How the name of its file ends.
        text: The whole file.
        losses: What got lost on the way, or is only told as text, by place.
        report: The same in words, a line each, with every place. The comments of the
            file name the first places of each line and say how many more there are.
    """

    KEYS = (
        "protocol",
        "notation",
        ("losses", ("name", "carried", "places")),
        "text",
    )

    protocol: str
    notation: str
    suffix: str
    text: str
    losses: tuple[Loss, ...]
    report: tuple[str, ...]

    @property
    def file(self) -> str:
        """The name that its file should have: ``referral.bpmn``."""
        return f"{self.protocol}{self.suffix}"

    def save(self, path: str | PathLike[str]) -> None:
        """Write the file, whole or not at all."""
        write_whole(Path(path), self.text.encode())


def export(source: ExportInput, *, to: str) -> Export:
    """Write a protocol in the notation called ``to``.

    Raises:
        UnknownNameError: There is no such notation; the nearest names are offered.
        SubjectError: The notation writes something else than what is given.
        MissingExtraError: The notation needs a library that is not installed.
    """
    notation = notation_named(to)
    _require_subject(notation, source)
    losses = notation.losses(source)
    own = source.chart.protocol.id
    text = notation.write(source, tuple(report(notation, losses, source, most=_FEW)))
    whole = tuple(report(notation, losses, source))
    return Export(own, notation.name, notation.suffix, text, losses, whole)


_FEW = 3
"""How many places of a loss a comment names; of more it says how many they are."""


def _require_subject(notation: Notation, source: ExportInput) -> None:
    """Make sure that a notation gets what it writes; raises as ``export`` does."""
    has_cases, has_day = source.cases is not None, source.day is not None
    match notation.subject:
        case NotationSubject.PROTOCOL if has_cases or has_day:
            raise SubjectError(notation.name, "protocol")
        case NotationSubject.CASES if not has_cases or has_day:
            raise SubjectError(notation.name, "cases")
        case NotationSubject.CASES_OR_DAY if has_cases == has_day:
            raise SubjectError(notation.name, "cases-or-day")


def report(
    notation: Notation,
    losses: tuple[Loss, ...],
    source: ExportInput,
    *,
    most: int | None = None,
) -> Iterator[str]:
    """Say what got lost, a line each; the first says what the file is.

    ``most`` is how many places a line names; without it, all.
    """
    language = source.language
    title = source.chart.protocol.title.say(language)
    version = source.chart.protocol.version
    yield say("exchange.head", language, protocol=title, version=version)
    if not losses:
        yield say("exchange.nothing-lost", language)
    for loss in losses:
        differs = loss.name in notation.differs
        yield say(
            f"exchange.{'differs' if differs else loss.carried}",
            language,
            what=say(
                f"exchange.{'differs' if differs else 'feature'}-{loss.name}", language
            ),
            places=_places(loss.places, language, most),
        )


def _places(places: tuple[str, ...], language: str, most: int | None) -> str:
    """List places; one too many is named, for that is as short as to count it."""
    if most is None or len(places) <= most + 1:
        return listed(places, language)
    rest = say("exchange.and-more", language, number=len(places) - most)
    return f"{as_typed(places[:most])} {rest}"
