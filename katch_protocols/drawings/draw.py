"""draw: a chart becomes a drawing, in one language or in all of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.drawing import A2, A3, Drawing
from katch_protocols.drawings.named import require
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.story.phases import told_in_phase
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.drawings.theming import theme_named, themed
from katch_protocols.drawings.views.lanes.measures import STEP_SIZE
from katch_protocols.drawings.views.lanes.rows import TEXT_SIZE
from katch_protocols.drawings.views.lanes.view import LanesView, with_best_lanes
from katch_protocols.drawings.views.our import our
from katch_protocols.errors import ProtocolError
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.timing.measured import Measures

__all__ = [
    "MANY_STEPS",
    "LaneOrder",
    "StoryPage",
    "View",
    "Wish",
    "agencies",
    "draw",
    "draw_every_language",
    "laid_out",
    "pages",
]

MANY_STEPS = 45
"""Nobody reads more steps than this in one picture; ``pages`` then names its parts."""


class View(StrEnum):
    """What a drawing shows."""

    LANES = "lanes"
    STATES = "states"
    RACI = "raci"
    HANDOFFS = "handoffs"
    HANDOFF_GRAPH = "handoff-graph"
    DEADLINES = "deadlines"
    REGIONS = "regions"
    AGENCY = "agency"
    GAPS = "gaps"
    INFORMATION = "information"
    MEASURES = "measures"

    @property
    def tells_a_story(self) -> bool:
        """Whether it shows the steps themselves, so that one phase can be drawn."""
        return self in {View.LANES, View.STATES, View.GAPS}


class LaneOrder(StrEnum):
    """How the lanes are ordered: as the story meets them, or with short arrows."""

    AUTHOR = "author"
    BEST = "best"


@dataclass(frozen=True)
class Wish:
    """What is wanted besides the view; the defaults are those of ``draw``.

    ``phase`` and ``order`` count in ``lanes``, ``states`` and ``gaps``, ``agency`` in
    its own, ``as_of`` in those that say who holds what. Without ``graphviz`` the bytes
    are the same on every machine, whatever is installed there.
    """

    phase: Id | None = None
    order: LaneOrder = LaneOrder.AUTHOR
    agency: Id | None = None
    as_of: date | None = None
    graphviz: bool = True
    findings: Sequence[Finding] = ()
    lanes: LanesView | None = None
    measures: Measures | None = None
    theme: Theme = COLOUR


def draw(  # noqa: PLR0913 - keywords with defaults, one a wish
    chart: Chart,
    handbook: Handbook,
    *,
    view: View | str = View.LANES,
    language: str | None = None,
    phase: Id | None = None,
    order: LaneOrder = LaneOrder.AUTHOR,
    agency: Id | None = None,
    as_of: date | None = None,
    findings: Sequence[Finding] = (),
    measures: Measures | None = None,
    theme: Theme | str = COLOUR,
) -> Drawing:
    """Draw a protocol in one language: the handbook's own unless another is given.

    With a ``phase`` only that chapter is drawn, with where it comes from and leads to.
    The ``order`` is that of the lanes. The view ``agency`` needs an ``agency``.
    ``as_of`` is the day on which bindings and agencies count; without it all do.
    ``findings`` of the handbook are what the view ``gaps`` shows, where they concern
    the protocol. ``measures`` of the protocol are what the view of that name shows; it
    takes them itself where none are given, which can take seconds. ``theme`` says in
    which colours: ``colour`` or ``grey``.

    Raises:
        ProtocolError: The chart has problems; ``check`` says which.
        UnknownNameError: There is no such ``view``, ``phase``, ``agency`` or ``theme``,
            or the handbook does not speak the ``language``.
    """
    spoken = require("language", language or handbook.language, handbook.languages)
    wish = Wish(
        phase,
        order,
        agency,
        as_of,
        findings=findings,
        measures=measures,
        theme=theme_named(theme),
    )
    page = _page(chart, handbook, _named(view), wish)
    return page.drawing(spoken)


def draw_every_language(  # noqa: PLR0913 - keywords with defaults, one a wish
    chart: Chart,
    handbook: Handbook,
    *,
    view: View | str = View.LANES,
    phase: Id | None = None,
    order: LaneOrder = LaneOrder.AUTHOR,
    agency: Id | None = None,
    as_of: date | None = None,
    graphviz: bool = True,
    findings: Sequence[Finding] = (),
    lanes: LanesView | None = None,
    measures: Measures | None = None,
    theme: Theme | str = COLOUR,
) -> Mapping[str, Drawing]:
    """Draw a protocol in every language of its handbook; it is laid out only once.

    Everything stands in the same place in each. Without ``graphviz`` the bytes are the
    same on every machine, whatever is installed there. ``lanes`` is what ``laid_out``
    gave before, for several views of one protocol; the order is then the author's.
    """
    shown = theme_named(theme)
    wish = Wish(phase, order, agency, as_of, graphviz, findings, lanes, measures, shown)
    page = _page(chart, handbook, _named(view), wish)
    return {language: page.drawing(language) for language in handbook.languages}


def laid_out(chart: Chart, handbook: Handbook) -> LanesView:
    """Return the lanes of a protocol, to be handed to ``draw_every_language``.

    Raises:
        ProtocolError: The chart has problems; ``check`` says which.
    """
    whole, _ = _story(chart, handbook, Wish())
    return LanesView(whole, chart.protocol)


def pages(chart: Chart, handbook: Handbook) -> tuple[Id | None, ...]:
    """Return what to draw: the whole (``None``), or its phases if it is too large."""
    story = tell(chart, handbook)
    if len(story.steps) <= MANY_STEPS or len(story.phases) < 2:  # noqa: PLR2004 - one page
        return (None,)
    return tuple(phase.id for phase in story.phases)


def agencies(chart: Chart, handbook: Handbook) -> tuple[Id, ...]:
    """Return the agencies that deserve a card, those with lanes first, in their order.

    The others have a duty of their own; who is only asked or told needs no card, nor
    who acts only as one of several homes of a role.
    """
    # Lazy, for a fast start: the lanes view needs none of these.
    from katch_protocols.duties.agency import own_duties  # noqa: PLC0415
    from katch_protocols.duties.responsibility import (  # noqa: PLC0415
        responsibility_of,
    )

    lanes = [lane.id for lane in tell(chart, handbook).lanes]
    found = responsibility_of([chart], handbook).agencies
    bound = [name for name, each in found.items() if own_duties(each, handbook)]
    wanted = dict.fromkeys([lane for lane in lanes if lane in found] + bound)
    return tuple(wanted)


def _named(view: View | str) -> View:
    return View(require("view", view, list(View)))


def _story(chart: Chart, handbook: Handbook, wish: Wish) -> tuple[Story, Story]:
    """Return what is drawn, and the whole story that it is a part of."""
    if chart.problems:
        codes = [problem.code for problem in chart.problems]
        raise ProtocolError(chart.protocol.id, codes)
    phase, order = wish.phase, wish.order
    whole = tell(chart, handbook) if wish.lanes is None else wish.lanes.story
    if order is LaneOrder.BEST:
        whole = with_best_lanes(whole)
    return (whole if phase is None else told_in_phase(whole, phase)), whole


class _Page(Protocol):
    """A view laid out, ready for any language."""

    def drawing(self, language: str) -> Drawing:
        """Draw it in one language."""


def _page(chart: Chart, handbook: Handbook, view: View, wish: Wish) -> _Page:
    if wish.agency is not None:
        require("agency", wish.agency, handbook.agencies)
    if view.tells_a_story:
        story, whole = _story(chart, handbook, wish)
        laid = wish.lanes or LanesView(whole, chart.protocol)
        around = None if story is whole else laid
        lanes = LanesView(story, chart.protocol, whole=laid) if around else laid
        if view is View.GAPS:
            # Lazy, for a fast start: the lanes view needs none of these.
            from katch_protocols.drawings.views.gaps.view import GapsView  # noqa: PLC0415

            gaps = GapsView(lanes, chart, handbook, whole, wish.findings)
            return StoryPage(gaps, wish.theme)
        if view is View.LANES:
            return StoryPage(lanes, wish.theme)
        # Lazy, for a fast start: only this view needs Graphviz and what it loads.
        from katch_protocols.drawings.views.states.view import StatesView  # noqa: PLC0415

        protocol, graphviz = chart.protocol, wish.graphviz
        states = StatesView(story, protocol, whole=around, graphviz=graphviz)
        return StoryPage(states, wish.theme)
    # Lazy, for a fast start: the lanes view needs none of these.
    from katch_protocols.drawings.views.subject import Subject  # noqa: PLC0415
    from katch_protocols.drawings.views.table_page import table_page  # noqa: PLC0415

    subject = Subject(chart, handbook, wish.as_of)
    page = table_page(subject, view.value, agency=wish.agency, measures=wish.measures)
    return replace(page, theme=wish.theme)


class _StoryView(Protocol):
    """A story laid out, in whichever view."""

    @property
    def story(self) -> Story:
        """What it shows."""

    def scene(self, language: str) -> Scene:
        """Draw it in one language."""

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Say the same as rows of text, the head first."""


@dataclass(frozen=True)
class StoryPage:
    """A view of a story, and what makes it hard to read."""

    view: _StoryView
    theme: Theme = COLOUR

    def drawing(self, language: str) -> Drawing:
        """Draw it in one language."""
        scene = themed(self.view.scene(language), self.theme)
        drawing = Drawing(
            to_svg(scene),
            scene.width,
            scene.height,
            STEP_SIZE,
            TEXT_SIZE,
            title=scene.title,
            description=scene.description,
            twin=self.view.twin(language),
        )
        warnings = tuple(_warnings(drawing, self.view.story, language))
        return replace(drawing, warnings=warnings)


def _warnings(drawing: Drawing, story: Story, language: str) -> Iterator[str]:
    """Say what makes the page hard to read, and on which paper it is better."""
    if len(story.steps) > MANY_STEPS:
        yield our("many-states", language, count=len(story.steps))
    if not drawing.is_legible(A3):
        step, text = drawing.printed(A3)
        sizes = {"step": step, "text": text}
        yield our("small-print", language, paper=A3.name, larger=A2.name, **sizes)
