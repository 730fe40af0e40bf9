"""The service in a process of its own, with the plain engine beside it."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import ExitStack, suppress
from socket import AF_INET, AF_INET6, create_server
from socket import socket as Socket  # noqa: N812 - a class of the standard library

import uvicorn
from msgspec import Struct
from starlette.types import ASGIApp

from katch_protocols.service.application import create_app
from katch_protocols.service.health import AnswerCount, metrics_app
from katch_protocols.service.identity import Identify
from katch_protocols.service.prompt_heads import PromptProtocol
from katch_protocols.stores.store import Store

__all__ = ["Address", "NotListeningError", "serve"]

_MOST_WAITING = 1_000
_MOST_HEADER = 65_536


class Address(Struct, frozen=True):
    """Where a server listens."""

    host: str
    port: int


class NotListeningError(Exception):
    """An address, ``at``, at which nobody can listen."""

    def __init__(self, at: Address) -> None:
        self.at = at
        super().__init__(f"{at.host}:{at.port}")


def serve(
    store: Store,
    identify: Identify,
    at: Address,
    metrics: Address | None,
    begun: Callable[[Address], object],
) -> None:
    """Serve until SIGINT or SIGTERM; what was asked before is answered.

    Args:
        store: the store.
        identify: who sends a request.
        at: where to listen; port 0 takes a free one.
        metrics: where the figures are, if anywhere.
        begun: hears where it listens once it does.

    Raises:
        NotListeningError: An address cannot be listened at.
    """
    figures = AnswerCount()
    servers = [(_server(create_app(store, identify, figures=figures), at), at)]
    if metrics is not None:
        servers.append((_server(metrics_app(store, figures), metrics), metrics))
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(servers, begun))


def _server(app: ASGIApp, at: Address) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        host=at.host,
        port=at.port,
        access_log=False,  # an address names a case
        server_header=False,
        proxy_headers=False,
        log_level="warning",
        http=PromptProtocol,
        ws="none",
        h11_max_incomplete_event_size=_MOST_HEADER,
        limit_concurrency=_MOST_WAITING,
        timeout_graceful_shutdown=10,
        lifespan="off",
    )
    return uvicorn.Server(config)


async def _run(
    servers: list[tuple[uvicorn.Server, Address]], begun: Callable[[Address], object]
) -> None:
    with ExitStack() as until:
        sockets = [until.enter_context(_listening(*each)) for each in servers]
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, _stop, servers)
        begun(Address(servers[0][1].host, sockets[0].getsockname()[1]))
        running = (
            # `serve` would take the signals itself.
            server._serve([socket])  # noqa: SLF001 - see above
            for (server, _), socket in zip(servers, sockets, strict=True)
        )
        await asyncio.gather(*running)


def _listening(server: uvicorn.Server, at: Address) -> Socket:
    """Return a socket that listens: whoever comes waits, and is not sent away."""
    family = AF_INET6 if ":" in at.host else AF_INET
    where, backlog = (at.host, at.port), server.config.backlog
    try:
        return create_server(where, family=family, backlog=backlog)
    except OSError:
        raise NotListeningError(at) from None


def _stop(servers: list[tuple[uvicorn.Server, Address]]) -> None:
    for server, _ in servers:
        server.should_exit = True
