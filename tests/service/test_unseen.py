"""Of a case that somebody may not see nothing is answered that tells it from none."""

import pytest

from katch_protocols.service import create_app
from tests.service.conftest import TestClient, by

SCREEN = "activities/screen"
READ = [
    "",
    "/events",
    "/events?after=0",
    "/possible",
    f"/{SCREEN}/form",
    f"/{SCREEN}/form?state=x",
    "/activities/nonsense/form",
]
LENT = {"deputy": "u9", "role": "officer", "until": "2026-03-02T10:00:00+00:00"}
TOLD = [
    (SCREEN, {}),
    (SCREEN, {"records": {"danger": "present"}}),
    ("activities/nonsense", {}),
    ("stand-ins", LENT),
    ("stand-ins", {**LENT, "until": "x"}),
    ("signals/turns_eighteen", {}),
]
VERSIONS = [{}, {"If-Match": '"0"'}, {"If-Match": '"7"'}]
NONE = "zzzz-zzzz-zzzz-zzzz"


def answers(client, reference, who):
    """Return all that is answered about a case, whatever is asked or sent."""
    about = f"/cases/{reference}"
    found = [client.get(f"{about}{path}", headers=by(who)) for path in READ]
    for path, body in TOLD:
        for version in VERSIONS:
            headers = {**by(who), "Idempotency-Key": "request-x", **version}
            found.append(client.post(f"{about}/{path}", json=body, headers=headers))
    return [
        (each.status_code, each.content.replace(reference.encode(), b"R"), each.headers)
        for each in found
    ]


@pytest.mark.parametrize("who", ["w1", "registry-1"])
def test_a_case_that_is_not_to_be_seen_answers_as_none_does(store, trust, case, who):
    denied = create_app(store, trust, may_read=lambda *_: False)
    client = TestClient(denied, raise_server_exceptions=True)
    none = answers(client, NONE, who)
    assert answers(client, case["reference"], who) == none
    store.erase(case["reference"], by="u1", ground="law", running=True)
    assert answers(client, case["reference"], who) == none


def test_a_case_of_another_region_answers_as_none_does(client, store, case):
    none = answers(client, NONE, "w1")
    assert answers(client, case["reference"], "w1") == none
    # Of an erased case nobody knows any more of which region it was.
    store.erase(case["reference"], by="u1", ground="law", running=True)
    for who in ("w1", "u1"):
        assert answers(client, case["reference"], who) == answers(client, NONE, who)


def test_who_sees_the_whole_country_is_told_that_a_case_was_erased(client, store, case):
    store.erase(case["reference"], by="u1", ground="law", running=True)
    for who in ("chief", "registry-1"):
        answer = client.get(f"/cases/{case['reference']}", headers=by(who))
        assert (answer.status_code, answer.json()["type"]) == (
            410,
            "urn:katch:problem:erased",
        )
