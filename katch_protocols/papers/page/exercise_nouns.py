"""An exercise at a table as the page shows it: the same names in JavaScript."""

from collections.abc import Callable

from msgspec import Struct

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.pictures import Picture
from katch_protocols.model.protocol import Protocol
from katch_protocols.papers.page.texts import Text

__all__ = [
    "PageAnswer",
    "PageClockMark",
    "PageExercise",
    "PageMark",
    "PagePlayer",
    "PageScene",
    "Player",
]


class PagePlayer(Struct, frozen=True):
    """Whom somebody plays, what is held, and what only somebody else may do now.

    ``picture`` is the pictogram of whose agency it is.
    """

    title: Text
    agency: Text
    colour: str
    holds: tuple[Text, ...]
    cannot: tuple[Text, ...]
    picture: Picture | None = None


class PageClockMark(Struct, frozen=True):
    """What was ``done``, is ``now`` or will be ``due``, and when."""

    time: Text
    title: Text
    kind: str


class PageAnswer(Struct, frozen=True):
    """A line of the answer; the page calls it by its ``key``, as paper does."""

    key: str
    said: tuple[Text, ...]


class PageMark(Struct, frozen=True):
    """What is scored, ``said`` in particular, and what asks for it."""

    head: Text
    said: tuple[Text, ...]
    because: Text


class PageScene(Struct, frozen=True):
    """One sheet: a moment of a case, what is asked, and the hidden answer.

    ``act`` is what the protocol asks for; ``keeps`` names what hangs on it.
    """

    act: str
    title: Text
    time: Text
    keeps: Text
    role: PagePlayer
    told: tuple[Text, ...]
    injects: tuple[Text, ...]
    clock: tuple[PageClockMark, ...]
    answer: tuple[PageAnswer, ...]
    marks: tuple[PageMark, ...]


class PageExercise(Struct, frozen=True):
    """The sheets of a protocol; without any ``refused`` says why nobody can play it."""

    sheets: tuple[PageScene, ...]
    refused: Text | None = None


Player = Callable[[Protocol, Handbook], PageExercise]
"""Plays a protocol of a handbook: this room knows no live case."""
