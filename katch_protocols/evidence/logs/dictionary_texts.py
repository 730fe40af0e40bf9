"""The texts of a dictionary of Arrow, and any cell as a text."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite, isnan
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.evidence.logs.hashing import are_plain
from katch_protocols.evidence.logs.joined_texts import JoinedTexts

__all__ = ["DictionaryTexts", "text_of"]

_LONGEST = 8_192


class DictionaryTexts(Struct, eq=False):
    """Texts of dictionaries, by number; further ones may be added.

    Attributes:
        whole: All of them as they are in a file, an array of Arrow.
        kept: All of them as they are kept; ``None``: as they are in the file, for they
            are plain, see ``hashing.are_plain``.
    """

    whole: Any
    kept: list[str] | None

    @staticmethod
    def of(dictionary: Any) -> "DictionaryTexts":  # noqa: ANN401 - pyarrow has no types
        """Return the texts of a dictionary alone."""
        plain = _are_plain(dictionary)
        return DictionaryTexts(dictionary, None if plain else _stripped(dictionary))

    def __len__(self) -> int:
        return len(self.whole)

    @property
    def are_plain(self) -> bool:
        """Whether nothing of any of them has to be looked at."""
        return self.kept is None

    def add(self, dictionary: Any, joined: Callable[[Sequence[Any]], Any]) -> None:  # noqa: ANN401 - pyarrow has no types
        """Add texts; ``joined`` puts dictionaries together."""
        if self.kept is not None or not _are_plain(dictionary):
            self.kept = _texts(self.whole) if self.kept is None else self.kept
            self.kept += _stripped(dictionary)
        self.whole = joined([self.whole, dictionary])

    def some(self, numbers: NDArray[np.int32]) -> list[str]:
        """Return some of them as they are kept."""
        if self.kept is None:
            return _texts(self.whole.take(numbers))
        kept = self.kept
        return [kept[number] for number in numbers.tolist()]

    def joined(self, numbers: NDArray[np.int32]) -> JoinedTexts:
        """Return some of them, which are all plain, as bytes."""
        is_whole = len(numbers) == len(self) and bool(
            (numbers == np.arange(len(self))).all()
        )
        return JoinedTexts.of_arrow(
            self.whole if is_whole else self.whole.take(numbers)
        )


def _texts(dictionary: Any) -> list[Any]:  # noqa: ANN401 - pyarrow has no types
    found: list[Any] = dictionary.to_numpy(zero_copy_only=False).tolist()
    return found


def _stripped(dictionary: Any) -> list[str]:  # noqa: ANN401 - pyarrow has no types
    """Return texts as ``text_of`` does of each."""
    texts = _texts(dictionary)
    if set(map(type, texts)) <= {str} and max(map(len, texts), default=0) <= _LONGEST:
        return list(map(str.strip, texts))
    return [text_of(each) for each in dictionary.to_pylist()]


def _are_plain(dictionary: Any) -> bool:  # noqa: ANN401 - pyarrow has no types
    """Tell whether all are texts that are kept as they are, and of which none is asked.

    A dictionary of Arrow: where each text begins in their bytes, in 32 bits.
    """
    if not len(dictionary):
        return True
    if dictionary.null_count or str(dictionary.type) != "string":
        return False
    texts = JoinedTexts.of_arrow(dictionary)
    lengths = np.diff(texts.starts)
    return bool(0 < lengths.min() <= lengths.max() <= _LONGEST) and are_plain(texts)


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
