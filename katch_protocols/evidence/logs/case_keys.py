"""The keyed hashes of the cases of a log, 16 bytes each."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.evidence.logs.keyed_hashes import KEY_BYTES

__all__ = [
    "CaseKeys",
    "begin_alike",
    "each_once",
    "joined_keys",
    "key_begins",
    "key_order",
    "whole_key_order",
]

_LETTER = b"c"
_TEXT = f"S{2 * KEY_BYTES + 1}"

_HALF = "<u8"

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]
Halves = NDArray[np.uint64]


class CaseKeys(Struct, frozen=True, eq=False):
    """Keyed hashes of cases, each once; as text a letter, then hexadecimal digits.

    ``digests`` is (cases, 16): the bytes of each.
    """

    digests: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.digests)

    @staticmethod
    def of(digests: bytes) -> "CaseKeys":
        """Return those of so many bytes, one after another."""
        return CaseKeys(np.frombuffer(digests, np.uint8).reshape(-1, KEY_BYTES))

    def text(self, number: int) -> str:
        """Return the key of a case as text."""
        return f"{_LETTER.decode()}{self.digests[number].tobytes().hex()}"

    @property
    def texts(self) -> NDArray[np.bytes_]:
        """The key of each as text, in ASCII."""
        digits = np.frombuffer(self.digests.tobytes().hex().encode(), np.uint8)
        found = np.empty((len(self), 2 * KEY_BYTES + 1), np.uint8)
        found[:, 0] = _LETTER[0]
        found[:, 1:] = digits.reshape(-1, 2 * KEY_BYTES)
        return found.view(_TEXT)[:, 0]

    @property
    def strings(self) -> list[str]:
        """The key of each as text; of many cases that takes long."""
        return [each.decode() for each in self.texts.tolist()]

    @property
    def halves(self) -> Halves:
        """(cases, 2): the first and the last 8 bytes of each as numbers."""
        return np.ascontiguousarray(self.digests).view(_HALF)

    @property
    def shorts(self) -> NDArray[np.uint64]:
        """The first 8 bytes of each: what differs there is not the same case."""
        return np.ascontiguousarray(self.halves[:, 0])

    def parts(self, count: int) -> NDArray[np.int64]:
        """Return in which of so many parts each is: they follow one another by key."""
        firsts = np.ascontiguousarray(self.digests[:, :4]).view(">u4")[:, 0]
        found: NDArray[np.int64] = firsts.astype(np.int64) * count >> 32
        return found

    def some(self, numbers: NDArray[np.int64] | slice) -> "CaseKeys":
        """Return some of them."""
        return CaseKeys(self.digests[numbers])


def joined_keys(
    codes: Sequence[Ints], keys: Sequence[CaseKeys]
) -> tuple[Ints, CaseKeys]:
    """Put codes of several keys together, and the keys: each once, as they come."""
    offset, found = 0, [np.empty(0, np.int32)]
    for each, own in zip(codes, keys, strict=True):
        found.append(
            np.where(each < 0, each, each + np.int32(offset)) if offset else each
        )
        offset += len(own)
    every = CaseKeys(
        np.concatenate(
            [np.empty((0, KEY_BYTES), np.uint8), *(each.digests for each in keys)]
        )
    )
    return each_once(np.concatenate(found), every)


def each_once(codes: Ints, keys: CaseKeys) -> tuple[Ints, CaseKeys]:
    """Return codes and keys without keys that stand there twice."""
    shorts = np.sort(keys.shorts)
    alike = shorts[1:][shorts[1:] == shorts[:-1]]
    if not len(alike):
        return codes, keys
    # Mostly few do: a case that ends where another part begins.
    some = np.flatnonzero(np.isin(keys.shorts, alike))
    order = some[whole_key_order(keys.halves[some])]
    begins = key_begins(keys.halves[order])
    first = np.arange(len(keys))
    first[order] = order[begins][np.cumsum(begins) - 1]
    is_first = first == np.arange(len(keys))
    meant = np.append(np.cumsum(is_first)[first] - 1, -1).astype(np.int32)
    return meant[codes], keys.some(np.flatnonzero(is_first))


def key_order(halves: Halves) -> Longs:
    """Return the order of keys by how they begin, of the same as they came.

    As many bits are cut off as the number of a key has: see ``begin_alike``.
    """
    below = _below(len(halves))
    numbers = halves[:, 0] & ~below
    numbers |= np.arange(len(halves), dtype=np.uint64)
    numbers.sort()
    numbers &= below
    return numbers.view(np.int64)


def whole_key_order(halves: Halves) -> Longs:
    """Return the order of keys by all their bits, of the same as they came."""
    return np.lexsort((halves[:, 1], halves[:, 0]))


def key_begins(halves: Halves) -> Flags:
    """Return where, of keys in order, another one begins."""
    found = np.ones(len(halves), np.bool_)
    found[1:] = halves[1:, 0] != halves[:-1, 0]
    found[1:] |= halves[1:, 1] != halves[:-1, 1]
    return found


def begin_alike(halves: Halves, begins: Flags) -> bool:
    """Tell whether ``key_order`` may have mixed keys that are not the same."""
    alike = (halves[1:, 0] ^ halves[:-1, 0]) <= _below(len(halves))
    return bool((alike & begins[1:]).any())


def _below(count: int) -> np.uint64:
    return np.uint64((1 << count.bit_length()) - 1)
