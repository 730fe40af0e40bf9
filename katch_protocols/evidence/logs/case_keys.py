"""The keyed hashes of the cases of a log, 16 bytes each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.logs.hashing import KEY_BYTES

__all__ = ["CaseKeys", "each_once", "joined_keys"]

_LETTER = b"c"
_TEXT = f"S{2 * KEY_BYTES + 1}"

Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class CaseKeys:
    """Keyed hashes of cases, each once; as text a letter, then hexadecimal digits.

    ``digests`` is (cases, 16): the bytes of each.
    """

    digests: NDArray[np.uint8] = field(repr=False)

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
    def shorts(self) -> NDArray[np.uint64]:
        """The first 8 bytes of each: what differs there is not the same case."""
        whole = np.ascontiguousarray(self.digests).view(np.uint64)
        return np.ascontiguousarray(whole[:, 0])

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
    if not (shorts[1:] == shorts[:-1]).any():
        return codes, keys
    whole = np.ascontiguousarray(keys.digests).view(np.uint64)
    _, firsts, same = np.unique(whole, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    anew = np.empty(len(order), np.int32)
    anew[order] = np.arange(len(order))
    meant = np.append(anew[same.ravel()], np.int32(-1))
    return meant[codes], keys.some(firsts[order])
