"""Curves between cards on a sheet: clear of other cards, and of one another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.model.noun import Id

__all__ = ["Curve", "Pair", "curve_at", "curves", "discs", "sampled"]

Pair = tuple[Id, Id]
Curve = tuple[Point, ...]
"""A cubic Bézier curve: its start, two points that pull it, its end."""

_BENDS = (0.16, 0.3, 0.44, 0.04, 0.6, -0.3, -0.44, -0.6, 0.8, -0.8)
"""How far a curve bends to its right, in shares of its length; the best first."""
_SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.28, 0.72, 0.2, 0.8)
_STEPS, _SAMPLES = 64, 32
_HALVINGS = 16
_CLEAR = 4.0
_TIP = 3.0
"""So far before a card the tip of an arrow ends, so that the card hides none of it."""
_HIT, _OFF, _TWIN = 100.0, 50.0, 1000.0


def curves(
    pairs: Iterable[Pair], cards: Mapping[Id, Rect], page: Rect
) -> Mapping[Pair, Curve]:
    """Return the curve of each pair, from border to border.

    It bends so that it passes behind no card of others and stays on the page, if it
    can; the two ways between the same cards never lie in one place.
    """
    bends: dict[Pair, float] = {}
    found: dict[Pair, Curve] = {}
    for one, other in pairs:
        others = [card for name, card in cards.items() if name not in {one, other}]
        back = bends.get((other, one))
        best = min(
            _BENDS,
            key=lambda bend: (
                _cost(_between(cards[one], cards[other], bend), others, page)
                + _TWIN * (back is not None and abs(back + bend) < 0.1)  # noqa: PLR2004 - used at once
                + _BENDS.index(bend)
            ),
        )
        bends[one, other] = best
        found[one, other] = _between(cards[one], cards[other], best)
    return found


def _cost(curve: Curve, others: Sequence[Rect], page: Rect) -> float:
    cost = 0.0
    for point in sampled(curve):
        cost += _HIT * sum(_holds(other.grown(_CLEAR), point) for other in others)
        cost += _OFF * (not _holds(page, point))
    return cost


def discs(
    found: Mapping[Pair, Curve], cards: Mapping[Id, Rect], radius: float
) -> Mapping[Pair, Point]:
    """Return where the number of each curve stands, clear of cards and foreign curves.

    Where there is no such place it may lie on a foreign curve, but never on a card or
    on another number; then it has none.
    """
    taken = [card.grown(2) for card in cards.values()]
    points = {pair: tuple(sampled(curve)) for pair, curve in found.items()}
    placed: dict[Pair, Point] = {}
    for pair, curve in found.items():
        foreign = [p for other, line in points.items() if other != pair for p in line]
        spots = [
            spot
            for spot in (curve_at(curve, share) for share in _SHARES)
            if not any(_room(spot, radius).meets(other) for other in taken)
        ]
        if spots:
            placed[pair] = max(spots, key=lambda spot: _apart(spot, foreign, radius))
            taken.append(_room(placed[pair], radius))
    return placed


def _room(middle: Point, radius: float) -> Rect:
    x, y = middle
    return Rect(x - radius, y - radius, 2 * radius, 2 * radius)


def _apart(spot: Point, others: Sequence[Point], radius: float) -> float:
    """Return how far a spot is from other curves; farther than needed is no better."""
    near = min((hypot(spot[0] - x, spot[1] - y) for x, y in others), default=radius)
    return round(min(near, 1.5 * radius), 1)


def sampled(curve: Curve) -> Iterator[Point]:
    """Yield points along a curve."""
    for step in range(_SAMPLES + 1):
        yield curve_at(curve, step / _SAMPLES)


def _between(one: Rect, other: Rect, bend: float) -> Curve:
    """Return a curve between two cards, cut at the borders of both."""
    (x, y), (end, below) = one.middle, other.middle
    aside = -(below - y) * bend, (end - x) * bend
    curve = (
        (x, y),
        (x + (end - x) / 3 + aside[0], y + (below - y) / 3 + aside[1]),
        (x + (end - x) * 2 / 3 + aside[0], y + (below - y) * 2 / 3 + aside[1]),
        (end, below),
    )
    steps = [step / _STEPS for step in range(_STEPS + 1)]
    target = other.grown(_TIP)
    leaves = max(t for t in steps if _holds(one, curve_at(curve, t)))
    comes = min(t for t in steps if _holds(target, curve_at(curve, t)))
    if leaves >= comes:
        return curve
    start = _border(curve, one, leaves, leaves + 1 / _STEPS)
    stop = _border(curve, target, comes, comes - 1 / _STEPS)
    return _part(curve, start, stop) if start < stop else curve


def _border(curve: Curve, card: Rect, inside: float, outside: float) -> float:
    """Return where a curve crosses the border of a card, found by bisection."""
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if _holds(card, curve_at(curve, middle)):
            inside = middle
        else:
            outside = middle
    return outside


def _holds(rect: Rect, point: Point) -> bool:
    return rect.x <= point[0] <= rect.right and rect.y <= point[1] <= rect.bottom


def _mix(one: Point, other: Point, share: float) -> Point:
    return (
        one[0] + (other[0] - one[0]) * share,
        one[1] + (other[1] - one[1]) * share,
    )


def curve_at(curve: Curve, share: float) -> Point:
    """Return a point of a cubic Bézier curve (de Casteljau)."""
    while len(curve) > 1:
        curve = tuple(_mix(one, other, share) for one, other in pairwise(curve))
    return curve[0]


def _part(curve: Curve, start: float, stop: float) -> Curve:
    """Return the piece of a cubic Bézier curve between two of its shares."""
    return _head(_tail(curve, start), (stop - start) / (1 - start))


def _head(curve: Curve, share: float) -> Curve:
    found = [curve[0]]
    while len(curve) > 1:
        curve = tuple(_mix(one, other, share) for one, other in pairwise(curve))
        found.append(curve[0])
    return tuple(found)


def _tail(curve: Curve, share: float) -> Curve:
    return _head(curve[::-1], 1 - share)[::-1]
