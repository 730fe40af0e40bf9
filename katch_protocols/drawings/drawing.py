"""A finished drawing: its SVG, its size on paper, and what to mind when printing it."""

import os
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from katch_protocols.drawings.printing import to_pdf, to_png
from katch_protocols.drawings.text import setting_in
from katch_protocols.model.font import Font

__all__ = ["A2", "A3", "Drawing", "Paper"]

_PNG_WIDTH = 3508
"""An A3 sheet at 212 dots an inch; text stays sharp on a projector."""
_LEAST_STEP, _LEAST_TEXT = 6.5, 5.5
_POINTS_A_MM = 72 / 25.4
_MARGIN = 10.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet in landscape; width and height in millimetres."""

    name: str
    width: float
    height: float

    def scale(self, width: float, height: float) -> float:
        """Return the points of one pixel when a page fills the printable room.

        A page that is taller than wide is printed upright.
        """
        long, short = (
            (side - 2 * _MARGIN) * _POINTS_A_MM for side in (self.width, self.height)
        )
        return min(long / max(width, height), short / min(width, height))


A3, A2 = Paper("A3", 420, 297), Paper("A2", 594, 420)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One view of a protocol in one language.

    Attributes:
        svg: The picture, as a text of SVG 1.1 that needs no other file.
        width: The width of the page, in pixels.
        height: Its height, in pixels.
        step_size: The size of the titles of steps, in pixels.
        text_size: The size of the texts of arrows, in pixels.
        warnings: What will be hard to read, in the language of the drawing.
        title: For readers who cannot see it.
        description: The same, in some sentences.
        twin: The same as a table, rows of texts, the head first; empty where the view
            has none.
        font: The font of the handbook, which a PDF and a PNG need too.
    """

    svg: str
    width: float
    height: float
    step_size: float
    text_size: float
    warnings: tuple[str, ...] = ()
    title: str = ""
    description: str = ""
    twin: tuple[tuple[str, ...], ...] = ()
    font: Font | None = None

    def printed(self, paper: Paper = A3) -> tuple[float, float]:
        """Return the sizes of steps and arrow texts on ``paper``, in points."""
        scale = paper.scale(self.width, self.height)
        return round(self.step_size * scale, 1), round(self.text_size * scale, 1)

    def is_legible(self, paper: Paper = A3) -> bool:
        """Whether nobody needs a magnifier: steps from 6.5 pt, arrow texts from 5.5."""
        step, text = self.printed(paper)
        return step >= _LEAST_STEP and text >= _LEAST_TEXT

    def save(self, path: str | PathLike[str], *, width: int | None = None) -> None:
        """Write the drawing: a sheet of A3 for ``.pdf``, pixels for ``.png``, else SVG.

        The file appears whole or not at all. ``width`` is that of a PNG, in pixels.

        Raises:
            MissingExtraError: A PDF or PNG needs the extra ``papers``.
        """
        target = Path(path)
        with setting_in(self.font):
            data = self._data(target.suffix.lower(), width or _PNG_WIDTH)
        _write(target, data)

    def _data(self, suffix: str, width: int) -> bytes:
        match suffix:
            case ".pdf":
                size = (A3.width, A3.height)
                return to_pdf(
                    self.svg,
                    size=size if self.width >= self.height else size[::-1],
                    title=self.title,
                    description=self.description,
                )
            case ".png":
                return to_png(self.svg, width=width)
            case _:
                return self.svg.encode("utf-8")


def _write(target: Path, data: bytes) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(data)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
