"""What compiled loops take, and how they are called (see ``object_code.py``)."""

import ctypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct

__all__ = ["Array", "Asked", "CompiledLoop", "CompiledLoops", "Taken"]


class Array(Struct, frozen=True, dict=True):
    """An array that a loop takes: what it holds and how many dimensions it has."""

    holds: str
    dimensions: int = 1

    @cached_property
    def dtype(self) -> np.dtype[Any]:
        """What it holds, as arrays say it."""
        return np.dtype(self.holds)


class Asked(Struct, frozen=True):
    """What a module of loops asks of functions of C.

    Attributes:
        module: A module of Python whose libraries have them.
        functions: How many words each takes, addresses and numbers.
    """

    module: str
    functions: Mapping[str, int]


Taken = Array | type[int] | tuple[Array, ...]
"""What a loop takes at one place: an array, a number, or several arrays as one."""

CompiledLoops = Mapping[str, Callable[..., int]]
"""Compiled loops by name; each takes what its module says and returns a number."""


class CompiledLoop:
    """A loop of object code, called with arrays and numbers.

    What it is given is looked at first: of other arrays than it was compiled for it
    would read what is not there.
    """

    def __init__(
        self,
        name: str,
        takes: Sequence[Taken],
        address: int,
        engine: Any,  # noqa: ANN401 - untyped
    ) -> None:
        self.name, self.engine = name, engine  # the code lives as long as its engine
        self.takes = [*_flat(takes)]
        kinds: list[Any] = []
        for each in self.takes:
            if isinstance(each, Array):
                kinds += [ctypes.c_void_p, *[ctypes.c_ssize_t] * each.dimensions]
            else:
                kinds.append(ctypes.c_int64)
        self._call = ctypes.CFUNCTYPE(ctypes.c_int64, *kinds)(address)
        self._asked = [
            (each.dtype, each.dimensions) if isinstance(each, Array) else None
            for each in self.takes
        ]

    def __call__(self, *given: object) -> int:
        """Run it; raises ``TypeError`` for what it was not compiled for."""
        plain: list[object] = []
        for each, asked in zip(_spread(given), self._asked, strict=True):
            if asked is None:
                plain.append(each)
                continue
            if not (
                isinstance(each, np.ndarray)
                and (each.dtype, each.ndim) == asked
                and each.flags.c_contiguous
            ):
                message = f"{self.name} takes no such array: {asked}"
                raise TypeError(message)
            plain.append(_address(each))
            plain += each.shape
        return int(self._call(*plain))


def _address(array: Any) -> int:  # noqa: ANN401 - a buffer
    if not array.size:
        return 0  # of nothing no place is read
    if not array.flags.writeable:
        return int(array.ctypes.data)
    # A third of the time.
    return ctypes.addressof(ctypes.c_char.from_buffer(array))


def _spread(given: Sequence[object]) -> Iterator[object]:
    for each in given:
        if isinstance(each, tuple):
            yield from each
        else:
            yield each


def _flat(takes: Sequence[Taken]) -> Iterator[Array | type[int]]:
    for each in takes:
        if isinstance(each, tuple):
            yield from each
        else:
            yield each
