"""A sheet: title, kind of view, what it shows, a foot line; and several as one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.drawings.caption import foot_line
from katch_protocols.drawings.lanes.cards import badge
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.palette import toned
from katch_protocols.drawings.scene import (
    Anchor,
    Group,
    Ink,
    Panel,
    Scene,
    Shape,
    Words,
)
from katch_protocols.drawings.sheets.fitting import Fitted, fitted
from katch_protocols.drawings.story.saying import word
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import HAIRLINE, INK, MUTED
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.noun import Label
from katch_protocols.model.protocol import Protocol
from katch_protocols.words.lists import enumerated, one_line
from katch_protocols.words.say import say

__all__ = [
    "FOOT",
    "LEFT",
    "TOP",
    "Drawer",
    "Legend",
    "Row",
    "Sample",
    "Sheet",
    "bases",
    "drawn_words",
    "spoken_rows",
    "stacked_scenes",
]


LEFT, TOP = 24.0, 82.0
"""Where the content of a sheet begins, in pixels."""

Row = tuple[str, ...]
"""A row of a text twin: one text a column."""

_KEY_ROW, _KEY_GAP, _KEY_SIZE = 24.0, 24.0, 12.5
FOOT = 30.0
"""From the end of the content to that of the sheet."""
_TITLE_TOP, _KIND_TOP = 8.0, 56.0
_TITLE, _TITLE_IN_TWO_LINES = 22.0, 20.0


class Sheet(Struct, frozen=True):
    """What every sheet of one view has in common."""

    protocol: Protocol
    title: Label
    kind: str
    languages: Sequence[str]
    right: float
    """Where the content ends."""
    hashed: str = ""
    """The fingerprint of the text that it shows, where the foot is to say it."""

    def scene(  # noqa: PLR0913 - keywords with defaults, one a wish
        self,
        language: str,
        parts: Iterable[Shape],
        bottom: float,
        *,
        said: str,
        is_read: bool = False,
        sheets: tuple[Rect, ...] = (),
    ) -> Scene:
        """Return the page around ``parts``, which end at ``bottom``.

        ``is_read``: they say all that is ``said``; ``sheets``: as ``Scene`` has both.
        Where nothing is ``said``, since there is nothing to show, the words of the
        parts are: a picture without a text for those who cannot see it is no PDF/UA.
        """
        parts = tuple(parts)
        room = self.right - LEFT
        title = self._headline(room)
        name = Label(
            texts={code: say(f"drawings.{self.kind}", code) for code in self.languages}
        )
        kind = fitted(name, self.languages, room, size=13, most=1)
        foot = fitted(self._foot(), self.languages, room, size=12, most=1)
        above = _KIND_TOP - _TITLE_TOP
        head: tuple[Shape, ...] = (
            title.within(Rect(LEFT, _TITLE_TOP, room, above), language, INK),
            kind.within(Rect(LEFT, _KIND_TOP, room, 18), language, MUTED),
        )
        at = Rect(LEFT, bottom + 6, room, 16)
        end = foot.within(at, language, MUTED, Anchor.END)
        spoken = say(f"drawings.{self.kind}", language)
        return Scene(
            self.right + LEFT,
            bottom + FOOT,
            f"{self.title.say(language)}. {spoken}",
            said or one_line(drawn_words(parts)),
            language,
            (*head, *parts, end),
            is_read,
            self.protocol.id,
            sheets,
        )

    def _headline(self, room: float) -> Fitted:
        """Set the title, in two lines if it must be, above the small title."""
        titles = (
            fitted(
                self.title, self.languages, room, size=size, face=Face.SEMIBOLD, most=2
            )
            for size in (_TITLE, _TITLE_IN_TWO_LINES)
        )
        above = _KIND_TOP - _TITLE_TOP
        return min(titles, key=lambda title: title.height > above)

    def _foot(self) -> Label:
        return Label(texts={code: self._said(code) for code in self.languages})

    def _said(self, language: str) -> str:
        said = foot_line(self.protocol, language)
        if not self.hashed:
            return said
        return f"{said} · {say('drawings.text-hash', language, hash=self.hashed)}"


def drawn_words(shapes: Iterable[Shape]) -> Iterator[str]:
    """Yield the texts of shapes: what a picture says that shows nothing else."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from drawn_words(shape.parts)
        elif isinstance(shape, Words):
            yield " ".join(shape.lines.lines)


Drawer = Callable[[Rect, str], Iterable[Shape]]
"""Draws a sample of a mark in a rectangle, in one language."""


class Sample(Struct, frozen=True):
    """A mark of the key: the room of its sample, how to draw it, what it means."""

    room: float
    draw: Drawer
    label: Label


class Legend(Struct, frozen=True):
    """The marks of a view and what they mean, in rows as wide as the sheet."""

    items: Sequence[Sample]
    languages: Sequence[str]

    def written(
        self, language: str, right: float, top: float
    ) -> tuple[tuple[Shape, ...], float]:
        """Return the shapes, and where they end."""
        shapes: list[Shape] = []
        x, y = LEFT, top
        for item in self.items:
            room, label = item.room, item.label
            text = self._text(label, right - LEFT - room - 8)
            if x > LEFT and x + room + 8 + text.width > right:
                x, y = LEFT, y + _KEY_ROW
            shapes += item.draw(Rect(x, y + 2, room, _KEY_ROW - 4), language)
            place = Rect(x + room + 8, y, text.width, _KEY_ROW)
            shapes.append(text.within(place, language, INK))
            x += room + 8 + text.width + _KEY_GAP
        return tuple(shapes), y + _KEY_ROW

    def _text(self, label: Label, room: float) -> Fitted:
        return fitted(label, self.languages, room, size=_KEY_SIZE, most=1)


def families(found: Iterable[tuple[str, Label]]) -> Iterator[Sample]:
    """Yield the colour of each family of agencies and its shade, with its title."""
    for title, colours in toned(found):
        yield Sample(16 * len(colours) - 2, partial(_squares, colours), title)


def _squares(colours: Sequence[str], rect: Rect, _: str) -> Iterator[Shape]:
    for at, colour in enumerate(colours):
        place = Rect(rect.x + 16 * at, rect.middle[1] - 7, 14, 14)
        yield Panel(place, Ink(colour), 3)


def bases(found: Iterable[Basis], languages: Sequence[str]) -> Iterator[Sample]:
    """Yield the pills of deadlines that are in use."""
    used = set(found)
    for basis in Basis:
        if basis in used:
            yield Sample(26, _pill(basis), word(f"key-{basis.value}", languages))


def _pill(basis: Basis) -> Drawer:
    def sample(rect: Rect, _: str) -> Iterator[Shape]:
        return badge(Rect(rect.x, rect.y + 1, rect.width, 18), "", basis)

    return sample


def spoken_rows(rows: Sequence[Row]) -> Iterator[str]:
    """Yield each row of a twin as a sentence, each cell behind its head."""
    head, *rest = rows
    for row in rest:
        said = (
            f"{name}: {cell}" if name else cell
            for name, cell in zip(head, row, strict=True)
            if cell
        )
        yield enumerated(said).removesuffix(".") + "."


_BETWEEN = 36.0
"""Between two sheets: room for a line under the first, and for the rule."""


def stacked_scenes(
    scenes: Sequence[Scene], title: str, *, is_plain: bool = True
) -> Scene:
    """Return one scene that shows all, each with a line below it but the last.

    Readers who cannot see it are told the titles and descriptions of all, in order.
    Groups inside lose their titles, which say the same once more for a pointer that
    rests on them, and their data: a page that shows the sheet as a picture needs none;
    they keep both unless it ``is_plain``.
    """
    width = max(scene.width for scene in scenes)
    parts, sheets, top = list[Shape](), list[Rect](), 0.0
    for scene in scenes:
        if parts:
            parts.append(Panel(Rect(0, top + _BETWEEN - 3, width, 1), Ink(HAIRLINE)))
            top += _BETWEEN
        inside = tuple(map(_plain, scene.parts)) if is_plain else scene.parts
        parts.append(Group("sheet", inside, down=top))
        whole = (Rect(0, 0, scene.width, scene.height),)
        sheets += [replace(each, y=top + each.y) for each in scene.sheets or whole]
        top += scene.height
    said = " ".join(_said(scenes))
    first, is_read = scenes[0], all(scene.is_read for scene in scenes)
    return replace(
        first,
        width=width,
        height=top,
        title=title,
        description=said,
        parts=tuple(parts),
        is_read=is_read,
        sheets=tuple(sheets),
    )


def _plain(shape: Shape) -> Shape:
    if not isinstance(shape, Group):
        return shape
    return replace(shape, title="", data={}, parts=tuple(map(_plain, shape.parts)))


def _said(scenes: Sequence[Scene]) -> Iterator[str]:
    for scene in scenes:
        yield f"{scene.title}. {scene.description}"
