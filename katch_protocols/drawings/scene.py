"""A finished picture as plain shapes; every writer draws the same ones.

Pixels from the top left corner. A colour is ``#RRGGBB`` or ``none``.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct, field

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.text import TextLines

__all__ = [
    "Anchor",
    "Area",
    "Curve",
    "Disc",
    "Glyph",
    "Group",
    "Ink",
    "Panel",
    "Polyline",
    "Scene",
    "Shape",
    "Sign",
    "Words",
]


class Anchor(StrEnum):
    """Which part of each line of a text stands at its point."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Sign(StrEnum):
    """A small sign, drawn as a path: no font is sure to have it."""

    CLOCK = "clock"
    CHECK = "check"
    BACK = "back"
    ANYWHERE = "anywhere"
    STAYS = "stays"
    OPENS = "opens"
    DOOR = "door"
    PLUS = "plus"
    MINUS = "minus"
    PENCIL = "pencil"


class Ink(Struct, frozen=True):
    """Fill, outline, thickness and dashes; lines that are round have round ends."""

    fill: str = "none"
    stroke: str = "none"
    width: float = 0.0
    dash: str = ""
    is_round: bool = False


class Panel(Struct, frozen=True):
    """A rectangle with round corners."""

    rect: Rect
    ink: Ink
    radius: float = 0.0


class Area(Struct, frozen=True):
    """A closed polygon."""

    points: tuple[Point, ...]
    ink: Ink


class Disc(Struct, frozen=True):
    """A circle."""

    middle: Point
    radius: float
    ink: Ink


class Polyline(Struct, frozen=True):
    """A line of straight stretches; ``head`` is the length of its arrowhead.

    ``casing`` is a pale border that makes crossings read as bridges.
    """

    points: tuple[Point, ...]
    ink: Ink
    radius: float = 0.0
    head: float = 0.0
    casing: float = 0.0


class Curve(Struct, frozen=True):
    """A cubic Bézier line: a start, then three points a piece."""

    points: tuple[Point, ...]
    ink: Ink
    head: float = 0.0
    casing: float = 0.0


class Words(Struct, frozen=True):
    """A text: its first baseline at ``at``; ``turn`` is in degrees, clockwise."""

    at: Point
    lines: TextLines
    fill: str
    anchor: Anchor = Anchor.START
    leading: float = 1.25
    turn: int = 0


class Glyph(Struct, frozen=True):
    """A sign around its middle."""

    sign: Sign
    middle: Point
    colour: str
    scale: float = 1.0


class Group(Struct, frozen=True):
    """Shapes that belong together: ``role`` and ``data`` let a page find them.

    ``opacity`` is that of all of them as one; ``down`` moves them, in pixels.
    """

    role: str
    parts: tuple["Shape", ...]
    data: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    title: str = ""
    opacity: float = 1.0
    down: float = 0.0


Shape: TypeAlias = Panel | Area | Disc | Polyline | Curve | Words | Glyph | Group


class Scene(Struct, frozen=True):
    """A page: its size, its title and description for readers who cannot see it.

    ``is_read``: its texts and the titles of its groups, in their order, say all that
    the description says. Then a file need not say it again. ``protocol`` is the id of
    what is drawn, if that is a protocol: a file names its other notations by it.
    ``sheets`` are the parts of the page that are a sheet of paper each, if several.
    """

    width: float
    height: float
    title: str
    description: str
    language: str
    parts: tuple[Shape, ...]
    is_read: bool = False
    protocol: str = ""
    sheets: tuple[Rect, ...] = ()
