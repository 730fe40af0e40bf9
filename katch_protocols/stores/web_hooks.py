"""Web hooks as Standard Webhooks has them: signed, so that any language can verify.

https://github.com/standard-webhooks/standard-webhooks, version 1.0. What is signed is
``id.timestamp.body``, with HMAC-SHA-256, under each key of the receiver: while keys
change there are two.
"""

import base64
import hmac
import http.client
import os
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from socket import SHUT_RDWR, create_connection, socket
from threading import Timer
from urllib.parse import urlsplit

__all__ = [
    "TOLERANCE",
    "HookError",
    "can_be_sent_to",
    "is_signed",
    "secret_of",
    "send_hook",
    "sign",
]

TOLERANCE = 300
"""How many seconds the clocks of sender and receiver may differ."""

_TIMEOUT = 10
_MOST_SECONDS = 30
_PREFIX = "whsec_"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_LEAST_SECRET = 24


class HookError(Exception):
    """A web hook that was not taken; ``code`` and ``status`` say why."""

    def __init__(self, code: str, status: int | None = None) -> None:
        self.code, self.status = code, status
        super().__init__(code)


def secret_of(key: str) -> bytes:
    """Return the secret of a key: ``whsec_`` and base64, or the bytes of the text.

    Raises:
        HookError: The environment does not have it, it is shorter than 24 bytes, or is
            no base64 behind ``whsec_``.
    """
    text = os.environ.get("KATCH_KEY_" + re.sub(r"\W", "_", key).upper(), "")
    try:
        found = (
            base64.b64decode(text.removeprefix(_PREFIX), validate=True)
            if text.startswith(_PREFIX)
            else text.encode()
        )
    except ValueError:  # letters that are none of base64, or of no text
        raise HookError("key") from None
    if len(found) < _LEAST_SECRET:
        raise HookError("key")
    return found


def sign(secret: bytes, name: str, timestamp: int, body: bytes) -> str:
    """Return the signature of one key."""
    signed = b".".join([name.encode(), str(timestamp).encode(), body])
    digest = hmac.new(secret, signed, sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def is_signed(
    headers: Mapping[str, str], body: bytes, keys: tuple[str, ...], now: datetime
) -> bool:
    """Tell whether a web hook carries a signature of one of the keys, and is fresh."""
    name, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "").split(" ")
    if not re.fullmatch(r"\d{1,12}", stamp):
        return False
    if abs(now.timestamp() - int(stamp)) > TOLERANCE:
        return False
    for key in keys:
        try:
            expected = sign(secret_of(key), name, int(stamp), body).encode()
        except HookError:
            continue
        if any(hmac.compare_digest(expected, each.encode()) for each in given):
            return True
    return False


def can_be_sent_to(url: str) -> bool:
    """Tell whether post may go to an address: HTTPS, or HTTP to this machine."""
    try:
        parts = urlsplit(url)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
    is_bare = not (parts.username or parts.password or parts.fragment)
    is_safe = (parts.scheme == "https" or is_plain) and _is_visible(url)
    return bool(is_safe and parts.hostname and is_bare and port_is_good)


def _is_visible(url: str) -> bool:
    """Tell whether an address has what an address is written with, and no blank."""
    return all("!" <= each <= "~" for each in url)


def send_hook(
    url: str, keys: tuple[str, ...], name: str, body: bytes, now: datetime
) -> None:
    """Send one web hook; any 2xx is delivered, and redirects are not followed.

    Raises:
        HookError: It was not taken.
    """
    stamp = int(now.timestamp())
    signatures = [sign(secret_of(key), name, stamp, body) for key in keys]
    if not signatures:
        raise HookError("key")
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": "katch-protocols",
        "webhook-id": name,
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(signatures),
    }
    status = _posted(url, headers, body)
    if not 200 <= status < 300:  # noqa: PLR2004 - as HTTP has it
        raise HookError("answer", status)


def _posted(url: str, headers: Mapping[str, str], body: bytes) -> int:
    """Return the status that an address answers with; its answer is not read."""
    parts = urlsplit(url)
    is_secure, host = parts.scheme == "https", parts.hostname or ""
    kind = http.client.HTTPSConnection if is_secure else http.client.HTTPConnection
    connection = kind(host, parts.port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _bounded(host, connection.port, is_secure=is_secure) as connection.sock:
            connection.request("POST", path, body, dict(headers))
            return connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError):
        raise HookError("unreachable") from None
    finally:
        connection.close()


@contextmanager
def _bounded(host: str, port: int, *, is_secure: bool) -> Iterator[socket]:
    """Connect; after so many seconds nothing more is sent or heard, whatever came.

    A socket waits for each byte by itself: whoever sends one now and then would hold
    up all other post, and the clock beside it.
    """
    plain = create_connection((host, port), timeout=_TIMEOUT)
    found = _secured(plain, host) if is_secure else plain
    over = Timer(_MOST_SECONDS, _cut, [found])
    over.daemon = True
    over.start()
    try:
        if isinstance(found, ssl.SSLSocket):
            found.do_handshake()
        yield found
    finally:
        over.cancel()
        found.close()


def _secured(plain: socket, host: str) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    try:
        return context.wrap_socket(
            plain, server_hostname=host, do_handshake_on_connect=False
        )
    except (OSError, ValueError):
        plain.close()
        raise


def _cut(found: socket) -> None:
    with suppress(OSError):  # it is closed already
        socket.shutdown(found, SHUT_RDWR)  # as it is, without a word of TLS
