"""The kinds of paper that can be made of a protocol, and their files."""

from enum import StrEnum

__all__ = ["Kind"]


class Kind(StrEnum):
    """A kind of paper; the value is the stem of its file."""

    POSTER = "poster"
    CARDS = "cards"
    BOOKLET = "booklet"
    SLIDES = "slides"
    ANNEX = "annex"

    @property
    def suffix(self) -> str:
        """The ending of its file."""
        match self:
            case Kind.SLIDES:
                return ".pptx"
            case Kind.ANNEX:
                return ".docx"
            case _:
                return ".pdf"

    def file(self, language: str) -> str:
        """Return the name of its file: ``poster.kk.pdf``."""
        return f"{self.value}.{language}{self.suffix}"
