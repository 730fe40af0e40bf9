"""A page, and a finished drawing of it: SVG, size on paper, what to mind in print."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.paper import A2, A3, Paper
from katch_protocols.drawings.printing import to_pdf, to_png
from katch_protocols.drawings.restriction import restricted
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme, themed
from katch_protocols.drawings.view import Laid, Print
from katch_protocols.model.handbook import Font
from katch_protocols.whole_files import write_whole
from katch_protocols.words.say import say

__all__ = ["A2", "A3", "MANY_STEPS", "Drawing", "Page", "Paper"]


_PNG_WIDTH = 3508
"""An A3 sheet at 212 dots an inch; text stays sharp on a projector."""


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
        least: The sizes of steps and texts that are legible on paper, in points.
        sheets: The parts that are a sheet of paper each; empty where one holds all.
        paper: What a PDF of it is a sheet of.
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
    least: tuple[float, float] = (6.5, 5.5)
    sheets: tuple[Rect, ...] = ()
    paper: Paper = A3

    @property
    def paged(self) -> tuple[Rect, ...]:
        """The sheets, or the one that holds all."""
        return self.sheets or (Rect(0, 0, self.width, self.height),)

    def printed(self, paper: Paper = A3) -> tuple[float, float]:
        """Return the sizes of steps and arrow texts on ``paper``, in points."""
        scale = min(paper.scale(each.width, each.height) for each in self.paged)
        return round(self.step_size * scale, 1), round(self.text_size * scale, 1)

    def is_legible(self, paper: Paper = A3) -> bool:
        """Whether nobody needs a magnifier: both sizes are at least what is legible."""
        sizes = zip(self.printed(paper), self.least, strict=True)
        return all(size >= least for size, least in sizes)

    def save(self, path: str | PathLike[str], *, width: int | None = None) -> None:
        """Write the drawing: paper for ``.pdf``, pixels for ``.png``, else SVG.

        The file appears whole or not at all. ``width`` is that of a PNG, in pixels.

        Raises:
            MissingExtraError: A PDF or PNG needs the extra ``papers``.
            OSError: It cannot be written.
        """
        target = Path(path)
        with setting_in(self.font):
            data = self._data(target.suffix.lower(), width or _PNG_WIDTH)
        write_whole(target, data)

    def _data(self, suffix: str, width: int) -> bytes:
        match suffix:
            case ".pdf":
                return to_pdf(
                    self.svg,
                    sheets=self.paged,
                    size=(self.paper.width, self.paper.height),
                    title=self.title,
                    description=self.description,
                )
            case ".png":
                return to_png(self.svg, width=width)
            case _:
                return self.svg.encode("utf-8")


MANY_STEPS = 45
"""Nobody reads more steps than this in one picture; ``pages`` then names its parts."""


@dataclass(frozen=True)
class Page:
    """A view laid out; ``steps`` is how many steps it shows, where it shows steps.

    ``font`` draws the letters that the bundled fonts lack; ``is_restricted`` is the
    view's own word on publication, ``paper`` what a PDF is a sheet of.
    """

    laid: Laid
    print: Print
    theme: Theme = COLOUR
    steps: int = 0
    font: Font | None = None
    is_restricted: bool = False
    paper: Paper = A3

    def drawing(self, language: str) -> Drawing:
        """Draw it in one language."""
        drawing, twin = self.picture(language), self.laid.twin(language)
        warnings = tuple(self._warnings(drawing, language))
        return replace(drawing, twin=twin, warnings=warnings)

    def picture(self, language: str) -> Drawing:
        """Draw it in one language, without twin and warnings: nobody reads them."""
        scene = self.scene(language)
        with setting_in(self.font):
            svg = to_svg(scene)
        return Drawing(
            svg,
            scene.width,
            scene.height,
            self.print.step_size,
            self.print.text_size,
            title=scene.title,
            description=scene.description,
            font=self.font,
            least=self.print.least,
            sheets=scene.sheets,
            paper=self.paper,
        )

    def scene(self, language: str) -> Scene:
        """Return its shapes in one language, in the colours of the theme."""
        with setting_in(self.font):
            scene = self.laid.scene(language)
            shown = restricted(scene) if self.is_restricted else scene
            return themed(shown, self.theme)

    def _warnings(self, drawing: Drawing, language: str) -> Iterator[str]:
        """Say what makes the page hard to read, and on which paper it is better."""
        if self.steps > MANY_STEPS and not drawing.sheets:
            yield say("drawings.many-states", language, count=self.steps)
        if not drawing.is_legible(A3):
            step, text = drawing.printed(A3)
            sizes = {"step": step, "text": text, "size": text}
            papers = {"paper": A3.name, "larger": A2.name}
            fits = drawing.is_legible(A2)
            key = self.print.warning if fits else f"{self.print.warning}-anywhere"
            yield say(key, language, **papers, **sizes)
