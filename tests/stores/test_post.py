"""Post: in order for each receiver and case, at least once, whatever fails."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from katch_protocols.errors import StoreError
from katch_protocols.stores import delivering, web_hooks
from katch_protocols.stores.pauses import pause_after
from katch_protocols.stores.post import Receiver
from katch_protocols.stores.web_hooks import HookError, can_be_sent_to, is_signed, sign
from tests.cases.harbour import NOW
from tests.stores.conftest import BOTH
from tests.stores.test_steps import Clock

HOUR = timedelta(hours=1)
DANGER = {"danger": "present"}
SECRET = "whsec_" + "c2VjcmV0" * 6
HOOK = Receiver("desk", "https://desk.example/hooks", ("desk_1",), "all")
EVERYTHING = Receiver("host", wants="all")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(open_store, clock):
    return open_store(clock=clock)


@pytest.fixture
def hooks(monkeypatch):
    """Take web hooks instead of the network; what ``answers`` holds is raised."""
    taken, answers = [], []

    def take(url, keys, name, body, _now):
        if answers and (answer := answers.pop(0)):
            raise answer
        taken.append((url, keys, name, json.loads(body)))

    monkeypatch.setattr(delivering, "send_hook", take)
    monkeypatch.setenv("KATCH_KEY_DESK_1", SECRET)
    take.taken, take.answers = taken, answers
    return take


def begun(store):
    case = store.open_case("referral", region="east", by="u1")
    store.do(case.reference, "assess", by="u1", records=DANGER)
    return case.reference


@BOTH
def test_without_a_receiver_nothing_is_put_into_the_post(store):
    begun(store)
    assert store.undelivered() == ()
    assert store.deliver(lambda _: None).sent == ()


@BOTH
def test_the_host_gets_everything_that_it_asked_for_in_its_order(store, clock):
    store.set_receiver(EVERYTHING)
    reference = store.open_case("referral", region="east", by="u1").reference
    clock.now += 3 * HOUR
    store.tick()
    store.do(reference, "assess", by="u1", records=DANGER)
    clock.now += 40 * 24 * HOUR
    store.tick()
    handed = []
    report = store.deliver(handed.append)
    assert report.sent == tuple(each.id for each in handed)
    assert [each.sequence for each in handed] == list(range(len(handed)))
    kinds = [each.kind for each in handed]
    assert kinds == ["opened", "told", "event", "event", "ended"]
    assert {each.reference for each in handed} == {reference}
    assert handed[0].data["by"] == "u1"
    assert handed[2].data["event"]["activity"] == "assess"
    assert store.deliver(handed.append).sent == ()


@BOTH
def test_what_the_host_cannot_deliver_holds_up_its_case_and_no_other(store, clock):
    store.set_receiver(EVERYTHING)
    first, second = begun(store), begun(store)
    seen = []

    def send(post):
        seen.append((post.reference, post.kind))
        if post.reference == first:
            raise ConnectionError

    report = store.deliver(send)
    assert seen == [(first, "opened"), (second, "opened"), (second, "event")]
    (failed,) = report.failed
    assert (failed.code, failed.tries, len(report.sent)) == ("raised", 1, 2)
    assert store.deliver(send).failed == ()  # not before the pause is over
    clock.now += pause_after(1)
    assert len(store.deliver(send).failed) == 1
    clock.now += HOUR
    handed = []
    store.deliver(handed.append)
    assert [each.kind for each in handed] == ["opened", "event"]
    assert store.undelivered() == ()


@BOTH
def test_who_is_away_holds_nobody_else_up(store, hooks, monkeypatch):
    monkeypatch.setattr(web_hooks, "secret_of", lambda _: b"x" * 30)
    store.set_receiver(HOOK)
    store.set_receiver(EVERYTHING)
    for _ in range(3):
        begun(store)
    hooks.answers[:] = [HookError("unreachable")] * 9
    handed = []
    report = store.deliver(handed.append)
    assert [each.receiver for each in report.failed] == ["desk"]
    assert (len(handed), len(hooks.answers)) == (6, 8)


def test_pauses_grow_to_an_hour_and_stay_there():
    pauses = [pause_after(tries).total_seconds() for tries in range(1, 2000)]
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses == sorted(pauses)
    assert set(pauses[10:]) == {3600}


@BOTH
def test_a_claim_lasts_a_minute_and_whoever_lost_it_marks_nothing(store, clock):
    store.set_receiver(EVERYTHING)
    begun(store)
    other = []

    def slow(_post):
        assert store.deliver(other.append).sent == ()  # nobody else has the case
        clock.now += delivering.CLAIM
        assert len(store.deliver(other.append).sent) == 2
        raise TimeoutError

    report = store.deliver(slow, limit=1)
    assert len(report.failed) == 1
    assert [each.kind for each in other] == ["opened", "event"]
    assert store.undelivered() == ()


@BOTH
def test_workers_beside_each_other_keep_the_order_of_a_case(store, clock, open_store):
    store.set_receiver(EVERYTHING)
    made = [begun(store) for _ in range(6)]
    handed, tries = [], []

    def send(post):
        tries.append(post.id)
        if len(tries) % 3 == 0:
            raise ConnectionError
        handed.append((post.reference, post.sequence))

    stores = [store, open_store(clock=clock)]
    for _ in range(12):
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda each: each.deliver(send), stores))
        clock.now += HOUR
    for reference in made:
        mine = [number for name, number in handed if name == reference]
        assert mine == [0, 1]


@BOTH
def test_a_web_hook_is_an_event_of_cloudevents(store, hooks):
    store.set_receiver(HOOK)
    reference = begun(store)
    store.deliver()
    (_, _, name, opened), (_, keys, _, event) = hooks.taken
    assert opened | {"data": None} == {
        "specversion": "1.0",
        "id": name,
        "source": "katch",
        "type": "katch.opened",
        "subject": reference,
        "time": NOW.isoformat(),
        "sequence": "0000000000",
        "datacontenttype": "application/json",
        "data": None,
    }
    assert (event["type"], event["sequence"]) == ("katch.event", "0000000001")
    assert event["data"]["event"]["records"] == DANGER
    assert keys == ("desk_1",)


@BOTH
def test_a_receiver_of_some_regions_hears_of_no_other(store, hooks):
    store.set_receiver(Receiver("desk", HOOK.url, HOOK.keys, "all", ("west",)))
    begun(store)
    assert store.deliver().sent == ()
    assert hooks.taken == []


@BOTH
def test_what_is_gone_is_withdrawn_and_can_be_sent_again(store, hooks):
    store.set_receiver(HOOK)
    begun(store)
    hooks.answers[:] = [HookError("answer", 410), HookError("answer", 503)]
    report = store.deliver()
    assert (len(report.withdrawn), len(report.failed)) == (1, 1)
    assert report.failed[0].status == 503
    (waiting,) = store.undelivered()
    assert store.withdraw(waiting.id)
    assert not store.withdraw(waiting.id)
    assert store.undelivered() == ()
    assert store.replay(post=report.withdrawn[0]) == 1
    assert store.replay(since=NOW - HOUR) == 1
    assert len(store.deliver().sent) == 2
    assert store.replay(since=NOW + HOUR) == 0


@BOTH
def test_what_was_for_somebody_who_is_told_no_more_is_not_sent_again(store, hooks):
    store.set_receiver(HOOK)
    begun(store)
    store.remove_receiver(HOOK.name)
    assert (store.replay(since=NOW - HOUR), store.undelivered()) == (0, ())
    store.set_receiver(HOOK)
    assert store.replay(since=NOW - HOUR) == 2
    assert len(store.deliver().sent) == len(hooks.taken) == 2


@BOTH
def test_post_that_waits_shows_in_the_lag(store, clock):
    assert store.lag().post == 0
    store.set_receiver(EVERYTHING)
    begun(store)
    clock.now += 2 * HOUR
    lag = store.lag()
    assert lag.post == 7200
    assert lag.alarms < 7200  # what was assessed has another deadline
    store.remove_receiver("host")
    assert (store.undelivered(), store.lag().post) == ((), 0)
    assert not store.remove_receiver("host")


@BOTH
def test_post_is_written_in_the_transaction_of_its_act(store):
    store.set_receiver(EVERYTHING)
    engine = store._steps.database.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.begin()
        mine = store.using(connection)
        begun(mine)
        with pytest.raises(StoreError) as caught:
            mine.deliver(lambda _: None)
        assert caught.value.code == "own-transaction"
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK")
    assert store.undelivered() == ()


@pytest.mark.parametrize(
    "receiver",
    [
        Receiver("desk", "http://desk.example/hooks", ("k",)),
        Receiver("desk", "https://me:word@desk.example/", ("k",)),
        Receiver("desk", "ftp://desk.example/", ("k",)),
        Receiver("desk", "https://[", ("k",)),
        Receiver("desk", "https://desk.example/"),
        Receiver("desk", None, ("k",)),
        Receiver("de sk", "https://desk.example/", ("k",)),
        Receiver("here", "https://desk.example/", ("k",)),
        Receiver("host", "https://desk.example/", ("k",)),
        Receiver("desk", "https://desk.example/", ("k",), "some"),
    ],
)
def test_a_receiver_that_cannot_be_is_refused(store, receiver):
    with pytest.raises(StoreError) as caught:
        store.set_receiver(receiver)
    assert caught.value.code == "receiver"
    assert store.receivers() == ()


def test_an_address_of_this_machine_may_do_without_tls():
    assert can_be_sent_to("http://127.0.0.1:8000/post")
    assert not can_be_sent_to("http://127.0.0.1.example/post")


class Desk(BaseHTTPRequestHandler):
    """Keeps what it is sent; answers as it is told to."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def desk(monkeypatch):
    monkeypatch.setenv("KATCH_KEY_OLD", SECRET)
    monkeypatch.setenv("KATCH_KEY_NEW", "x" * 30)
    server = HTTPServer(("127.0.0.1", 0), Desk)
    server.taken, server.status = [], 204
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_web_hook_is_signed_with_each_key_and_no_redirect_is_followed(desk):
    url = f"http://127.0.0.1:{desk.server_port}/hooks?a=1"
    web_hooks.send_hook(url, ("new", "old"), "post-1", b"{}", NOW)
    ((headers, body),) = desk.taken
    assert is_signed(headers, body, ("old",), NOW)
    assert is_signed(headers, body, ("new",), NOW)
    assert not is_signed(headers, body + b" ", ("old", "new"), NOW)
    assert not is_signed(headers, body, ("other",), NOW)
    assert not is_signed(headers, body, ("old",), NOW + HOUR)
    assert not is_signed(headers | {"webhook-id": "post-2"}, body, ("old",), NOW)
    desk.status = 302
    with pytest.raises(HookError) as caught:
        web_hooks.send_hook(url, ("old",), "post-1", b"{}", NOW)
    assert (caught.value.code, caught.value.status) == ("answer", 302)
    with pytest.raises(HookError) as caught:
        web_hooks.send_hook("http://127.0.0.1:1/", ("old",), "post-1", b"{}", NOW)
    assert caught.value.code == "unreachable"
    with pytest.raises(HookError) as caught:
        web_hooks.send_hook(url, ("nowhere",), "post-1", b"{}", NOW)
    assert caught.value.code == "key"


def test_the_signature_is_that_of_the_standard():
    # From the specification of Standard Webhooks: its own example of a secret.
    secret = web_hooks.base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    found = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@BOTH
def test_post_goes_along_to_another_database(store, clock, open_store, tmp_path):
    store.set_receiver(EVERYTHING)
    store.set_receiver(HOOK)
    reference = begun(store)
    clock.now += 10 * 24 * HOUR
    told = len(store.tick().told)
    assert told > 0
    handed = []
    store.deliver(handed.append, limit=2)
    sheet = tmp_path / "cases.jsonl"
    assert store.export(sheet) == 1
    assert SECRET not in sheet.read_text(encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'copy.db'}"
    copy = open_store(url=url, clock=clock)
    for _ in range(2):  # a load that is begun again adds nothing
        copy.load(sheet)
        assert copy.receivers() == store.receivers()
        assert copy.undelivered() == store.undelivered()
    # What was told is not told again, and what waits comes in the order that it had.
    assert copy.tick().told == ()
    copy.do(reference, "end_danger", by="u1", together_with=["u2"])
    copy.deliver(handed.append)
    numbers = [each.sequence for each in handed]
    assert numbers == list(range(3 + told))
    assert copy.verify()


@pytest.mark.parametrize(
    "text",
    [
        "whsec_not base64 at all, and long",
        "whsec_c2hvcnQ=",
        SECRET[:-1] + "с",  # the Cyrillic letter that looks like a Latin one
        "\udcff" * 30,
    ],
)
def test_a_secret_that_was_mistyped_signs_nothing(monkeypatch, text):
    """The other side would take no post that is signed with its letters."""
    monkeypatch.setenv("KATCH_KEY_DESK_1", text)
    with pytest.raises(HookError) as caught:
        web_hooks.secret_of("desk_1")
    assert caught.value.code == "key"
