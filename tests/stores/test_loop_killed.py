"""Either store is killed at every statement of the closed loop: its links close still.

``KATCH_HEAVY=1`` kills at every single one; else at a few.
"""

import json
import os
import signal
from datetime import timedelta

import pytest

import katch_protocols as kp
from katch_protocols.stores import delivering
from katch_protocols.stores.post import Receiver
from tests.cases.harbour import NOW
from tests.cases.test_beside import BOOK, OFFICER, WORKER
from tests.stores.children import Nursery

STEP = 1 if os.environ.get("KATCH_HEAVY") else 97

GO = """
import os, signal
from sqlalchemy import Engine, event
from tests.stores.test_loop_killed import both, loop

left = int(words[1])

def count(*_):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

stores = both(url, is_one=words[0] == "one")
event.listen(Engine, "before_cursor_execute", count)
loop(*stores)
print("closed")
"""


def both(folder, *, is_one, hours=0):
    """Open the two stores of a loop, or one store that is both, some hours later."""
    words = {"clock": lambda: NOW + timedelta(hours=hours)}
    if is_one:
        store = kp.open_store(f"sqlite:///{folder}/one.db", BOOK, **words)
        return store, store
    desks, health = (
        kp.open_store(
            f"sqlite:///{folder}/{name}.db",
            BOOK,
            name=name,
            elsewhere={"care": "health"} if name == "desks" else {},
            **words,
        )
        for name in ("desks", "health")
    )
    sides = {"desks": desks, "health": health}

    def carried(url, _keys, _name, body, _now):
        told = json.loads(body)
        data, subject = told["data"], told["subject"]
        there = sides[url.partition("//")[2].partition(".")[0]]
        if told["type"] == "katch.opened":
            there.receive(told["source"], subject, data)
        else:
            there.hear(subject, data.get("ended_in", "taken_up"), by=told["source"])

    delivering.send_hook = carried
    for here, other in ((desks, "health"), (health, "desks")):
        here.set_receiver(Receiver(other, f"https://{other}.example/post", ("loop",)))
    return desks, health


def loop(desks, health):
    """Go once round; whoever does it again does what is left."""
    opener = desks.open_case("desk", region="west", key="open-1").reference
    (opening,) = desks.do(opener, "call", by=OFFICER, key="k-1").opened
    desks.do(opener, "wait", by=OFFICER, key="k-2")
    settle(desks, health)
    health.do(opening.reference, "plan", by=WORKER, key="k-3")
    settle(desks, health)
    return opener, opening.reference


def settle(*stores):
    for _ in range(3):
        for each in stores:
            each.tick()
            each.deliver()


@pytest.fixture(autouse=True)
def wire(monkeypatch):
    """Put back what carries web hooks, which ``both`` replaces."""
    monkeypatch.setattr(delivering, "send_hook", delivering.send_hook)


def killed(children, folder, number, *, is_one):
    """Let a process go round and die at a statement; tell whether it died."""
    both(folder, is_one=is_one)[0].close()  # the tables are there
    name = "one" if is_one else "two"
    _, said = children.start(str(folder), GO, name, str(number))
    code = children.wait()
    assert code in {0, -signal.SIGKILL}, said.read_text(encoding="utf-8")
    return code != 0


@pytest.mark.parametrize("is_one", [True, False])
def test_whoever_is_killed_in_the_loop_its_links_are_closed(
    tmp_path, children: Nursery, is_one
):
    number, died = 0, True
    while died:
        folder = tmp_path / str(number)
        folder.mkdir()
        died = killed(children, folder, number, is_one=is_one)
        # Half an hour later a claim has run out, and a pause after a failure is over.
        desks, health = both(folder, is_one=is_one, hours=0.5)
        opener, reference = loop(desks, health)
        for store in {desks, health}:
            link = store.link(reference)
            assert (link.opener, link.ended_in) == (opener, "over"), number
            assert link.taken_up_at is not None
            assert (store.verify().unsound, store.undelivered()) == ((), ()), number
            assert all(each.kind != "taken_up" for each in store.work())
        heard = [event.activity for event in desks.case(opener).events]
        assert heard == [
            "call",
            "wait",
            "care.taken_up",
            "taken",
            "care.over",
            "helped",
        ]
        assert len(health.cases(protocol="care", ended=None)) == 1
        for store in {desks, health}:
            store.close()
        number += STEP
    assert number > 97
