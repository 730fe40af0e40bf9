"""What the first screen of the page shows beside ministries: what is open, the path."""

from collections.abc import Callable, Iterator, Sequence

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.known_views import view_named, view_names
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.theme import COLOUR, MUTED, Theme
from katch_protocols.drawings.views.child_path.telling import PathTelling
from katch_protocols.duties.path_nouns import PathMoment
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.papers.page.book_nouns import PageMoment, PageOpen
from katch_protocols.papers.page.pictures import picture_of, picture_of_svg
from katch_protocols.papers.page.sheet_nouns import PagePicture
from katch_protocols.papers.page.texts import PageLanguages
from katch_protocols.papers.written_deadlines import deadlines
from katch_protocols.words.say import say

__all__ = ["open_counts", "page_moments", "path_picture", "path_told"]

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
    languages = PageLanguages(handbook.languages)
    for key, number in counts.items():
        if number:
            yield PageOpen(
                number,
                languages.each(lambda code: say(f"papers.{key}", code, number=number)),  # noqa: B023 - asked at once
                languages.each(lambda code: say(f"papers.{key}-why", code)),  # noqa: B023 - asked at once
            )


def path_picture(
    handbook: Handbook,
    theme: Theme = COLOUR,
    drawn: Callable[[Id, str], bytes | None] = lambda _, __: None,
) -> PagePicture | None:
    """Draw the path of the child, of the protocol that runs most others.

    ``drawn`` gives the file of a drawing of a protocol by its name, where it was drawn
    before.
    """
    charts = [chart(each, handbook) for each in handbook.protocols.values()]
    whole = _running_most(charts)
    if whole is None or _PATH not in view_names():
        return None
    view = view_named(_PATH)
    files = [drawn(whole.protocol.id, view.file(each)) for each in handbook.languages]
    texts = [each.decode() for each in files if each is not None]
    if texts and len(texts) == len(files):
        return picture_of_svg(texts)
    laid = view.lay_out(Material(whole, handbook, graphviz=False))
    return picture_of([laid.scene(code) for code in handbook.languages], theme)


def path_told(charts: Sequence[Chart], handbook: Handbook) -> PathTelling | None:
    """Return the path of the child in words, of the protocol that runs most others."""
    whole = _running_most(charts)
    return None if whole is None else PathTelling(Subject(whole, handbook))


def page_moments(
    telling: PathTelling, theme: Theme = COLOUR
) -> tuple[tuple[PageMoment, ...], tuple[PageMoment, ...]]:
    """Return the moments of a path, and what runs beside it."""
    languages = PageLanguages(telling.subject.handbook.languages)

    def told(moment: PathMoment) -> PageMoment:
        held = telling.holders(moment)
        colour = telling.subject.colour(held[-1]) if held else MUTED
        span = telling.span(moment) if moment.name else None
        return PageMoment(
            moment.protocol,
            languages.label(telling.title(moment)),
            () if span is None else languages.label(span),
            theme.shown(colour),
            None if moment.picture is None else moment.picture.value,
        )

    path = telling.path
    return tuple(map(told, path.moments)), tuple(map(told, path.beside))


def _running_most(charts: Sequence[Chart]) -> Chart | None:
    running = [each for each in charts if not each.problems and len(_homes(each)) > 1]
    return max(running, key=lambda each: len(_homes(each)), default=None)


def _homes(chart: Chart) -> frozenset[Id]:
    return frozenset(node.home for node in chart.nodes)
