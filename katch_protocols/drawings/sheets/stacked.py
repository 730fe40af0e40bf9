"""Several scenes on one sheet, one below the other: all cards of a protocol."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Group, Ink, Panel, Scene, Shape
from katch_protocols.drawings.theme import HAIRLINE

__all__ = ["stacked_scenes"]

_BETWEEN = 24.0


def stacked_scenes(scenes: Sequence[Scene], title: str) -> Scene:
    """Return one scene that shows all, each with a line below it but the last.

    Readers who cannot see it are told the titles and descriptions of all, in order.
    Groups inside lose their titles: they say the same once more, for a pointer that
    rests on them, and a page that shows the sheet as a picture has none.
    """
    width = max(scene.width for scene in scenes)
    parts, top = list[Shape](), 0.0
    for scene in scenes:
        if parts:
            parts.append(Panel(Rect(0, top + _BETWEEN / 2, width, 1), Ink(HAIRLINE)))
            top += _BETWEEN
        parts.append(Group("sheet", tuple(map(_plain, scene.parts)), down=top))
        top += scene.height
    said = " ".join(_said(scenes))
    return Scene(width, top, title, said, scenes[0].language, tuple(parts))


def _plain(shape: Shape) -> Shape:
    if not isinstance(shape, Group):
        return shape
    return replace(shape, title="", parts=tuple(map(_plain, shape.parts)))


def _said(scenes: Sequence[Scene]) -> Iterator[str]:
    for scene in scenes:
        yield f"{scene.title}. {scene.description}"
