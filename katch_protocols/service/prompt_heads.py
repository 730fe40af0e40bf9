"""Connections that are given up where the head of a request does not come in time.

Without that, whoever opens a thousand connections and says nothing keeps all others
out.
"""

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from katch_protocols.service.bounds import MOST_SECONDS

__all__ = ["PromptProtocol"]


class PromptProtocol(H11Protocol):
    """HTTP/1.1 that waits for the head of a request no longer than for its body."""

    seconds = MOST_SECONDS
    """For how long, from the first byte that may come."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as above
        super().__init__(*given, **named)
        self._late: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Wait for the head of the first request."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take what came; wait for the rest of a head, if it is one."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._rest()
        super().connection_lost(exc)

    def _watch(self) -> None:
        cycle: RequestResponseCycle | None = self.cycle  # none before the first request
        is_asked = cycle is not None and not cycle.response_complete
        if is_asked or self.timeout_keep_alive_task is not None:
            self._rest()
        elif self._late is None:
            self._late = self.loop.call_later(self.seconds, self.transport.close)

    def _rest(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
