"""Requests at once: of one key one acts, of one version one is heard."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient

import katch_protocols as kp
from katch_protocols.service import create_app
from tests.service.conftest import DANGER, NAME, Now, by

MANY = 6


def at_once(ask):
    """Ask in many threads at once; return the answers."""
    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(ask, range(MANY)))


def test_of_many_at_once_one_acts_and_the_others_are_told(handbook, trust, tmp_path):
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with kp.open_store(url, handbook, clock=Now(), name=NAME) as store:
        client = TestClient(create_app(store, trust))
        body = {"protocol": "referral", "region": "east"}
        headers = by("u1")
        opened = at_once(lambda _: client.post("/cases", json=body, headers=headers))
        assert {each.status_code for each in opened} == {201}
        assert len({each.json()["reference"] for each in opened}) == 1
        replays = ["Idempotency-Replayed" in each.headers for each in opened]
        assert replays.count(False) == 1
        path = f"/cases/{opened[0].json()['reference']}/activities/assess"
        requests = [by("u2", **{"If-Match": '"0"'}) for _ in range(MANY)]
        acted = at_once(
            lambda n: client.post(path, json={"records": DANGER}, headers=requests[n])
        )
        found = Counter(each.status_code for each in acted)
        assert found == {200: 1, 412: MANY - 1}
        won = next(n for n, each in enumerate(acted) if each.status_code == 200)
        again = at_once(
            lambda _: client.post(path, json={"records": DANGER}, headers=requests[won])
        )
        assert all(each.json() == acted[won].json() for each in again)
        others = at_once(
            lambda _: client.post(
                path, json={"records": {"danger": "absent"}}, headers=requests[won]
            )
        )
        assert {each.status_code for each in others} == {409}
        assert len(store.case(opened[0].json()["reference"]).events) == 1
        assert store.verify()
