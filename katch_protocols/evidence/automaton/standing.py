"""How a case stands that was followed by arrays."""

from enum import IntEnum

__all__ = ["Standing"]


class Standing(IntEnum):
    """Kept, or why the definition has to look at a case.

    ``loops`` has these numbers as well.
    """

    KEPT = 0
    ORDER = 1
    """An event was not possible."""
    PEOPLE = 2
    """Whoever acted may not have been one who may."""
    TIME = 3
    """A deadline may have been over."""
    DOUBT = 4
    """It takes a step that only the definition follows."""
    UNASKED = 5
    """Nobody has asked yet whether such people may take such a step."""
