"""What a drawing says that maps where protection is missing: not for publication."""

from collections.abc import Iterator

from msgspec.structs import replace

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Ink, Panel, Scene, Shape
from katch_protocols.drawings.sheets.fitting import fitted
from katch_protocols.drawings.sheets.sheet import LEFT
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import ALERT, PAPER
from katch_protocols.model.noun import Label
from katch_protocols.words.say import say

__all__ = ["BAND", "restricted"]

BAND = 30.0
"""The height of the line under the picture, as tall in every language."""


def restricted(scene: Scene) -> Scene:
    """Return the same picture with the line under it, and the same in its description.

    Who knows where a child is not protected can use it; so the line is a part of the
    picture and goes wherever that is copied: under each sheet of paper, if several.
    """
    whole = Rect(0, 0, scene.width, scene.height)
    sheets = scene.sheets or (whole,)
    bands = tuple(part for sheet in sheets for part in _band(sheet, scene.language))
    said = say("drawings.restricted", scene.language)
    grown = tuple(replace(each, height=each.height + BAND) for each in scene.sheets)
    return replace(
        scene,
        height=scene.height + BAND,
        description=f"{said} {scene.description}",
        parts=(*scene.parts, *bands),
        sheets=grown,
    )


def _band(sheet: Rect, language: str) -> Iterator[Shape]:
    band = Rect(LEFT, sheet.bottom, sheet.width - 2 * LEFT, BAND - 8)
    inside = Rect(band.x + 10, band.y, band.width - 20, band.height)
    label = Label(texts={language: say("drawings.restricted", language)})
    text = fitted(label, (language,), inside.width, face=Face.SEMIBOLD, most=1)
    yield Panel(band, Ink(PAPER, ALERT, 1.6), 4)
    yield text.within(inside, language, ALERT)
