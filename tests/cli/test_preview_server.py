"""katch preview: the page gives nothing away, to nobody but this computer."""

import socket

import pytest

from katch_protocols.cli.previewing.server import HOST
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
        "\\..\\secret.txt",
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
        reader.sendall(f"GET /events HTTP/1.0\r\n{host}\r\n\r\n".encode())
        stream = reader.makefile("rb")
        lines = iter(stream.readline, b"")
        assert any(b"text/event-stream" in line for line in lines)
        first = desk.sight.number
        assert any(line == f"data: {first}\n".encode() for line in lines)
        desk.look()
        assert any(line == f"data: {first + 2}\n".encode() for line in lines)
        desk.close()
        assert list(lines)[-1:] in ([], [b"\n"])
