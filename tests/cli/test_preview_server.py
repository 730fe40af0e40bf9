"""katch preview: the page gives nothing away, to nobody but this computer."""

import socket
import time
from contextlib import ExitStack
from http.client import RemoteDisconnected
from threading import Thread

import pytest

from katch_protocols.cli.previewing.server import HOST, Server, Until
from tests.cli.previewing import asked, desk, server

__all__ = ["desk", "server"]  # fixtures


HIDDEN = "nobody_may_read_this"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/drawing/../../secret.txt",
        "/drawing/..%2f..%2fsecret/lanes/-/en",
        "/drawing/found_alone/../-/en",
        "//etc/passwd",
        "/etc/passwd",
        "/etc/passwd%00",
        "/handbook.yaml",
        "/found_alone.yaml",
        "/protocols/found_alone.yaml",
        "/link.txt",
        "/preview.js/../../../secret.txt",
        "/preview.css?x=../secret.txt",
        "/state/../en",
        "/state/en/",
        "/\\..\\secret.txt",
        "",
        "/drawing/found_alone/nothing/-/en",
    ],
)
def test_no_path_leads_to_a_file(server, district, path):
    secret = district.parent / "secret.txt"
    secret.write_text(HIDDEN, encoding="utf-8")
    (district / "link.txt").symlink_to(secret)
    status, headers, body = asked(server, path)
    assert (status, body) == (404, b"")
    assert headers["Content-Security-Policy"].startswith("default-src 'none';")


def test_a_protocol_that_is_not_there_has_no_drawing(server):
    assert asked(server, "/drawing/passwd/lanes/-/en")[::2] == (200, b"null")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost:1", "[::1]:80", ""]
)
def test_a_name_bent_to_loopback_is_refused(server, host):
    assert asked(server, "/state/en", Host=host)[::2] == (421, b"")


def test_loopback_is_served_under_both_its_names(server):
    for name in ("127.0.0.1", "localhost"):
        host = f"{name}:{server.server_port}"
        assert asked(server, "/state/en", Host=host)[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_what_another_site_asks_for_is_refused(server, headers):
    assert asked(server, "/state/en", **headers)[::2] == (403, b"")


@pytest.mark.parametrize("path", ["/", "/preview.js", "/state/en", "/events", "/x"])
@pytest.mark.parametrize("token", ["", "guess", "%C3%A9", "%00", "/", "state"])
def test_another_account_of_this_computer_is_told_in_words_that_it_may_not(
    server, path, token
):
    status, headers, body = asked(server, path, token=token)
    assert status == 403
    first, *others = body.decode().splitlines()
    assert first == (
        "This page belongs to whoever started it. "
        "Open the whole address that katch preview printed."
    )
    assert len(others) == 2
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert server.token not in body.decode()


def test_most_of_a_token_opens_nothing(server):
    for token in (server.token[:-1], f"{server.token}x", server.token.swapcase()):
        assert asked(server, "/state/en", token=token)[0] == 403


def test_every_start_has_a_token_of_its_own_in_the_address(desk):
    with Server(desk) as one, Server(desk) as other:
        assert one.token != other.token
        assert len(one.token) >= 32
        assert one.url == f"http://{HOST}:{one.server_port}/{one.token}/"


def test_a_request_must_come_as_a_whole_before_its_time_is_over():
    here, there = socket.socketpair()
    now = iter([0.0, 1.0, 9.0, 10.0])
    with here, there:
        reader = Until(here, 10.0, lambda: next(now))
        for letter in b"GE":
            there.sendall(bytes([letter]))
            assert reader.read(1) == bytes([letter])
        there.sendall(b"T")
        with pytest.raises(TimeoutError):
            reader.read(1)


def test_whoever_sends_too_slowly_is_hung_up_on(desk, monkeypatch):
    monkeypatch.setattr(Until.__init__, "__defaults__", (0.0, time.monotonic))
    with Server(desk) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        with socket.create_connection((HOST, server.server_port), 10) as slow:
            slow.sendall(b"GET / HTTP/1.0\r\n")
            assert slow.recv(1) == b""
        server.shutdown()


def test_no_more_connections_are_held_than_there_is_room_for(desk, monkeypatch):
    monkeypatch.setattr("katch_protocols.cli.previewing.server.MOST_OPEN", 2)
    monkeypatch.setattr(Until.__init__, "__defaults__", (600.0, time.monotonic))
    with Server(desk) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = (HOST, server.server_port)
        with ExitStack() as held:
            for _ in range(2):
                held.enter_context(socket.create_connection(address, 60))
            surplus = held.enter_context(socket.create_connection(address, 60))
            assert surplus.recv(1) == b""
        # Whoever hangs up makes room; it may take a moment until that is noticed.
        status = None
        while status is None:
            try:
                status = asked(server, "/state/en")[0]
            except (ConnectionError, RemoteDisconnected):
                status = None
        assert status == 200
        server.shutdown()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "X"])
def test_nothing_but_get_is_answered(server, method):
    assert asked(server, "/", method)[::2] == (405, b"")


def test_every_answer_carries_the_strict_headers(server):
    for path in ("/", "/preview.js", "/preview.css", "/state/en", "/nothing"):
        headers = asked(server, path)[1]
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert not [name for name in headers if name.startswith("Access-Control")]
        assert headers["Server"] == "katch"


def test_the_stream_names_every_look_and_ends_with_the_desk(desk, server):
    with socket.create_connection((HOST, server.server_port), timeout=10) as reader:
        host = f"Host: {HOST}:{server.server_port}"
        get = f"GET /{server.token}/events HTTP/1.0"
        reader.sendall(f"{get}\r\n{host}\r\n\r\n".encode())
        stream = reader.makefile("rb")
        lines = iter(stream.readline, b"")
        assert any(b"text/event-stream" in line for line in lines)
        first = desk.sight.number
        assert any(line == f"data: {first}\n".encode() for line in lines)
        desk.look()
        assert any(line == f"data: {first + 3}\n".encode() for line in lines)
        desk.close()
        assert list(lines)[-1:] in ([], [b"\n"])
