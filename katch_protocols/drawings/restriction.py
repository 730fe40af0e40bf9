"""What a drawing says that maps where protection is missing: not for publication."""

from dataclasses import replace

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Ink, Panel, Scene
from katch_protocols.drawings.sheets.fitting import fitted
from katch_protocols.drawings.sheets.sheet import LEFT
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import ALERT, PAPER
from katch_protocols.model.noun import Label
from katch_protocols.words.say import say

__all__ = ["restricted"]

_BAND = 30.0
"""The height of the line under the picture, as tall in every language."""


def restricted(scene: Scene) -> Scene:
    """Return the same picture with the line under it, and the same in its description.

    Who knows where a child is not protected can use it; so the line is a part of the
    picture and goes wherever that is copied.
    """
    language = scene.language
    said = say("drawings.restricted", language)
    room = scene.width - 2 * LEFT
    band = Rect(LEFT, scene.height, room, _BAND - 8)
    inside = Rect(band.x + 10, band.y, band.width - 20, band.height)
    label = Label(texts={language: said})
    text = fitted(label, (language,), inside.width, face=Face.SEMIBOLD, most=1)
    shapes = (
        Panel(band, Ink(PAPER, ALERT, 1.6), 4),
        text.within(inside, language, ALERT),
    )
    return replace(
        scene,
        height=scene.height + _BAND,
        description=f"{said} {scene.description}",
        parts=(*scene.parts, *shapes),
    )
