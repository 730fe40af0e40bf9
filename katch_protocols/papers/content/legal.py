"""What files of an office can hold: no control characters, and short properties."""

import re

__all__ = ["legal", "property_of"]

_PROPERTY = 255
"""Characters of a property of a presentation or a document."""

_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return a text without control characters."""
    return _ILLEGAL.sub("\ufffd", text)


def property_of(text: str) -> str:
    """Return a text as a property of a file: a longer one ends in ``…``."""
    kept = legal(text)
    return kept if len(kept) <= _PROPERTY else f"{kept[: _PROPERTY - 1]}…"
