"""What the first screen of the page shows beside ministries: what is open, the path."""

from collections.abc import Iterator

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.known_views import view_named, view_names
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.page.book_nouns import PageOpen
from katch_protocols.papers.page.pictures import picture_of
from katch_protocols.papers.page.sheet_nouns import PagePicture
from katch_protocols.papers.page.texts import PageLanguages
from katch_protocols.papers.questions import deadlines
from katch_protocols.words.say import say

__all__ = ["open_counts", "path_picture"]

_PATH = "child-path"
"""The name of the view of a child's path; without it the page has none."""


def open_counts(handbook: Handbook) -> Iterator[PageOpen]:
    """Yield how much is not decided, as ``katch questions`` lists it: no zeros."""
    owed = (
        each
        for protocol in handbook.protocols.values()
        for each in deadlines(protocol, handbook)
    )
    counts = {
        "open-deadlines": sum(each.basis is Basis.PROPOSED for each in owed),
        "open-questions": len(handbook.questions),
        "open-regions": sum(
            any(each.unbound is not None for each in region.roles.values())
            for region in handbook.regions.values()
        ),
    }
    tongues = PageLanguages(handbook.languages)
    for key, number in counts.items():
        if number:
            yield PageOpen(
                number,
                tongues.each(lambda code: say(f"papers.{key}", code, number=number)),  # noqa: B023 - asked at once
                tongues.each(lambda code: say(f"papers.{key}-why", code)),  # noqa: B023 - asked at once
            )


def path_picture(handbook: Handbook, theme: Theme = COLOUR) -> PagePicture | None:
    """Draw the path of the child, of the protocol that runs most others."""
    if _PATH not in view_names():
        return None
    charts = [chart(each, handbook) for each in handbook.protocols.values()]
    running = [each for each in charts if not each.problems and len(_homes(each)) > 1]
    if not running:
        return None
    whole = max(running, key=lambda each: len(_homes(each)))
    view = view_named(_PATH)
    laid = view.lay_out(Material(whole, handbook, graphviz=False))
    return picture_of([laid.scene(code) for code in handbook.languages], theme)


def _homes(chart: Chart) -> frozenset[Id]:
    return frozenset(node.home for node in chart.nodes)
