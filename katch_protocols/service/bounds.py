"""Bounds of every request: its headers, its body, the time that it may take."""

import asyncio
import logging
from collections.abc import Callable
from types import TracebackType

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["MOST_BODY", "MOST_HEADERS", "MOST_PATH", "MOST_SECONDS", "Bounds"]

MOST_BODY = 65_536
"""Bytes of a body."""

MOST_HEADERS = 32_768
"""Bytes of all headers: some tokens of partners are among them."""

MOST_PATH = 4_096
"""Bytes of a path with its query."""

MOST_SECONDS = 10.0
"""Seconds in which a body must be there."""

_log = logging.getLogger("katch_protocols.service")

Answer = Callable[[Request, int, str], Response]


class _TooMuchError(Exception):
    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code


class Bounds:
    """Reads a body whole before anything is asked of it; refuses what is too large.

    What goes wrong behind it is answered without a word of what was asked, and logged
    by the kind and the place of the error alone.
    """

    def __init__(self, app: ASGIApp, answer: Answer) -> None:
        self.app, self.answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on whose body is there."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            _require_small(scope)
            async with asyncio.timeout(MOST_SECONDS):
                body = await _body(receive)
        except TimeoutError:
            await self.answer(request, 408, "slow")(scope, receive, send)
            return
        except _TooMuchError as error:
            await self.answer(request, error.status, error.code)(scope, receive, send)
            return
        if body is not None:
            await self._passed(scope, body, receive, send)

    async def _passed(
        self, scope: Scope, body: bytes, receive: Receive, send: Send
    ) -> None:
        is_read = is_begun = False

        async def again() -> Message:
            nonlocal is_read
            if is_read:
                return await receive()
            is_read = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def sent(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", []),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        try:
            await self.app(scope, again, sent)
        except Exception as error:  # noqa: BLE001 - nobody is shown a traceback
            kind, where = type(error).__name__, _place(error.__traceback__)
            _log.error("%s at %s", kind, where)
            if not is_begun:
                response = self.answer(Request(scope), 500, "fault")
                await response(scope, receive, send)


def _place(trace: TracebackType | None) -> str:
    """Return where an error was raised: a file and a line, and nothing it held."""
    place = "nowhere"
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _require_small(scope: Scope) -> None:
    headers = scope["headers"]
    if sum(len(name) + len(value) for name, value in headers) > MOST_HEADERS:
        raise _TooMuchError(431, "headers")
    if len(scope["raw_path"] or b"") + len(scope["query_string"]) > MOST_PATH:
        raise _TooMuchError(414, "path")
    for name, value in headers:
        if name == b"content-length" and (not value.isdigit() or len(value) > 15):  # noqa: PLR2004 - digits
            raise _TooMuchError(400, "malformed")
        if name == b"content-length" and int(value) > MOST_BODY:
            raise _TooMuchError(413, "body")


async def _body(receive: Receive) -> bytes | None:
    """Return the body; ``None`` where the client has gone."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size > MOST_BODY:
            raise _TooMuchError(413, "body")
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
