"""Let Graphviz place the states: what it is told, how it is run, what it answers."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import graphviz
from msgspec import Struct

from katch_protocols.budget import current
from katch_protocols.drawings.lanes.measures import graph_of
from katch_protocols.drawings.lanes.step_sizes import STEP_SIZES, StepSizes
from katch_protocols.drawings.layout.graph import Box, Point, Rect
from katch_protocols.drawings.story.nouns import (
    MoveKind,
    StepLook,
    Story,
    StoryMove,
    StoryStep,
)

__all__ = [
    "POINTS",
    "VARIABLE",
    "GraphvizPlaces",
    "find_dot",
    "placed_by_dot",
    "read_places",
    "to_dot",
]


POINTS = 72.0
"""Graphviz counts in inches; one of our pixels is one of its points."""

_ROOM = 1
"""The middle width at which the text of an arrow may break."""
_BAR_WIDTH = 120.0
_RANKS = "0.85"
"""Inches between ranks; half of it where an arrow has a text. A limit stands out of the
box below it and one out of that above, and neither may meet the other.
"""
_CLUSTER = "36"
"""Points around the steps of a phase: its title, and a limit that stands out."""


def to_dot(story: Story, sizes: StepSizes = STEP_SIZES) -> str:
    """Return a DOT text; nodes are ``n0``, ``n1`` … in the order of the story's steps.

    Phases are clusters. Labels are empty tables of our own size: their places come back
    and we write the texts.
    """
    dot = graphviz.Digraph("states")
    dot.attr("graph", rankdir="TB", nodesep="0.35", ranksep=_RANKS, margin="0")
    dot.attr("node", shape="box", fixedsize="true", label="")
    dot.attr("edge", arrowhead="none", label="")
    boxes = {node.id: node.size for node in graph_of(story, sizes).nodes}
    names = {step.id: f"n{place}" for place, step in enumerate(story.steps)}
    for place, phase in enumerate(story.phases):
        with dot.subgraph(name=f"cluster_{place}") as cluster:
            cluster.attr("graph", margin=_CLUSTER)
            for step in story.steps:
                if step.phase == phase.id:
                    _node(cluster, names[step.id], step, boxes[step.id])
    for attributes in _edges(story, names):
        dot.edge(**attributes)
    text: str = dot.source
    return text


def _node(cluster: graphviz.Digraph, name: str, step: StoryStep, size: Box) -> None:
    width = _BAR_WIDTH if step.look.is_bar else size.width
    look = {StepLook.CHOICE: "hexagon"}.get(step.look, "box")
    cluster.node(
        name,
        width=_inches(width),
        height=_inches(size.height),
        shape=look,
    )


def _edges(story: Story, names: Mapping[str, str]) -> Iterator[dict[str, str]]:
    boxes = {edge.id: edge.labels for edge in graph_of(story).edges}
    for move in story.moves:
        found = {
            "tail_name": names[move.source],
            "head_name": names[move.target],
            "id": move.id,
        }
        if boxes[move.id]:
            found["label"] = _empty(boxes[move.id][_ROOM])
        if not _leads_on(move):
            found["constraint"] = "false"
        yield found


def _leads_on(move: StoryMove) -> bool:
    return move.kind is not MoveKind.RETURN


def _empty(box: Box) -> str:
    size = f'width="{box.width:.0f}" height="{box.height:.0f}"'
    cell = f'<td fixedsize="true" {size}></td>'
    return f'<<table border="0" cellborder="0" cellspacing="0"><tr>{cell}</tr></table>>'


def _inches(pixels: float) -> str:
    return f"{pixels / POINTS:.3f}"


VARIABLE = "KATCH_DOT"
_WHEEL = "graphviz-pure"


def find_dot() -> str | None:
    """Return the ``dot`` program that is used, if there is any."""
    beside = Path(sys.executable).parent / _WHEEL
    found = (
        os.environ.get(VARIABLE),
        shutil.which("dot"),
        shutil.which(_WHEEL),
        str(beside) if beside.exists() else None,
    )
    return next((program for program in found if program), None)


def placed_by_dot(source: str) -> dict[str, Any] | None:
    """Return Graphviz's own JSON for a DOT text; ``None`` if it cannot be run.

    Raises:
        BudgetError: It would take longer than the command may.
    """
    program = find_dot()
    if program is None:
        return None
    meter, before = current(), _children()
    try:
        said = subprocess.run(  # noqa: S603 - the program that this machine has
            [program, "-Kdot", "-Tjson0"],
            input=source.encode(),
            capture_output=True,
            check=True,
            timeout=meter.left,
        ).stdout
    except subprocess.TimeoutExpired as error:
        raise meter.error("time") from error
    except (subprocess.CalledProcessError, OSError):
        return None
    meter.spend(_children() - before)
    answer: dict[str, Any] = json.loads(said)
    return answer


def _children() -> float:
    """Return how many seconds of the processor programs that we ran have spent."""
    times = os.times()
    return times.children_user + times.children_system


class GraphvizPlaces(Struct, frozen=True):
    """Where everything is; ``texts`` are the middles of the labels."""

    boxes: Mapping[str, Rect]
    curves: Mapping[str, tuple[Point, ...]]
    texts: Mapping[str, Point]
    frames: Mapping[str, Rect]
    page: Rect


def read_places(
    answer: Mapping[str, Any], story: Story, origin: Point
) -> GraphvizPlaces:
    """Read Graphviz's JSON; its page is put down at ``origin``, upside up."""
    flip = _Flip(_numbers(answer["bb"])[3], origin)
    boxes, frames = {}, {}
    for thing in answer.get("objects", ()):
        name = thing["name"]
        if name.startswith("cluster_"):
            if "bb" not in thing:  # a phase without a step here
                continue
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
    return GraphvizPlaces(
        boxes, curves, texts, frames, flip.rect(_numbers(answer["bb"]))
    )


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


class _Flip(Struct, frozen=True):
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
