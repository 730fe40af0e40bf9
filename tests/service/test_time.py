"""What is asked over HTTP is answered by the clock of the store, and by no other."""

from datetime import timedelta

import pytest

import katch_protocols as kp
from tests.cases.harbour import FILES, handbook
from tests.service.conftest import NAME, by

WAITS = "  waits: {rule: send at least 2 days after assess, source: [act]}\n"
OPEN = {"protocol": "referral", "region": "east"}


@pytest.fixture
def store(clock):
    book = handbook(referral=FILES["referral.yaml"] + WAITS)
    with kp.open_store("sqlite://", book, clock=clock, name=NAME) as found:
        yield found


@pytest.fixture
def place(client, case):
    place = f"/cases/{case['reference']}"
    body = {"records": {"danger": "absent"}}
    done = client.post(f"{place}/activities/assess", json=body, headers=by("u1"))
    assert done.status_code == 200
    return place


def test_what_had_to_wait_is_offered_once_it_has_waited(client, place, clock):
    def asked():
        possible = client.get(f"{place}/possible", headers=by("u2", key=False))
        form = client.get(f"{place}/activities/send/form", headers=by("u2", key=False))
        return possible.json()["activities"], form.json()["is_possible"]

    assert asked() == ([], False)
    clock.now += timedelta(days=2)
    assert asked() == (["send"], True)


def test_what_is_overdue_goes_by_the_clock_of_the_store(client, place, clock):
    """Assessed on a Wednesday: three working days, with Nauryz between them."""

    def late():
        case = client.get(place, headers=by("u2", key=False)).json()
        return [(each["state"], each["is_overdue"]) for each in case["due"]]

    assert late() == [("assessed", False)]
    clock.now += timedelta(days=20)
    assert late() == [("assessed", True)]
