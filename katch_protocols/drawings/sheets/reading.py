"""What a sheet says that is too large for its paper: where its letters can be read."""

from collections.abc import Sequence

from msgspec.structs import replace

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.paper import A3, Paper
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.sheets.fitting import fitted
from katch_protocols.drawings.sheets.sheet import LEFT
from katch_protocols.drawings.small_print import small_print, smallest_letters
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import INK
from katch_protocols.model.noun import Label

__all__ = ["with_paper"]

_LINE = 26.0
"""The height of the line, as tall in every language."""
_SMALLEST = 11.0


def with_paper(
    scene: Scene,
    languages: Sequence[str],
    least: float,
    paper: Paper = A3,
    *,
    by_phase: bool = False,
) -> Scene:
    """Return a sheet with a line under it, if letters are too small on its paper.

    ``least`` is the size that can be read, in points. The line names the paper on which
    it can be read; where none is large enough a screen, and its phases where it has
    any (``by_phase``).
    """
    letters = smallest_letters(scene)
    if small_print(scene, paper, least, letters=letters) is None:
        return scene
    wide, tall = scene.width, scene.height
    grown = replace(scene, height=tall + _LINE)
    small = small_print(grown, paper, least, by_phase=by_phase, letters=letters)
    texts = {} if small is None else {code: small.say(code) for code in languages}
    room, bold = wide - 2 * LEFT, Face.SEMIBOLD
    said = Label(texts=texts)
    text = fitted(said, languages, room, face=bold, most=1, least=_SMALLEST)
    line = text.within(Rect(LEFT, tall - 4, room, 18), scene.language, INK)
    return replace(grown, parts=(*scene.parts, line))
