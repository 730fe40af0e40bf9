"""What a paper prints, in one language: cards, tables, lists; all texts are plain."""

from msgspec import Struct

__all__ = [
    "Card",
    "CardDuty",
    "Column",
    "NumberedStep",
    "Passage",
    "PrintedDeadline",
    "RaciGroup",
    "RaciRow",
    "RaciTable",
    "ReceivedDocument",
    "Section",
]


class PrintedDeadline(Struct, frozen=True):
    """A deadline: how long, its basis by name and in a word, its sources.

    ``sources`` are numbers of the list of sources beside it.
    """

    span: str
    basis: str
    said: str
    sources: tuple[str, ...] = ()


class CardDuty(Struct, frozen=True):
    """One duty of an agency, with its deadline and all that is told beside it.

    ``without`` says that there is no deadline, where that is so.
    """

    number: int
    title: str
    parts: str
    due: PrintedDeadline | None
    without: str
    beside: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Section(Struct, frozen=True):
    """Duties under one heading: a phase, or a protocol."""

    title: str
    lines: tuple[CardDuty, ...]


class Passage(Struct, frozen=True):
    """Other parties, and by which activities the case passes between them and us.

    Parties with the same activities stand together; ``colours`` has one each.
    """

    other: str
    colours: tuple[str, ...]
    acts: tuple[str, ...]


class ReceivedDocument(Struct, frozen=True):
    """A document that an agency may receive: what is in it, and from whom it comes."""

    title: str
    data: str
    senders: str


class Card(Struct, frozen=True):
    """Everything that one agency must know; ``foot`` says of which text it is made.

    ``never`` is what safeguards ask of every body, in few words.
    """

    id: str
    agency: str
    short: str
    colour: str
    protocol: str
    counts: tuple[tuple[int, str], ...]
    sections: tuple[Section, ...]
    receives: tuple[Passage, ...]
    hands: tuple[Passage, ...]
    papers: tuple[ReceivedDocument, ...]
    told: tuple[tuple[str, str], ...]
    late: str
    never: tuple[str, ...]
    sources: tuple[str, ...]
    foot: str


class Column(Struct, frozen=True):
    """One party of a table of responsibility."""

    short: str
    colour: str


class RaciRow(Struct, frozen=True):
    """One duty; ``cells`` are, a column each, the parts that a party has in it."""

    number: int
    title: str
    due: PrintedDeadline | None
    beside: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


class RaciGroup(Struct, frozen=True):
    """The duties of one phase."""

    title: str
    rows: tuple[RaciRow, ...]


class RaciTable(Struct, frozen=True):
    """Who has which part in every duty of a protocol."""

    columns: tuple[Column, ...]
    groups: tuple[RaciGroup, ...]


class NumberedStep(Struct, frozen=True):
    """A numbered step of the drawing, who holds it, by when, and what comes next."""

    number: int
    title: str
    holder: str
    due: str
    ways: tuple[str, ...]
