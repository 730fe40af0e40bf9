"""Whatever is asked, the service answers by its rules, and never with a fault."""

import json

from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

import katch_protocols as kp
from katch_protocols.service import create_app
from tests.service.conftest import NAME, TOKENS, Now

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
BODIES = st.dictionaries(st.sampled_from(KEYS), JSON | NAMES, max_size=4)
PLACES = ("", "/events", "/possible", "/stand-ins", "/activities/assess")
PLACES += ("/activities/assess/form", "/signals/x", "/activities/%00")
PATHS = ("/cases", "/work", "/post", "/health", "/links/REF", "/protocols/care")
PATHS += ("/protocols/care/table", "/protocols/x/lanes.svg", "/", "/x")
REQUESTS = st.fixed_dictionaries(
    {
        "method": st.sampled_from(["GET", "POST", "PUT", "DELETE"]),
        "path": st.sampled_from([*PATHS, *(f"/cases/REF{each}" for each in PLACES)]),
        "who": st.sampled_from([*TOKENS, None]),
        "key": st.none() | st.sampled_from(["k-1", "k-2", '"k-3"', "7", "ё", ""]),
        "seen": st.none() | st.sampled_from(['"0"', "1", "*", "x"]),
        "query": st.dictionaries(
            st.sampled_from(["after", "limit", "region", "state", "held_by", "ended"]),
            NAMES | st.integers().map(str),
            max_size=2,
        ),
        "body": BODIES | JSON,
    }
)


def headers(asked):
    found = {"Content-Type": "application/json"}
    if asked["who"] is not None:
        found["Authorization"] = f"Bearer {TOKENS[asked['who']]}"
    for name, value in (("Idempotency-Key", "key"), ("If-Match", "seen")):
        if asked[value] is not None:
            found[name] = asked[value].encode()
    return found


def ask(client, reference, asked):
    return client.request(
        asked["method"],
        asked["path"].replace("REF", reference),
        params=asked["query"],
        content=json.dumps(asked["body"]).encode(),
        headers=headers(asked),
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(REQUESTS, min_size=1, max_size=6))
def test_random_requests_are_answered_by_the_rules(handbook, trust, requests):
    with kp.open_store("sqlite://", handbook, clock=Now(), name=NAME) as store:
        client = TestClient(create_app(store, trust), raise_server_exceptions=True)
        reference = store.open_case("referral", region="east").reference
        for asked in requests:
            before = store.case(reference).version
            answer = ask(client, reference, asked)
            assert answer.status_code in ANSWERS, answer.text
            is_good = answer.status_code < 300
            if not is_good:
                assert answer.json()["status"] == answer.status_code
                assert store.case(reference).version == before
            if asked["who"] is None and asked["path"] != "/health":
                assert not is_good
        assert store.verify()
