"""draw: a chart becomes a drawing, in one language or in all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.drawing import A2, A3, Drawing
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.story.phases import told_in_phase
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.views.lanes.measures import STEP_SIZE
from katch_protocols.drawings.views.lanes.rows import TEXT_SIZE
from katch_protocols.drawings.views.lanes.view import LanesView, with_best_lanes
from katch_protocols.drawings.views.our import our
from katch_protocols.errors import ProtocolError, UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["MANY_STEPS", "LaneOrder", "View", "draw", "draw_every_language", "pages"]

MANY_STEPS = 45
"""Nobody reads more steps than this in one picture; ``pages`` then names its parts."""


class View(StrEnum):
    """What a drawing shows."""

    LANES = "lanes"
    STATES = "states"


class LaneOrder(StrEnum):
    """How the lanes are ordered: as the story meets them, or with short arrows."""

    AUTHOR = "author"
    BEST = "best"


def draw(  # noqa: PLR0913 - keywords with defaults, one a wish
    chart: Chart,
    handbook: Handbook,
    *,
    view: View | str = View.LANES,
    language: str | None = None,
    phase: Id | None = None,
    order: LaneOrder = LaneOrder.AUTHOR,
) -> Drawing:
    """Draw a protocol in one language: the handbook's own unless another is given.

    With a ``phase`` only that chapter is drawn, with where it comes from and leads to.
    The ``order`` is that of the lanes.

    Raises:
        ProtocolError: The chart has problems; ``check`` says which.
        UnknownNameError: There is no such ``view``, or the protocol no such ``phase``.
    """
    language = language or handbook.language
    story, whole = _story(chart, handbook, phase, order)
    return _drawing(_view(chart, whole, story, _named(view)), language)


def draw_every_language(  # noqa: PLR0913 - keywords with defaults, one a wish
    chart: Chart,
    handbook: Handbook,
    *,
    view: View | str = View.LANES,
    phase: Id | None = None,
    order: LaneOrder = LaneOrder.AUTHOR,
    graphviz: bool = True,
) -> Mapping[str, Drawing]:
    """Draw a protocol in every language of its handbook; it is laid out only once.

    Everything stands in the same place in each. Without ``graphviz`` the bytes are the
    same on every machine, whatever is installed there.
    """
    story, whole = _story(chart, handbook, phase, order)
    made = _view(chart, whole, story, _named(view), graphviz=graphviz)
    return {language: _drawing(made, language) for language in story.languages}


def pages(chart: Chart, handbook: Handbook) -> tuple[Id | None, ...]:
    """Return what to draw: the whole (``None``), or its phases if it is too large."""
    story = tell(chart, handbook)
    if len(story.steps) <= MANY_STEPS or len(story.phases) < 2:  # noqa: PLR2004 - one page
        return (None,)
    return tuple(phase.id for phase in story.phases)


def _named(view: View | str) -> View:
    if view not in set(View):
        raise UnknownNameError("view", view, nearest_names(view, list(View)))
    return View(view)


def _story(
    chart: Chart, handbook: Handbook, phase: Id | None, order: LaneOrder
) -> tuple[Story, Story]:
    """Return what is drawn, and the whole story that it is a part of."""
    if chart.problems:
        codes = [problem.code for problem in chart.problems]
        raise ProtocolError(chart.protocol.id, codes)
    whole = tell(chart, handbook)
    if order is LaneOrder.BEST:
        whole = with_best_lanes(whole)
    return (whole if phase is None else told_in_phase(whole, phase)), whole


class _Page(Protocol):
    """A story laid out, in whichever view."""

    @property
    def story(self) -> Story:
        """What it shows."""

    def scene(self, language: str) -> Scene:
        """Draw it in one language."""


def _view(
    chart: Chart, whole: Story, story: Story, view: View, *, graphviz: bool = True
) -> _Page:
    around = None if story is whole else LanesView(whole, chart.protocol)
    if view is View.LANES:
        return LanesView(story, chart.protocol, whole=around)
    # Lazy, for a fast start: only this view needs Graphviz and what it loads.
    from katch_protocols.drawings.views.states.view import StatesView  # noqa: PLC0415

    return StatesView(story, chart.protocol, whole=around, graphviz=graphviz)


def _drawing(view: _Page, language: str) -> Drawing:
    scene = view.scene(language)
    drawing = Drawing(
        to_svg(scene),
        scene.width,
        scene.height,
        STEP_SIZE,
        TEXT_SIZE,
        title=scene.title,
        description=scene.description,
    )
    return replace(drawing, warnings=tuple(_warnings(drawing, view.story, language)))


def _warnings(drawing: Drawing, story: Story, language: str) -> Iterator[str]:
    """Say what makes the page hard to read, and on which paper it is better."""
    if len(story.steps) > MANY_STEPS:
        yield our("many-states", language, count=len(story.steps))
    if not drawing.is_legible(A3):
        step, text = drawing.printed(A3)
        sizes = {"step": step, "text": text}
        yield our("small-print", language, paper=A3.name, larger=A2.name, **sizes)
