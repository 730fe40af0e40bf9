"""A file for what one run holds outside memory: nameless, and gone with the run."""

from collections.abc import Iterable
from contextlib import suppress
from mmap import ACCESS_COPY, ALLOCATIONGRANULARITY, mmap
from os import SEEK_END
from tempfile import TemporaryFile, gettempdir
from typing import IO, Any
from weakref import finalize

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.errors import NoRoomError
from katch_protocols.evidence.logs.coded_files import STEP

__all__ = ["RunFile", "RunSpan"]


class RunSpan(Struct, frozen=True):
    """Where something stands in a file: its first byte, and how many there are."""

    first: int
    size: int


class RunFile:
    """Spans are added to it and read again.

    However the run ends, the system takes the file away: no folder shows it.
    """

    def __init__(self) -> None:
        """Begin a file; raises as ``add`` where the system has no place for it."""
        try:
            self._file = TemporaryFile(prefix="katch-log-")  # noqa: SIM115 - it lives on
        except OSError:
            raise _no_room() from None
        finalize(self, _closed, self._file)

    def add(self, pieces: Iterable[bytes | memoryview]) -> RunSpan:
        """Add some pieces as one span, at a multiple of ``STEP`` bytes.

        Raises:
            NoRoomError: There is no room.
        """
        file = self._file
        try:
            file.write(b"\0" * (-file.seek(0, SEEK_END) % STEP))
            first = file.tell()
            file.writelines(pieces)
            size = file.seek(0, SEEK_END) - first
            file.flush()
        except OSError:
            raise _no_room() from None
        return RunSpan(first, size)

    def read_into(self, span: RunSpan, room: NDArray[Any]) -> None:
        """Read a span into an array of its size."""
        if span.size:
            self._file.seek(span.first)
            self._file.readinto(room.view(np.uint8).data)

    def read(self, span: RunSpan) -> memoryview:
        """Return the bytes of a span, read where they are looked at.

        They can be written to as well, which the file does not see.
        """
        if not span.size:
            return memoryview(b"")
        before = span.first % ALLOCATIONGRANULARITY
        whole = mmap(
            self._file.fileno(),
            before + span.size,
            access=ACCESS_COPY,
            offset=span.first - before,
        )
        return memoryview(whole)[before:]


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
