"""What a handbook does not know yet, and whom to ask."""

from katch_protocols.model.labels import Label
from katch_protocols.model.noun import Id, Noun

__all__ = ["Question"]


class Question(Noun):
    """An open question about the law or about who does what; it changes nothing.

    ``source`` are the texts that leave it open, ``about`` the roles and agencies that
    the answer concerns.
    """

    id: Id
    title: Label
    note: Label | None = None
    source: tuple[Id, ...] = ()
    about: tuple[Id, ...] = ()
