"""A receiver that says a little now and then is given up, and holds nobody up."""

from contextlib import suppress
from socket import create_server
from threading import Event, Thread

import pytest

from katch_protocols.stores import delivering, web_hooks
from katch_protocols.stores.post import Receiver
from katch_protocols.stores.web_hooks import HookError, send_hook
from tests.cases.harbour import NOW
from tests.stores.test_post import SECRET, clock, hooks, store

__all__ = ["clock", "hooks", "store"]

STATUS = b"HTTP/1.1 " + b"0" * 50
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
HELLO = b"\x16\x03\x03\x3f\xff\x02"  # the head of a long record of TLS


class Drip:
    """Answers whoever comes with a text, a byte at a time, again and again."""

    def __init__(self, text):
        self.text, self.is_over = text, Event()
        self.listening = create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.thread = Thread(target=self.answer, daemon=True)
        self.thread.start()

    def answer(self):
        with suppress(OSError):
            heard, _ = self.listening.accept()
            with heard:
                while not self.is_over.is_set():
                    for each in self.text:
                        heard.sendall(bytes([each]))
                        self.is_over.wait(0.01)

    def close(self):
        self.is_over.set()
        self.listening.close()
        self.thread.join()


@pytest.fixture
def dripping(monkeypatch):
    monkeypatch.setattr(web_hooks, "_MOST_SECONDS", 0.3)
    monkeypatch.setenv("KATCH_KEY_DESK_1", SECRET)
    made = []

    def begun(text):
        made.append(Drip(text))
        return made[-1]

    yield begun
    for each in made:
        each.close()


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("http", STATUS),
        ("http", CONTINUE),
        ("https", HELLO),
    ],
)
def test_whoever_drips_an_answer_is_given_up(dripping, scheme, text):
    url = f"{scheme}://127.0.0.1:{dripping(text).port}/"
    found = []

    def sent():
        try:
            send_hook(url, ("desk_1",), "id-1", b"{}", NOW)
        except HookError as error:
            found.append(error.code)

    waiting = Thread(target=sent, daemon=True)
    waiting.start()
    waiting.join(20)
    assert (waiting.is_alive(), found) == (False, ["unreachable"])


def test_others_get_their_post_meanwhile(store, dripping):
    port = dripping(CONTINUE).port
    store.set_receiver(
        Receiver("slow", f"http://127.0.0.1:{port}/", ("desk_1",), "all")
    )
    store.set_receiver(Receiver("host", wants="all"))
    case = store.open_case("referral", region="east", by="u1")
    sent = []
    report = store.deliver(sent.append)
    assert [post.reference for post in sent] == [case.reference]
    assert [(each.receiver, each.code) for each in report.failed] == [
        ("slow", "unreachable")
    ]


def test_who_is_slow_waits_for_the_next_call(store, hooks, monkeypatch):
    monkeypatch.setattr(delivering, "SHARE", -1.0)
    for name in ("east", "west"):
        url = f"https://{name}.example/"
        store.set_receiver(Receiver(name, url, ("desk_1",), "all"))
    store.set_receiver(Receiver("host", wants="all"))
    for _ in range(3):
        store.open_case("referral", region="east")
    handed, calls = [], []
    while True:
        report = store.deliver(handed.append)
        calls.append((len(report.sent), report.more, len(handed)))
        if not report.more:
            break
    # Each web hook has one in a call, and the host, who waits for itself, everything.
    assert calls == [(5, True, 3), (2, True, 3), (2, True, 3), (0, False, 3)]
    assert sorted(url for url, *_ in hooks.taken) == sorted(
        f"https://{name}.example/" for name in ("east", "west") for _ in range(3)
    )
