"""What one run holds for later: the first of it in memory, the rest in a file.

The file is nameless, and gone with the run.
"""

from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from mmap import ACCESS_COPY, ALLOCATIONGRANULARITY, mmap
from os import SEEK_END
from tempfile import TemporaryFile, gettempdir
from typing import IO
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from katch_protocols.errors import NoRoomError
from katch_protocols.evidence.logs.coded_files import STEP

__all__ = ["RunFile", "RunSpan"]


@dataclass(frozen=True, slots=True)
class RunSpan:
    """Where something stands: its first byte, and how many there are."""

    first: int
    size: int


class RunFile:
    """Spans are added to it and read again; at most so many bytes are ``in_memory``.

    However the run ends, the system takes the file away: no folder shows it.
    """

    def __init__(self, in_memory: int = 0) -> None:
        """Begin without a file: there is one as soon as memory does not do."""
        self._in_memory = in_memory
        self._held, self._firsts, self._end = list[memoryview](), list[int](), 0
        self._file: IO[bytes] | None = None

    def add(self, pieces: Sequence[bytes | memoryview]) -> RunSpan:
        """Add some pieces as one span, at a multiple of ``STEP`` bytes.

        Raises:
            NoRoomError: There is no room.
        """
        size = sum(memoryview(each).nbytes for each in pieces)
        if self._file is None and self._end + size <= self._in_memory:
            span = RunSpan(self._end, size)
            self._held.append(memoryview(bytearray().join(pieces)))
            self._firsts.append(span.first)
            self._end += -(-size // STEP) * STEP
            return span
        try:
            return RunSpan(self._end + self._added(pieces), size)
        except OSError:
            raise _no_room() from None

    def _added(self, pieces: Sequence[bytes | memoryview]) -> int:
        """Write to the file; return where in it that stands."""
        if self._file is None:
            self._file = TemporaryFile(prefix="katch-log-")  # noqa: SIM115 - it lives on
            finalize(self, _closed, self._file)
        file = self._file
        file.write(b"\0" * (-file.seek(0, SEEK_END) % STEP))
        first = file.tell()
        file.writelines(pieces)
        file.flush()
        return first

    def read_into(self, span: RunSpan, room: NDArray[np.void]) -> None:
        """Read a span into an array of its size."""
        if not span.size:
            return
        if self._file is None or span.first < self._end:
            room.view(np.uint8).data[:] = self._held_in_memory(span)
            return
        self._file.seek(span.first - self._end)
        self._file.readinto(room.view(np.uint8).data)  # type: ignore[attr-defined]

    def read(self, span: RunSpan) -> memoryview:
        """Return the bytes of a span, read where they are looked at.

        Compiled loops take arrays only that could be written to, and so these can be.
        Nobody may: what was held in memory would be something else.
        """
        if not span.size:
            return memoryview(b"")
        if self._file is None or span.first < self._end:
            return self._held_in_memory(span)
        first = span.first - self._end
        before = first % ALLOCATIONGRANULARITY
        whole = mmap(
            self._file.fileno(),
            before + span.size,
            access=ACCESS_COPY,
            offset=first - before,
        )
        return memoryview(whole)[before:]

    def _held_in_memory(self, span: RunSpan) -> memoryview:
        number = bisect_right(self._firsts, span.first) - 1
        begin = span.first - self._firsts[number]
        return self._held[number][begin : begin + span.size]


def _no_room() -> NoRoomError:
    try:
        folder = gettempdir()
    except OSError:
        folder = "TMPDIR"
    return NoRoomError(folder)


def _closed(file: IO[bytes]) -> None:
    """Close a file, also where it has no room for what was to be written last."""
    with suppress(OSError):
        file.close()
