"""The texts of the dictionaries that a file has, each made and looked at once.

Nearly every row group of a file has a dictionary of its own, and often the same texts
in another order. So texts keep their numbers from one dictionary to the next.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.logs.coded_rows import MISSING
from katch_protocols.evidence.logs.hashing import are_plain
from katch_protocols.evidence.logs.row_coder import TextCells

__all__ = ["KnownTexts", "text_of"]

Ints = NDArray[np.int32]

_LONGEST = 8_192
_MOST = 2**19
"""More texts of a column are not held from one dictionary to the next."""


@dataclass
class _Known:
    """The texts of dictionaries of a column; of the last one, the number of each."""

    dictionary: Any
    numbers: Ints = field(default_factory=lambda: np.empty(0, np.int32))
    texts: list[str] = field(default_factory=list)
    are_plain: bool = True

    def add(self, dictionary: Any) -> Ints:  # noqa: ANN401 - pyarrow has no types
        """Add the texts of a dictionary; return their numbers."""
        first = len(self.texts)
        found, plain = _stripped(dictionary)
        self.texts += found
        self.are_plain &= plain
        return np.arange(first, len(self.texts), dtype=np.int32)


class KnownTexts:
    """Numbers the texts of columns.

    ``places`` says of the texts of a dictionary where they stand in another, or -1.
    """

    def __init__(self, places: Callable[[Any, Any], Ints]) -> None:
        self._places = places
        self._last: dict[str, _Known] = {}

    def cells(self, name: str, codes: Ints, dictionary: Any) -> TextCells:  # noqa: ANN401 - pyarrow has no types
        """Return cells of a column that are coded by a dictionary of Arrow."""
        known = self._last.get(name)
        if known is None or not self._goes_on(known, dictionary):
            known = self._last[name] = _Known(dictionary)
            known.numbers = known.add(dictionary)
        numbers, known.dictionary = known.numbers, dictionary
        if not (numbers == np.arange(len(numbers))).all():
            codes = np.append(numbers, np.int32(MISSING)).take(codes, mode="wrap")
        return TextCells(codes, known.texts, known.are_plain)

    def _goes_on(self, known: _Known, dictionary: Any) -> bool:  # noqa: ANN401 - as above
        """Number the texts of the next dictionary; if most are new, do not."""
        last, count = known.dictionary, len(dictionary)
        if dictionary.slice(0, len(last)).equals(last):
            # Within a row group it grows.
            more = known.add(dictionary.slice(len(last)))
            known.numbers = np.concatenate([known.numbers, more])
            return True
        if dictionary.null_count or dictionary.type != last.type:
            return False
        places = self._places(dictionary, last)
        new = np.flatnonzero(places == MISSING)
        whole = len(known.texts) + len(new)
        if len(new) * 2 > count or whole > min(_MOST, 2 * count):
            return False
        numbers = known.numbers[places]
        numbers[new] = known.add(dictionary.take(new))
        known.numbers = numbers
        return True


def _stripped(dictionary: Any) -> tuple[list[str], bool]:  # noqa: ANN401 - pyarrow has no types
    """Return texts as ``text_of`` does of each, and whether they are plain."""
    texts: list[Any] = dictionary.to_numpy(zero_copy_only=False).tolist()
    if _are_plain(dictionary):
        return texts, True
    if set(map(type, texts)) <= {str} and max(map(len, texts), default=0) <= _LONGEST:
        return list(map(str.strip, texts)), False
    return [text_of(each) for each in dictionary.to_pylist()], False


def _are_plain(dictionary: Any) -> bool:  # noqa: ANN401 - pyarrow has no types
    """Tell whether all are texts that are kept as they are, and of which none is asked.

    A dictionary of Arrow: where each text begins in their bytes, in 32 bits.
    """
    first, count = dictionary.offset, len(dictionary)
    if not count:
        return True
    if dictionary.null_count or str(dictionary.type) != "string":
        return False
    _, places, whole = dictionary.buffers()
    starts = np.frombuffer(places, np.int32)[first : first + count + 1]
    lengths = np.diff(starts)
    if whole is None or not 0 < lengths.min() <= lengths.max() <= _LONGEST:
        return False
    letters = np.frombuffer(whole, np.uint8)[starts[0] : starts[-1]]
    return are_plain(letters, starts[:-1] - starts[0])


def text_of(value: object) -> str:
    """Return a cell of any type as text."""
    match value:
        case None:
            return ""
        case datetime() | date():
            return value.isoformat()
        case list():
            return ";".join(text_of(each) for each in value)
        case bytes():
            return value.decode()
        case _:
            return str(value).strip()[:_LONGEST]
