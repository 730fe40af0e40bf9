"""What the page knows of a handbook: the same names in Python and in JavaScript."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from katch_protocols.model.noun import Id
from katch_protocols.model.pictures import Picture
from katch_protocols.papers.page.change_nouns import PageBefore
from katch_protocols.papers.page.release_nouns import PageRelease
from katch_protocols.papers.page.sheet_nouns import PagePicture
from katch_protocols.papers.page.texts import PageCitation, Text

__all__ = [
    "Bond",
    "Book",
    "Mandate",
    "PageAgency",
    "PageAgreement",
    "PageExport",
    "PageFinding",
    "PageMinistry",
    "PageMinistryLine",
    "PageMoment",
    "PageOpen",
    "PagePost",
    "PageRegion",
    "PageRole",
    "PageSource",
    "Plain",
]

Plain = Mapping[str, Any]
"""A ``Sheet`` as ``plain`` gives it; one that did not change is taken as it was."""


class Mandate(Struct, frozen=True):
    """What an agency may answer for, and what that rests on."""

    function: Text
    sources: tuple[PageCitation, ...]


class PageAgreement(Struct, frozen=True):
    """What a body has agreed to in one protocol, and whether it must agree anew."""

    protocol: Id
    said: Text
    sources: tuple[PageCitation, ...]
    anew: bool


class PageAgency(Struct, frozen=True):
    """A body. ``below`` are all bodies under it; ``colour`` is that of its lane.

    ``family`` is the title of its family, where the handbook names families.
    """

    id: Id
    title: Text
    short: Text
    kind: str
    level: str
    part_of: Id | None
    below: tuple[Id, ...]
    external: bool
    colour: str
    family: Text | None
    sees: tuple[Text, ...]
    mandates: tuple[Mandate, ...]
    sources: tuple[PageCitation, ...]
    agreed: tuple[PageAgreement, ...] = ()


class PageMinistryLine(Struct, frozen=True):
    """A duty of a ministry, as its sheet on paper says it; ``act`` in ``protocol``.

    ``moment`` is the position of the moment of the child's path where it falls due;
    ``None`` where the path tells nothing of its protocol.
    """

    protocol: Id
    act: str
    does: bool
    stage: Text
    title: Text
    who: Text
    comes: Text
    goes: Text
    span: Text
    basis: str
    without: Text
    note: Text
    never: tuple[Text, ...]
    moment: int | None = None


class PageMoment(Struct, frozen=True):
    """A moment of the child's path: in which protocol, what, by when, who holds it.

    ``colour`` is that of who holds the case, ``picture`` its pictogram. What runs
    beside the path has no time.
    """

    protocol: Id
    title: Text
    span: Text
    colour: str
    picture: str | None


class PageMinistry(Struct, frozen=True):
    """A ministry: its duties that count, what it never does, what is not decided.

    ``more`` are its other duties, in the same order.
    ``members`` are the bodies of it that have a duty there; ``counted`` says how many
    duties they have in all. ``picture`` is the pictogram of the ministry.
    """

    id: Id
    title: Text
    bodies: Text
    members: tuple[Id, ...]
    colour: str
    headline: Text
    does: Text
    answers: Text
    lines: tuple[PageMinistryLine, ...]
    more: tuple[PageMinistryLine, ...]
    never: tuple[Text, ...]
    undecided: tuple[tuple[Text, Text], ...]
    late: tuple[tuple[Text, Text], ...]
    rest: Text
    counted: Text
    picture: Picture | None


class PageExport(Struct, frozen=True):
    """A notation in which each protocol stands beside the page.

    The file is ``folder``, the id of the protocol, ``suffix``; ``title`` says what the
    notation is for.
    """

    folder: str
    suffix: str
    title: Text


class PageRole(Struct, frozen=True):
    """A role with the agencies that may hold it; a panel with its seats.

    ``sits`` says how many of a panel must sit, and whose the seats are.
    """

    id: Id
    title: Text
    agencies: tuple[Id, ...]
    seats: tuple[Id, ...] = ()
    sits: Text | None = None


class Bond(Struct, frozen=True):
    """Who plays a role in a region: an agency, or the reason why nobody does."""

    role: Id
    agency: Id | None
    gap: Text | None
    sources: tuple[PageCitation, ...]


class PagePost(Struct, frozen=True):
    """A desk: the roles it plays, how many people, and when somebody is there."""

    title: Text
    roles: tuple[Id, ...]
    people: int
    cover: str


class PageProgress(Struct, frozen=True):
    """How far a region is with a protocol; ``sources`` is on what that rests.

    ``stage`` is empty where it has reached none.
    """

    protocol: Id
    stage: str
    said: Text
    sources: tuple[PageCitation, ...]


class PageRegion(Struct, frozen=True):
    """One region: what differs there from the rest of the country, and how far it is.

    ``progress`` has every protocol of the handbook; it is empty where no region tells
    of any.
    """

    id: Id
    title: Text
    note: Text | None
    bonds: tuple[Bond, ...]
    posts: tuple[PagePost, ...]
    progress: tuple[PageProgress, ...]


class PageSource(Struct, frozen=True):
    """Something cited."""

    id: Id
    title: Text
    kind: str
    cite: Text | None
    url: str
    read: bool


class PageFinding(Struct, frozen=True):
    """One thing that a check saw; ``about`` are ids of pages that it concerns.

    ``known`` says who sees to it and until when, if the register knows it. Where it
    stands is told beside the book.
    """

    rule: str
    severity: str
    saw: Text
    why: Text
    fix: Text
    about: tuple[str, ...]
    known: Text | None = None


class PageOpen(Struct, frozen=True):
    """How much of something is not decided, and why that matters."""

    number: int
    title: Text
    why: Text


class Book(Struct, frozen=True):
    """The whole handbook, and what the page itself says.

    ``open`` is what is not decided, ``path`` the path of the child where it is drawn,
    with its ``moments`` and what runs ``beside`` it; ``before`` what changed since
    another version; ``releases`` what may be told of each period, the newest first.
    ``pictures`` are our pictograms by name: paths on a grid of 64.
    """

    id: Id
    title: Text
    note: Text | None
    languages: tuple[str, ...]
    names: Text
    words: Mapping[str, Text]
    agencies: tuple[PageAgency, ...]
    roles: tuple[PageRole, ...]
    regions: tuple[PageRegion, ...]
    sources: tuple[PageSource, ...]
    escalation: tuple[tuple[Text | None, Id], ...]
    sheets: tuple[Plain, ...]
    findings: tuple[PageFinding, ...]
    exports: tuple[PageExport, ...]
    ministries: tuple[PageMinistry, ...] = ()
    open: tuple[PageOpen, ...] = ()
    path: PagePicture | None = None
    moments: tuple[PageMoment, ...] = ()
    beside: tuple[PageMoment, ...] = ()
    before: PageBefore | None = None
    releases: tuple[PageRelease, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    is_public: bool = False
