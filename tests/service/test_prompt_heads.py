"""A connection that says nothing, or half of a head, is given up; others are not."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from uvicorn import Server

from katch_protocols.service import serving
from katch_protocols.service.prompt_heads import PromptProtocol
from katch_protocols.service.serving import Address

WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
HALF = b"GET / HTTP/1.1\r\nHost: x\r\nX: "
BODY = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n"


async def answer(scope, receive, send):
    assert scope["type"] == "http"
    if scope["method"] == "POST":
        assert (await receive())["body"] == b"x"
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def talk(*said, rest=0.0):
    """Say something to a server; return how many answers came before the end."""
    server: Server = serving._server(answer, Address("127.0.0.1", 0))
    server.config.load()
    socket = serving._listening(server, Address("127.0.0.1", 0))
    running = asyncio.create_task(server._serve([socket]))
    reader, writer = await asyncio.open_connection(*socket.getsockname())
    try:
        for each in said:
            if not reader.at_eof():
                writer.write(each)
            await asyncio.sleep(rest)
        async with asyncio.timeout(20):
            return (await reader.read()).count(b"HTTP/1.1 204")
    except ConnectionError:
        return 0  # it was closed as we spoke
    finally:
        writer.close()
        server.should_exit = True
        await running
        socket.close()


def answers_to(*said, rest):
    """Return what ``talk`` does, in a thread of its own: other tests leave a loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(talk(*said, rest=rest))).result()


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr(PromptProtocol, "seconds", 1.0)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ((b"",), 0),
        ((HALF,), 0),
        ((WHOLE, HALF), 1),
        ((WHOLE, WHOLE, HALF), 2),
    ],
)
def test_a_head_that_does_not_come_is_given_up(said, answers):
    assert answers_to(*said, rest=0.05) == answers


@pytest.mark.usefixtures("hurried")
def test_a_head_that_drips_is_given_up_as_one_that_does_not_come():
    assert answers_to(HALF, *[b"x"] * 20, b"\r\n\r\n", rest=0.1) == 0


@pytest.mark.usefixtures("hurried")
def test_a_body_is_waited_for_by_its_own_bound():
    assert answers_to(BODY, b"", b"", b"x", rest=0.6) == 1
