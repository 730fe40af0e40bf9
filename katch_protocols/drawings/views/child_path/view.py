"""The view of the path of the child: a storyboard on the child's own clock."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.caption import foot_line
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.pictograms import pictogram
from katch_protocols.drawings.scene import (
    Anchor,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
)
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.sheets.sheet import Row, spoken_rows
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.theme import ALERT, HAIRLINE, INK, MUTED
from katch_protocols.drawings.view import View
from katch_protocols.drawings.views.child_path.frames import (
    BAR,
    CLOCK,
    GAP,
    LEAST,
    WIDTH,
    FrameHeights,
    PathFrame,
    pill,
)
from katch_protocols.drawings.views.child_path.telling import PathTelling
from katch_protocols.duties.path_nouns import PathMoment
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.noun import Label

__all__ = ["VIEW", "ChildPathView"]

_COLUMNS, _LEFT, _TOP = 4, 46.0, 168.0
_RIGHT = _LEFT + _COLUMNS * WIDTH + (_COLUMNS - 1) * GAP
_ROOM = _RIGHT - _LEFT
_HEIGHT = 1191.0
"""A sheet of A4 in landscape is so tall where it is as wide as the page."""
_BETWEEN, _FOOT = 16.0, 54.0
_LOW, _TALL = 84.0, 176.0
_BESIDE_PICTURE, _PAD = 64.0, 14.0


class ChildPathView(Struct, frozen=True, dict=True):
    """The path of one protocol, laid out once for all languages."""

    subject: Subject

    @cached_property
    def telling(self) -> PathTelling:
        """What is said of each moment."""
        return PathTelling(self.subject)

    @cached_property
    def frames(self) -> Sequence[PathFrame]:
        """One frame a moment."""
        moments = enumerate(self.telling.path.moments, start=1)
        return tuple(
            PathFrame(self.telling, number, moment) for number, moment in moments
        )

    @cached_property
    def _lines(self) -> Sequence[Sequence[PathFrame]]:
        starts = range(0, len(self.frames), _COLUMNS)
        return tuple(self.frames[at : at + _COLUMNS] for at in starts)

    @cached_property
    def heights(self) -> Sequence[FrameHeights]:
        """How tall the frames of each row are: the pictures take what room is left."""
        bare = [self._heights(row, 0) for row in self._lines]
        used = sum(each.whole for each in bare) + _BETWEEN * max(len(bare) - 1, 0)
        rest = _HEIGHT - _TOP - used - self._below
        tall = min(max(rest / max(len(bare), 1), _LOW), _TALL)
        return tuple(self._heights(row, tall) for row in self._lines)

    def _heights(self, row: Sequence[PathFrame], picture: float) -> FrameHeights:
        def stacked(frame: PathFrame, language: str) -> float:
            return sum(text.height_of(language) + 6 for text, _ in frame.texts)

        since = [each.since.height for each in row if each.since is not None]
        names = [name.height + 12 for each in row for name in each.names]
        languages = self.subject.languages
        return FrameHeights(
            max((CLOCK, *since)),
            picture,
            max(each.title.height for each in row),
            max((BAR, *names)),
            max(stacked(each, code) for each in row for code in languages),
        )

    @property
    def _below(self) -> float:
        """How much room strips and foot take."""
        strips = [each + _BETWEEN for each in map(self._strip_height, self._beside)]
        late = self._late
        above = _BETWEEN + max(strips, default=0) + _FOOT
        return above + (0 if late is None else late.height)

    @property
    def _beside(self) -> Sequence[PathMoment]:
        return self.telling.path.beside

    @cached_property
    def _late(self) -> Fitted | None:
        said = self.telling.at_most()
        return (
            None if said is None else self._fit(said, _ROOM, LEAST, most=4, further=8)
        )

    def _fit(  # noqa: PLR0913 - keywords with defaults, one a wish
        self,
        label: Label,
        room: float,
        size: float,
        *,
        bold: bool = False,
        most: int,
        further: int = 0,
    ) -> Fitted:
        return self.subject.fitted(
            label, room, size, bold=bold, most=most, least=LEAST, further=further
        )

    def scene(self, language: str) -> Scene:
        """Draw the storyboard in one language."""
        shapes = [*self._head(language)]
        told = tuple(spoken_rows(self.twin(language)))
        top = _TOP
        if not self.frames:
            empty = self.subject.word("path-empty")
            told = (empty.say(language),)
            text = self._fit(empty, _ROOM, 24, most=2)
            place = Rect(_LEFT, top, _ROOM, text.height)
            shapes.append(text.within(place, language, INK))
            top = place.bottom
        for row, heights in zip(self._lines, self.heights, strict=True):
            for at, frame in enumerate(row):
                corner = _LEFT + at * (WIDTH + GAP), top
                title = told[frame.number - 1]
                shapes.append(frame.drawn(corner, heights, language, title))
                if at:
                    start, down = corner[0] - GAP + 3, top + heights.clock / 2
                    ends = (start, down), (start + GAP - 6, down)
                    shapes.append(Polyline(ends, Ink("none", MUTED, 2), head=10))
            top += heights.whole + _BETWEEN
        more, top = self._strips(top, language)
        foot, bottom = self._under(top, language)
        kind = self.subject.word("view-child-path").say(language)
        protocol = self.subject.chart.protocol
        return Scene(
            _RIGHT + _LEFT,
            bottom,
            f"{self.subject.title.say(language)}. {kind}",
            " ".join(told),
            language,
            (*shapes, *more, *foot),
            protocol=protocol.id,
        )

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        return self.telling.rows(language)

    def _head(self, language: str) -> Iterator[Shape]:
        title = self._fit(self.subject.title, _ROOM, 40, bold=True, most=1)
        yield title.within(Rect(_LEFT, 22, _ROOM, 52), language, INK)
        kind = self._fit(self.subject.word("view-child-path"), _ROOM, 21, most=1)
        yield kind.within(Rect(_LEFT, 74, _ROOM, 28), language, MUTED)
        yield from self._key(language)
        yield Panel(Rect(_LEFT, 148, _ROOM, 3), Ink(INK))

    def _key(self, language: str) -> Iterator[Shape]:
        """Yield what a bar and each look of a pill mean, in one line."""
        top, x = 106.0, _LEFT
        holds = self._fit(self.subject.word("path-holder"), 420, LEAST, most=1)
        yield Panel(Rect(x, top + 6, 40, 20), Ink(MUTED), 6)
        yield holds.within(Rect(x + 50, top, holds.width, 32), language, INK)
        x += 50 + holds.width + 30
        used = {frame.basis for frame in self.frames} - {None}
        for basis in (each for each in Basis if each in used):
            said = self.subject.word(f"duties.basis-{basis}")
            text = self._fit(said, 300, LEAST, bold=True, most=1)
            rect = Rect(x, top, text.width + 50, 32)
            yield from pill(rect, text, language, basis, is_set=True)
            x = rect.right + 14

    def _strip_height(self, moment: PathMoment) -> float:
        title, said = self._strip_texts(moment)
        return max(title.height + said.height + 4, _BESIDE_PICTURE) + 2 * _PAD

    def _strip_texts(self, moment: PathMoment) -> tuple[Fitted, Fitted]:
        room = self._strip_room - _BESIDE_PICTURE - 3 * _PAD
        beside, aside = self.telling.beside(moment), self.telling.aside(moment)
        title = self._fit(beside, room, 20, bold=True, most=1, further=3)
        return title, self._fit(aside, room, LEAST, most=2, further=4)

    @property
    def _strip_room(self) -> float:
        count = max(len(self._beside), 1)
        return (_ROOM - (count - 1) * GAP) / count

    def _strips(self, top: float, language: str) -> tuple[list[Shape], float]:
        beside = self._beside
        if not beside:
            return [], top
        tall, wide = max(map(self._strip_height, beside)), self._strip_room
        shapes: list[Shape] = []
        for at, moment in enumerate(beside):
            rect = Rect(_LEFT + at * (wide + GAP), top, wide, tall)
            shapes.append(self._strip(moment, rect, language))
        return shapes, top + tall + _BETWEEN

    def _strip(self, moment: PathMoment, rect: Rect, language: str) -> Group:
        held = self.telling.holders(moment)
        colour = self.subject.colour(held[0]) if held else ALERT
        shapes: list[Shape] = [Panel(rect, Ink("none", colour, 2.5), 14)]
        left = rect.x + _PAD
        if moment.picture is not None:
            side = _BESIDE_PICTURE
            place = Rect(left, rect.middle[1] - side / 2, side, side)
            shapes.append(pictogram(moment.picture, place, colour))
            left += side + _PAD
        title, said = self._strip_texts(moment)
        top = rect.middle[1] - (title.height + said.height + 4) / 2
        place = Rect(left, top, title.width, title.height)
        shapes.append(title.within(place, language, INK))
        place = Rect(left, place.bottom + 4, said.width, said.height)
        shapes.append(said.within(place, language, INK))
        data = {"protocol": moment.protocol}
        return Group(
            "beside", tuple(shapes), data, self.telling.beside(moment).say(language)
        )

    def _under(self, top: float, language: str) -> tuple[list[Shape], float]:
        """Return how late each moment comes at most, and the foot line."""
        shapes: list[Shape] = [Panel(Rect(_LEFT, top - 6, _ROOM, 1.5), Ink(HAIRLINE))]
        if self._late is not None:
            place = Rect(_LEFT, top, _ROOM, self._late.height)
            shapes.append(self._late.within(place, language, INK))
            top = place.bottom
        texts = {
            code: foot_line(self.subject.chart.protocol, code)
            for code in self.subject.languages
        }
        foot = self._fit(Label(texts=texts), _ROOM, LEAST, most=1)
        place = Rect(_LEFT, top + 6, _ROOM, foot.height)
        shapes.append(foot.within(place, language, MUTED, Anchor.END))
        return shapes, place.bottom + 16


VIEW: View[Material] = View(
    "child-path",
    place=15,
    lay_out=lambda given: ChildPathView(Subject.of(given)),
    kept="child-path",
    cost=2,
)
