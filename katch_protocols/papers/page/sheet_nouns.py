"""What the page knows of one protocol: the same names in Python and in JavaScript."""

from collections.abc import Mapping

from msgspec import Struct

from katch_protocols.model.noun import Id
from katch_protocols.papers.content.sizes import ProtocolSizes
from katch_protocols.papers.page.exercise_nouns import PageExercise
from katch_protocols.papers.page.texts import PageCitation, PageDeadline, Text
from katch_protocols.papers.page.walk_nouns import PageWalk

__all__ = [
    "PageActivity",
    "PageChecklist",
    "PageCount",
    "PageDelivery",
    "PageDuty",
    "PageFact",
    "PageHandoff",
    "PageItem",
    "PageLane",
    "PageLimit",
    "PageLine",
    "PageLoss",
    "PageMove",
    "PagePicture",
    "PageSheet",
    "PageStep",
    "Promise",
    "Sends",
]


class PageLane(Struct, frozen=True):
    """A column of the drawing: an agency, or a role that several may hold."""

    id: Id
    short: Text
    title: Text
    colour: str


class PageMove(Struct, frozen=True):
    """What nobody does and leads on: the clock, or an end of what runs in a step.

    ``goals`` are ids of steps.
    """

    said: Text
    goals: tuple[str, ...]


class PageStep(Struct, frozen=True):
    """A box of the drawing that bears a number, or an end (number 0)."""

    id: str
    number: int
    title: Text
    lane: Id
    phase: Id
    holder: Id | None
    due: PageDeadline | None
    outcome: str | None
    note: Text | None
    sources: tuple[PageCitation, ...]
    moves: tuple[PageMove, ...]


class Sends(Struct, frozen=True):
    """A document that goes to somebody when an act is done."""

    document: Id
    to: tuple[Id, ...]


class PageActivity(Struct, frozen=True):
    """Something that may be done: where, by whom, with what, and where it leads.

    ``steps`` and ``goals`` are ids of steps; no goal means that the case stays.
    ``handover`` are the roles that must each confirm, ``confirm`` how long they have.
    ``opens`` are the protocols of which it opens a case. ``picture`` is its
    pictogram.
    """

    id: str
    title: Text
    kind: str
    steps: tuple[str, ...]
    goals: tuple[str, ...]
    by: tuple[Id, ...]
    together: tuple[Id, ...]
    accountable: tuple[Id, ...]
    consult: tuple[Id, ...]
    inform: tuple[Id, ...]
    qualified: tuple[Text, ...]
    only_if: Text | None
    records: tuple[Id, ...]
    needs: tuple[Id, ...]
    produces: tuple[Id, ...]
    sends: tuple[Sends, ...]
    opens: tuple[Id, ...]
    reason: bool
    handover: tuple[Id, ...]
    confirm: PageDeadline | None
    function: Text | None
    picture: str | None
    note: Text | None
    sources: tuple[PageCitation, ...]


class PageDuty(Struct, frozen=True):
    """One duty as ``duties`` answers it: an act, and who has which part in it.

    ``names`` are the roles and agencies of each part, ``bodies`` the agencies that hold
    them, in whichever region; ``columns`` are the parties of a table with their parts.
    ``due`` is its deadline; ``beside`` is all that is told beside it.
    """

    act: str
    title: Text
    phase: Id | None
    steps: tuple[str, ...]
    names: Mapping[str, tuple[Id, ...]]
    bodies: Mapping[str, tuple[Id, ...]]
    columns: Mapping[Id, tuple[str, ...]]
    due: PageDeadline | None
    without: Text
    beside: tuple[Text, ...]
    sources: tuple[PageCitation, ...]


class PageCount(Struct, frozen=True):
    """A number and what it counts, in the form that goes with it."""

    number: int
    said: Text


class PageFact(Struct, frozen=True):
    """A question and its answers; ``checklist`` is the form that gives them, if any."""

    id: Id
    title: Text
    values: Mapping[str, Text]
    checklist: Id | None


class PageItem(Struct, frozen=True):
    """Something that is ticked, and what it weighs, in a word."""

    id: Id
    title: Text
    weight: Id
    weighs: Text


class PageLine(Struct, frozen=True):
    """A value that follows, how many ticks of each weight give it, and that said."""

    value: Id
    title: Text
    when: Mapping[Id, int]
    said: Text


class PageChecklist(Struct, frozen=True):
    """A form that people tick."""

    id: Id
    title: Text
    note: Text | None
    items: tuple[PageItem, ...]
    lines: tuple[PageLine, ...]
    sources: tuple[PageCitation, ...]


class PageLimit(Struct, frozen=True):
    """A deadline that the protocol writes: where, who keeps it; ``step`` if of one."""

    place: Text
    roles: tuple[Id, ...]
    due: PageDeadline
    step: str | None


class PageDelivery(Struct, frozen=True):
    """A document passes from one agency to another."""

    activity: str
    document: Id
    sender: Id
    receiver: Id


class PageHandoff(Struct, frozen=True):
    """The child passes from one agency to another; ``places``: in these regions."""

    activity: str
    title: Text
    sender: Id
    receiver: Id
    acknowledged: bool
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    places: tuple[Id, ...]


class Promise(Struct, frozen=True):
    """A safeguard with its verdict; ``about`` are the acts that it speaks of.

    ``promise`` is what it says to the child, ``never`` what it asks of the bodies.

    ``verdict`` is its code; ``said`` says where it stands, a waiver's day included.
    """

    id: Id
    sentence: Text
    title: Text | None
    promise: Text | None
    never: Text | None
    verdict: str
    waived: bool
    said: Text
    configurations: int
    remarks: tuple[Text, ...]
    story: tuple[Text, ...]
    sources: tuple[PageCitation, ...]
    about: tuple[str, ...]


class PageLoss(Struct, frozen=True):
    """What is lost if nobody does ``act``.

    ``number`` promises fall, and ``said`` goes with that number; ``promises`` has each
    with how it falls. ``parts`` are what else is lost, a head and its lines. ``story``
    is the shortest case that shows it: its start, its steps, what is wrong at last;
    where it ``stays``, nobody goes on from there. ``rows`` are its last steps as rows
    of the table of the walk. ``loses``: anything depends on it.
    """

    act: str
    number: int
    said: Text
    promises: tuple[tuple[Text, Text], ...]
    parts: tuple[tuple[Text, tuple[Text, ...]], ...]
    story: tuple[Text, ...]
    stays: bool
    loses: bool
    rows: tuple[int, ...] = ()


class PagePicture(Struct, frozen=True):
    """The drawing in every language: each different line of SVG once.

    ``order`` holds, once a language, the positions in ``lines``.
    """

    lines: tuple[str, ...]
    order: tuple[tuple[int, ...], ...]
    width: float
    height: float


class PageSheet(Struct, frozen=True):
    """One protocol; ``measures`` is a table of what it means for one child, head first.

    Each cell is a text. ``sizes`` are what papers count of it too; ``counts`` are those
    of every agency with a part in it. ``losses`` are what depends on each duty; none
    where it was not asked. ``exercise`` is how it is played at a table; nothing where
    nobody played it.
    """

    id: Id
    title: Text
    note: Text | None
    version: str
    status: str
    valid_from: Text | None
    sources: tuple[PageCitation, ...]
    sizes: ProtocolSizes
    lanes: tuple[PageLane, ...]
    phases: Mapping[str, Text]
    steps: tuple[PageStep, ...]
    acts: tuple[PageActivity, ...]
    duties: tuple[PageDuty, ...]
    counts: Mapping[Id, Mapping[str, PageCount]]
    facts: tuple[PageFact, ...]
    deadlines: tuple[PageLimit, ...]
    checklists: tuple[PageChecklist, ...]
    documents: Mapping[str, Text]
    handoffs: tuple[PageHandoff, ...]
    deliveries: tuple[PageDelivery, ...]
    promises: tuple[Promise, ...]
    tally: Text
    measures: tuple[tuple[Text, ...], ...]
    picture: PagePicture
    walk: PageWalk | None
    losses: tuple[PageLoss, ...] = ()
    exercise: PageExercise | None = None
