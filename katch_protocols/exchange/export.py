"""A protocol written in another notation, with the report of what got lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import ClassVar

from katch_protocols.answers import Answerable
from katch_protocols.errors import SubjectError
from katch_protocols.exchange.known_notations import notation_named
from katch_protocols.exchange.notation import Loss, Notation, NotationSubject, Source
from katch_protocols.words.say import listed, say

__all__ = ["Export", "export"]


@dataclass(frozen=True)
class Export(Answerable):
    """A protocol in another notation.

    Attributes:
        protocol: The id of the protocol.
        notation: The name of the notation.
        suffix: How the name of its file ends.
        text: The whole file.
        losses: What got lost on the way, or is only told as text, by place.
    """

    KEYS: ClassVar = (
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

    @property
    def file(self) -> str:
        """The name that its file should have: ``referral.bpmn``."""
        return f"{self.protocol}{self.suffix}"

    def save(self, path: str | PathLike[str]) -> None:
        """Write the file."""
        Path(path).write_text(self.text, encoding="utf-8", newline="")


def export(source: Source, *, to: str) -> Export:
    """Write a protocol in the notation called ``to``.

    Raises:
        UnknownNameError: There is no such notation; the nearest names are offered.
        SubjectError: The notation writes something else than what is given.
        MissingExtraError: The notation needs a library that is not installed.
    """
    notation = notation_named(to)
    _require_subject(notation, source)
    losses = notation.losses(source)
    lines = tuple(report(notation, losses, source))
    own = source.chart.protocol.id
    text = notation.write(source, lines)
    return Export(own, notation.name, notation.suffix, text, losses)


def _require_subject(notation: Notation, source: Source) -> None:
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
    notation: Notation, losses: tuple[Loss, ...], source: Source
) -> Iterator[str]:
    """Say what got lost, a line each; the first says what the file is."""
    language = source.language
    title = source.chart.protocol.title.say(language)
    version = source.chart.protocol.version
    yield say("exchange.head", language, protocol=title, version=version)
    if not losses:
        yield say("exchange.nothing-lost", language)
    for loss in losses:
        known = f"exchange.{'differs' if loss.name in notation.differs else 'feature'}"
        yield say(
            f"exchange.{loss.carried}",
            language,
            what=say(f"{known}-{loss.name}", language),
            places=listed(loss.places, language),
        )
