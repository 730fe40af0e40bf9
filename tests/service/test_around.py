"""What stands around cases: protocols, health, figures, bounds, faults."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

import katch_protocols as kp
from katch_protocols.errors import AdvanceError, BusyError, RecordError, StoreError
from katch_protocols.service import bounds, create_app
from katch_protocols.service.health import AnswerCount, metrics_app
from katch_protocols.stores.post import Receiver
from tests.cases.harbour import FILES, NOW
from tests.cases.test_beside import read_texts
from tests.service.conftest import NAME, Now, by
from tests.service.test_cases import OPEN, assess, code


def test_a_protocol_is_shown_as_the_page_shows_it(client, handbook):
    found = client.get("/protocols/referral", headers=by("u1")).json()
    assert (found["title"]["ru"], found["version"]) == ("Направление", "1.2.0")
    assert found["pin"] == kp.pin(handbook.protocols["referral"])
    table = client.get("/protocols/referral/table", headers=by("u1")).json()
    assert table == kp.compile(handbook.protocols["referral"]).to_json()
    for language in ("en", "kk"):
        asked = by("u1", **{"Accept-Language": language})
        drawing = client.get("/protocols/care/lanes.svg", headers=asked)
        assert drawing.headers["Content-Type"] == "image/svg+xml"
        assert drawing.headers["Content-Language"] == language
        assert "default-src 'none'" in drawing.headers["Content-Security-Policy"]
        assert {"en": "Planned", "kk": "Жоспар"}[language] in drawing.text
    duties = client.get("/protocols/referral/agencies/police", headers=by("u1")).json()
    assert list(duties["agencies"]) == ["police"]
    for path in ("x", "x/table", "x/lanes.svg", "x/agencies/police", "care/agencies/x"):
        answer = client.get(f"/protocols/{path}", headers=by("u1"))
        assert (answer.status_code, code(answer)) == (404, "name")


def test_health_is_open_to_all_and_says_what_is_behind(client, case, clock, store):
    assert case["version"] == 0
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["ok"]) == (200, True)
    clock.now = clock.now.replace(year=2027)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["ok"]) == (503, False)
    assert answer.json()["alarms"] > 86_400
    store.tick()
    assert client.get("/health").json()["ok"]


def test_post_that_nobody_takes_for_a_day_shows_in_health(client, clock, store):
    store.set_receiver(Receiver("host", wants="all"))
    client.post("/cases", json=OPEN, headers=by("u1"))
    for hours, ok in ((23, True), (2, False)):
        clock.now += timedelta(hours=hours)
        store.tick()
        answer = client.get("/health").json()
        assert (answer["ok"], answer["alarms"]) == (ok, 0)
    assert answer["post"] > 24 * 3600
    while store.deliver(lambda _: None).more:
        pass
    assert client.get("/health").json()["ok"]


def test_health_says_no_where_the_database_does_not_answer(client, store, monkeypatch):
    def away():
        raise StoreError("unreachable")

    monkeypatch.setattr(store, "lag", away)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "alarms": None, "post": None}


def test_figures_count_routes_and_hold_nobody_s_name(store, trust):
    figures = AnswerCount()
    client = TestClient(create_app(store, trust, figures=figures))
    reference = client.post("/cases", json=OPEN, headers=by("u1")).json()["reference"]
    client.get(f"/cases/{reference}", headers=by("u1"))
    client.get(f"/cases/{reference}", headers=by("w1"))
    client.get(f"/nowhere/{reference}")
    around = TestClient(metrics_app(store, figures))
    text = around.get("/metrics").text
    assert reference not in text
    assert 'katch_answers_total{route="/cases",method="POST",status="201"} 1' in text
    route = 'katch_answers_total{route="/cases/{reference}",method="GET",status='
    assert f'{route}"200"}} 1' in text
    assert f'{route}"404"}} 1' in text
    assert 'route="other",method="GET",status="404"' in text
    assert "katch_up 1" in text
    assert around.get("/").status_code == 404


@pytest.mark.parametrize(
    ("headers", "content", "path", "expected"),
    [
        ({}, b"x" * (bounds.MOST_BODY + 1), "/cases", (413, "body")),
        ({"X": "x" * bounds.MOST_HEADERS}, b"", "/cases", (431, "headers")),
        ({}, b"", "/cases?after=" + "x" * bounds.MOST_PATH, (414, "path")),
        ({"Content-Length": "9" * 20}, b"", "/cases", (400, "malformed")),
    ],
)
def test_bounds_are_kept_before_anybody_is_asked(
    client, headers, content, path, expected
):
    answer = client.post(path, content=content, headers=headers)
    assert (answer.status_code, code(answer)) == expected


def test_a_body_in_pieces_is_bounded_too(client):
    pieces = (b"x" * 1000 for _ in range(100))
    answer = client.post("/cases", content=pieces, headers=by("u1"))
    assert (answer.status_code, code(answer)) == (413, "body")


def test_a_body_that_never_comes_is_given_up(app, monkeypatch):
    import anyio  # noqa: PLC0415 - an application is asked without a client

    monkeypatch.setattr(bounds, "MOST_SECONDS", 0.01)
    sent = []

    async def receive():
        await anyio.sleep(60)

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/cases",
        "raw_path": b"/cases",
        "query_string": b"",
        "headers": [],
    }
    # In a thread: a browser of another test may have left a loop in this one.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(anyio.run, app, scope, receive, send).result()
    assert sent[0]["status"] == 408


@pytest.mark.parametrize(
    ("error", "expected", "again"),
    [
        (BusyError(5), (503, "busy"), "1"),
        (StoreError("full"), (503, "busy"), "30"),
        (RecordError("chain", 3), (503, "unsound"), "1"),
        (ZeroDivisionError("u1 was here"), (500, "fault"), None),
    ],
)
def test_what_fails_behind_is_answered_and_logged_without_what_was_asked(  # noqa: PLR0913, PLR0917
    client, case, store, monkeypatch, caplog, error, expected, again
):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(store, "do", fail)
    with caplog.at_level(logging.DEBUG):
        answer = assess(client, case, by("u1"))
    assert (answer.status_code, code(answer)) == expected
    assert answer.headers.get("Retry-After") == again
    logged = [each for each in caplog.records if not each.name.startswith("httpx2")]
    text = "\n".join(each.getMessage() for each in logged)
    assert "u1" not in text
    assert case["reference"] not in text
    assert ("ZeroDivisionError" in text) == (expected[0] == 500)


@pytest.mark.parametrize(
    ("error", "is_sure"),
    [
        (BusyError(5), True),
        (StoreError("full"), True),
        (StoreError("read-only"), True),
        (StoreError("unreachable"), False),
        (StoreError("disk"), False),
        (AdvanceError(1_000, NOW, NOW), False),
    ],
)
def test_only_what_is_known_not_to_be_written_is_said_not_to_be(  # noqa: PLR0913, PLR0917
    client, case, store, monkeypatch, error, is_sure
):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(store, "do", fail)
    said = assess(client, case, by("u1")).json()["detail"]
    assert said.startswith("Nothing was written.") is is_sure
    assert said.endswith("with the same key." if is_sure else "an act is done once.")
    monkeypatch.setattr(store, "case", fail)
    url = f"/cases/{case['reference']}"
    read = client.get(url, headers=by("u1", key=False)).json()["detail"]
    assert read.startswith("Nothing was written.")


def test_a_host_may_ask_in_its_own_way(store, case):
    async def identify(request):
        token = request.headers.get("x-user")
        people = {"u1": ("officer", "police"), "u2": ("worker", "office")}
        if token not in people:
            return None
        role, agency = people[token]
        trained = ["interviewing"]
        words = {"agency": agency, "region": "east", "qualified": trained}
        return kp.Actor(token, roles=[role], **words)

    client = TestClient(create_app(store, identify))
    url = f"/cases/{case['reference']}"
    assert client.get(url).status_code == 401
    assert client.get(url, headers={"X-User": "u1"}).status_code == 200
    done = assess(client, case, {"X-User": "u1", "Idempotency-Key": "request-a"})
    assert done.json()["event"]["by"] == "u1"


def test_a_service_can_be_mounted_in_another_application(app):
    from fastapi import FastAPI  # noqa: PLC0415 - a host's own

    host = FastAPI()
    host.mount("/katch", app)
    client = TestClient(host)
    assert client.get("/katch/health").status_code == 200
    made = client.post("/katch/cases", json=OPEN, headers=by("u1"))
    assert made.status_code == 201
    assert client.get(made.headers["Location"], headers=by("u1")).json() == made.json()


@pytest.mark.parametrize("path", ["/cases/", "/work/", "/health/", "/cases/x/events/"])
def test_nobody_is_sent_to_a_host_that_the_request_names(client, path):
    answer = client.get(path, headers={"Host": "evil.example"}, follow_redirects=False)
    assert (answer.status_code, code(answer)) == (404, "unknown")
    assert "Location" not in answer.headers


ROUND = """
protocol: round_about
title: {en: Round, ru: Кругом, kk: Айнала}
valid_from: 2026-01-01
initial: asked
states:
  asked: {decide: [{when: danger is present, to: again}, {to: safe}]}
  again: {decide: [{to: asked}]}
  safe: {title: {en: Safe, ru: Безопасно, kk: Қауіпсіз}, final: true, outcome: done}
"""
UNDECIDED = ROUND.replace("round_about", "undecided").replace(", {to: safe}", "")


@pytest.mark.parametrize(
    ("protocol", "facts", "told"),
    [
        ("round_about", {"danger": "absent"}, None),
        ("round_about", {"danger": "present"}, (503, "protocol", "60")),
        ("undecided", {}, (503, "protocol", "60")),
    ],
)
def test_a_flaw_of_a_protocol_is_no_malformed_request(trust, protocol, facts, told):
    files = {**FILES, "round_about.yaml": ROUND, "undecided.yaml": UNDECIDED}
    texts = read_texts(files).sound()
    with kp.open_store("sqlite://", texts, clock=Now(), name=NAME) as store:
        client = TestClient(create_app(store, trust))
        body = {"protocol": protocol, "region": "east", "facts": facts}
        answer = client.post("/cases", json=body, headers=by("u1"))
        if told is None:
            assert answer.status_code == 201
            return
        wait = answer.headers.get("retry-after")
        assert (answer.status_code, code(answer), wait) == told
