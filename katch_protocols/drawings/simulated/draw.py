"""draw_result: the answer of a simulation becomes a drawing, in one language."""

from collections.abc import Callable, Mapping

from katch_protocols.drawings.drawing import Drawing, Page
from katch_protocols.drawings.simulated.backlog import Backlog
from katch_protocols.drawings.simulated.page import SimulatedPage
from katch_protocols.drawings.simulated.times import SimulatedTimes
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme, theme_named
from katch_protocols.drawings.view import Laid
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.simulations import Result
from katch_protocols.sentences.nearness import require

__all__ = ["SIMULATED_VIEWS", "draw_result"]

SIMULATED_VIEWS: Mapping[str, Callable[[SimulatedPage], Laid]] = {
    "backlog": Backlog,
    "times": SimulatedTimes,
}
"""The views of a simulation, by name."""


def draw_result(
    result: Result,
    handbook: Handbook,
    *,
    view: str = "times",
    language: str | None = None,
    theme: Theme | str = COLOUR,
) -> Drawing:
    """Draw what a simulation answers; the picture says that no case was real.

    Raises:
        UnknownNameError: There is no such ``view`` or ``theme``, or the handbook does
            not speak the ``language``.
    """
    spoken = require("language", language or handbook.language, handbook.languages)
    require("view", view, SIMULATED_VIEWS)
    with setting_in(handbook.font):
        laid = SIMULATED_VIEWS[view](SimulatedPage(result, handbook))
    shown = theme_named(theme)
    made = Page(laid, handbook.languages, theme=shown, font=handbook.font)
    return made.drawing(spoken)
