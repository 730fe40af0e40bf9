"""The frames of the storyboard: clock, pictogram, title, holder, promise."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.deadline_looks import look
from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.pictograms import pictogram
from katch_protocols.drawings.scene import (
    Anchor,
    Area,
    Disc,
    Glyph,
    Group,
    Ink,
    Panel,
    Shape,
    Sign,
)
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.theme import (
    ALERT,
    INK,
    MUTED,
    PAPER,
    lane_tint,
)
from katch_protocols.drawings.views.child_path.telling import PathTelling
from katch_protocols.duties.path_nouns import PathMoment
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.noun import Id, Label

__all__ = ["BAR", "CLOCK", "GAP", "LEAST", "WIDTH", "FrameHeights", "PathFrame", "pill"]

WIDTH, GAP = 375.0, 30.0
"""The width of a frame, and between two of them."""
LEAST = 18.0
"""The smallest letter: 8 points where the page fills a sheet of A4."""
_AIR, _SLANT, _INNER = 8.0, 26.0, 12.0
CLOCK, BAR = 44.0, 38.0
"""How tall a clock is, and a bar at least."""
_FURTHER = 4
"""So many lines more a long text has, rather than to be cut."""
_SHARES = (0.5, 0.44, 0.56, 0.38, 0.62)
_PICTURE_AIR, _PILL_AIR, _DOT = 14.0, 10.0, 26.0


class FrameHeights(Struct, frozen=True):
    """How tall the parts of the frames of one row are."""

    clock: float
    picture: float
    title: float
    bar: float
    texts: float

    @property
    def whole(self) -> float:
        """How tall a frame is."""
        shown = self.picture + 10 + self.title + 8 + self.bar
        return self.clock + _AIR + shown + 8 + self.texts


class PathFrame(Struct, frozen=True, dict=True):
    """One moment, set in every language."""

    telling: PathTelling
    number: int
    moment: PathMoment

    @cached_property
    def title(self) -> Fitted:
        """What happens."""
        return self._fit(self.telling.title(self.moment), WIDTH, 23, bold=True, most=2)

    @cached_property
    def note(self) -> Fitted | None:
        """Who does it, or answers for it, where the holder does not."""
        said = self.telling.note(self.moment)
        return None if said is None else self._fit(said, WIDTH, LEAST, most=1)

    @cached_property
    def promise(self) -> Fitted | None:
        """What the child is promised."""
        said = self.telling.promise(self.moment)
        return None if said is None else self._fit(said, WIDTH, 20, most=3)

    @property
    def texts(self) -> Sequence[tuple[Fitted, str]]:
        """What stands below the bar, and in which colour."""
        found = ((self.note, MUTED), (self.promise, INK))
        return tuple((text, fill) for text, fill in found if text is not None)

    @cached_property
    def _shares(self) -> Sequence[float]:
        """How wide the parts of the bar are: as even as the names allow."""
        if len(self.holders) < 2:  # noqa: PLR2004 - nobody passes it on
            return tuple(WIDTH for _ in self.holders)
        room = WIDTH - _SLANT
        tried = [(room * share, room * (1 - share)) for share in _SHARES]
        return min(tried, key=lambda each: _crowding(self._names(each)))

    @property
    def names(self) -> Sequence[Fitted]:
        """Who holds the case, as wide as the part of the bar allows."""
        return self._names(self._shares)

    def _names(self, shares: Sequence[float]) -> Sequence[Fitted]:
        return tuple(
            self._fit(
                self.telling.subject.short(each),
                share - 2 * _INNER,
                LEAST,
                bold=True,
                most=3,
            )
            for each, share in zip(self.holders, shares, strict=True)
        )

    @cached_property
    def limit(self) -> Fitted:
        """By when."""
        said = self.telling.span(self.moment)
        return self._fit(said, WIDTH * 0.6, 21, bold=True, most=1)

    def _fit(
        self, label: Label, room: float, size: float, *, bold: bool = False, most: int
    ) -> Fitted:
        """Set a text; the frame grows with one that needs lines beyond ``most``."""
        return self.telling.subject.fitted(
            label, room, size, bold=bold, most=most, least=LEAST, further=_FURTHER
        )

    @property
    def holders(self) -> Sequence[Id]:
        """Who holds the case."""
        return self.telling.holders(self.moment)

    @property
    def basis(self) -> Basis | None:
        """What its deadline rests on."""
        return None if self.moment.clock is None else self.moment.clock.basis

    @property
    def colour(self) -> str:
        """The colour of who holds the case when the moment is over."""
        return self._colour(self.holders[-1]) if self.holders else MUTED

    def _colour(self, party: Id) -> str:
        return self.telling.subject.colour(party)

    def drawn(
        self,
        at: tuple[float, float],
        heights: FrameHeights,
        language: str,
        said: str,
    ) -> Group:
        """Draw the frame from its top left corner; its title is what is said."""
        x, y = at
        shapes = list(self._clock(x, y, heights.clock, language))
        top = y + heights.clock + _AIR
        panel = Rect(x, top, WIDTH, heights.picture)
        shapes += self._picture(panel)
        top = panel.bottom + 10
        title = Rect(x, top, WIDTH, self.title.height_of(language))
        shapes.append(self.title.within(title, language, INK))
        top += heights.title + 8
        shapes += self._bar(Rect(x, top, WIDTH, heights.bar), language)
        top += heights.bar + 8
        for text, fill in self.texts:
            place = Rect(x, top, WIDTH, text.height_of(language))
            shapes.append(text.within(place, language, fill))
            top += text.height_of(language) + 6
        data = {"protocol": self.moment.protocol, "moment": self.moment.name}
        return Group("frame", tuple(shapes), data, said)

    @property
    def _pill(self) -> float:
        """How wide the pill of the clock is."""
        has_clock = self.moment.clock is not None
        return self.limit.width + 2 * _PILL_AIR + (26 if has_clock else 0)

    @cached_property
    def since(self) -> Fitted | None:
        """What the clock counts from."""
        said = self.telling.since(self.moment)
        room = WIDTH - _DOT - self._pill - 8
        return None if said is None else self._fit(said, room, LEAST, most=3)

    def _clock(self, x: float, y: float, tall: float, language: str) -> Iterator[Shape]:
        middle = y + tall / 2
        first = self._colour(self.holders[0]) if self.holders else MUTED
        yield Disc((x + 10, middle), 10, Ink(first))
        rect = Rect(x + _DOT, middle - CLOCK / 2 + 2, self._pill, CLOCK - 4)
        is_set = self.moment.clock is not None
        yield from pill(rect, self.limit, language, self.basis, is_set=is_set)
        if self.since is not None:
            place = Rect(rect.right + 8, y, self.since.width, tall)
            yield self.since.within(place, language, MUTED)

    def _picture(self, panel: Rect) -> Iterator[Shape]:
        colour = self.colour
        yield Panel(panel, Ink(lane_tint(colour)), 20)
        said = Label(
            texts=dict.fromkeys(self.telling.subject.languages, str(self.number))
        )
        if self.moment.picture is None:
            text = self._fit(said, WIDTH, 72, bold=True, most=1)
            yield text.within(panel, self._language, INK, Anchor.MIDDLE)
            return
        text = self._fit(said, 60, 30, bold=True, most=1)
        yield text.within(Rect(panel.x + 18, panel.y + 14, 60, 30), self._language, INK)
        yield pictogram(self.moment.picture, panel.grown(-_PICTURE_AIR), colour)

    @property
    def _language(self) -> str:
        return self.telling.subject.languages[0]

    def _bar(self, rect: Rect, language: str) -> Iterator[Shape]:
        """Yield who holds the case; a slanted seam is where it passes on."""
        holders = self.holders
        if not holders:
            nobody = self.telling.subject.word("nobody")
            yield Panel(rect, Ink(PAPER, ALERT, 2, "6 4"), 10)
            text = self._fit(nobody, rect.width - 24, LEAST, most=1)
            yield text.within(rect.grown(-12), language, ALERT)
            return
        if len(holders) == 1:
            yield Panel(rect, Ink(self._colour(holders[0])), 10)
            inner = rect.grown(-_INNER)
            yield self.names[0].within(inner, language, PAPER)
            return
        first, second = self._shares
        parts = (rect.x, first), (rect.right - second, second)
        seam = _seam(rect, rect.x + first + _SLANT / 2)
        for at, ((left, wide), corners) in enumerate(zip(parts, seam, strict=True)):
            yield Area(corners, Ink(self._colour(holders[at])))
            inner = Rect(left, rect.y, wide, rect.height).grown(-_INNER)
            yield self.names[at].within(inner, language, PAPER)


def _crowding(names: Sequence[Fitted]) -> tuple[bool, float]:
    """Return how badly names fit: whether one is cut, then how tall they are."""
    is_cut = any("…" in line for each in names for line in each.lines)
    return is_cut, max(each.height for each in names)


def _seam(rect: Rect, middle: float) -> Sequence[tuple[Point, ...]]:
    """Return the two parts of a bar, with a slanted gap between them."""
    half, gap = _SLANT / 2, 2.0
    above, below = middle + half, middle - half
    left = (
        (rect.x, rect.y),
        (above - gap, rect.y),
        (below - gap, rect.bottom),
        (rect.x, rect.bottom),
    )
    right = (
        (above + gap, rect.y),
        (rect.right, rect.y),
        (rect.right, rect.bottom),
        (below + gap, rect.bottom),
    )
    return left, right


def pill(
    rect: Rect, text: Fitted, language: str, basis: Basis | None, *, is_set: bool
) -> Iterator[Shape]:
    """Yield the pill of a deadline, as its basis looks; dashed and red if not set."""
    how = look(basis)
    if not is_set:
        yield Panel(rect, Ink(PAPER, ALERT, 2, "6 4"), rect.height / 2)
        yield text.within(rect, language, ALERT, Anchor.MIDDLE)
        return
    yield Panel(rect, Ink(how.fill, how.edge, 2), rect.height / 2)
    yield Glyph(Sign.CLOCK, (rect.x + _PILL_AIR + 10, rect.middle[1]), how.ink, 2)
    inner = Rect(rect.x + _PILL_AIR + 26, rect.y, text.width, rect.height)
    yield text.within(inner, language, how.ink)
