"""A drawing on a slide: every box a shape with its text, every arrow a connector."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias, assert_never

from msgspec import Struct, field
from pptx.shapes.autoshape import Shape as Box

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.scene import (
    Anchor,
    Area,
    Curve,
    Disc,
    Glyph,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
    Sign,
    Words,
)
from katch_protocols.papers.slides.canvas import Canvas, bounds, described, margins
from katch_protocols.papers.slides.connectors import STROKES, draw_line

__all__ = ["draw_scene"]

_Solid: TypeAlias = Panel | Area | Disc
_FOOT = 12.0
_PIECES = 8
"""Straight stretches for each piece of a curve."""
_RISE = 0.36
"""From a baseline up to the middle of its line, in shares of the size."""


def draw_scene(
    canvas: Canvas, scene: Scene, titles: Mapping[str, str], top: float
) -> None:
    """Draw what stands below ``top``; ``titles`` say each step for screen readers.

    The foot line is left out: a slide has its own. Boxes
    are drawn before the arrows that are glued to them, and lie above them.
    """
    painter = _Painter(canvas, titles)
    foot = scene.height - _FOOT
    parts = [part for part in scene.parts if not _is_outside(part, top, foot)]

    moves = [part for part in parts if _is_move(part)]
    first = next((at for at, part in enumerate(parts) if _is_move(part)), len(parts))
    painter.draw(parts[:first])
    tree = canvas.slide.shapes._spTree  # noqa: SLF001 - the library lacks an order
    ground = len(tree)
    painter.draw([part for part in parts[first:] if not _is_move(part)])
    before = len(tree)
    painter.draw(moves)
    for at, element in enumerate(list(tree)[before:]):
        tree.remove(element)
        tree.insert(ground + at, element)


def _is_move(part: Shape) -> bool:
    return isinstance(part, Group) and part.role.startswith("move")


def _is_outside(part: Shape, top: float, foot: float) -> bool:
    return isinstance(part, Words) and not top <= part.at[1] < foot


def _rect(shape: _Solid) -> Rect:
    match shape:
        case Panel(rect=rect):
            return rect
        case Area(points=points):
            return bounds(points)
        case Disc(middle=(x, y), radius=radius):
            return Rect(x - radius, y - radius, 2 * radius, 2 * radius)


def _room(words: Words) -> Rect:
    """Return the room of a text, before it is turned."""
    lines, (x, y) = words.lines, words.at
    step = lines.size * words.leading
    height = step * len(lines.lines)
    top = y - lines.size * _RISE - step / 2
    width = lines.width
    match words.anchor:
        case Anchor.START:
            left = x
        case Anchor.MIDDLE:
            left = x - width / 2
        case Anchor.END:
            left = x - width
        case _:
            assert_never(words.anchor)
    if words.turn:
        # Around its own middle, as slides turn; the scene turns around its point.
        return Rect(x - width / 2 - lines.size * _RISE, y - height / 2, width, height)
    return Rect(left, top, width, height)


class _Painter(Struct, frozen=True):
    canvas: Canvas
    titles: Mapping[str, str]
    made: dict[int, Box] = field(default_factory=dict)
    """The box of each shape that is drawn, by its identity."""

    def draw(self, parts: Sequence[Shape]) -> None:
        """Draw parts that stand beside one another."""
        for part in parts:
            if isinstance(part, Group):
                self._group(part)
            else:
                self._plain((part,), "", None)

    def _group(self, group: Group) -> None:
        role = group.role
        step = group.data.get("step") if role.startswith("step") else None
        name = (
            f"{role.split(maxsplit=1)[0]} {step or group.data.get('lane', '')}".strip()
        )
        inner = [part for part in group.parts if isinstance(part, Group)]
        plain = tuple(part for part in group.parts if not isinstance(part, Group))
        if group.opacity < 1:
            return  # a veil that makes a ground paler; slides need none
        self.draw(inner)
        self._plain(plain, name, group)
        if step is not None:
            self._register(step, plain)

    def _register(self, step: str, plain: Sequence[Shape]) -> None:
        first = next(part for part in plain if isinstance(part, Panel | Area | Disc))
        box = self.made[id(first)]
        described(box, self.titles.get(step, ""))
        self.canvas.boxes[step] = box, _rect(first)

    def _plain(self, parts: Sequence[Shape], name: str, group: Group | None) -> None:
        solids = [part for part in parts if isinstance(part, Panel | Area | Disc)]
        texts = dict(self._texts(parts, solids))
        data = group.data if group else {}
        for part in parts:
            match part:
                case Panel() | Area() | Disc():
                    box = self._solid(part, name or "shape")
                    self.made[id(part)] = box
                    if id(part) in texts:
                        self._write(box, _rect(part), texts[id(part)])
                case Polyline() | Curve():
                    self._line(part, name or "line", data)
                case Words() if part not in texts.values():
                    self.canvas.text(part, _room(part), name or "text")
                case Glyph():
                    self._glyph(part)
                case _:
                    pass

    def _line(self, line: Polyline | Curve, name: str, data: Mapping[str, str]) -> None:
        """Draw a connector, or a stroke of a pictogram as it is."""
        if isinstance(line, Curve):
            self.canvas.stroke(flattened(line.points), line.ink, name)
        elif line.ink.is_round:
            self.canvas.stroke(line.points, line.ink, name)
        else:
            ends = data.get("from", ""), data.get("to", "")
            draw_line(self.canvas, line, name, ends)

    def _texts(
        self, parts: Sequence[Shape], solids: Sequence[_Solid]
    ) -> Iterator[tuple[int, Words]]:
        """Yield each text that stands in a shape, with the smallest that holds it."""
        taken: set[int] = set()
        for words in (part for part in parts if isinstance(part, Words)):
            if words.turn or words.anchor is not Anchor.MIDDLE:
                continue
            x, y = _room(words).middle
            holding = [
                each
                for each in solids
                if id(each) not in taken
                and _rect(each).x <= x <= _rect(each).right
                and _rect(each).y <= y <= _rect(each).bottom
            ]
            if holding:
                best = min(holding, key=lambda s: _rect(s).width * _rect(s).height)
                taken.add(id(best))
                yield id(best), words

    def _write(self, box: Box, rect: Rect, words: Words) -> None:
        x, y = _room(words).middle
        across = self.canvas.emu(2 * (x - rect.middle[0]))
        margins(box, across, self.canvas.emu(2 * (y - rect.middle[1])))
        box.text_frame.word_wrap = False
        self.canvas.write(box, words)

    def _solid(self, shape: _Solid, name: str) -> Box:
        match shape:
            case Panel(rect=rect, ink=ink, radius=radius):
                return self.canvas.panel(rect, ink, radius, name)
            case Area(points=points, ink=ink):
                return self.canvas.area(points, ink, name)
            case Disc(ink=ink):
                return self.canvas.disc(_rect(shape), ink, name)

    def _glyph(self, glyph: Glyph) -> None:
        x, y = glyph.middle
        ink = Ink("none", glyph.colour, 1.3)
        if glyph.sign is Sign.CLOCK:
            size = 4.6 * glyph.scale
            ring = Rect(x - size, y - size, 2 * size, 2 * size)
            self.canvas.disc(ring, ink, "sign")
        for stroke in STROKES[glyph.sign]:
            points = [(x + p * glyph.scale, y + q * glyph.scale) for p, q in stroke]
            self.canvas.stroke(points, ink, "sign")


def flattened(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return a cubic Bézier line as straight stretches."""
    found = [points[0]]
    for at in range(0, len(points) - 1, 3):
        piece = tuple(points[at : at + 4])
        found += [_along(piece, step / _PIECES) for step in range(1, _PIECES + 1)]
    return tuple(found)


def _along(piece: Sequence[Point], share: float) -> Point:
    """Return a point of a cubic Bézier curve (de Casteljau)."""
    while len(piece) > 1:
        piece = [
            (x + (p - x) * share, y + (q - y) * share)
            for (x, y), (p, q) in pairwise(piece)
        ]
    return piece[0]
