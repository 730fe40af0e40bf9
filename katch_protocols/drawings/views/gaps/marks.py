"""The marks of findings: a shape a severity, and where each stands on the picture."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, dist, pi, sin

from msgspec import Struct, field

from katch_protocols.drawings.lanes.cards import block
from katch_protocols.drawings.lanes.case_numbers import (
    DiscPlace,
    beside_line,
    covered,
    near,
    reach_of,
)
from katch_protocols.drawings.lanes.frame import HEAD_TOP
from katch_protocols.drawings.lanes.measures import SMALLEST
from katch_protocols.drawings.layout.arrange import PageLayout
from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.scene import Area, Ink, Panel, Shape
from katch_protocols.drawings.text import Face, TextLines
from katch_protocols.drawings.theme import ALERT, CHANGED, INK, MUTED, PAPER
from katch_protocols.drawings.views.gaps.concerns import MarkSpot, SpotKind
from katch_protocols.findings import Severity

__all__ = ["MARK", "mark", "placed_marks"]

MARK = 11.0
"""From the middle of a mark to its edge, in pixels."""
_WIDE = 3
"""A number of so many digits is set narrow."""
_OUT, _STRIDE = 3.0, 24.0
_TEXT, _BOX, _MARKED, _LINE = 2.0, 0.4, 1000.0, 3.0
"""What it costs to cover one square pixel of each; never one of another mark."""
_FAR, _MOST = 40.0, 8
"""What each place beside an arrow costs more, and how many there are on a side."""


def mark(severity: Severity, middle: Point, number: int | None) -> Iterator[Shape]:
    """Yield a mark, numbered or for the key: its outline tells how grave a finding is.

    An octagon is an error, a diamond a warning, a dashed square a gap, a tag a note.
    """
    x, y = middle
    ink = PAPER
    match severity:
        case Severity.ERROR:
            corners = _corners(middle, MARK + 0.5, 8, pi / 8)
            yield Area(corners, Ink(ALERT, PAPER, 1.5))
        case Severity.WARNING:
            yield Area(_corners(middle, MARK + 3, 4, 0.0), Ink(CHANGED, PAPER, 1.5))
        case Severity.GAP:
            square = Rect(x - MARK, y - MARK, 2 * MARK, 2 * MARK).grown(-1)
            yield Panel(square, Ink(PAPER, ALERT, 1.8, "4 2.5"), 2)
            ink = INK
        case Severity.NOTE:
            yield Area(_tag(middle), Ink(PAPER, MUTED, 1.4))
            ink = INK
    if number is None:
        return
    said = str(number)
    face = Face.SEMIBOLD if len(said) < _WIDE else Face.NARROW_SEMIBOLD
    yield block(TextLines((said,), face, SMALLEST), middle, ink)


def _tag(middle: Point) -> tuple[Point, ...]:
    """Return a label with a point at its left; a disc would look like a step's."""
    (x, y), half = middle, MARK - 2
    return (
        (x - MARK - 3, y),
        (x - MARK + 2, y - half),
        (x + MARK - 1, y - half),
        (x + MARK - 1, y + half),
        (x - MARK + 2, y + half),
    )


def _corners(
    middle: Point, radius: float, count: int, turn: float
) -> tuple[Point, ...]:
    x, y = middle
    angles = [turn + 2 * pi * at / count for at in range(count)]
    return tuple(
        (round(x + radius * cos(angle), 2), round(y + radius * sin(angle), 2))
        for angle in angles
    )


def placed_marks(
    spots: Sequence[MarkSpot], layout: PageLayout, head: float
) -> tuple[Point | None, ...]:
    """Return the middle of each mark; ``None`` where a spot has no place of its own."""
    placing = _Placing(layout, head)
    return tuple(placing.place(spot) for spot in spots)


class _Placing(Struct, dict=True):
    layout: PageLayout
    head: float
    taken: list[Rect] = field(default_factory=list)

    def __post_init__(self) -> None:
        layout = self.layout
        self.texts = [label.rect for label in layout.labels.values()]
        self.texts += [*layout.badges.values()]
        self.texts += [tab.rect for tab in layout.tabs.values()]
        self.lines = [
            _around(one, other)
            for line in layout.lines.values()
            for one, other in pairwise(line)
        ]

    def place(self, spot: MarkSpot) -> Point | None:
        places = list(self._places(spot))
        if not places:
            return None
        reach = reach_of(places)
        is_move = spot.kind is SpotKind.MOVE
        dear = _BOX if is_move else _LINE
        others = near(reach, self.layout.nodes.values() if is_move else self.lines)
        texts, taken = near(reach, self.texts), near(reach, self.taken)

        def cost(place: DiscPlace) -> float:
            room = _room(place.middle)
            marked = place.cost + _TEXT * covered(room, texts)
            marked += _MARKED * covered(room, taken)
            return marked + dear * covered(room, others)

        best = min(places, key=cost)
        self.taken.append(_room(best.middle))
        return best.middle

    def _places(self, spot: MarkSpot) -> Iterator[DiscPlace]:
        layout = self.layout
        match spot.kind:
            case SpotKind.LANE:
                band = next(band for band in layout.lanes if band.id == spot.id)
                width = band.end - band.start - 2
                yield from _along(Rect(band.start, HEAD_TOP, width, self.head), 1)
            case SpotKind.STEP:
                yield from _along(layout.nodes[spot.id], 2)
            case SpotKind.HULL:
                if spot.id in layout.tabs:
                    yield from _along(layout.tabs[spot.id].rect, 2)
            case SpotKind.MOVE:
                line = layout.lines[spot.id]
                yield from beside_line(line, spot.id, 0.0)
                yield from _aside(line, layout.page)
            case SpotKind.WHOLE:
                return


def _along(rect: Rect, sides: int) -> Iterator[DiscPlace]:
    """Yield places on the upper and lower edge of a box, the right end first."""
    count = max(1, int((rect.width - MARK) // _STRIDE))
    for side, y in enumerate((rect.y - _OUT, rect.bottom + _OUT)[:sides]):
        for place in range(count):
            x = rect.right - MARK / 2 - place * _STRIDE
            yield DiscPlace((x, y), 2.0 * place + side)


def _aside(line: Sequence[Point], page: Rect) -> Iterator[DiscPlace]:
    """Yield places in a row across an arrow: several marks may belong to one."""
    (a, b), (x, y) = max(pairwise(line), key=lambda ends: dist(*ends))
    down = abs(y - b) > abs(x - a)
    across = (_STRIDE, 0.0) if down else (0.0, _STRIDE)
    for turn in range(1, _MOST + 1):
        for side in (turn, -turn):
            left, top = (a + x) / 2 + side * across[0], (b + y) / 2 + side * across[1]
            if page.x <= left <= page.right and page.y <= top <= page.bottom:
                yield DiscPlace((left, top), _FAR * turn)


def _room(middle: Point) -> Rect:
    x, y = middle
    return Rect(x - MARK, y - MARK, 2 * MARK, 2 * MARK).grown(1)


def _around(one: Point, other: Point) -> Rect:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return Rect(left - 1, top - 1, right - left + 2, bottom - top + 2)
