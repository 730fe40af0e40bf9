"""Cyrillic letters in Latin ones, so that ids can be made of Russian and Kazakh names.

Russian as BGN/PCGN 1947 writes it without its marks, the further letters of Kazakh as
they are heard. It need not lead back: an id stands beside its title.
"""

__all__ = ["latin"]

_RUSSIAN = (
    "а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t "
    "у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya"
)
_KAZAKH = "ә a ғ gh қ q ң ng ө o ұ u ү u һ h і i"


def _pairs() -> dict[str, str]:
    words = f"{_RUSSIAN} {_KAZAKH}".split()
    small = dict(zip(words[::2], words[1::2], strict=True))
    small = {letter: other.strip("-") for letter, other in small.items()}
    great = {letter.upper(): other.capitalize() for letter, other in small.items()}
    return {**small, **great}


_TABLE = str.maketrans(_pairs())


def latin(text: str) -> str:
    """Return a text with its Cyrillic letters in Latin ones; others stay."""
    return text.translate(_TABLE)
