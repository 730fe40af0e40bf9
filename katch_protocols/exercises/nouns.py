"""A tabletop exercise in one language: sheets, each with its hidden answer."""

from msgspec import Struct

from katch_protocols.answers import Answerable
from katch_protocols.model.noun import Id
from katch_protocols.model.pictures import Picture

__all__ = [
    "AnswerLine",
    "ClockMark",
    "Mark",
    "Tabletop",
    "TabletopRole",
    "TabletopSheet",
]


class Mark(Answerable, Struct, frozen=True):
    """One thing that is scored 0, 1 or 2: ``head``, and in particular what is ``said``.

    ``because`` names the principles of the safeguards that ask for it, else says the
    deadline, or that the protocol does.
    """

    head: str
    said: tuple[str, ...]
    because: str


class TabletopRole(Answerable, Struct, frozen=True):
    """Whom somebody plays: the role, its agency, and what it may and may not do now.

    ``holds`` are the steps that it answers for; of ``cannot`` each could be done by
    somebody else. ``picture`` is the pictogram of its agency's family.
    """

    KEYS = ("title", "agency", "colour", "holds", "may", "cannot")

    title: str
    agency: str
    colour: str
    holds: tuple[str, ...]
    may: tuple[str, ...]
    cannot: tuple[str, ...]
    picture: Picture | None = None


class AnswerLine(Answerable, Struct, frozen=True):
    """What the live case says of one thing: ``head`` is what ``key`` is called.

    ``key`` is ``do``, ``by-when``, ``tell``, ``ask-before``, ``with``, ``state``,
    ``needs``, ``makes``, ``late`` or ``besides``.
    """

    key: str
    head: str
    said: tuple[str, ...]


class ClockMark(Answerable, Struct, frozen=True):
    """What was ``done``, is ``now`` or will be ``due``, and when."""

    time: str
    title: str
    kind: str


class TabletopSheet(Answerable, Struct, frozen=True):
    """One moment of a case: what happened, what is asked, and the answer.

    Attributes:
        number: From 1, in the order of the case.
        title: Where the case stands.
        activity: The full name of what the protocol asks for here.
        safeguards: The safeguards that hang on it; none on a sheet of everyday work.
        keeps: The same, short: the principles that they keep.
        time: When it is, as ``day 2, 13:00``; counted from the opening, and invented.
        role: Whom one plays.
        told: What the facilitator reads out: what happened in the case.
        injects: What is read out after it: what happens around the case.
        clock: What happened, in the order of time; a question mark for when what is
            asked is due; then when other clocks end.
        answer: What the protocol asks for, line by line.
        marks: What is scored, five at most.
    """

    number: int
    title: str
    activity: str
    safeguards: tuple[Id, ...]
    keeps: str
    time: str
    role: TabletopRole
    told: tuple[str, ...]
    injects: tuple[str, ...]
    clock: tuple[ClockMark, ...]
    answer: tuple[AnswerLine, ...]
    marks: tuple[Mark, ...]


class Tabletop(Answerable, Struct, frozen=True):
    """An exercise at a table, made from a case of one protocol that was played."""

    protocol: Id
    title: str
    language: str
    foot: str
    sheets: tuple[TabletopSheet, ...]
    """In the order of the case."""
    unread: tuple[str, ...] = ()
    """Where injects stand that no sheet reads out: no case played gets there."""
