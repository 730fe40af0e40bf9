"""What Graphviz answered, turned into our own places: boxes, curves, texts, frames."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.story.nouns import Story

__all__ = ["Places", "read_places"]


@dataclass(frozen=True)
class Places:
    """Where everything is; ``texts`` are the middles of the labels."""

    boxes: Mapping[str, Rect]
    curves: Mapping[str, tuple[Point, ...]]
    texts: Mapping[str, Point]
    frames: Mapping[str, Rect]
    page: Rect


def read_places(answer: Mapping[str, Any], story: Story, origin: Point) -> Places:
    """Read Graphviz's JSON; its page is put down at ``origin``, upside up."""
    flip = _Flip(_numbers(answer["bb"])[3], origin)
    boxes, frames = {}, {}
    for thing in answer.get("objects", ()):
        name = thing["name"]
        if name.startswith("cluster_"):
            frames[story.phases[int(name.removeprefix("cluster_"))].id] = flip.rect(
                _numbers(thing["bb"])
            )
            continue
        x, y = flip.point(_numbers(thing["pos"]))
        width, height = float(thing["width"]) * 72, float(thing["height"]) * 72
        step = story.steps[int(name.removeprefix("n"))]
        boxes[step.id] = Rect(x - width / 2, y - height / 2, width, height)
    curves, texts = {}, {}
    for edge in answer.get("edges", ()):
        curves[edge["id"]] = tuple(flip.point(at) for at in _spline(edge["pos"]))
        if "lp" in edge:
            texts[edge["id"]] = flip.point(_numbers(edge["lp"]))
    return Places(boxes, curves, texts, frames, flip.rect(_numbers(answer["bb"])))


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]


def _spline(text: str) -> list[list[float]]:
    """Return the control points; an end mark (``e,`` or ``s,``) is the border point."""
    points, end, start = [], None, None
    for part in text.split():
        if part.startswith("e,"):
            end = _numbers(part[2:])
        elif part.startswith("s,"):
            start = _numbers(part[2:])
        else:
            points.append(_numbers(part))
    if start is not None:
        points[0] = start
    if end is not None:
        points[-1] = end
    return points


@dataclass(frozen=True, slots=True)
class _Flip:
    """Graphviz counts upwards from the foot of its page."""

    height: float
    origin: Point

    def point(self, at: Sequence[float]) -> Point:
        return (
            round(self.origin[0] + at[0], 1),
            round(self.origin[1] + self.height - at[1], 1),
        )

    def rect(self, box: Sequence[float]) -> Rect:
        left, top = self.point((box[0], box[3]))
        return Rect(left, top, round(box[2] - box[0], 1), round(box[3] - box[1], 1))
