"""A lock file beside a database: one writer at a time, each in fair turn.

SQLite's own waiting is unfair, and versions before 3.51.3 can lose a commit where one
process writes while another moves its journal into the file. So whoever writes, moves
the journal or closes holds this lock first.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from katch_protocols.errors import BusyError, StoreError

__all__ = ["PATIENCE", "LockFile"]

PATIENCE = 5.0
"""For how many seconds a case or a database is waited for."""

_PAUSES = (0.0005, 0.001, 0.002, 0.004, 0.008, 0.004, 0.002, 0.001)
"""Pauses of those who wait for the turnstile: who has waited long asks more often."""
_SOON = (0.0005, 0.001)
"""Pauses of the one whose turn is next: nobody else asks meanwhile."""


class LockFile:
    """The lock of one database file, for the threads of this process and for others.

    A second file is a turnstile: whoever is through it is next. So one that has just
    held the lock cannot take it again before another that waits.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._threads = Lock()
        self._turn = _File(path.with_name(f"{path.name}-turn"))
        self._file = _File(path)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock.

        Raises:
            BusyError: Somebody else has held it for too long.
            StoreError: The file cannot be made.
        """
        until = monotonic() + PATIENCE
        if not self._threads.acquire(timeout=PATIENCE):
            raise BusyError(PATIENCE)
        try:
            self._turn.take(until, _PAUSES)
            try:
                self._file.take(until, _SOON)
            finally:
                self._turn.free()
            try:
                yield
            finally:
                self._file.free()
        finally:
            self._threads.release()

    def again(self) -> "LockFile":
        """Return the lock of another process: after a fork nothing open is shared."""
        return LockFile(self.path)

    def close(self) -> None:
        """Close the files; they stay, since somebody may hold them."""
        self._turn.close()
        self._file.close()


class _File:
    """A file that one at a time has locked; it is opened when it is first needed."""

    def __init__(self, path: Path) -> None:
        self.path, self._number = path, -1

    def take(self, until: float, pauses: Sequence[float]) -> None:
        """Lock it, or raise as ``LockFile.held`` does; the last pause is repeated."""
        if self._number < 0:
            try:
                self._number = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
            except OSError:
                raise StoreError("read-only") from None
        tries = 0
        while not _try_lock(self._number):
            if monotonic() > until:
                raise BusyError(PATIENCE)
            sleep(pauses[min(tries, len(pauses) - 1)])
            tries += 1

    def free(self) -> None:
        """Let the next one have it."""
        _unlock(self._number)

    def close(self) -> None:
        """Close it."""
        if self._number >= 0:
            os.close(self._number)
            self._number = -1


if sys.platform == "win32":  # pragma: no cover - nobody tests there yet
    import msvcrt

    def _try_lock(file: int) -> bool:
        os.lseek(file, 0, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
