"""The drawing's own words, said in one language."""

from katch_protocols.sentences.russian import plural
from katch_protocols.words.drawings import DRAWINGS

__all__ = ["counted", "our"]


def our(key: str, language: str, **gaps: object) -> str:
    """Return one of the drawing's own words; a language we lack gets English."""
    words = DRAWINGS[key]
    return words.get(language, words["en"]).format(**gaps)


def counted(key: str, language: str, count: int) -> str:
    """Return what is counted, in the form that goes with the number."""
    forms = "one", "few", "many"
    if language == "ru":
        return our(f"{key}-{forms[plural(count)]}", language)
    return our(f"{key}-{'one' if count == 1 else 'many'}", language)
