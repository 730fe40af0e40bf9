"""The drawing's own words, said in one language."""

from katch_protocols.words.say import say

__all__ = ["our"]


def our(key: str, language: str, **gaps: object) -> str:
    """Return a text of ``drawings``, or of the domain that a key names."""
    return say(key if "." in key else f"drawings.{key}", language, **gaps)
