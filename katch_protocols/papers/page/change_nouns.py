"""What changed since an earlier version: the same names in Python and in JavaScript."""

from msgspec import Struct

from katch_protocols.model.noun import Id
from katch_protocols.papers.page.sheet_nouns import PagePicture
from katch_protocols.papers.page.texts import Text

__all__ = ["PageBefore", "PageDrawnChange", "PageParts", "PageRemark"]


class PageRemark(Struct, frozen=True):
    """A change in one sentence: whom it concerns, in which protocol, if in one.

    ``kind``: ``added``, ``removed`` or ``changed``.
    """

    agency: Id
    protocol: Id | None
    kind: str
    said: Text


class PageParts(Struct, frozen=True):
    """Steps of a drawing, and its arrows by their two ends."""

    steps: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]


class PageDrawnChange(Struct, frozen=True):
    """Both versions of a protocol in one drawing, and what only one of them has."""

    protocol: Id
    picture: PagePicture
    added: PageParts
    removed: PageParts


class PageBefore(Struct, frozen=True):
    """What changed since an earlier version; ``title`` says since which."""

    title: Text
    remarks: tuple[PageRemark, ...]
    pictures: tuple[PageDrawnChange, ...]
