"""Where the numbers of a case stand: on its arrows, clear of texts, boxes, each other.

Candidates lie along the arrows of a leg and a little beside them; the one that covers
least is taken, then the one that is nearest to the middle of the first arrow.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import hypot

from msgspec import Struct, field

from katch_protocols.drawings.layout.arrange import PageLayout
from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.story.case_path import Leg

__all__ = [
    "RADIUS",
    "DiscPlace",
    "beside_line",
    "covered",
    "near",
    "placed_discs",
    "reach_of",
]

RADIUS = 11.0
_STRIDE, _ASIDE = 5.0, 8.0
_LATER_ARROW, _BESIDE, _BACKWARDS = 60.0, 15.0, 300.0
_BOX, _TEXT, _DISC = 0.5, 2.0, 4.0
"""What it costs to cover one square pixel of each."""


class DiscPlace(Struct, frozen=True):
    """A candidate: what it costs by itself, and how far along which arrow it is."""

    middle: Point
    cost: float
    arrow: str = ""
    along: float = 0.0


def placed_discs(
    legs: Sequence[Leg], layout: PageLayout, texts: Sequence[Rect]
) -> tuple[Point, ...]:
    """Return the middle of each leg's disc; ``texts`` are the places of texts."""
    placing = _DiscPlacing(layout, texts)
    return tuple(placing.place(leg) for leg in legs)


class _DiscPlacing(Struct):
    """Places one disc after the other; those of one arrow stand in its direction."""

    layout: PageLayout
    texts: Sequence[Rect]
    taken: list[Rect] = field(default_factory=list)
    last: dict[str, float] = field(default_factory=dict)

    def place(self, leg: Leg) -> Point:
        places = list(self._places(leg))
        reach = reach_of(places)
        texts = near(reach, self.texts)
        boxes = near(reach, self.layout.nodes.values())
        best = min(places, key=lambda place: self._cost(place, texts, boxes))
        self.taken.append(_room(best.middle))
        self.last[best.arrow] = best.along
        return best.middle

    def _cost(
        self, place: DiscPlace, texts: Sequence[Rect], boxes: Sequence[Rect]
    ) -> float:
        room = _room(place.middle)
        is_behind = place.arrow != "" and place.along < self.last.get(place.arrow, 0.0)
        return (
            place.cost
            + _BACKWARDS * is_behind
            + _TEXT * covered(room, texts)
            + _BOX * covered(room, boxes)
            + _DISC * covered(room, self.taken)
        )

    def _places(self, leg: Leg) -> Iterator[DiscPlace]:
        for turn, move in enumerate(leg.moves):
            line = self.layout.lines[move.id]
            yield from beside_line(line, move.id, _LATER_ARROW * turn)
        if not leg.moves:
            yield from _around(self.layout.nodes[leg.steps[0]])


def beside_line(
    points: Sequence[Point], arrow: str, cost: float
) -> Iterator[DiscPlace]:
    """Yield places on an arrow and a little beside it, the middle the cheapest."""
    whole = sum(hypot(x - a, y - b) for (a, b), (x, y) in pairwise(points))
    gone = 0.0
    for (a, b), (x, y) in pairwise(points):
        length = hypot(x - a, y - b)
        count = max(1, int(length // _STRIDE))
        across = ((b - y) / length, (x - a) / length) if length else (0.0, 0.0)
        for step in range(count + 1):
            share = step / count
            along = gone + length * share
            off = cost + abs(along - whole / 2) * 0.5
            for side in (0.0, _ASIDE, -_ASIDE):
                middle = (
                    a + (x - a) * share + across[0] * side,
                    b + (y - b) * share + across[1] * side,
                )
                yield DiscPlace(middle, off + _BESIDE * (side != 0), arrow, along)
        gone += length


def _around(rect: Rect) -> Iterator[DiscPlace]:
    """Yield places around a box, for a leg that stays; its upper right corner first."""
    away = RADIUS + 4
    count = int(rect.width // (2 * away)) + 1
    for place in range(count):
        x = rect.right - place * 2 * away
        yield DiscPlace((x, rect.y - away), 2.0 * place)
        yield DiscPlace((x, rect.bottom + away), 2.0 * place + 1)
    for turn, x in enumerate((rect.right + away, rect.x - away)):
        yield DiscPlace((x, rect.middle[1]), 2.0 * (count + turn))


def _room(middle: Point) -> Rect:
    x, y = middle
    return Rect(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS).grown(1)


def reach_of(places: Sequence[DiscPlace]) -> Rect:
    """Return the box around the rooms of some places; of marks too, they are alike."""
    rooms = [_room(place.middle) for place in places]
    left, top = min(room.x for room in rooms), min(room.y for room in rooms)
    right = max(room.right for room in rooms)
    return Rect(left, top, right - left, max(room.bottom for room in rooms) - top)


def near(reach: Rect, others: Iterable[Rect]) -> tuple[Rect, ...]:
    """Return those of the others that a rectangle touches: all it can ever cover."""
    left, right, top, bottom = reach.x, reach.right, reach.y, reach.bottom
    return tuple(
        other
        for other in others
        if other.x <= right
        and left <= other.right
        and other.y <= bottom
        and top <= other.bottom
    )


def covered(room: Rect, others: Iterable[Rect]) -> float:
    """Return how much of the others a rectangle covers, in square pixels."""
    area = 0.0
    left, right, top, bottom = room.x, room.right, room.y, room.bottom
    for other in others:
        wide = min(right, other.right) - max(left, other.x)
        if wide > 0.0:
            high = min(bottom, other.bottom) - max(top, other.y)
            area += wide * max(high, 0.0)
    return area
