"""Facts, documents and the categories of data about a child."""

from katch_protocols.model.citations import Citation
from katch_protocols.model.noun import EMPTY, Frozen, Id, Label, Noun
from katch_protocols.model.pictures import Picture

__all__ = [
    "UNKNOWN",
    "DataCategory",
    "Document",
    "Fact",
    "Family",
    "Function",
    "Titled",
]

UNKNOWN = "unknown"
"""The value of a fact that nobody has answered; always a value, never declared."""


class Titled(Noun):
    """Something with an id and a title only: a qualification, a phase."""

    id: Id
    title: Label
    note: Label | None = None


class Family(Titled):
    """Agencies that belong together in the eyes of a ministry.

    ``picture`` stands for it where pictures tell.
    """

    picture: Picture | None = None


class Function(Noun):
    """What a mandate covers and an activity performs.

    ``oversight``: whoever has a mandate for it looks on from outside, and never answers
    for an activity of another kind. ``picture`` stands for it where pictures tell.
    """

    id: Id
    title: Label
    note: Label | None = None
    oversight: bool = False
    picture: Picture | None = None


class DataCategory(Noun):
    """A kind of information about a child; ``consent``: passed on only with consent."""

    id: Id
    title: Label
    consent: bool = False


class Document(Noun):
    """A paper and the categories of data that it contains."""

    id: Id
    title: Label
    contains: tuple[Id, ...] = ()
    source: tuple[Citation, ...] = ()


class Fact(Noun):
    """A question with a closed set of answers; ``unknown`` until somebody answers.

    ``values`` maps each value to its label; the label is ``None`` where the file gives
    only an id. A fact with a ``checklist`` has the values that the list gives; the
    handbook fills them in.
    """

    id: Id
    title: Label
    values: Frozen[Label | None] = EMPTY
    checklist: Id | None = None
    initially: Id | None = None
    note: Label | None = None

    @property
    def lacks_checklist(self) -> bool:
        """Whether its values are those of a checklist that is not there."""
        return self.checklist is not None and not self.values

    @property
    def all_values(self) -> tuple[str, ...]:
        """Every value, ``unknown`` first, in the order of the file."""
        return (UNKNOWN, *self.values)
