"""Many texts as their bytes, one after another."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

__all__ = ["JoinedTexts"]


class JoinedTexts(Struct, frozen=True, eq=False):
    """Texts in UTF-8.

    ``whole`` are the bytes of all, ``starts`` where each begins in them, and where the
    last ends: one number more than there are texts.
    """

    whole: NDArray[np.uint8]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __iter__(self) -> Iterator[bytes]:
        whole, starts = self.whole.tobytes(), self.starts.tolist()
        return (whole[first:after] for first, after in pairwise(starts))

    @staticmethod
    def of(texts: Sequence[str]) -> "JoinedTexts":
        """Return texts as bytes."""
        every = [text.encode() for text in texts]
        starts = np.zeros(len(every) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, every), np.int64, len(every)), out=starts[1:])
        return JoinedTexts(np.frombuffer(b"".join(every), np.uint8), starts)

    @staticmethod
    def of_arrow(texts: Any) -> "JoinedTexts":  # noqa: ANN401 - pyarrow has no types
        """Return the texts of an array of Arrow, none of them missing; no copy is made.

        Where each begins must be told in 32 bits: its type is ``string``.
        """
        first, count = texts.offset, len(texts)
        _, places, whole = texts.buffers()
        if not count or whole is None:
            return JoinedTexts(np.zeros(0, np.uint8), np.zeros(count + 1, np.int64))
        starts = np.frombuffer(places, np.int32)[first : first + count + 1]
        letters = np.frombuffer(whole, np.uint8)[starts[0] : starts[-1]]
        return JoinedTexts(letters, (starts - starts[0]).astype(np.int64))
