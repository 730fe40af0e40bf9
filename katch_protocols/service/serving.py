"""The service in a process of its own, with the plain engine beside it."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from katch_protocols.service.application import create_app
from katch_protocols.service.health import AnswerCount, metrics_app
from katch_protocols.service.identity import Identify
from katch_protocols.service.prompt_heads import PromptProtocol
from katch_protocols.stores.store import Store

__all__ = ["Address", "serve"]

_MOST_WAITING = 1_000
_MOST_HEADER = 65_536


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int


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
        OSError: An address cannot be listened at.
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
    sockets = [server.config.bind_socket() for server, _ in servers]
    for socket in sockets:
        socket.listen()  # from here on whoever comes waits, and is not sent away
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _stop, servers)
    begun(Address(servers[0][1].host, sockets[0].getsockname()[1]))
    running = (
        server._serve([socket])  # noqa: SLF001 - `serve` would take the signals itself
        for (server, _), socket in zip(servers, sockets, strict=True)
    )
    await asyncio.gather(*running)


def _stop(servers: list[tuple[uvicorn.Server, Address]]) -> None:
    for server, _ in servers:
        server.should_exit = True
