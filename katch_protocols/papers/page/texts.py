"""What people read: texts and deadlines, once a language.

A ``Text`` is in the order of ``Book.languages``.
"""

from dataclasses import dataclass

from katch_protocols.model.noun import Id

__all__ = [
    "Due",
    "Text",
]

Text = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: how long, what it rests on, the event that starts it, its sources."""

    limit: Text
    amount: int
    unit: str
    basis: str
    start: str | None = None
    sources: tuple[Id, ...] = ()
