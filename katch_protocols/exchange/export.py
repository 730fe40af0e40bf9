"""A protocol written in another notation, with the report of what got lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from katch_protocols.answers import Answerable
from katch_protocols.exchange.known_notations import notation_named
from katch_protocols.exchange.notation import Loss, Notation, Source
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

    @property
    def file(self) -> str:
        """The name that its file should have: ``referral.bpmn``."""
        return f"{self.protocol}{self.suffix}"

    def save(self, path: str | PathLike[str]) -> None:
        """Write the file."""
        Path(path).write_text(self.text, encoding="utf-8")


def export(source: Source, *, to: str) -> Export:
    """Write a protocol in the notation called ``to``.

    Raises:
        UnknownNameError: There is no such notation; the nearest names are offered.
        MissingExtraError: The notation needs a library that is not installed.
    """
    notation = notation_named(to)
    losses = notation.losses(source)
    lines = tuple(report(notation, losses, source))
    own = source.chart.protocol.id
    text = notation.write(source, lines)
    return Export(own, notation.name, notation.suffix, text, losses)


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
        differs = loss.name in notation.differs
        yield say(
            f"exchange.{'differs' if differs else loss.carried}",
            language,
            what=say(
                f"exchange.{'differs' if differs else 'feature'}-{loss.name}", language
            ),
            places=listed(loss.places, language),
        )
