"""Two stores, two services: a case beside, over the wire, with its loop closed."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

import katch_protocols as kp
from katch_protocols.errors import ActivityRefusedError, UnknownCaseError
from katch_protocols.service import create_app
from katch_protocols.stores import delivering
from katch_protocols.stores.post import Receiver
from katch_protocols.stores.web_hooks import HookError, secret_of, sign
from tests.cases.test_beside import OFFICER, WORKER
from tests.service.conftest import Now, by
from tests.service.test_cases import code

SECRET = "whsec_" + "c2VjcmV0" * 6
DAY = timedelta(days=1)


class Wire:
    """Carries web hooks between services in the same process; it can be cut."""

    def __init__(self):
        self.clients, self.is_cut, self.carried = {}, False, []

    def send(self, url, keys, name, body, _now):
        if self.is_cut:
            raise HookError("unreachable")
        answer = self.post(url, keys, name, body)
        if answer.status_code // 100 != 2:
            raise HookError("answer", answer.status_code)
        self.carried.append((url, json.loads(body)["type"]))

    def post(self, url, keys, name, body, at=None):
        stamp = int((at or datetime.now(UTC)).timestamp())
        signature = sign(secret_of(keys[0]), name, stamp, body)
        headers = {
            "webhook-id": name,
            "webhook-timestamp": str(stamp),
            "webhook-signature": signature,
        }
        return self.clients[url].post("/post", content=body, headers=headers)


@pytest.fixture
def wire(monkeypatch):
    found = Wire()
    monkeypatch.setenv("KATCH_KEY_LOOP", SECRET)
    monkeypatch.setattr(delivering, "send_hook", found.send)
    return found


@pytest.fixture
def clock():
    return Now()


@pytest.fixture
def sides(wire, handbook, trust, clock):
    """Return the store of the desk and that of the care, each a receiver's of both."""
    made = {}
    for name, other in (("desks", "health"), ("health", "desks")):
        elsewhere = {"care": "health"} if name == "desks" else {}
        words = {"clock": clock, "name": name, "elsewhere": elsewhere}
        store = kp.open_store("sqlite://", handbook, **words)
        url = f"https://{other}.example/post"
        store.set_receiver(Receiver(other, url, ("loop",)))
        here = TestClient(create_app(store, trust))
        wire.clients[f"https://{name}.example/post"] = here
        made[name] = store
    yield made["desks"], made["health"]
    for store in made.values():
        store.close()


def called(desks):
    opener = desks.open_case("desk", region="west").reference
    desks.do(opener, "ask", by=OFFICER, records={"danger": "absent"})
    (opening,) = desks.do(opener, "call", by=OFFICER).opened
    return opener, opening.reference


def names(store, reference):
    return [event.activity for event in store.case(reference).events]


def test_a_case_beside_is_opened_elsewhere_and_its_loop_is_closed(sides, wire):
    desks, health = sides
    opener, reference = called(desks)
    with pytest.raises(UnknownCaseError):
        desks.case(reference)
    assert desks.deliver().sent
    opened = health.case(reference)
    assert (opened.opened_by.opener, opened.region) == (opener, "west")
    assert opened.now.states == ("planned",)
    assert [each.kind for each in health.work() if each.kind == "taken_up"]
    desks.do(opener, "wait", by=OFFICER)
    health.do(reference, "plan", by=WORKER)
    assert len(health.deliver().sent) == 2
    assert names(desks, opener)[-4:] == [
        "care.taken_up",
        "taken",
        "care.over",
        "helped",
    ]
    for store in sides:
        link = store.link(reference)
        assert (link.ended_in, link.opener) == ("over", opener)
        assert (store.verify().unsound, store.undelivered()) == ((), ())
    assert [kind for _, kind in wire.carried] == [
        "katch.opened",
        "katch.taken_up",
        "katch.ended",
    ]


def test_nothing_is_lost_while_the_wire_is_cut_and_nothing_is_told_twice(
    sides, wire, clock
):
    desks, health = sides
    opener, reference = called(desks)
    wire.is_cut = True
    for _ in range(20):
        assert desks.deliver().sent == ()
        clock.now += timedelta(hours=1)
    wire.is_cut = False
    assert len(desks.deliver().sent) == 1
    wire.is_cut = True
    health.do(reference, "plan", by=WORKER)
    health.deliver()
    clock.now += DAY
    wire.is_cut = False
    health.deliver()
    version = desks.case(opener).version
    assert desks.link(reference).ended_in == "over"
    # A receiver cannot tell a repetition from a first time: it must do nothing twice.
    assert health.replay(since=clock.now - 9 * DAY) == 2
    assert desks.replay(since=clock.now - 9 * DAY) == 1
    assert len(health.deliver().sent) == 2
    assert len(desks.deliver().sent) == 1
    assert desks.case(opener).version == version
    assert len(health.cases(ended=None)) == 1


def test_an_opener_that_has_ended_hears_no_more_and_the_link_says_it(sides):
    desks, health = sides
    opener, reference = called(desks)
    desks.deliver()
    desks.do(opener, "shut", by=OFFICER)
    version = desks.case(opener).version
    health.do(reference, "plan", by=WORKER)
    assert len(health.deliver().sent) == 2
    assert desks.case(opener).version == version
    assert desks.link(reference).ended_in == "over"


def test_what_the_other_store_cannot_open_yet_waits(sides, monkeypatch):
    desks, health = sides

    def refuse(*_):
        raise ActivityRefusedError("care", ["not in force"])

    _, reference = called(desks)
    with monkeypatch.context() as patch:
        patch.setattr(health, "receive", refuse)
        (failed,) = desks.deliver().failed
    assert (failed.code, failed.status) == ("answer", 422)
    assert desks.undelivered()[0].reference == reference


def event(**changed):
    return {
        "specversion": "1.0",
        "id": "p-1",
        "source": "desks",
        "type": "katch.opened",
        "subject": "beside-0000",
        "data": {
            "protocol": "care",
            "region": "west",
            "at": "2026-03-18T06:00:00+00:00",
            "case": "desk-0001",
            "facts": {"danger": "absent", "unheard": "of"},
            "answers": ["police"],
            "limit": None,
            "basis": None,
            "due": None,
        },
        **changed,
    }


def data(**changed):
    return event(data={**event()["data"], **changed})


def hook(wire, told, **words):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    url = "https://health.example/post"
    return wire.post(url, ("loop",), "p-1", body, **words)


def test_what_the_other_side_does_not_know_goes_as_unknown(sides, wire):
    assert hook(wire, event()).status_code == 204
    assert sides[1].case("beside-0000").now.facts["danger"] == "absent"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (b"{", 400),
        (b"[" * 60_000, 400),
        ([], 400),
        ({}, 400),
        (event(source=["desks"]), 400),
        (event(source="strangers"), 401),
        (event(type="katch.event"), 204),
        (event(subject="Aigerim Bekova"), 404),
        (data(protocol="nowhere"), 404),
        (data(region="north"), 400),
        (data(facts=[1]), 400),
        (data(facts={"danger": 1}), 400),
        (data(answers=[7]), 400),
        (data(limit="soon"), 400),
        (data(at="soon"), 400),
        (data(at="2026-03-18T06:00:00"), 400),
        (data(case="Aigerim Bekova"), 400),
        (event(type="katch.ended"), 204),
    ],
)
def test_post_that_is_signed_is_looked_at_all_the_same(sides, wire, told, status):
    assert hook(wire, told).status_code == status
    assert sides[1].cases(ended=None) == ()


def test_post_without_a_good_signature_is_refused(sides, wire, monkeypatch):
    _, health = sides
    old = datetime.now(UTC) - timedelta(minutes=6)
    late = hook(wire, event(), at=old)
    assert (late.status_code, code(late)) == (401, "signature")
    monkeypatch.setattr("tests.service.test_loop.secret_of", lambda _: b"x" * 30)
    assert hook(wire, event()).status_code == 401
    bare = wire.clients["https://health.example/post"].post("/post", json=event())
    assert (bare.status_code, code(bare)) == (401, "signature")
    assert health.cases(ended=None) == ()


def test_a_system_tells_what_became_of_a_case_that_it_runs(sides, wire):
    desks, _ = sides
    opener, reference = called(desks)
    client = wire.clients["https://desks.example/post"]
    url = f"/links/{reference}"
    for body in ({}, {"taken_up": True, "ended_in": "over"}, {"taken_up": False}):
        answer = client.put(url, json=body, headers=by("registry-1"))
        assert answer.status_code == 400
    assert client.put(url, json={"taken_up": True}, headers=by("w1")).status_code == 403
    up = client.put(url, json={"taken_up": True}, headers=by("registry-1"))
    assert up.status_code == 200
    assert up.json()["taken_up_at"] is not None
    ended = {"ended_in": "over"}
    nowhere = client.put("/links/beside-1", json=ended, headers=by("registry-1"))
    assert nowhere.status_code == 404
    wrong = {"ended_in": "under"}
    assert client.put(url, json=wrong, headers=by("registry-1")).status_code == 400
    for _ in range(2):
        done = client.put(url, json=ended, headers=by("registry-1"))
        assert done.json()["ended_in"] == "over"
    heard = ["care.taken_up", "taken", "care.over"]
    assert names(desks, opener)[2:] == heard
    assert desks.case(opener).events[2].by == "registry-1"
