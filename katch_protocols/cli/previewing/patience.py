"""How long, and for how many at once, a page is served."""

import io
from collections.abc import Callable
from socket import socket
from time import monotonic

__all__ = ["MOST_OPEN", "MOST_WAITING", "WHOLE_REQUEST", "Until"]

MOST_OPEN = 64
"""Connections at once; each has a thread. One more is closed at once."""

MOST_WAITING = 32
"""Of these, pages that wait for the next save."""

WHOLE_REQUEST = 10.0
"""Seconds in which a whole request must have come, however slowly it comes."""


class Until(io.RawIOBase):
    """Reads a connection until a time is over, counted from its making."""

    def __init__(
        self,
        connection: socket,
        seconds: float = WHOLE_REQUEST,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._connection, self._clock = connection, clock
        self._end = clock() + seconds

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: "memoryview[int] | bytearray") -> int:  # type: ignore[override]
        """Read what has come.

        Raises:
            TimeoutError: The time is over.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)
