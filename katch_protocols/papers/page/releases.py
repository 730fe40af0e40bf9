"""What may be told, for the page: drawn and said from releases alone."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from msgspec import Struct

from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.releases.draw import draw_release
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.releases import Release
from katch_protocols.papers.page.pictures import picture_of_svg
from katch_protocols.papers.page.release_nouns import PageIndicator, PageRelease
from katch_protocols.papers.page.texts import PageLanguages, Text
from katch_protocols.telling.release_wording import (
    ReleaseWording,
    measure_sentence,
    said_period,
)

__all__ = ["newest_releases", "page_releases"]

_VIEW = "multiples"
Cells = tuple[Text, ...]


def newest_releases(releases: Sequence[Release]) -> tuple[Release, ...]:
    """Return the newest release of each period, the last period first.

    Each release heeds all before it, so the newest is the one that heeds most.
    """
    found: dict[str, Release] = {}
    for each in sorted(releases, key=lambda one: len(one.earlier)):
        found[str(each.period)] = each
    periods = (each.period for each in found.values())
    order = sorted(periods, key=lambda one: (one.ends, one.months), reverse=True)
    return tuple(found[str(each)] for each in order)


def page_releases(
    releases: Sequence[Release], handbook: Handbook, theme: Theme = COLOUR
) -> tuple[PageRelease, ...]:
    """Return what the page tells of the newest release of each period.

    Every indicator, region and agency of theirs is one of the ``handbook``.
    """
    return tuple(
        _Told(each, handbook, theme).made() for each in newest_releases(releases)
    )


class _Told(Struct, frozen=True, dict=True):
    release: Release
    handbook: Handbook
    theme: Theme

    @cached_property
    def languages(self) -> PageLanguages:
        return PageLanguages(self.handbook.languages)

    @cached_property
    def wordings(self) -> dict[str, ReleaseWording]:
        release, book = self.release, self.handbook
        return {code: ReleaseWording(release, book, code) for code in book.languages}

    @cached_property
    def drawings(self) -> tuple[Drawing, ...]:
        return tuple(
            draw_release(
                self.release, self.handbook, view=_VIEW, language=code, theme=self.theme
            )
            for code in self.handbook.languages
        )

    def made(self) -> PageRelease:
        each = self.languages.each
        period = each(lambda code: said_period(self.release.period, code))
        title = each(
            lambda code: self.wordings[code].say(
                "subtitle-public", period=said_period(self.release.period, code)
            )
        )
        head, *rows = self._rows()
        return PageRelease(
            period=period,
            title=title,
            picture=picture_of_svg([drawn.svg for drawn in self.drawings]),
            head=head,
            indicators=tuple(self._indicators(iter(rows))),
            waiting=tuple(
                each(lambda code: self.wordings[code].waiting(one))  # noqa: B023 - asked at once
                for one in self.release.waiting
            ),
            note=each(lambda code: self.wordings[code].note()),
            hash=each(
                lambda code: self.wordings[code].say("hash", hash=self.release.hash)
            ),
        )

    def _rows(self) -> Iterator[Cells]:
        """Yield the drawing in words, the head first, without titles of indicators."""
        for spoken in zip(*(drawn.twin for drawn in self.drawings), strict=True):
            yield tuple(zip(*(row[1:] for row in spoken), strict=True))

    def _indicators(self, rows: Iterator[Cells]) -> Iterator[PageIndicator]:
        """Yield each indicator with its rows: the drawing tells them in this order."""
        each = self.languages.each
        for table in self.release.tables:
            found = self.handbook.indicators[table.indicator]
            yield PageIndicator(
                id=found.id,
                title=self.languages.label(found.title),
                sentence=each(
                    lambda code: measure_sentence(found.measure, self.handbook, code)  # noqa: B023 - asked at once
                ),
                target=each(lambda code: self.wordings[code].target(found)),  # noqa: B023 - asked at once
                ask=each(lambda code: self.wordings[code].ask(found)),  # noqa: B023 - asked at once
                rows=tuple(islice(rows, len(table.cells))),
            )
