"""Whatever is asked, the service answers by its rules, and never with a fault."""

import json

from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.service import create_app
from tests.service.conftest import NAME, Now, token

ANSWERS = {200, 201, 204, 400, 401, 403, 404, 405, 409, 412, 422}
NAMES = st.sampled_from(
    [
        "assess",
        "send",
        "danger",
        "present",
        "referral",
        "care",
        "east",
        "officer",
        "",
        "ё",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | NAMES | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = ("protocol", "region", "facts", "records", "reason", "role", "state", "opens_in")
KEYS += ("together_with", "deputy", "until", "taken_up", "ended_in", "at")
GOOD = st.sampled_from(
    [
        {},
        {"records": {"danger": "present"}},
        {"records": {"danger": "absent"}},
        {"protocol": "referral", "region": "east"},
        {"protocol": "desk", "region": "east", "facts": {"danger": "present"}},
        {"deputy": "u9", "role": "officer", "until": "2026-03-20T06:00:00+00:00"},
        {"taken_up": True},
        {"ended_in": "over"},
    ]
) | st.builds(lambda: {"together_with": [token("u4")]})
BODIES = st.dictionaries(st.sampled_from(KEYS), JSON | NAMES, max_size=4)
ROUTES = """
GET /cases|POST /cases|GET /work|GET /cases/REF|GET /cases/REF/events
GET /cases/REF/possible|GET /cases/REF/activities/assess/form
POST /cases/REF/activities/assess|POST /cases/REF/activities/send
POST /cases/REF/activities/%00|POST /cases/REF/stand-ins|POST /cases/REF/signals/x
PUT /links/REF|POST /post|GET /health|GET /protocols/care|GET /protocols/care/table
GET /protocols/x/lanes.svg|GET /protocols/referral/agencies/police|DELETE /cases
GET /|PUT /post|GET /cases/nowhere|POST /cases/nowhere/activities/assess
"""
QUERIES = st.sampled_from(["after", "limit", "region", "state", "held_by", "ended"])
REQUESTS = st.fixed_dictionaries(
    {
        "route": st.sampled_from(ROUTES.strip().replace("\n", "|").split("|")),
        "who": st.sampled_from(["u1", "u1", "u2", "chief", "w1", "registry-1", None]),
        "key": st.sampled_from(["k-1", "k-2", '"k-3"', "k-4", "k-5", "7", "ё", None]),
        "seen": st.sampled_from([None, None, '"0"', "1", "*", "x"]),
        "query": st.dictionaries(QUERIES, NAMES | st.integers().map(str), max_size=1),
        "body": GOOD | GOOD | BODIES | JSON,
    }
)


def headers(asked):
    found = {"Content-Type": "application/json"}
    if asked["who"] is not None:
        found["Authorization"] = f"Bearer {token(asked['who'])}"
    for name, value in (("Idempotency-Key", "key"), ("If-Match", "seen")):
        if asked[value] is not None:
            found[name] = asked[value].encode()
    return found


def ask(client, reference, asked):
    method, path = asked["route"].split(" ")
    return client.request(
        method,
        path.replace("REF", reference),
        params=asked["query"],
        content=json.dumps(asked["body"]).encode(),
        headers=headers(asked),
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(REQUESTS, min_size=1, max_size=12))
def test_random_requests_are_answered_by_the_rules(handbook, trust, requests):
    with kp.open_store("sqlite://", handbook, clock=Now(), name=NAME) as store:
        client = TestClient(create_app(store, trust), raise_server_exceptions=True)
        reference = store.open_case("referral", region="east").reference
        for asked in requests:
            before = store.case(reference).version
            answer = ask(client, reference, asked)
            after = store.case(reference).version
            assert answer.status_code in ANSWERS, answer.text
            is_good = answer.status_code < 300
            is_act = asked["route"].startswith("POST /cases/REF")
            is_replay = "Idempotency-Replayed" in answer.headers
            assert after - before == (is_act and is_good and not is_replay)
            if not is_good:
                assert answer.json()["status"] == answer.status_code
            if asked["who"] is None and asked["route"] != "GET /health":
                assert not is_good
        assert store.verify()
