"""Pages have what somebody may see, and tell nothing of what they may not."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

import katch_protocols as kp
from katch_protocols.service import Trust, create_app, pages
from tests.service.conftest import KEY, NAME, by, public

QUERIES = ("/cases", "/work?held_by=officer", "/work?protocol=referral&state=reported")


def opened(store, region, number):
    return [store.open_case("referral", region=region).reference for _ in range(number)]


def gone_through(client, path, who, limit):
    """Return what all pages have, how long each is, and every cursor."""
    lengths, found, cursors, after = [], [], [], {}
    name = "cases" if path.startswith("/cases") else "work"
    while True:
        query = {"limit": limit, **after}
        page = client.get(path, params=query, headers=by(who))
        assert page.status_code == 200, page.text
        lengths.append(len(page.json()[name]))
        found += [each["reference"] for each in page.json()[name]]
        if page.json()["next"] is None:
            return found, lengths, cursors
        after = {"after": page.json()["next"]}
        cursors.append(page.json()["next"])


@pytest.fixture
def halved(store, trust):
    """Return a service in which ``u2`` may see every second case."""
    hidden = set()

    def may_read(who, case):
        return getattr(who, "token", "") != "u2" or case.reference not in hidden

    return TestClient(create_app(store, trust, may_read)), hidden


@pytest.mark.parametrize("path", QUERIES)
@pytest.mark.parametrize("limit", [1, 2, 1000])
def test_pages_are_full_and_name_no_case_that_is_not_to_be_seen(
    halved, store, path, limit
):
    client, hidden = halved
    mine = []
    for _ in range(5):
        hidden.update(opened(store, "east", 2))
        mine += opened(store, "east", 1)
    hidden.update(opened(store, "east", 2))
    found, lengths, cursors = gone_through(client, path, "u2", limit)
    assert sorted(found) == sorted(mine)
    whole, rest = divmod(5, limit)
    assert lengths == [*[limit] * whole, *([rest] if rest else [])]
    assert not any(each in cursor for each in hidden for cursor in cursors)
    everything, _, _ = gone_through(client, path, "u1", limit)
    assert sorted(everything) == sorted({*mine, *hidden})


def test_other_regions_show_in_no_page_of_a_state(client, store):
    far, near = opened(store, "west", 7), opened(store, "east", 3)
    path = QUERIES[2]
    found, lengths, cursors = gone_through(client, path, "u1", 2)
    assert (sorted(found), lengths) == (sorted(near), [2, 1])
    assert not any(each in cursor for each in (*far, *near) for cursor in cursors)


def test_a_page_ends_where_too_much_is_hidden(halved, store, clock, monkeypatch):
    monkeypatch.setattr(pages, "MOST_LOOKED_AT", 100)
    client, hidden = halved
    hidden.update(opened(store, "east", 150))
    clock.now += timedelta(hours=1)
    mine = opened(store, "east", 1)
    found, lengths, (cursor,) = gone_through(client, "/cases", "u2", 5)
    assert (found, lengths) == (mine, [0, 1])
    assert not any(each in cursor for each in hidden)


def test_each_service_of_a_store_reads_its_cursors_and_no_other_does(
    client, store, trust, handbook
):
    opened(store, "east", 3)
    after = client.get("/cases?limit=1", headers=by("u1")).json()["next"]
    other = TestClient(create_app(store, Trust({"keys": [public(KEY)]}, NAME)))
    query = {"after": after, "limit": 1}
    page = other.get("/cases", params=query, headers=by("u1")).json()
    assert len(page["cases"]) == 1
    with kp.open_store("sqlite://", handbook, name=NAME) as elsewhere:
        stranger = TestClient(create_app(elsewhere, trust))
        answer = stranger.get("/cases", params=query, headers=by("u1"))
        assert (answer.status_code, answer.json()["type"]) == (
            400,
            "urn:katch:problem:malformed",
        )
    for made in ("", "x", "ё", "2026-03-18T06:00:00+00:00/k7q2-9xrm-0000-abcd"):
        answer = client.get("/cases", params={"after": made}, headers=by("u1"))
        assert answer.status_code == 400, made
