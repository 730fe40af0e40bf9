"""A tabletop exercise in one language: sheets, each with its hidden answer."""

from dataclasses import dataclass

from katch_protocols.answers import Answerable
from katch_protocols.model.noun import Id

__all__ = ["Mark", "Tabletop", "TabletopAnswer", "TabletopRole", "TabletopSheet"]


@dataclass(frozen=True)
class Mark(Answerable):
    """One thing that is scored 0, 1 or 2.

    ``because`` names the principles of the safeguards that ask for it, else says the
    deadline, or that the protocol does.
    """

    title: str
    because: str


@dataclass(frozen=True)
class TabletopRole(Answerable):
    """Whom somebody plays: the role, its agency, and what it may and may not do now.

    ``holds`` are the steps that it answers for; of ``cannot`` each could be done by
    somebody else.
    """

    title: str
    agency: str
    colour: str
    holds: tuple[str, ...]
    may: tuple[str, ...]
    cannot: tuple[str, ...]


@dataclass(frozen=True)
class TabletopAnswer(Answerable):
    """What the live case says: a head and what is said under it, line by line."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TabletopSheet(Answerable):
    """One moment of a case: what happened, what is asked, and the answer.

    Attributes:
        number: From 1, in the order of the case.
        title: Where the case stands.
        activity: The full name of what the protocol asks for here.
        safeguards: The safeguards that hang on it; none on a sheet of everyday work.
        keeps: The same, short: the principles that they keep.
        time: When it is, as ``day 2, 13:00``; counted from the opening, and invented.
        role: Whom one plays.
        told: What the facilitator reads out.
        clock: What happened and what is due: each with its time, and ``done``, ``now``
            or ``due``.
        answer: What the protocol asks for.
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
    clock: tuple[tuple[str, str, str], ...]
    answer: TabletopAnswer
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Tabletop(Answerable):
    """An exercise at a table, made from a case of one protocol that was played."""

    protocol: Id
    title: str
    language: str
    foot: str
    sheets: tuple[TabletopSheet, ...]
    """In the order of the case."""
