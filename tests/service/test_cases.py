"""Cases over HTTP: opened, read, acted in; keys, versions, regions, problems."""

from datetime import timedelta

import pytest

from katch_protocols.service import create_app
from tests.service.conftest import DANGER, by, token

OPEN = {"protocol": "referral", "region": "east"}


def assess(client, case, headers, **body):
    url = f"/cases/{case['reference']}/activities/assess"
    return client.post(url, json={"records": DANGER, **body}, headers=headers)


def code(answer):
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    return body["type"].rpartition(":")[2]


def test_a_case_is_opened_and_read(client):
    answer = client.post("/cases", json=OPEN, headers=by("u1"))
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"0"')
    case = answer.json()
    assert answer.headers["Location"] == f"/cases/{case['reference']}"
    assert (case["by"], case["states"], case["version"]) == ("u1", ["reported"], 0)
    assert case["due"][0]["state"] == "reported"
    read = client.get(f"/cases/{case['reference']}", headers=by("u2"))
    assert (read.status_code, read.json()) == (200, case)


def test_an_act_gives_the_event_and_the_case_as_it_is_now(client, case):
    answer = assess(client, case, by("u1"))
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    done = answer.json()
    assert (done["event"]["activity"], done["event"]["role"]) == ("assess", "officer")
    assert (done["case"]["version"], done["case"]["facts"]["danger"]) == (1, "present")
    assert not {"key", "previous"} & set(done["event"])


def test_a_repetition_answers_as_the_first_did(client, case):
    headers = by("u1")
    first = assess(client, case, headers)
    other = client.post(
        f"/cases/{case['reference']}/stand-ins",
        json={"deputy": "u9", "role": "officer", "until": "2026-03-20T06:00:00+00:00"},
        headers=by("u1"),
    )
    assert other.status_code == 200
    again = assess(client, case, headers)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert again.json()["event"] == first.json()["event"]
    assert again.json()["case"]["version"] == 2
    used = assess(client, case, headers, reason="other")
    assert (used.status_code, code(used)) == (409, "key-used")
    quoted = {**headers, "Idempotency-Key": f'"{headers["Idempotency-Key"]}"'}
    assert assess(client, case, quoted).headers["Idempotency-Replayed"] == "true"


def test_an_opening_is_repeated_by_its_key(client):
    headers = by("u1")
    first = client.post("/cases", json=OPEN, headers=headers)
    again = client.post("/cases", json=OPEN, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    other = client.post("/cases", json={**OPEN, "protocol": "desk"}, headers=headers)
    assert (other.status_code, code(other)) == (409, "key-used")


@pytest.mark.parametrize("seen", ['"0"', "0", 'W/"0"', "*", None])
def test_a_version_may_be_left_out_or_must_fit(client, case, seen):
    more = {} if seen is None else {"If-Match": seen}
    assert assess(client, case, by("u1", **more)).status_code == 200
    if seen not in {"*", None}:
        stale = client.post(
            f"/cases/{case['reference']}/activities/send",
            json={},
            headers=by("u2", **more),
        )
        assert (stale.status_code, code(stale)) == (412, "stale")


def test_what_is_refused_says_why_and_who_could_act_in_the_reader_s_language(
    client, case
):
    answers = {
        language: assess(client, case, by("u4", **{"Accept-Language": language}))
        for language in ("en", "ru-RU,ru;q=0.9", "kk", "fr, kk;q=0.1, ru;q=0.5", "fr")
    }
    for answer in answers.values():
        assert (answer.status_code, code(answer)) == (422, "refused")
    english = answers["en"].json()
    assert [each["need"] for each in english["unmet"]] == ["role"]
    assert {"role": "officer", "agencies": ["police"]} in english["could"]
    assert english["title"] == "Refused"
    assert "«Officer»" in english["detail"]
    found = {
        each: answer.headers["Content-Language"] for each, answer in answers.items()
    }
    assert list(found.values()) == ["en", "ru", "kk", "ru", "en"]
    assert "«Инспектор»" in answers["ru-RU,ru;q=0.9"].json()["detail"]
    after = client.get(f"/cases/{case['reference']}", headers=by("u1"))
    assert after.json()["version"] == 0


def test_possible_and_form_are_those_of_the_asker(client, case):
    url = f"/cases/{case['reference']}"
    mine = client.get(f"{url}/possible", headers=by("u1")).json()["activities"]
    assert "assess" in mine
    assert client.get(f"{url}/possible", headers=by("u4")).json()["activities"] == []
    form = client.get(f"{url}/activities/assess/form", headers=by("u1")).json()
    (question,) = form["questions"]
    assert (question["fact"], question["title"]["kk"]) == ("danger", "Қауіп")
    assert form["is_possible"]
    other = client.get(f"{url}/activities/assess/form", headers=by("u4")).json()
    assert not other["is_possible"]
    unknown = client.get(f"{url}/activities/asses/form", headers=by("u1"))
    assert (unknown.status_code, code(unknown)) == (404, "name")


def test_events_come_in_pages(client, case):
    assess(client, case, by("u1"))
    url = f"/cases/{case['reference']}/events"
    loan = {"deputy": "u9", "role": "officer", "until": "2026-03-20T06:00:00+00:00"}
    client.post(f"/cases/{case['reference']}/stand-ins", json=loan, headers=by("u1"))
    first = client.get(f"{url}?limit=1", headers=by("u1")).json()
    assert ([each["number"] for each in first["events"]], first["next"]) == ([0], "0")
    rest = client.get(f"{url}?after={first['next']}", headers=by("u1")).json()
    assert ([each["number"] for each in rest["events"]], rest["next"]) == ([1], None)


def test_a_partner_takes_part_by_a_token_of_their_own(client, store):
    opened = client.post(
        "/cases", json={**OPEN, "protocol": "hearing"}, headers=by("u1")
    )
    url = f"/cases/{opened.json()['reference']}/activities/hear"
    alone = client.post(url, json={}, headers=by("u2"))
    assert alone.status_code == 422
    for partners in (["u4"], [token("u4") + "x"], [token("registry-1")]):
        forged = client.post(url, json={"together_with": partners}, headers=by("u2"))
        assert forged.status_code == 401
    assert store.case(opened.json()["reference"]).version == 0
    both = client.post(url, json={"together_with": [token("u4")]}, headers=by("u2"))
    assert both.json()["event"]["with"] == [["child", "u4", None]]


def test_a_case_of_another_region_answers_as_an_unknown_one(client, case):
    known, unknown = case["reference"], "k7q2-9xrm-0000-abcd"
    for way in ("", "/events", "/possible", "/activities/assess/form"):
        there = client.get(f"/cases/{known}{way}", headers=by("w1"))
        nowhere = client.get(f"/cases/{unknown}{way}", headers=by("w1"))
        assert (there.status_code, there.json()) == (404, nowhere.json())
    there = assess(client, case, by("w1"))
    nowhere = assess(client, {"reference": unknown}, by("w1"))
    assert (there.status_code, there.json()) == (404, nowhere.json())
    assert client.get("/cases", headers=by("w1")).json()["cases"] == []
    assert client.get("/cases?region=east", headers=by("w1")).json()["cases"] == []
    assert client.get("/work", headers=by("w1")).json()["work"] == []
    assert client.get("/work?region=east", headers=by("w1")).json()["work"] == []
    far = client.post("/cases", json=OPEN, headers=by("w1"))
    assert (far.status_code, code(far)) == (403, "region")
    assert len(client.get("/cases", headers=by("chief")).json()["cases"]) == 1


def test_the_host_can_say_who_may_read_what(store, trust, case):
    from fastapi.testclient import TestClient  # noqa: PLC0415 - another application

    asked = []

    def may_read(who, at):
        asked.append((at.reference, at.protocol, at.region))
        return getattr(who, "token", "") == "u1"

    other = TestClient(create_app(store, trust, may_read))
    url = f"/cases/{case['reference']}"
    assert other.get(url, headers=by("u1")).status_code == 200
    assert other.get(url, headers=by("u2")).status_code == 404
    assert other.get("/cases", headers=by("u2")).json()["cases"] == []
    assert len(other.get("/work", headers=by("u1")).json()["work"]) == 1
    assert set(asked) == {(case["reference"], "referral", "east")}


def test_pages_go_on_from_their_cursor(client):
    made = [client.post("/cases", json=OPEN, headers=by("u1")).json() for _ in range(3)]
    for path, name in (("/cases", "cases"), ("/work", "work")):
        found, after = [], None
        while True:
            query = {"limit": 2} | ({} if after is None else {"after": after})
            page = client.get(path, params=query, headers=by("u1")).json()
            found += [each["reference"] for each in page[name]]
            after = page["next"]
            if after is None:
                break
        assert sorted(found) == sorted(each["reference"] for each in made)
    bad = client.get("/work?state=reported", headers=by("u1"))
    assert (bad.status_code, code(bad)) == (400, "malformed")
    assert client.get("/work?after=x", headers=by("u1")).status_code == 400


def test_a_signal_is_told_by_systems_and_no_act_is_done_by_them(client, case):
    act = assess(client, case, by("registry-1"))
    assert (act.status_code, code(act)) == (403, "people")
    url = f"/cases/{case['reference']}/signals/turns_eighteen"
    person = client.post(url, json={}, headers=by("u1"))
    assert (person.status_code, code(person)) == (403, "systems")
    system = client.post(url, json={}, headers=by("registry-1"))
    assert (system.status_code, code(system)) == (404, "name")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, (401, "token")),
        ({"Authorization": "Basic dTE6"}, (401, "token")),
        ({"Authorization": "Bearer x.y.z"}, (401, "token")),
    ],
)
def test_without_an_identity_nothing_is_answered(client, case, headers, expected):
    for path in ("/cases", "/work", f"/cases/{case['reference']}", "/protocols/care"):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, code(answer)) == expected
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    act = client.post("/cases", json=OPEN, headers=headers)
    assert (act.status_code, code(act)) == expected


def test_what_is_malformed_is_named_and_never_repeated(client, case):
    url = f"/cases/{case['reference']}/activities/assess"
    hidden = "Aigerim 870112345678"
    for body in (
        {"records": {"danger": 7}},
        {"at": "2026-03-18T06:00:00Z"},
        {"records": hidden},
        [hidden],
    ):
        answer = client.post(url, json=body, headers=by("u1"))
        assert (answer.status_code, code(answer)) == (400, "malformed")
        assert "870112345678" not in answer.text
    for text in (b"{", b"\xff", b"[" * 60_000, b""):
        answer = client.post(url, content=text, headers=by("u1"))
        assert (answer.status_code, code(answer)) == (400, "malformed")
    nobody = client.post(url, json={}, headers=by("u1", key=False))
    assert (nobody.status_code, code(nobody)) == (400, "key")
    number = client.post(url, json={}, headers={**by("u1"), "Idempotency-Key": "7"})
    assert (number.status_code, code(number)) == (400, "malformed")
    seen = client.post(url, json={}, headers=by("u1", **{"If-Match": "new"}))
    assert (seen.status_code, code(seen)) == (400, "version")
    value = client.post(url, json={"records": {"danger": hidden}}, headers=by("u1"))
    assert value.status_code == 400
    assert hidden not in value.text
    assert client.delete("/cases", headers=by("u1")).status_code == 405
    # A name that is slipped would ask for everything.
    slips = ("/cases?regoin=east", "/work?=1", f"/cases/{case['reference']}?a=1")
    for path in (*slips, "/work?region=", "/work?held_by=", "/cases?region=&limit=1"):
        odd = client.get(path, headers=by("u1", key=False))
        assert (odd.status_code, code(odd)) == (400, "malformed")


def test_time_is_the_store_s_and_owed_steps_come_first(client, case, clock):
    clock.now += timedelta(hours=3)
    late = client.get("/work?held_by=officer", headers=by("u1")).json()["work"]
    assert late[0]["due_at"] < clock.now.isoformat()
    event = assess(client, case, by("u1")).json()["event"]
    assert event["at"] == clock.now.isoformat()


@pytest.mark.parametrize(
    ("more", "at"),
    [
        ({"Aigul Omarova 87011234567": "x"}, "body"),
        ({"facts": {"Aigul Omarova 87011234567": 5}}, "body.facts"),
        ({"facts": {"Aigul Omarova " * 20: "x"}}, "body.facts"),
        ({"facts": 5}, "body.facts"),
        ({"region": 5}, "body.region"),
    ],
)
def test_a_key_that_was_sent_is_not_repeated(client, more, at):
    answer = client.post("/cases", json={**OPEN, **more}, headers=by("u1"))
    assert (answer.status_code, code(answer)) == (400, "malformed")
    assert answer.json()["errors"][0]["at"] == at
    assert "Aigul" not in answer.text


def test_a_place_among_partners_is_told_by_its_number(client, case):
    answer = assess(client, case, by("u1"), together_with=["x", 5])
    assert (answer.status_code, code(answer)) == (400, "malformed")
    assert answer.json()["errors"][0]["at"] == "body.together_with.1"


def test_a_slip_in_what_is_looked_for_is_no_empty_list(client, case):
    assert case["version"] == 0
    for asked in ("/work?held_by=oficer", "/cases?region=esat", "/work?region=a%00b"):
        answer = client.get(asked, headers=by("chief"))
        assert (answer.status_code, code(answer)) == (400, "name"), asked
    answer = client.get("/work?held_by=oficer", headers=by("chief"))
    assert "The nearest is 'officer'." in answer.json()["detail"]


def test_whoever_is_of_a_region_that_nobody_knows_has_no_case(client, case):
    assert case["version"] == 0
    headers = {"Authorization": f"Bearer {token('u1', region='haven')}"}
    for path, name in (("/cases", "cases"), ("/work", "work")):
        assert client.get(path, headers=headers).json() == {name: [], "next": None}
