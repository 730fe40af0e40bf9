"""A page: a view laid out, drawn in any language, and what makes it hard to read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from katch_protocols.drawings.drawing import A2, A3, Drawing
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.drawings.theming import themed
from katch_protocols.drawings.view import Laid, Print
from katch_protocols.model.font import Font
from katch_protocols.words.say import say

__all__ = ["MANY_STEPS", "Page"]

MANY_STEPS = 45
"""Nobody reads more steps than this in one picture; ``pages`` then names its parts."""


@dataclass(frozen=True)
class Page:
    """A view laid out; ``steps`` is how many steps it shows, where it shows steps.

    ``font`` draws the letters that the bundled fonts lack.
    """

    laid: Laid
    print: Print
    theme: Theme = COLOUR
    steps: int = 0
    font: Font | None = None

    def drawing(self, language: str) -> Drawing:
        """Draw it in one language."""
        scene = self.scene(language)
        with setting_in(self.font):
            svg = to_svg(scene)
        drawing = Drawing(
            svg,
            scene.width,
            scene.height,
            self.print.step_size,
            self.print.text_size,
            title=scene.title,
            description=scene.description,
            twin=self.laid.twin(language),
            font=self.font,
        )
        return replace(drawing, warnings=tuple(self._warnings(drawing, language)))

    def scene(self, language: str) -> Scene:
        """Return its shapes in one language, in the colours of the theme."""
        with setting_in(self.font):
            return themed(self.laid.scene(language), self.theme)

    def _warnings(self, drawing: Drawing, language: str) -> Iterator[str]:
        """Say what makes the page hard to read, and on which paper it is better."""
        if self.steps > MANY_STEPS:
            yield say("drawings.many-states", language, count=self.steps)
        if not drawing.is_legible(A3):
            step, text = drawing.printed(A3)
            sizes = {"step": step, "text": text, "size": text}
            papers = {"paper": A3.name, "larger": A2.name}
            yield say(self.print.warning, language, **papers, **sizes)
