"""draw_release: a release becomes a drawing, in one language."""

from collections.abc import Callable, Mapping

from katch_protocols.drawings.drawing import Drawing, Page
from katch_protocols.drawings.paper import A3, A4, Paper
from katch_protocols.drawings.releases.multiples import Multiples
from katch_protocols.drawings.releases.page import ReleasePage
from katch_protocols.drawings.releases.scorecard import Scorecard
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme, theme_named
from katch_protocols.drawings.view import Laid
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.releases import Release
from katch_protocols.sentences.nearness import require

__all__ = ["RELEASE_VIEWS", "draw_release"]

RELEASE_VIEWS: Mapping[str, Callable[[ReleasePage], Laid]] = {
    "scorecard": Scorecard,
    "multiples": Multiples,
}
"""The views of a release, by name."""

_PAPERS: Mapping[str, Paper] = {"scorecard": A4, "multiples": A3}


def draw_release(  # noqa: PLR0913 - keywords with defaults, one a wish
    release: Release,
    handbook: Handbook,
    *,
    view: str = "scorecard",
    language: str | None = None,
    region: Id | None = None,
    theme: Theme | str = COLOUR,
) -> Drawing:
    """Draw a release in one language: the handbook's own unless another is given.

    ``region`` is that of a scorecard; without it, it is of all regions. A picture of a
    commission's full numbers says in itself that it is not for publication.

    Raises:
        UnknownNameError: There is no such ``view``, ``region`` or ``theme``, or the
            handbook does not speak the ``language``.
    """
    spoken = require("language", language or handbook.language, handbook.languages)
    require("view", view, RELEASE_VIEWS)
    place = release.region if region is None else region
    if place is not None:
        require("region", place, handbook.regions)
    page = ReleasePage(release, handbook, place)
    with setting_in(handbook.font):
        laid = RELEASE_VIEWS[view](page)
    restricted = not release.is_public
    made = Page(
        laid,
        handbook.languages,
        theme=theme_named(theme),
        font=handbook.font,
        is_restricted=restricted,
        paper=_PAPERS[view],
    )
    return made.drawing(spoken)
