"""draw: a chart becomes a drawing, in one language or in all of them."""

from collections.abc import Mapping, Sequence
from datetime import date

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.drawing import MANY_STEPS, Drawing, Page
from katch_protocols.drawings.known_views import view_named
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.material import LaneOrder, Material
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme, theme_named
from katch_protocols.drawings.view import PHASE, View
from katch_protocols.errors import ProtocolError
from katch_protocols.findings import Finding
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.timing.measure_nouns import Measures
from katch_protocols.sentences.nearness import require

__all__ = ["draw", "draw_every_language", "laid_out", "page_of", "pages"]


def draw(  # noqa: PLR0913 - keywords with defaults, one a wish
    chart: Chart,
    handbook: Handbook,
    *,
    view: View[Material] | str = "lanes",
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
    which colours: ``colour`` or ``grey``. What a view does not read has no effect.

    Raises:
        ProtocolError: The chart has problems; ``check`` says which.
        UnknownNameError: There is no such ``view``, ``phase``, ``agency`` or ``theme``,
            or the handbook does not speak the ``language``.
    """
    spoken = require("language", language or handbook.language, handbook.languages)
    shown = _wanted(view, handbook, agency)
    part = {"phase": phase, "agency": agency}.get(shown.takes)
    material = Material(
        chart, handbook, part, as_of, order, findings=findings, measures=measures
    )
    return page_of(shown, material, theme).drawing(spoken)


def draw_every_language(  # noqa: PLR0913 - keywords with defaults, one a wish
    chart: Chart,
    handbook: Handbook,
    *,
    view: View[Material] | str = "lanes",
    phase: Id | None = None,
    order: LaneOrder = LaneOrder.AUTHOR,
    agency: Id | None = None,
    as_of: date | None = None,
    graphviz: bool = True,
    findings: Sequence[Finding] = (),
    measures: Measures | None = None,
    theme: Theme | str = COLOUR,
) -> Mapping[str, Drawing]:
    """Draw a protocol in every language of its handbook; it is laid out only once.

    Everything stands in the same place in each. Without ``graphviz`` the bytes are the
    same on every machine, whatever is installed there.
    """
    shown = _wanted(view, handbook, agency)
    part = {"phase": phase, "agency": agency}.get(shown.takes)
    material = Material(
        chart, handbook, part, as_of, order, graphviz, findings, measures
    )
    page = page_of(shown, material, theme)
    return {language: page.drawing(language) for language in handbook.languages}


def page_of(
    view: View[Material], material: Material, theme: Theme | str = COLOUR
) -> Page:
    """Lay a view out, ready for any language; raises as ``draw`` does."""
    require_sound(material.chart)
    handbook, is_whole = material.handbook, material.part is None
    with setting_in(handbook.font):
        laid = view.lay_out(material)
    return Page(
        laid,
        handbook.languages,
        view.least,
        theme_named(theme),
        steps=len(material.story.steps) if view.is_split else 0,
        font=handbook.font,
        is_restricted=view.is_restricted,
        by_phase=is_whole and view.part is PHASE and len(material.story.phases) > 1,
    )


def _wanted(
    view: View[Material] | str, handbook: Handbook, agency: Id | None
) -> View[Material]:
    """Return the view that is asked for; an agency must be known, shown or not."""
    if agency is not None:
        require("agency", agency, handbook.agencies)
    return view if isinstance(view, View) else view_named(view)


def laid_out(chart: Chart, handbook: Handbook) -> LanesView:
    """Return the lanes of a whole protocol.

    Raises:
        ProtocolError: The chart has problems; ``check`` says which.
    """
    require_sound(chart)
    with setting_in(handbook.font):
        return Material(chart, handbook).whole


def require_sound(chart: Chart) -> None:
    """Make sure that a chart can be drawn.

    Raises:
        ProtocolError: It has problems; ``check`` says which.
    """
    if chart.problems:
        codes = [problem.code for problem in chart.problems]
        raise ProtocolError(chart.protocol.id, codes)


def pages(chart: Chart, handbook: Handbook) -> tuple[Id | None, ...]:
    """Return what to draw: the whole (``None``), or its phases if it is too large."""
    story = Material(chart, handbook).story
    if len(story.steps) <= MANY_STEPS or len(story.phases) < 2:  # noqa: PLR2004 - one page
        return (None,)
    return tuple(phase.id for phase in story.phases)
