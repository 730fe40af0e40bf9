"""Scorecards beside the other papers: the newest numbers that may be told, on A4."""

from collections.abc import Iterator, Sequence

from katch_protocols.drawings.printing import to_pdf
from katch_protocols.drawings.releases.draw import draw_release
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.releases import Release
from katch_protocols.papers.page.releases import newest_releases

__all__ = ["make_scorecards"]


def make_scorecards(
    releases: Sequence[Release],
    handbook: Handbook,
    languages: Sequence[str] = (),
    theme: Theme = COLOUR,
) -> Iterator[tuple[str, bytes]]:
    """Yield scorecards behind their names: ``scorecard.kk.pdf`` is of all regions.

    ``scorecard.REGION.kk.pdf`` is of one: each that the release tells of for its whole
    period, whether its numbers are shown or hidden. All are of the newest release of
    the last period; without a release there is none. All languages of the handbook
    unless some are given.

    Raises:
        MissingExtraError: The extra ``papers`` is not installed.
    """
    for release in newest_releases(releases)[:1]:
        for region in (None, *_regions(release, handbook)):
            for language in languages or handbook.languages:
                drawn = draw_release(
                    release, handbook, language=language, region=region, theme=theme
                )
                with setting_in(handbook.font):
                    data = to_pdf(
                        drawn.svg,
                        sheets=drawn.paged,
                        size=(drawn.paper.width, drawn.paper.height),
                        title=drawn.title,
                        description=drawn.description,
                    )
                place = "" if region is None else f".{region}"
                yield f"scorecard{place}.{language}.pdf", data


def _regions(release: Release, handbook: Handbook) -> Iterator[Id]:
    """Yield the regions with a number of the whole period, in the handbook's order."""
    if release.region is None:
        for region in handbook.regions:
            tables = release.tables
            if any(each.cell(region, release.period) is not None for each in tables):
                yield region
