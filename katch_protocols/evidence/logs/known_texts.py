"""The texts of the dictionaries that a file has, each made and looked at once.

Nearly every row group of a file has a dictionary of its own, and often the same texts
in another order. So texts keep their numbers from one dictionary to the next.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.evidence.logs.coded_rows import MISSING
from katch_protocols.evidence.logs.dictionary_texts import DictionaryTexts
from katch_protocols.evidence.logs.growing_columns import TextCells

__all__ = ["KnownTexts"]

Ints = NDArray[np.int32]

_FEW = 64
_MOST = 2**19
"""More texts of a column are not held from one dictionary to another."""


class _KnownColumn(Struct):
    """The texts of dictionaries of a column.

    Attributes:
        last: The last dictionary.
        numbers: Which text each one in it is.
        texts: All of them.
    """

    last: Any
    numbers: Ints
    texts: DictionaryTexts

    @staticmethod
    def of(dictionary: Any) -> "_KnownColumn":  # noqa: ANN401 - pyarrow has no types
        """Return the texts of a dictionary alone."""
        numbers = np.arange(len(dictionary), dtype=np.int32)
        return _KnownColumn(dictionary, numbers, DictionaryTexts.of(dictionary))


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
        return TextCells(codes, numbers, known.texts)

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
            places = self._places(more, known.texts.whole.take(left))
            found = np.append(left, np.int32(MISSING)).take(places, mode="wrap")
        new = np.flatnonzero(found == MISSING)
        whole = len(known.texts) + len(new)
        if whole > max(_MOST, 2 * len(dictionary)):
            return False
        if len(new):
            added = more if len(new) == len(more) else more.take(new)
            found[new] = np.arange(len(known.texts), whole)
            known.texts.add(added, self._joined)
        known.numbers = np.append(known.numbers[:before], found)
        return True

    def _may_have(self, known: _KnownColumn, dictionary: Any) -> bool:  # noqa: ANN401 - as above
        """Tell by a few texts of another dictionary whether most are known."""
        if len(dictionary) > _MOST:
            return False
        few = dictionary.take(np.linspace(0, len(dictionary) - 1, _FEW).astype(int))
        places = self._places(known.texts.whole, few)
        return bool(np.count_nonzero(places != MISSING) * 2 > _FEW)
