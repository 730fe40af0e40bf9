"""The page on loopback: fixed routes, one reader's browser, and nobody else."""

import hmac
import io
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from io import BufferedReader
from socket import socket
from threading import BoundedSemaphore
from time import monotonic
from typing import Any

from katch_protocols.budget import spending
from katch_protocols.cli.previewing.answers import (
    PreviewPictures,
    drawing_answer,
    refused_answer,
    sight_answer,
)
from katch_protocols.cli.previewing.session import Session
from katch_protocols.drawings.known_views import view_named, view_names
from katch_protocols.errors import BudgetError
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import say

__all__ = ["HOST", "MOST_OPEN", "MOST_WAITING", "WHOLE_REQUEST", "Server", "Until"]


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


HOST = "127.0.0.1"
"""The only address that is listened to: this computer's own."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_FONTS = (
    "KPSans-Regular",
    "KPSans-SemiBold",
    "KPSans-SemiCondensed",
    "KPSans-SemiCondensedSemiBold",
)
_SHIPPED: Mapping[str, tuple[str, str, str]] = {
    "/": ("text/html; charset=utf-8", "cli", "preview.html"),
    "/preview.css": ("text/css; charset=utf-8", "cli", "preview.css"),
    "/preview.js": ("text/javascript; charset=utf-8", "cli", "preview.js"),
    **{f"/{name}.woff2": ("font/woff2", "papers", f"{name}.woff2") for name in _FONTS},
}
"""Of each fixed route its type and the file of the library that answers it."""

_LENT = '@font-face {{ font-family: "{family}"; src: url("font"); }}\n'
"""How the page learns of the font that the handbook names."""

_JSON = "application/json; charset=utf-8"
_STATE = re.compile(r"/state/(?P<language>[a-z]{2,8})")
_DRAWING = re.compile(
    r"/drawing/(?P<protocol>[a-z][a-z0-9_]*)/(?P<view>[a-z-]+)"
    r"/(?P<part>-|[a-z][a-z0-9_]*)/(?P<language>[a-z]{2,8})"
)
_OURS = frozenset({None, "none", "same-origin"})
_HEARTBEAT = 15.0


@dataclass(frozen=True)
class _Refused(Exception):  # noqa: N818 - an answer, not a fault
    status: HTTPStatus
    said: str = ""


def _shipped(room: str, name: str) -> bytes:
    return (files(f"katch_protocols.{room}") / "data" / name).read_bytes()


class Server(ThreadingHTTPServer):
    """Shows one session in a browser."""

    daemon_threads = True
    block_on_close = False
    # The port of a stopped page may be taken at once; two pages never share one.
    allow_reuse_address = True

    def __init__(self, session: Session, port: int = 0) -> None:
        """Listen on a port of loopback; 0 takes one that is free."""
        self.session, self.pictures = session, PreviewPictures()
        policy = _shipped("cli", "policy.txt").decode()
        self.headers = _HEADERS | {
            "Content-Security-Policy": policy.strip().replace("\n", "; ")
        }
        self.token = secrets.token_urlsafe(24)
        self.waiting = BoundedSemaphore(MOST_WAITING)
        self._open = BoundedSemaphore(MOST_OPEN)
        super().__init__((HOST, port), _Handler)

    @property
    def url(self) -> str:
        """Where the page is; its secret part is another one at every start."""
        return f"http://{HOST}:{self.server_port}/{self.token}/"

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's
        """Serve in a thread of its own, unless as many are served as may be."""
        if not self._open.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._open.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's
        """Serve, and make room for another."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.release()

    def handle_error(self, *_: object) -> None:
        """Say nothing: a browser that has gone is no fault, and nobody is told more."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = 30

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self.rfile = BufferedReader(Until(self.connection))

    def do_GET(self) -> None:
        # The request has come as a whole; from here on it is our own time.
        self.connection.settimeout(self.timeout)
        try:
            self._require_ours()
            self._answer(self._route())
        except _Refused as refused:
            said = refused.said.encode()
            self._send("text/plain; charset=utf-8", said, refused.status)
        except OSError:
            self.close_connection = True  # the browser has gone
        except Exception:  # noqa: BLE001 - nobody is ever shown a traceback
            self._send(
                "text/plain; charset=utf-8", b"", HTTPStatus.INTERNAL_SERVER_ERROR
            )

    def _require_ours(self) -> None:
        """Refuse a name that was bent to this address, and what other sites ask for."""
        port = self.server.server_port
        hosts = {f"{HOST}:{port}", f"localhost:{port}"}
        if self.headers.get_all("Host", []) not in [[host] for host in hosts]:
            raise _Refused(HTTPStatus.MISDIRECTED_REQUEST)
        origin = self.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            raise _Refused(HTTPStatus.FORBIDDEN)
        if self.headers.get("Sec-Fetch-Site") not in _OURS:
            raise _Refused(HTTPStatus.FORBIDDEN)

    def _route(self) -> str:
        """Return what is asked for; refuse whoever does not know the token."""
        _, _, rest = self.path.partition("/")
        given, slash, route = rest.partition("/")
        if not hmac.compare_digest(given.encode(), self.server.token.encode()):
            said = "\n".join(say("preview.closed", each) for each in SPOKEN)
            raise _Refused(HTTPStatus.FORBIDDEN, f"{said}\n")
        return slash + route

    def _answer(self, route: str) -> None:
        session = self.server.session
        if route in _SHIPPED:
            kind, room, name = _SHIPPED[route]
            self._send(kind, _shipped(room, name))
        elif route == "/font.css":
            font = session.sight.font
            lent = _LENT.format(family=font.family) if font else ""
            self._send("text/css; charset=utf-8", lent.encode())
        elif route == "/font" and session.sight.font:
            self._send("font/sfnt", session.sight.font.data)
        elif route == "/events":
            self._tell()
        elif found := _STATE.fullmatch(route):
            self._send(_JSON, sight_answer(session.sight, found["language"]).encode())
        elif found := _DRAWING.fullmatch(route):
            self._send(_JSON, self._drawing(found.groupdict()).encode())
        else:
            raise _Refused(HTTPStatus.NOT_FOUND)

    def _drawing(self, asked: Mapping[str, str]) -> str:
        sight = self.server.session.sight
        if asked["view"] not in view_names():
            raise _Refused(HTTPStatus.NOT_FOUND)
        try:
            with spending(self.server.session.meter.fresh()):
                picture = self.server.pictures.picture(
                    sight,
                    asked["protocol"],
                    view_named(asked["view"]),
                    None if asked["part"] == "-" else asked["part"],
                    asked["language"],
                )
        except BudgetError as error:
            # The page shows no drawing, and says why.
            return refused_answer(error, asked["language"])
        return drawing_answer(picture)

    def _tell(self) -> None:
        """Send the number of each look, for as long as the browser listens."""
        if not self.server.waiting.acquire(blocking=False):
            raise _Refused(HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            self._head("text/event-stream; charset=utf-8", HTTPStatus.OK)
            self.end_headers()
            number: int | None = -1
            while number is not None:
                after, number = number, self.server.session.wait(number, _HEARTBEAT)
                news = ": still here" if number == after else f"data: {number}"
                if number is not None:
                    self.wfile.write(f"{news}\n\n".encode())
        finally:
            self.server.waiting.release()

    def _head(self, kind: str, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")

    def _send(self, kind: str, data: bytes, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._head(kind, status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def send_error(self, code: int, *_: Any) -> None:  # noqa: ANN401 - the library's
        """Refuse in our own way what is no request, or another method than GET."""
        status = HTTPStatus(code)
        if status is HTTPStatus.NOT_IMPLEMENTED:
            status = HTTPStatus.METHOD_NOT_ALLOWED
        self._send("text/plain; charset=utf-8", b"", status)

    def version_string(self) -> str:
        """Name no versions."""
        return "katch"

    def log_message(self, *_: object) -> None:
        """Write nothing: the terminal belongs to whoever drafts."""
