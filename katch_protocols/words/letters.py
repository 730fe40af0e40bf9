"""The letters that the bundled fonts draw: whoever writes others must hear of it."""

from collections.abc import Container
from unicodedata import category, name

__all__ = ["RANGES", "first_lost", "script_of"]

RANGES = ((0x20, 0x17F), (0x400, 0x52F))
"""Code points whose letters the fonts hold: Latin (western and central), Cyrillic."""


def first_lost(text: str, besides: Container[str] = ()) -> str | None:
    """Return the first letter of a text that the fonts lack, if there is one.

    ``besides`` are letters that some other font draws.
    """
    for letter in text:
        if category(letter)[0] not in "LM" or _is_drawn(letter):
            continue
        if letter not in besides:
            return letter
    return None


def _is_drawn(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in RANGES)


def script_of(letter: str) -> str:
    """Return the name of a letter's script, such as ``Devanagari``."""
    return name(letter, "unknown").split()[0].capitalize()
