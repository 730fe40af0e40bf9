"""The drawing's own words, said in one language."""

from katch_protocols.words.drawings import DRAWINGS

__all__ = ["our"]


def our(key: str, language: str, **gaps: object) -> str:
    """Return one of the drawing's own words; a language we lack gets English."""
    words = DRAWINGS[key]
    return words.get(language, words["en"]).format(**gaps)
