"""What a deck and a summary say of one protocol, in one language; texts are plain."""

from msgspec import Struct

from katch_protocols.model.noun import Id
from katch_protocols.model.pictures import Picture
from katch_protocols.papers.content.ministry import Ministry

__all__ = ["Ask", "Briefing", "BriefingFigure", "BriefingGap", "MinistryPart"]


class MinistryPart(Struct, frozen=True):
    """The part of one ministry: its sheet, short; title, time and pictogram a duty.

    ``needs`` is what is needed of it, ``every`` how many duties it has in all, ``body``
    the first of its bodies that has one.
    """

    ministry: Ministry
    body: Id
    every: int
    shorts: tuple[str, ...]
    spans: tuple[str, ...]
    pictures: tuple[Picture | None, ...]
    needs: tuple[str, ...]


class BriefingGap(Struct, frozen=True):
    """Something that is missing: in a word, and what it means."""

    title: str
    said: str


class BriefingFigure(Struct, frozen=True):
    """A number, and what it counts."""

    number: str
    said: str


class Ask(Struct, frozen=True):
    """Something to be decided with yes or no: its wording, and what it is about."""

    title: str
    said: str


class Briefing(Struct, frozen=True):
    """All that a room is told of a protocol in ten minutes.

    ``yes`` is what a decision brings, ``without`` what breaks without the deadline that
    matters most (its heading, and the promises); empty where nothing is known.
    """

    title: str
    foot: str
    counts: tuple[str, ...]
    ministries: tuple[MinistryPart, ...]
    gaps: tuple[BriefingGap, ...]
    changes: tuple[BriefingFigure, ...]
    asks: tuple[Ask, ...]
    yes: tuple[str, ...]
    without: tuple[str, tuple[str, ...]]
    proved: str
    deciders: str
