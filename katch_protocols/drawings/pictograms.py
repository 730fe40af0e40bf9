"""Pictograms of our own: strokes from a data file, set where a picture wants them."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.scene import Curve, Disc, Group, Ink, Polyline, Shape
from katch_protocols.drawings.text import DATA
from katch_protocols.model.pictures import Picture

__all__ = ["GRID", "STROKE", "Pictogram", "pictogram", "pictograms"]

GRID, STROKE = 64.0, 3.0
"""The side of the grid on which they are drawn, and how thick a stroke is there."""

_PART = re.compile("([MLC])([^MLC]*)")


class Pictogram(Struct, frozen=True):
    """Its strokes on the grid: straight ones and curves (three points a piece), rings.

    ``meaning`` is for those who draw more of them; readers are told it by catalogues.
    """

    meaning: str
    lines: tuple[tuple[Point, ...], ...]
    curves: tuple[tuple[Point, ...], ...]
    rings: tuple[tuple[Point, float], ...]

    @property
    def path(self) -> str:
        """All of it as one path of SVG, on the grid."""
        return "".join(
            (
                *(f"M{_told(first)}L{_told(*rest)}" for first, *rest in self.lines),
                *(f"M{_told(first)}C{_told(*rest)}" for first, *rest in self.curves),
                *(_ring(*middle, radius) for middle, radius in self.rings),
            )
        )


def _told(*points: Point) -> str:
    return " ".join(f"{x:g} {y:g}" for x, y in points)


def _ring(x: float, y: float, radius: float) -> str:
    """Return a circle as two half turns."""
    half = f"a{radius:g} {radius:g} 0 1 0 "
    return f"M{x - radius:g} {y:g}{half}{2 * radius:g} 0{half}{-2 * radius:g} 0"


@cache
def pictograms() -> Mapping[Picture, Pictogram]:
    """Return every pictogram, in the order of the file."""
    text = (DATA / "pictograms.toml").read_text(encoding="utf-8")
    return {Picture(name): _read(each) for name, each in tomllib.loads(text).items()}


def _read(found: Mapping[str, object]) -> Pictogram:
    strokes, rings = found["strokes"], found.get("rings", [])
    if not isinstance(strokes, list) or not isinstance(rings, list):
        raise TypeError(found["meaning"])
    lines = tuple(_points(path) for path in strokes if "C" not in path)
    curves = tuple(_bent(path) for path in strokes if "C" in path)
    return Pictogram(
        str(found["meaning"]),
        lines,
        curves,
        tuple(((float(x), float(y)), float(radius)) for x, y, radius in rings),
    )


def _points(path: str) -> tuple[Point, ...]:
    return tuple(point for _, points in _parts(path) for point in points)


def _bent(path: str) -> tuple[Point, ...]:
    """Return a path as one curve: a straight stretch is a curve that does not bend."""
    found: list[Point] = []
    for kind, points in _parts(path):
        match kind:
            case "L":
                found += [found[-1], points[0], points[0]]
            case _:
                found += points
    return tuple(found)


def _parts(path: str) -> Iterator[tuple[str, Sequence[Point]]]:
    for kind, numbers in _PART.findall(path):
        told = [float(each) for each in numbers.split()]
        yield kind, tuple(zip(told[::2], told[1::2], strict=True))


def pictogram(picture: Picture, rect: Rect, colour: str) -> Group:
    """Return a pictogram as large as a rectangle allows, in its middle."""
    side = min(rect.width, rect.height)
    scale, (x, y) = side / GRID, rect.middle
    left, top = x - side / 2, y - side / 2
    ink = Ink("none", colour, STROKE * scale, is_round=True)

    def placed(points: Sequence[Point]) -> tuple[Point, ...]:
        return tuple(
            (left + across * scale, top + down * scale) for across, down in points
        )

    found = pictograms()[picture]
    shapes: list[Shape] = [Polyline(placed(each), ink) for each in found.lines]
    shapes += [Curve(placed(each), ink) for each in found.curves]
    for middle, radius in found.rings:
        shapes.append(Disc(placed((middle,))[0], radius * scale, ink))
    return Group("pictogram", tuple(shapes), {"picture": picture.value})
