"""A page, and a finished drawing of it: SVG, size on paper, what to mind in print."""

from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.paper import A2, A3, LEAST_PRINT, Paper
from katch_protocols.drawings.printing import to_pdf, to_png
from katch_protocols.drawings.restriction import restricted
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.sheets.reading import with_paper
from katch_protocols.drawings.small_print import (
    SmallPrint,
    printed,
    sheets_of,
    small_print,
    smallest_letters,
)
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme, themed
from katch_protocols.drawings.view import Laid
from katch_protocols.model.handbook import Font
from katch_protocols.whole_files import write_whole
from katch_protocols.words.say import say

__all__ = ["A2", "A3", "MANY_STEPS", "Drawing", "Page", "Paper"]


_PNG_WIDTH = 3508
"""An A3 sheet at 212 dots an inch; text stays sharp on a projector."""


class Drawing(Struct, frozen=True):
    """One view of a protocol in one language.

    Attributes:
        svg: The picture, as a text of SVG 1.1 that needs no other file.
        width: The width of the page, in pixels.
        height: Its height, in pixels.
        letters: The size of the smallest letter of each sheet, in pixels.
        warnings: What will be hard to read, in the language of the drawing.
        title: For readers who cannot see it.
        description: The same, in some sentences.
        twin: The same as a table, rows of texts, the head first; empty where the view
            has none.
        font: The font of the handbook, which a PDF and a PNG need too.
        least: The size from which on letters can be read in print, in points.
        sheets: The parts that are a sheet of paper each; empty where one holds all.
        paper: What a PDF of it is a sheet of: A3, or A2 where letters need it.
        small: What is too small on A3 (a scorecard: A4); none where nothing is.
    """

    svg: str
    width: float
    height: float
    letters: tuple[float, ...] = ()
    warnings: tuple[str, ...] = ()
    title: str = ""
    description: str = ""
    twin: tuple[tuple[str, ...], ...] = ()
    font: Font | None = None
    least: float = LEAST_PRINT
    sheets: tuple[Rect, ...] = ()
    paper: Paper = A3
    small: SmallPrint | None = None

    @property
    def paged(self) -> Sequence[Rect]:
        """The sheets, or the one that holds all."""
        return sheets_of(self.width, self.height, self.sheets)

    def printed(self, paper: Paper = A3) -> float:
        """Return the size of the smallest letter on ``paper``, in points."""
        return printed(self.paged, self.letters, paper)

    def is_legible(self, paper: Paper = A3) -> bool:
        """Whether nobody needs a magnifier: no letter is smaller than ``least``."""
        return self.printed(paper) >= self.least

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


class Page(Struct, frozen=True):
    """A view laid out; ``steps`` is how many steps it shows, where it shows steps.

    ``languages`` are those of the handbook; ``least`` is the size from which on letters
    can be read in print, in points. ``font`` draws the letters that the bundled fonts
    lack; ``is_restricted`` is the view's own word on publication, ``paper`` what it is
    to be printed on. ``by_phase``: its phases can be drawn one by one.
    """

    laid: Laid
    languages: Sequence[str]
    least: float = LEAST_PRINT
    theme: Theme = COLOUR
    steps: int = 0
    font: Font | None = None
    is_restricted: bool = False
    paper: Paper = A3
    by_phase: bool = False

    def drawing(self, language: str) -> Drawing:
        """Draw it in one language."""
        drawing, twin = self.picture(language), self.laid.twin(language)
        warnings = tuple(self._warnings(drawing, language))
        return replace(drawing, twin=twin, warnings=warnings)

    def picture(self, language: str) -> Drawing:
        """Draw it in one language, without twin and warnings: nobody reads them."""
        return self.pictured(self.scene(language))

    def pictured(self, scene: Scene) -> Drawing:
        """Return the drawing of its shapes in one language."""
        with setting_in(self.font):
            svg = to_svg(scene)
        letters = smallest_letters(scene)
        paper, by_phase = self.paper, self.by_phase
        small = small_print(
            scene, paper, self.least, by_phase=by_phase, letters=letters
        )
        is_larger = small is not None and small.is_enough
        return Drawing(
            svg,
            scene.width,
            scene.height,
            letters,
            title=scene.title,
            description=scene.description,
            font=self.font,
            least=self.least,
            sheets=scene.sheets,
            paper=paper.larger if is_larger else paper,
            small=small,
        )

    def scene(self, language: str) -> Scene:
        """Return its shapes in one language, in the colours of the theme.

        A single sheet whose letters are too small says so; of several, the view has
        each say so.
        """
        with setting_in(self.font):
            scene = self.laid.scene(language)
            if not scene.sheets:
                scene = self._with_paper(scene)
            shown = restricted(scene) if self.is_restricted else scene
            return themed(shown, self.theme)

    def _with_paper(self, scene: Scene) -> Scene:
        languages, least = self.languages, self.least
        return with_paper(scene, languages, least, self.paper, by_phase=self.by_phase)

    def _warnings(self, drawing: Drawing, language: str) -> Iterator[str]:
        """Say what makes the page hard to read, and on which paper it is better."""
        if self.steps > MANY_STEPS and not drawing.sheets:
            yield say("drawings.many-states", language, count=self.steps)
        if drawing.small is not None:
            yield drawing.small.say(language)
