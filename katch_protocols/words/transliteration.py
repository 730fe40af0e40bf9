"""Cyrillic letters in Latin ones, so that ids can be made of Russian and Kazakh names.

Russian as BGN/PCGN 1947 writes it without its marks, the further letters of Kazakh as
they are heard; ``cyrillic.txt`` has a letter a line. It need not lead back: an id
stands beside its title.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["latin"]


def latin(text: str) -> str:
    """Return a text with its Cyrillic letters in Latin ones; others stay."""
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> Mapping[int, str]:
    lines = (files(__package__) / "cyrillic.txt").read_text("utf-8").splitlines()
    small = {line[0]: line[2:] for line in lines}
    great = {letter.upper(): other.capitalize() for letter, other in small.items()}
    return str.maketrans({**small, **great})
