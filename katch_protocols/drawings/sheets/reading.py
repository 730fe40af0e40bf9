"""What a sheet says that is too large for A3: where its letters can be read."""

from collections.abc import Sequence
from dataclasses import replace

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.paper import A2, A3
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.sheets.fitting import fitted
from katch_protocols.drawings.sheets.paging import LEAST_PRINT
from katch_protocols.drawings.sheets.sheet import LEFT
from katch_protocols.drawings.story.saying import word
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import INK

__all__ = ["with_paper"]

_LINE = 26.0
"""The height of the line, as tall in every language."""


def with_paper(scene: Scene, letter: float, languages: Sequence[str]) -> Scene:
    """Return a sheet with a line under it, if its letters are too small on A3.

    ``letter`` is the size of the smallest, in pixels. The line names the paper on which
    it can be read; where none is large enough, a screen alone.
    """
    wide, tall = scene.width, scene.height
    if A3.scale(wide, tall) * letter >= LEAST_PRINT:
        return scene
    is_enough = A2.scale(wide, tall + _LINE) * letter >= LEAST_PRINT
    key = "small-on-paper" if is_enough else "small-on-any-paper"
    said = word(key, languages, paper=A3.name, larger=A2.name)
    room = wide - 2 * LEFT
    bold = Face.SEMIBOLD
    text = fitted(said, languages, room, size=13, face=bold, most=1, least=letter)
    line = text.within(Rect(LEFT, tall - 4, room, 18), scene.language, INK)
    return replace(scene, height=tall + _LINE, parts=(*scene.parts, line))
