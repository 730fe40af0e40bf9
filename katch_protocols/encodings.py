"""What bytes are that are no text in UTF-8: where they begin, and what they look like.

Older editors and spreadsheets save Russian and Kazakh in encodings of one byte a
letter. Which it was, the letters tell: read in another one, small ones and capitals
change places, or signs stand among them.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import NamedTuple

__all__ = ["BrokenText", "broken_text"]

_LETTERS = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё" + "әғқңөұүһі")
_FREQUENT = frozenset("оеаинтсрвлкдыі")
"""Of a text in Russian or Kazakh, more than half of the letters are of these."""

_MARKS = frozenset("«»“”„‘’–—…№§\u00a0")
_WRITTEN = {
    "Windows-1251": "cp1251",
    "KOI8-R": "koi8_r",
    "CP866": "cp866",
    "KZ-1048": "kz1048",
}
"""Encodings by the names that programs call them, and as Python does."""

_FEWEST = 3
"""So many letters tell an encoding."""

_SEEN = 65_536
"""So many bytes from the first wrong one on are looked at."""

_HIGH = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_WORDS = re.compile(r"[^\W\d_]+|[^\x00-\x7f\w]")


class BrokenText(NamedTuple):
    """Where bytes are no UTF-8 any more: line and column from 1, and the byte there.

    ``encoding`` is what they look like, ``Windows-1251``; empty where that cannot be
    told.
    """

    line: int
    column: int
    byte: int
    encoding: str

    @property
    def facts(self) -> dict[str, str]:
        """What fills the gaps of a sentence about it; the encoding where it is told."""
        byte = {"byte": f"0x{self.byte:02X}"}
        return byte | ({"encoding": self.encoding} if self.encoding else {})


def broken_text(data: bytes) -> BrokenText | None:
    """Tell where bytes are no text in UTF-8; ``None`` where all of them are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    else:
        return None
    before = data[:at].decode("utf-8-sig", "replace")
    column = len(before) - (before.rfind("\n") + 1)
    return BrokenText(before.count("\n") + 1, column + 1, data[at], _encoding(data, at))


def _encoding(data: bytes, at: int) -> str:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "UTF-16"
    written = b" ".join(_HIGH.findall(data[at : at + _SEEN]))
    scores = {
        name: _score(written.decode(own, "replace")) for name, own in _WRITTEN.items()
    }
    best = max(scores.values())
    # Of two that read it as well the first will do: they differ in other letters.
    return next(name for name, score in scores.items() if score == best) if best else ""


def _score(text: str) -> int:
    """Return how many frequent letters make words; 0 where it is no text."""
    good, frequent, every = 0, 0, 0
    for word in _WORDS.findall(text):
        if word in _MARKS:
            continue
        every += len(word)
        is_written = word.islower() or word.isupper() or word[1:].islower()
        if is_written and _LETTERS.issuperset(word.lower()):
            good += len(word)
            frequent += sum(map(_FREQUENT.__contains__, word.lower()))
    is_text = good >= _FEWEST and 10 * good >= 9 * every
    return frequent if is_text and 5 * frequent >= 2 * good else 0
