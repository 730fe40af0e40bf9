"""What may be told of a period: the same names in Python and in JavaScript."""

from msgspec import Struct

from katch_protocols.model.noun import Id
from katch_protocols.papers.page.sheet_nouns import PagePicture
from katch_protocols.papers.page.texts import Text

__all__ = ["PageIndicator", "PageRelease"]


class PageIndicator(Struct, frozen=True):
    """An indicator of a release: what it measures, its target, its question.

    ``rows`` are its numbers as the drawing says them in words, without its title;
    ``target`` and ``ask`` are empty where there is none.
    """

    id: Id
    title: Text
    sentence: Text
    target: Text
    ask: Text
    rows: tuple[tuple[Text, ...], ...]


class PageRelease(Struct, frozen=True):
    """A release: of which ``period``, its charts, and each indicator in words.

    ``head`` names the columns of ``rows``; ``waiting`` are the indicators of which
    nothing is shown; ``note`` says what was done to the numbers.
    """

    period: Text
    title: Text
    picture: PagePicture
    head: tuple[Text, ...]
    indicators: tuple[PageIndicator, ...]
    waiting: tuple[Text, ...]
    note: Text
    hash: Text
