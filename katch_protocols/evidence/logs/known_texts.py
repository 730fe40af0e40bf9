"""The texts of the dictionaries that a file has, each made and looked at once.

Nearly every row group of a file has a dictionary of its own, and often the same texts
in another order. So texts keep their numbers from one dictionary to the next.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite, isnan
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.evidence.logs.coded_rows import MISSING
from katch_protocols.evidence.logs.growing_columns import TextCells
from katch_protocols.evidence.logs.hashing import are_plain

__all__ = ["KnownTexts", "text_of"]

Ints = NDArray[np.int32]

_LONGEST = 8_192
_FEW = 64
_MOST = 2**19
"""More texts of a column are not held from one dictionary to another."""


class _KnownColumn(Struct):
    """The texts of dictionaries of a column.

    Attributes:
        last: The last dictionary.
        numbers: Which text each one in it is.
        texts: All of them, as they are kept.
        whole: All of them, as they are in a file.
        are_plain: Whether all are plain.
    """

    last: Any
    numbers: Ints
    texts: list[str]
    whole: Any
    are_plain: bool

    @staticmethod
    def of(dictionary: Any) -> "_KnownColumn":  # noqa: ANN401 - pyarrow has no types
        """Return the texts of a dictionary alone."""
        texts, plain = _stripped(dictionary)
        numbers = np.arange(len(texts), dtype=np.int32)
        return _KnownColumn(dictionary, numbers, texts, dictionary, plain)


class KnownTexts:
    """Numbers the texts of columns.

    ``places`` says of the texts of a dictionary where they stand in another, or -1;
    ``joined`` puts dictionaries together.
    """

    def __init__(
        self,
        places: Callable[[Any, Any], Ints],
        joined: Callable[[Sequence[Any]], Any],
    ) -> None:
        self._places, self._joined = places, joined
        self._known: dict[str, _KnownColumn] = {}

    def cells(self, name: str, codes: Ints, dictionary: Any) -> TextCells:  # noqa: ANN401 - pyarrow has no types
        """Return cells of a column that are coded by a dictionary of Arrow."""
        known = self._known.get(name)
        if known is None or not self._goes_on(known, dictionary):
            known = self._known[name] = _KnownColumn.of(dictionary)
        numbers, known.last = known.numbers, dictionary
        return TextCells(codes, numbers, known.texts, known.are_plain)

    def _goes_on(self, known: _KnownColumn, dictionary: Any) -> bool:  # noqa: ANN401 - as above
        """Number the texts of the next dictionary; if most are new, do not."""
        before = len(known.last)
        if not dictionary.slice(0, before).equals(known.last):
            before = 0
        more = dictionary.slice(before)
        if not len(more):
            return True
        if dictionary.null_count or dictionary.type != known.last.type:
            return False
        if not before and not self._may_have(known, more):
            return False
        found = np.full(len(more), MISSING, np.int32)
        is_left = np.ones(len(known.texts), np.bool_)
        is_left[known.numbers[:before]] = False
        left = np.flatnonzero(is_left).astype(np.int32)
        if len(left):
            places = self._places(more, known.whole.take(left))
            found = np.append(left, np.int32(MISSING)).take(places, mode="wrap")
        new = np.flatnonzero(found == MISSING)
        whole = len(known.texts) + len(new)
        if whole > max(_MOST, 2 * len(dictionary)):
            return False
        if len(new):
            added = more if len(new) == len(more) else more.take(new)
            texts, plain = _stripped(added)
            found[new] = np.arange(len(known.texts), whole)
            known.texts += texts
            known.are_plain &= plain
            known.whole = self._joined([known.whole, added])
        known.numbers = np.append(known.numbers[:before], found)
        return True

    def _may_have(self, known: _KnownColumn, dictionary: Any) -> bool:  # noqa: ANN401 - as above
        """Tell by a few texts of another dictionary whether most are known."""
        if len(dictionary) > _MOST:
            return False
        few = dictionary.take(np.linspace(0, len(dictionary) - 1, _FEW).astype(int))
        places = self._places(known.whole, few)
        return bool(np.count_nonzero(places != MISSING) * 2 > _FEW)


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
            return value.decode().strip()[:_LONGEST]
        case float() | Decimal():
            return _text_of_number(value)
        case _:
            return str(value).strip()[:_LONGEST]


def _text_of_number(value: float | Decimal) -> str:
    """Return a whole number as a column has it in which no cell is empty."""
    if isnan(value):
        return ""
    is_whole = isfinite(value) and value == int(value)
    return str(int(value) if is_whole else value)
