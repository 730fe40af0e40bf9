"""How small the letters of a picture are on paper, and what to say of small ones."""

from collections.abc import Sequence

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.paper import Paper
from katch_protocols.drawings.scene import Group, Scene, Shape, Words
from katch_protocols.words.say import say, say_number

__all__ = ["SmallPrint", "printed", "sheets_of", "small_print", "smallest_letters"]


class SmallPrint(Struct, frozen=True):
    """Letters that are too small where a picture fills a sheet of paper.

    Attributes:
        size: The size of the smallest there, in points.
        least: The size from which on they can be read.
        paper: The name of the paper.
        larger: The name of the next larger one.
        is_enough: Whether they can be read there.
        by_phase: Whether the picture can be drawn phase by phase instead.
    """

    size: float
    least: float
    paper: str
    larger: str
    is_enough: bool
    by_phase: bool = False

    def say(self, language: str) -> str:
        """Say how small they are, and where they can be read."""
        where = "" if self.is_enough else "-anywhere"
        how = "-by-phase" if self.by_phase else ""
        return say(
            f"drawings.small-print{where}{how}",
            language,
            paper=self.paper,
            larger=self.larger,
            size=say_number(self.size, language, 1),
            least=say_number(self.least, language, 0),
        )


def smallest_letters(scene: Scene) -> tuple[float, ...]:
    """Return the smallest letter of each sheet of a picture, in pixels."""
    letters = _letters(scene.parts, 0.0)
    return tuple(
        min((size for y, size in letters if top <= y <= bottom), default=float("inf"))
        for sheet in sheets_of(scene.width, scene.height, scene.sheets)
        for top, bottom in ((sheet.y, sheet.bottom),)
    )


def sheets_of(width: float, height: float, sheets: Sequence[Rect]) -> Sequence[Rect]:
    """Return the sheets of a page, or the one that holds all."""
    return sheets or (Rect(0, 0, width, height),)


def _letters(shapes: Sequence[Shape], down: float) -> list[tuple[float, float]]:
    """Return where each text stands, from the top, and the size of its letters."""
    found: list[tuple[float, float]] = []
    for shape in shapes:
        if isinstance(shape, Words):
            if any(shape.lines.lines):
                found.append((shape.at[1] + down, shape.lines.size))
        elif isinstance(shape, Group):
            found += _letters(shape.parts, down + shape.down)
    return found


def printed(sheets: Sequence[Rect], letters: Sequence[float], paper: Paper) -> float:
    """Return the size of the smallest letter where each sheet fills one of ``paper``.

    In points, to a tenth; of a picture without letters without end.
    """
    sizes = (
        paper.scale(sheet.width, sheet.height) * letter
        for sheet, letter in zip(sheets, letters, strict=False)
    )
    return round(min(sizes, default=float("inf")), 1)


def small_print(
    scene: Scene,
    paper: Paper,
    least: float,
    *,
    by_phase: bool = False,
    letters: Sequence[float] = (),
) -> SmallPrint | None:
    """Return which letters of a picture are too small on paper; ``None``: none are.

    ``letters`` are its smallest ones by sheet, where they are known.
    """
    sheets = sheets_of(scene.width, scene.height, scene.sheets)
    letters = letters or smallest_letters(scene)
    size = printed(sheets, letters, paper)
    if size >= least:
        return None
    larger = paper.larger
    is_enough = printed(sheets, letters, larger) >= least
    return SmallPrint(size, least, paper.name, larger.name, is_enough, by_phase)
