"""The key at the foot: every mark that the picture uses, and what it means."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from msgspec import Struct, field

from katch_protocols.drawings.lanes.arrows import arrow_ink, sender_colour
from katch_protocols.drawings.lanes.cards import badge, block
from katch_protocols.drawings.lanes.composite_frames import HULL_INK, lettered
from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.palette import toned
from katch_protocols.drawings.scene import (
    Area,
    Disc,
    Glyph,
    Ink,
    Panel,
    Polyline,
    Shape,
    Sign,
    Words,
)
from katch_protocols.drawings.story.duties import SEVERAL
from katch_protocols.drawings.story.nouns import ArrowDuty, MoveKind, StepLook, Story
from katch_protocols.drawings.text import Face, TextLines, width
from katch_protocols.drawings.theme import CHOICE, INK, MUTED, PAPER
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.noun import Id
from katch_protocols.words.say import say

__all__ = ["LanesLegend"]

_SIZE, _GAP, _ROW = 13.0, 26.0, 25.0
_Drawer = Callable[[Point], Iterator[Shape]]


class _Item(Struct, frozen=True):
    """A mark: what is said of it, the room of its sample, and the sample."""

    say: Callable[[str], str]
    room: float
    sample: _Drawer


class LanesLegend(Struct, frozen=True, dict=True):
    """Draws the key of one story; it takes the same room in every language."""

    story: Story
    colours: Mapping[Id, str]
    has_chips: bool
    hulls: tuple[str, ...] = ()
    """The composites with a hull; ``letters`` are those of the others."""
    letters: Mapping[str, str] = field(default_factory=dict)

    def written(
        self, language: str, left: float, right: float, top: float
    ) -> tuple[tuple[Shape, ...], float]:
        """Return the shapes of the key, and where it ends."""
        shapes: list[Shape] = []
        x, y = left, top + _ROW / 2
        for item, widest in self._measured:
            if x > left and x + item.room + widest > right:
                x, y = left, y + _ROW
            shapes.extend(item.sample((x, y)))
            text = TextLines((item.say(language),), Face.REGULAR, _SIZE)
            shapes.append(Words((x + item.room, y + _SIZE * 0.36), text, INK))
            x += item.room + widest + _GAP
        return tuple(shapes), y + _ROW / 2

    @property
    def widest(self) -> float:
        """The room of the widest mark and its text: no column may be narrower."""
        return max((item.room + widest for item, widest in self._measured), default=0)

    @cached_property
    def _measured(self) -> Sequence[tuple[_Item, float]]:
        """The marks, and how wide the text of each is in the widest language."""
        languages = self.story.languages
        return [
            (item, max(width(item.say(each), _SIZE) for each in languages))
            for item in self._items()
        ]

    def _items(self) -> Iterator[_Item]:
        yield from self._families()
        yield from self._moves()
        yield from self._looks()
        letters = {step.letter for step in self.story.steps if step.letter}
        if letters:
            yield _item("key-strand", 26, _letter)
        for letter, title in self.story.strands:
            if letter in letters:
                yield _Item(title.say, 26, _strand(letter))
        if self.hulls:
            yield _item("key-hull", 40, _hull)
        yield from self._bases()
        if self.has_chips:
            yield _item("key-chip", 24, _chip)
        for hull in self.story.hulls:
            if hull.id in self.letters:
                yield _Item(hull.say, 24, _mark(self.letters[hull.id]))

    def _families(self) -> Iterator[_Item]:
        for title, colours in toned(self.story.families):
            yield _Item(title.say, 6 + 16 * len(colours), partial(_family, colours))

    def _looks(self) -> Iterator[_Item]:
        """Yield the outlines of steps that do not explain themselves."""
        steps = self.story.steps
        looks = {step.look for step in steps}
        for shown, word, room, sample in _LOOKS:
            if looks & shown:
                yield _item(word, room, sample)
        if any(step.outcome is not None and not step.deadline for step in steps):
            yield _item("key-outcome", 34, _outcome)

    def _bases(self) -> Iterator[_Item]:
        deadlines = [step.deadline for step in self.story.steps]
        deadlines += [h.deadline for h in self.story.hulls if h.id in self.hulls]
        bases = {deadline.basis for deadline in deadlines if deadline is not None}
        for basis in Basis:
            if basis in bases:
                yield _item(f"key-{basis}", 34, _pill(basis))

    def _moves(self) -> Iterator[_Item]:
        kinds = {move.kind for move in self.story.moves}
        for kind in (MoveKind.HANDOFF, MoveKind.STEP, MoveKind.RETURN, MoveKind.CLOCK):
            if kind is MoveKind.HANDOFF:
                yield from self._handoffs()
            elif kind in kinds:
                yield _item(self._moved(kind), 48, self._arrow(kind, INK))
        if any(duty.opens is not None for duty in self._duties()):
            yield _item("key-door", 18, _sign(Sign.DOOR))
        if any(duty.confirm is not None for duty in self._duties()):
            yield _item("key-acknowledge", 18, _sign(Sign.CHECK))
        lanes = [duty.lane for duty in self._duties() if duty.doer is not None]
        named = [lane for lane in lanes if lane]
        if lanes:
            yield _item("key-doer", 16, self._square(next(iter(named), SEVERAL)))
        if SEVERAL in lanes:
            yield _item("key-several", 16, self._square(SEVERAL))

    def _duties(self) -> Iterator[ArrowDuty]:
        for move in self.story.moves:
            yield from move.duties
        for note in self.story.notes:
            yield note.duty

    def _handoffs(self) -> Iterator[_Item]:
        """Yield the arrow of one sender, in the colour of some, and of several."""
        kind = MoveKind.HANDOFF
        sent = [move for move in self.story.moves if move.kind is kind]
        alone = next((move for move in sent if len(move.senders) == 1), None)
        if alone is not None:
            colour = sender_colour(alone, self.colours)
            yield _item("key-handoff", 48, self._arrow(kind, colour))
        if any(len(move.senders) != 1 for move in sent):
            yield _item("key-handoff-several", 48, self._arrow(kind, INK))

    def _moved(self, kind: MoveKind) -> str:
        happens = any(duty.is_signal for duty in self._duties())
        happens |= any(move.happens for move in self.story.moves)
        is_both = kind is MoveKind.CLOCK and happens
        return "key-by-itself" if is_both else f"key-{kind}"

    @staticmethod
    def _arrow(kind: MoveKind, colour: str) -> _Drawer:
        def sample(at: Point) -> Iterator[Shape]:
            yield Polyline((at, (at[0] + 40, at[1])), arrow_ink(kind, colour), head=9)

        return sample

    def _square(self, lane: Id) -> _Drawer:
        def sample(at: Point) -> Iterator[Shape]:
            colour = self.colours.get(lane, MUTED)
            yield Panel(Rect(at[0], at[1] - 4, 8, 8), Ink(colour), 1.5)

        return sample


def _family(colours: Sequence[str], at: Point) -> Iterator[Shape]:
    for number, colour in enumerate(colours):
        yield Panel(Rect(at[0] + 16 * number, at[1] - 7, 14, 14), Ink(colour), 3)


def _item(word: str, room: float, sample: _Drawer) -> _Item:
    return _Item(partial(say, f"drawings.{word}"), room, sample)


def _sign(sign: Sign) -> _Drawer:
    def sample(at: Point) -> Iterator[Shape]:
        yield Glyph(sign, (at[0] + 6, at[1]), INK, 0.9)

    return sample


def _pill(basis: Basis) -> _Drawer:
    def sample(at: Point) -> Iterator[Shape]:
        yield from badge(Rect(at[0], at[1] - 9, 26, 18), "", basis)

    return sample


def _hexagon(at: Point) -> Iterator[Shape]:
    x, y = at
    outline = (
        (x, y),
        (x + 7, y - 7),
        (x + 21, y - 7),
        (x + 28, y),
        (x + 21, y + 7),
        (x + 7, y + 7),
    )
    yield Area(outline, Ink(CHOICE, INK, 1.2))


def _strand(letter: str) -> _Drawer:
    def sample(at: Point) -> Iterator[Shape]:
        middle = at[0] + 9, at[1]
        yield Disc(middle, 9, Ink(PAPER, INK, 1.2))
        yield block(TextLines((letter,), Face.SEMIBOLD, 13), middle, INK)

    return sample


_letter = _strand("A")


def _frame(at: Point) -> Rect:
    return Rect(at[0], at[1] - 8, 32, 16)


def _bar(at: Point) -> Iterator[Shape]:
    yield Panel(Rect(at[0], at[1] - 4, 32, 8), Ink(INK), 3)


def _pointer(sign: Sign) -> _Drawer:
    def sample(at: Point) -> Iterator[Shape]:
        rect = _frame(at)
        yield Panel(rect, Ink(PAPER, MUTED, 1.3, "4 3"), rect.height / 2)
        yield Glyph(sign, rect.middle, MUTED, 1)

    return sample


def _double(at: Point) -> Iterator[Shape]:
    rect = _frame(at)
    yield Panel(rect, Ink(PAPER, MUTED, 1.3), 4)
    yield Panel(rect.grown(-3), Ink("none", MUTED, 1), 2)


def _ended(at: Point) -> Iterator[Shape]:
    rect = _frame(at)
    yield Panel(rect, Ink(PAPER, MUTED, 1.6), rect.height / 2)
    yield Panel(rect.grown(-3.5), Ink(MUTED), rect.height / 2)


def _strand_end(at: Point) -> Iterator[Shape]:
    rect = _frame(at)
    yield Panel(rect, Ink(PAPER, MUTED, 1.3), rect.height / 2)
    yield Panel(rect.grown(-3), Ink(PAPER, MUTED, 1), rect.height / 2)


def _outcome(at: Point) -> Iterator[Shape]:
    yield from badge(Rect(at[0], at[1] - 9, 26, 18), "", None)


def _hull(at: Point) -> Iterator[Shape]:
    yield Panel(_frame(at), HULL_INK, 6)


def _mark(letter: str) -> _Drawer:
    def sample(at: Point) -> Iterator[Shape]:
        yield from lettered(letter, (at[0] + 8, at[1]))

    return sample


def _chip(at: Point) -> Iterator[Shape]:
    rect = Rect(at[0], at[1] - 9, 18, 18)
    yield Panel(rect, Ink(PAPER, INK, 1.2), 3)
    yield block(TextLines(("a",), Face.SEMIBOLD, 13), rect.middle, MUTED)


_LOOKS: tuple[tuple[frozenset[StepLook], str, float, _Drawer], ...] = (
    (frozenset({StepLook.CHOICE}), "key-choice", 36, _hexagon),
    (frozenset({StepLook.FORK, StepLook.JOIN}), "key-bar", 40, _bar),
    (frozenset({StepLook.ANYWHERE}), "key-anywhere", 40, _pointer(Sign.ANYWHERE)),
    (frozenset({StepLook.BACK}), "key-back", 40, _pointer(Sign.BACK)),
    (frozenset({StepLook.RUN}), "key-run", 40, _double),
    (frozenset({StepLook.END}), "key-end", 40, _ended),
    (frozenset({StepLook.STRAND_END}), "key-strand-end", 40, _strand_end),
)
"""What the key says of each outline, in this order."""
