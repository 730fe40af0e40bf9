"""Texts set in a room: as large in every language, so that geometry never moves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import takewhile

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Words
from katch_protocols.drawings.text import (
    Face,
    Lent,
    TextLines,
    fit,
    font_at_hand,
    letters_lent,
    width,
)
from katch_protocols.model.noun import Label

__all__ = ["CAP", "LEAST", "Fitted", "apart", "fitted", "half_of", "stacked"]

CAP = 0.36
"""From the middle of a line to its baseline, in shares of the size."""
_LEADING = 1.2
LEAST = 7.0
"""The smallest letter, in pixels, where nothing else is asked for."""
_ELLIPSIS = "…"


class Fitted(Struct, frozen=True, dict=True):
    """A label in every language, each in the lines that fit its room."""

    texts: Mapping[str, TextLines]

    @cached_property
    def height(self) -> float:
        """The height that holds every language."""
        return max(map(self.height_of, self.texts), default=0.0)

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line of every language."""
        return tuple(line for each in self.texts.values() for line in each.lines)

    def height_of(self, language: str) -> float:
        """Return the height of one language, for a text that begins at the top."""
        lines = self.texts[language]
        return len(lines.lines) * lines.size * _LEADING

    @property
    def width(self) -> float:
        """The width that holds every language."""
        return max((lines.width for lines in self.texts.values()), default=0.0)

    def holds(self, label: Label, room: float) -> bool:
        """Whether the text of a label is set whole in every language, within room."""
        return all(
            " ".join(lines.lines) == " ".join(label.say(name).split())
            and lines.width <= room
            for name, lines in self.texts.items()
        )

    def within(
        self, rect: Rect, language: str, fill: str, anchor: Anchor = Anchor.START
    ) -> Words:
        """Return the text half way down a rectangle, at one of its sides."""
        lines = self.texts[language]
        x = {
            Anchor.START: rect.x,
            Anchor.MIDDLE: rect.middle[0],
            Anchor.END: rect.right,
        }[anchor]
        rise = (len(lines.lines) - 1) / 2 * lines.size * _LEADING
        y = rect.middle[1] - rise + lines.size * CAP
        return Words((x, y), lines, fill, anchor, _LEADING)

    def upright(self, rect: Rect, language: str, fill: str) -> Words:
        """Return the text turned, reading upward, starting at the rectangle's foot."""
        lines = self.texts[language]
        rise = (len(lines.lines) - 1) / 2 * lines.size * _LEADING
        x = rect.middle[0] - rise + lines.size * CAP
        return Words((x, rect.bottom), lines, fill, Anchor.START, _LEADING, -90)


def fitted(  # noqa: PLR0913 - keywords with defaults, one a wish
    label: Label,
    languages: Sequence[str],
    room: float,
    *,
    size: float = 13,
    face: Face = Face.REGULAR,
    most: int = 3,
    least: float = LEAST,
    further: int = 0,
) -> Fitted:
    """Set a label in at most ``most`` lines of ``room`` pixels, in every language.

    A text that is too long gets narrower, then smaller, down to ``least``, then it has
    up to ``further`` lines more; what still does not fit is cut, so that no text ever
    leaves its place. Its title holds it all.
    """
    texts = tuple((name, label.say(name)) for name in languages)
    lent = tuple(letters_lent(text) for _, text in texts) if font_at_hand() else ()
    return _fitted(texts, room, size, face, (most, most + further), least, lent)


# A view sets its texts in every language once more for each language it is drawn in.
@lru_cache(maxsize=8192)
def _fitted(  # noqa: PLR0913, PLR0917 - as they are given
    texts: tuple[tuple[str, str], ...],
    room: float,
    size: float,
    face: Face,
    allowed: tuple[int, int],
    least: float,
    lent: tuple[Lent, ...],  # noqa: ARG001 - what it is kept under besides
) -> Fitted:
    return Fitted(
        {name: _set(text, room, size, face, allowed, least) for name, text in texts}
    )


def _set(  # noqa: PLR0913, PLR0917 - as they are given
    text: str,
    room: float,
    size: float,
    face: Face,
    allowed: tuple[int, int],
    least: float,
) -> TextLines:
    most, at_last = allowed
    tried = size
    while tried >= least:
        for each in (face, face.narrow):
            lines = fit(text, room, tried, each)
            if len(lines.lines) <= most and lines.width <= room:
                return lines
        tried -= 1
    lines = fit(text, room, least, face.narrow)
    return _cut(lines, room, at_last)


def _cut(lines: TextLines, room: float, most: int) -> TextLines:
    kept = [_shortened(line, lines, room) for line in lines.lines[:most]]
    if len(lines.lines) > most and kept and not kept[-1].endswith(_ELLIPSIS):
        kept[-1] = _shortened(f"{kept[-1]}{_ELLIPSIS}", lines, room)
    return TextLines(tuple(kept), lines.face, lines.size)


def _shortened(line: str, lines: TextLines, room: float) -> str:
    if width(line, lines.size, lines.face) <= room:
        return line
    line = line.removesuffix(_ELLIPSIS)
    while line and width(line + _ELLIPSIS, lines.size, lines.face) > room:
        line = line[:-1]
    return line + _ELLIPSIS


def apart(texts: Sequence[str]) -> Sequence[str]:
    """Return texts without the words that two begin alike, but the first of them.

    Where texts are cut at their ends, what is unlike is read then.
    """
    words = [text.split() for text in texts]
    every = {*map(tuple, words)}
    found = []
    for text, own in zip(texts, words, strict=True):
        others = every - {tuple(own)}
        alike = max((_alike(own, other) for other in others), default=0)
        rest = own[alike:]
        is_short = alike > 1 and rest
        found.append(" ".join((own[0], _ELLIPSIS, *rest)) if is_short else text)
    return found


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def stacked(
    texts: Iterable[Fitted], rect: Rect, gap: float = 0
) -> Iterator[tuple[Fitted, Rect]]:
    """Yield each text with its own part of a rectangle, from the top down."""
    top = rect.y
    for text in texts:
        yield text, Rect(rect.x, top, rect.width, text.height)
        top += text.height + gap


def half_of(heights: Sequence[float]) -> int:
    """Return how many stand in the first of two columns, so that both end alike."""
    whole = sum(heights)
    sums = [sum(heights[: at + 1]) for at in range(len(heights))]
    return min(range(len(sums)), key=lambda at: abs(2 * sums[at] - whole)) + 1
