"""A desk, the page that shows it, and somebody who asks the page."""

import json
from contextlib import closing
from datetime import date
from http.client import HTTPConnection
from threading import Thread

import pytest

from katch_protocols.cli.previewing.server import HOST, Server
from katch_protocols.cli.previewing.session import Session

DAY = date(2026, 6, 1)


@pytest.fixture
def desk(district):
    found = Session(district, lambda: DAY)
    found.look()
    yield found
    found.close()


@pytest.fixture
def server(desk):
    with Server(desk) as found:
        Thread(target=found.serve_forever, args=(0.01,), daemon=True).start()
        yield found
        found.shutdown()


def asked(server, path, method="GET", *, token=None, **headers):
    """Ask as somebody who knows the address, or with another ``token``."""
    path = f"/{server.token if token is None else token}{path}"
    with closing(HTTPConnection(HOST, server.server_port, timeout=10)) as connection:
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def state(server, language="en"):
    return json.loads(asked(server, f"/state/{language}")[2])


def drawing(server, view="lanes", part="-", language="en"):
    path = f"/drawing/found_alone/{view}/{part}/{language}"
    return json.loads(asked(server, path)[2])


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
