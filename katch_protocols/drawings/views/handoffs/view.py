"""The handoff matrix: who hands over stands at the left, who receives on top."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product

from msgspec import Struct

from katch_protocols.budget import look, tick
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import A3, LEAST_PRINT
from katch_protocols.drawings.scene import (
    Anchor,
    Glyph,
    Group,
    Ink,
    Panel,
    Scene,
    Shape,
    Sign,
)
from katch_protocols.drawings.sheets.fitting import Fitted, stacked
from katch_protocols.drawings.sheets.paging import fits, paged, tallest
from katch_protocols.drawings.sheets.sheet import (
    LEFT,
    TOP,
    Legend,
    Row,
    Sample,
    Sheet,
    families,
    spoken_rows,
    stacked_scenes,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.saying import together
from katch_protocols.drawings.theme import BAND, HAIRLINE, INK, MUTED, PAPER, lane_tint
from katch_protocols.drawings.view import View
from katch_protocols.drawings.views.handoffs.passing import Passing, passing
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import one_line

__all__ = ["VIEW", "HandoffsView"]

_SQUARE = 900
"""About how many bytes a square of the matrix fills."""

_SIDE, _COLUMN, _HEAD, _LEAST = 170.0, 132.0, 56.0, 46.0
_MOST, _FURTHER, _GAP, _PADDING = 4, 5, 3.0, 6.0
_LEAST_WIDTH, _SMALLEST = 640.0, 11.5
_BETWEEN, _UNDER = 4.0, 120.0
"""Between two rows; below the last one: the notes and the key."""


class _MatrixSheet(Struct, frozen=True):
    """What stands on a sheet: who hands over, and who receives."""

    senders: tuple[Id, ...]
    receivers: tuple[Id, ...]

    @property
    def right(self) -> float:
        """Where the matrix ends."""
        room = max(_SIDE + len(self.receivers) * _COLUMN, _LEAST_WIDTH)
        return LEFT + room

    def squares(self) -> Iterator[tuple[Id, Id]]:
        """Yield its squares, row by row."""
        return product(self.senders, self.receivers)


class HandoffsView(Struct, frozen=True, dict=True):
    """The matrix of one protocol, laid out once for all languages."""

    subject: Subject

    @cached_property
    def cells(self) -> Mapping[tuple[Id, Id], Passing]:
        """What passes between two parties."""
        return passing(self.subject)

    @cached_property
    def parties(self) -> tuple[Id, ...]:
        """Everybody who hands over or receives: the lanes in their order first.

        Who holds a state only inside a protocol that is run has no lane here.
        """
        among = [party for pair in self.cells for party in pair]
        lanes = [lane.id for lane in self.subject.story.lanes]
        return tuple(dict.fromkeys([each for each in lanes if each in among] + among))

    @cached_property
    def sheets(self) -> tuple["_MatrixSheet", ...]:
        """The whole matrix, or its parts of which every letter can be read on A3.

        A part has some receivers, and whoever hands them something.
        """
        whole = _MatrixSheet(self.parties, self.parties)
        rows = sum(self._tall(each, whole.receivers) for each in whole.senders)
        if fits(whole.right + LEFT, TOP + self._top + rows + _UNDER, _SMALLEST):
            return (whole,)
        long, _ = A3.room(LEAST_PRINT / _SMALLEST)
        given = {receiver for _, receiver in self.cells}
        receivers = tuple(each for each in self.parties if each in given)
        columns = paged([_COLUMN] * len(receivers), long - 2 * LEFT - _SIDE)
        return tuple(
            part
            for some in columns
            for part in self._parts(receivers[some.start : some.stop])
        )

    def _parts(self, receivers: tuple[Id, ...]) -> Iterator["_MatrixSheet"]:
        """Yield the sheets of some receivers."""
        senders = tuple(
            each
            for each in self.parties
            if any((each, other) in self.cells for other in receivers)
        )
        heights = [self._tall(each, receivers) for each in senders]
        wide = _MatrixSheet(senders, receivers).right + LEFT
        room = tallest(wide, _SMALLEST) - TOP - self._top - _UNDER
        for rows in paged(heights, room):
            yield _MatrixSheet(senders[rows.start : rows.stop], receivers)

    @cached_property
    def _top(self) -> float:
        """The height of the heads of columns."""
        return max([_HEAD, *(self._name(each).height + 8 for each in self.parties)])

    def _tall(self, sender: Id, receivers: Sequence[Id]) -> float:
        """Return how much of the page a row takes."""
        cells = (self._height(sender, other) for other in receivers)
        return max(_LEAST, self._name(sender).height + _PADDING, *cells) + _BETWEEN

    def scene(self, language: str) -> Scene:
        """Draw the matrix in one language, its sheets one below the other."""
        look(_SQUARE * len(self.parties) ** 2)
        count = len(self.sheets)
        if count == 1:
            (alone,) = self.sheets
            return self._drawn(alone, self.subject.title, language, is_last=True)
        scenes = []
        for at, part in enumerate(self.sheets, start=1):
            place = self.subject.word("sheet-of", number=str(at), count=str(count))
            both = self.subject.title, place
            title = together(both, self.subject.languages, how=" · ".join)
            scenes.append(self._drawn(part, title, language, is_last=at == count))
        whole = self.subject.title.say(language)
        return stacked_scenes(scenes, whole, is_plain=False)

    def _drawn(
        self, part: "_MatrixSheet", title: Label, language: str, *, is_last: bool
    ) -> Scene:
        shapes = [*self._columns(part, language)]
        top = TOP + self._top + _BETWEEN
        for sender in part.senders:
            height = self._tall(sender, part.receivers) - _BETWEEN
            shapes += self._row(sender, part, Rect(LEFT, top, 0, height), language)
            top += height + _BETWEEN
        if not self.parties:
            shapes += self._empty(language)
        for label in self.subject.told_inside if is_last else ():
            more, top = self._note(label, top, part.right, language)
            shapes.append(more)
        key = Legend(tuple(self._key(part)), self.subject.languages)
        marks, bottom = key.written(language, part.right, top + 8)
        sheet = Sheet(
            self.subject.chart.protocol,
            title,
            self.subject.kind("view-handoffs"),
            self.subject.languages,
            part.right,
        )
        said = " ".join(self._told(part, language, is_last=is_last))
        return sheet.scene(language, (*shapes, *marks), bottom, said=said)

    def _note(
        self, label: Label, top: float, right: float, language: str
    ) -> tuple[Shape, float]:
        """Return a line below the matrix, and where the next begins."""
        room = right - LEFT
        text = self.subject.fitted(label, room, 12)
        place = Rect(LEFT, top + 4, room, text.height)
        words = text.within(place, language, MUTED)
        return Group("note", (words,), title=label.say(language)), place.bottom

    def _told(
        self, part: "_MatrixSheet", language: str, *, is_last: bool
    ) -> Iterator[str]:
        """Say a sheet to those who cannot see it."""
        if not self.parties:
            yield self.subject.word("no-handoffs").say(language)
        yield from spoken_rows(self._rows(part, language))
        for label in self.subject.told_inside if is_last else ():
            yield label.say(language)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        return self._rows(_MatrixSheet(self.parties, self.parties), language)

    def _rows(self, part: "_MatrixSheet", language: str) -> tuple[Row, ...]:
        keys = ("hands-over", "receives", "handoff-by", "key-confirmed")
        head = tuple(self.subject.word(key).say(language) for key in keys)
        pairs = (pair for pair in part.squares() if pair in self.cells)
        return (head, *(self.spoken(pair, language) for pair in pairs))

    def spoken(self, pair: tuple[Id, Id], language: str) -> Row:
        """Return what passes between two parties as a row of the twin."""
        cell = self.cells[pair]
        titles = [title.say(language) for title in cell.titles]
        said = zip(titles, cell.confirmed, strict=True)
        confirmed = [title for title, is_confirmed in said if is_confirmed]
        sender, receiver = (self.subject.full(each).say(language) for each in pair)
        return sender, receiver, one_line(titles), one_line(confirmed)

    def _texts(self, pair: tuple[Id, Id]) -> tuple[Fitted, ...]:
        cell = self.cells.get(pair)
        if cell is None:
            return ()
        titles = list(cell.titles)
        if len(titles) > _MOST:
            rest = str(len(titles) - _MOST + 1)
            titles[_MOST - 1 :] = [self.subject.word("and-more", count=rest)]
        room = _COLUMN - 2 * _PADDING - 6 - (14 if any(cell.confirmed) else 0)
        return tuple(
            self.subject.fitted(
                title, room, 11.5, most=5, least=_SMALLEST, further=_FURTHER
            )
            for title in titles
        )

    def _height(self, sender: Id, receiver: Id) -> float:
        texts = self._texts((sender, receiver))
        return sum(text.height + _GAP for text in texts) + 2 * _PADDING

    def _name(self, party: Id) -> Fitted:
        room, label = _COLUMN - 2 * _PADDING, self.subject.short(party)
        return self.subject.fitted(
            label, room, bold=True, least=_SMALLEST, further=_FURTHER
        )

    def _at(self, column: int) -> float:
        return LEFT + _SIDE + column * _COLUMN

    def _columns(self, part: "_MatrixSheet", language: str) -> Iterator[Shape]:
        for at, party in enumerate(part.receivers):
            rect = Rect(self._at(at) + 2, TOP, _COLUMN - 4, self._top)
            yield self._head(party, rect, language)

    def _head(self, party: Id, rect: Rect, language: str) -> Group:
        words = self._name(party).within(rect, language, PAPER, Anchor.MIDDLE)
        panel = Panel(rect, Ink(self.subject.colour(party)), 5)
        name = self.subject.full(party).say(language)
        return Group("party", (panel, words), {"lane": party}, name)

    def _row(
        self, sender: Id, part: "_MatrixSheet", rect: Rect, language: str
    ) -> Iterator[Shape]:
        side = Rect(LEFT, rect.y, _SIDE - 6, rect.height)
        yield self._head(sender, side, language)
        tick()
        for at, receiver in enumerate(part.receivers):
            place = Rect(self._at(at) + 2, rect.y, _COLUMN - 4, rect.height)
            if sender == receiver:
                yield Panel(place, Ink(BAND), 5)
            elif (sender, receiver) not in self.cells:
                yield Panel(place, Ink(PAPER, HAIRLINE, 1), 5)
            else:
                yield self._cell((sender, receiver), place, language)

    def _cell(self, pair: tuple[Id, Id], rect: Rect, language: str) -> Group:
        colour = self.subject.colour(pair[0])
        shapes: list[Shape] = [Panel(rect, Ink(lane_tint(colour), colour, 1.6), 5)]
        texts, cell = self._texts(pair), self.cells[pair]
        height = sum(text.height + _GAP for text in texts) - _GAP
        left = 14 if any(cell.confirmed) else 0
        room = Rect(
            rect.x + _PADDING + left,
            rect.y + (rect.height - height) / 2,
            rect.width - 2 * _PADDING - left,
            height,
        )
        for at, (text, place) in enumerate(stacked(texts, room, _GAP)):
            shapes.append(text.within(place, language, INK))
            if at < len(cell.confirmed) and cell.confirmed[at]:
                middle = rect.x + _PADDING + 5, place.middle[1]
                shapes.append(Glyph(Sign.CHECK, middle, INK))
        said = self.spoken(pair, language)
        data = {"from": pair[0], "to": pair[1]}
        title = f"{said[0]} → {said[1]}: {said[2]}"
        return Group("handoff", tuple(shapes), data, title)

    def _empty(self, language: str) -> Iterator[Shape]:
        label = self.subject.word("no-handoffs")
        text = self.subject.fitted(label, _LEAST_WIDTH, 14)
        yield text.within(Rect(LEFT, TOP, _LEAST_WIDTH, _HEAD), language, INK)

    def _key(self, part: "_MatrixSheet") -> Iterator[Sample]:
        shown = (*part.senders, *part.receivers)
        yield from families(self.subject.families(shown))
        cells = [self.cells[pair] for pair in part.squares() if pair in self.cells]
        if any(any(cell.confirmed) for cell in cells):
            yield Sample(12, _check, self.subject.word("key-confirmed"))


def _check(rect: Rect, _: str) -> Iterator[Shape]:
    yield Glyph(Sign.CHECK, rect.middle, INK)


VIEW: View[Material] = View(
    "handoffs",
    place=40,
    lay_out=lambda given: HandoffsView(Subject.of(given)),
)
