"""A slide as a scene: pixels are points, and letters have room for a wider font.

Arial is not on every machine. Texts are set in our own face with room to spare, line by
line, so that whatever stands in for it breaks no line and leaves no box.
"""

from collections.abc import Sequence

from msgspec import Struct, field

from katch_protocols.drawings.deadline_looks import look, looks
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.pictograms import pictogram
from katch_protocols.drawings.scene import (
    Anchor,
    Glyph,
    Ink,
    Panel,
    Scene,
    Shape,
    Sign,
    Words,
)
from katch_protocols.drawings.text import Face, TextLines, width, wrap
from katch_protocols.drawings.theme import ALERT, INK, PAPER, lane_tint
from katch_protocols.model.pictures import Picture
from katch_protocols.papers.content.nouns import PrintedDeadline
from katch_protocols.papers.slides.deck import HEIGHT, WIDER, WIDER_BOLD, WIDTH

__all__ = [
    "LEAST",
    "WORDS",
    "Board",
    "TextLook",
    "height_of",
    "least_words",
    "set_in",
    "words_of",
]

LEAST = 14.0
"""The smallest letter of a slide, in points."""
WORDS = 80
"""More words nobody reads on a slide while somebody speaks."""
_LEADING, _CAP = 1.2, 0.36
_ELLIPSIS = "…"
_LARGE = 48.0
_SAYING = 8
"""The start of a longer text says something with so many words."""


class TextLook(Struct, frozen=True):
    """How large a text is, how bold, in which colour, in how many lines at most."""

    size: float = LEAST
    bold: bool = False
    fill: str = INK
    most: int = 2
    anchor: Anchor = Anchor.START


class Board(Struct):
    """A slide that is being drawn; later shapes lie above earlier ones."""

    language: str
    besides: str = ""
    """What stands on the slide besides: its title and its foot."""
    shapes: list[Shape] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many words more a slide bears."""
        said = (line for each in self.shapes for line in _lines(each))
        return WORDS - words_of(" ".join((self.besides, *said)))

    def panel(self, rect: Rect, ink: Ink, radius: float = 0) -> None:
        """Draw a rectangle with round corners."""
        self.shapes.append(Panel(rect, ink, radius))

    def behind(self, rect: Rect, ink: Ink, radius: float = 0) -> None:
        """Draw a rectangle behind all that is there."""
        self.shapes.insert(0, Panel(rect, ink, radius))

    def text(
        self, said: str, rect: Rect, how: TextLook, *, middle: bool = False
    ) -> float:
        """Write a text from the top of a rectangle, or in its middle; return its foot.

        What is too long gets smaller, down to the smallest letter, then is cut.
        """
        lines = set_in(said, rect.width, how)
        if not lines.lines:
            return rect.y
        tall = height_of(lines)
        top = rect.middle[1] - tall / 2 if middle else rect.y
        x = {
            Anchor.START: rect.x,
            Anchor.MIDDLE: rect.middle[0],
            Anchor.END: rect.right,
        }[how.anchor]
        y = top + lines.size * _LEADING / 2 + lines.size * _CAP
        words = Words((x, y), lines, how.fill, how.anchor, _LEADING)
        self.shapes.append(words)
        return top + tall

    def picture(self, picture: Picture, rect: Rect, colour: str) -> None:
        """Draw a pictogram in the middle of a rectangle."""
        self.shapes.append(pictogram(picture, rect, colour))

    def framed(
        self, rect: Rect, colour: str, picture: Picture | None, instead: str = ""
    ) -> None:
        """Draw the tinted ground of a pictogram, and it; without one a text instead."""
        self.panel(rect, Ink(lane_tint(colour)), 10)
        if picture is not None:
            self.picture(picture, rect.grown(-10), colour)
            return
        how = TextLook(_LARGE, bold=True, most=1, anchor=Anchor.MIDDLE)
        self.text(instead, rect, how, middle=True)

    @staticmethod
    def pill_room(due: PrintedDeadline | None, without: str) -> float:
        """Return how wide a deadline is, in points, with room for a wider font."""
        said = without if due is None else due.span
        beside = 20 if due is None else 38
        return width(said, LEAST, Face.SEMIBOLD) * WIDER_BOLD + beside

    def pill(self, due: PrintedDeadline | None, without: str, at: Rect) -> None:
        """Draw a deadline as its basis looks; dashed and red where there is none."""
        said = without if due is None else due.span
        if not said:
            return
        style = None if due is None else looks().get(due.basis, look(None))
        rect = Rect(at.x, at.y, min(self.pill_room(due, without), at.width), 26)
        if style is None:
            self.panel(rect, Ink(PAPER, ALERT, 1.3, "4 3"), 13)
            how = TextLook(bold=True, fill=ALERT, most=1, anchor=Anchor.MIDDLE)
            self.text(said, rect.grown(-2), how, middle=True)
            return
        self.panel(rect, Ink(style.fill, style.edge, 1.3), 13)
        place = rect.x + 15, rect.middle[1]
        self.shapes.append(Glyph(Sign.CLOCK, place, style.ink, 1.4))
        inner = Rect(rect.x + 27, rect.y, rect.width - 30, rect.height)
        self.text(said, inner, TextLook(bold=True, fill=style.ink, most=1), middle=True)

    def badge(self, said: str, at: Rect, colour: str, *, is_filled: bool) -> None:
        """Draw a number: filled where the ministry does it, else outlined."""
        self.panel(at, Ink(colour if is_filled else PAPER, colour, 1.5), 5)
        fill = PAPER if is_filled else INK
        how = TextLook(bold=True, fill=fill, most=1, anchor=Anchor.MIDDLE)
        self.text(said, at, how, middle=True)

    def fits(self, said: str, rect: Rect, how: TextLook) -> bool:
        """Tell whether a text has room, and the slide bears so many words more."""
        lines = set_in(said, rect.width, how)
        tall = height_of(lines)
        is_cut = any(each.endswith(_ELLIPSIS) for each in lines.lines)
        return words_of(said) <= self.left and tall <= rect.height and not is_cut

    def list(  # noqa: PLR0913 - keywords with defaults, one a wish
        self,
        lines: Sequence[str],
        rect: Rect,
        how: TextLook,
        gap: float = 6,
        *,
        always: bool = False,
        spare: int = 0,
    ) -> float:
        """Write texts one below the other: those for which there is room.

        With ``always`` the first is said at least by its start, however many words
        there are besides: a list without a text would say that nothing is in it.
        ``spare`` words are left for others. Return the foot of the last.
        """
        top = rect.y
        for said in lines:
            least = _SAYING if always and top == rect.y else 0
            each = _shortest(said, max(self.left - spare, least))
            found = set_in(each, rect.width, how)
            tall = height_of(found)
            if not each or top + tall > rect.bottom:
                continue
            self.text(each, Rect(rect.x, top, rect.width, tall), how)
            top += tall + gap
        return max(top - gap, rect.y)

    def scene(self, title: str) -> Scene:
        """Return the slide as a scene."""
        return Scene(WIDTH, HEIGHT, title, "", self.language, tuple(self.shapes))


def words_of(said: str) -> int:
    """Count the words of a text: what has letters; a number is seen at once."""
    return sum(any(map(str.isalpha, each)) for each in said.split())


def least_words(*lines: str) -> int:
    """Return how many words the starts of some texts have."""
    return sum(min(words_of(said), _SAYING) for said in lines)


def _shortest(said: str, left: int) -> str:
    """Return a text of at most so many words; nothing where its start says nothing."""
    words = said.split()
    if words_of(said) <= left:
        return said
    return " ".join(words[:left]) + _ELLIPSIS if left >= _SAYING else ""


def _lines(shape: Shape) -> Sequence[str]:
    return shape.lines.lines if isinstance(shape, Words) else ()


def height_of(lines: TextLines) -> float:
    """Return how tall a text is that was set."""
    return len(lines.lines) * lines.size * _LEADING


def set_in(said: str, room: float, how: TextLook) -> TextLines:
    """Set a text with room for a wider font; what does not fit is cut."""
    face = Face.SEMIBOLD if how.bold else Face.REGULAR
    spare, size = room / (WIDER_BOLD if how.bold else WIDER), how.size
    # The narrow cut is ours alone: a slide has no such font.
    lines = TextLines(wrap(said, spare, size, face), face, size)
    while size > LEAST and not _fits(lines, spare, how.most):
        size -= 1
        lines = TextLines(wrap(said, spare, size, face), face, size)
    if _fits(lines, spare, how.most):
        return lines
    # Rather without room to spare than cut: Arial is no wider than our own face.
    close = TextLines(wrap(said, room, size, face), face, size)
    if _fits(close, room, how.most):
        return close
    kept = [_cut(line, size, face, spare) for line in lines.lines[: how.most]]
    if len(lines.lines) > how.most:
        kept[-1] = _cut(kept[-1].removesuffix(_ELLIPSIS) + _ELLIPSIS, size, face, spare)
    return TextLines(tuple(kept), face, size)


def _fits(lines: TextLines, room: float, most: int) -> bool:
    return len(lines.lines) <= most and lines.width <= room


def _cut(line: str, size: float, face: Face, room: float) -> str:
    if width(line, size, face) <= room:
        return line
    line = line.removesuffix(_ELLIPSIS)
    while line and width(line + _ELLIPSIS, size, face) > room:
        line = line[:-1]
    return line + _ELLIPSIS
