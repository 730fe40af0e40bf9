"""The roles people play; posts and persons are never named."""

from katch_protocols.model.labels import Label
from katch_protocols.model.noun import Id, Noun

__all__ = ["Role"]


class Role(Noun):
    """A function that must be held; ``agencies`` are its homes, empty for ``none``.

    ``interprets``: where it takes part, somebody must speak the child's language.
    """

    id: Id
    title: Label
    agencies: tuple[Id, ...] = ()
    interprets: bool = False
    note: Label | None = None
