"""A stored case is asked as at the clock of the store, unless an instant is given."""

from datetime import timedelta

import pytest

from tests.cases.harbour import FILES, NOW, handbook
from tests.stores.conftest import BOTH, PEOPLE

pytestmark = BOTH

DAY = timedelta(days=1)
WAITS = "  waits: {rule: send at least 2 days after assess, source: [act]}\n"


class Clock:
    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(open_store, clock):
    return open_store(
        clock=clock, handbook=handbook(referral=FILES["referral.yaml"] + WAITS)
    )


@pytest.fixture
def reference(store):
    case = store.open_case("referral", region="east", by="u1")
    store.do(case.reference, "assess", by="u1", records={"danger": "absent"})
    return case.reference


def test_what_had_to_wait_is_possible_once_it_has_waited(store, clock, reference):
    worker = PEOPLE["u2"]
    early = store.case(reference)
    assert (early.read_at, early.possible(by=worker)) == (NOW, ())
    clock.now += 2 * DAY
    late = store.case(reference)
    assert (late.read_at, late.possible(by=worker)) == (clock.now, ("send",))
    assert late.why_not("send", by=worker) is None
    assert late.form("send", by=worker).refusal is None
    assert late.possible(by=worker, at=NOW) == ()
    assert store.do(reference, "send", by="u2").version == 2


def test_what_the_clock_owes_is_asked_for_at_its_instant(store, clock, reference):
    """Reading shows what is stored: the states, and what is possible in them."""
    clock.now += 40 * DAY
    case = store.case(reference)
    assert case.now.states == ("assessed",)
    assert case.possible(by=PEOPLE["u2"]) == ("send",)
    assert case.read_at == clock.now
    store.tick()
    assert store.case(reference).possible(by=PEOPLE["u2"]) == ()


def test_a_clock_that_went_back_asks_as_of_the_last_event(store, clock, reference):
    clock.now -= DAY
    case = store.case(reference)
    assert (case.read_at, case.last) == (NOW, NOW)


def test_an_opening_that_is_repeated_is_asked_as_of_now(store, clock):
    words = {"region": "east", "by": "u1", "key": "open-1"}
    assert store.open_case("referral", **words).read_at == NOW
    clock.now += DAY
    again = store.open_case("referral", **words)
    assert (again.repeated, again.read_at) == (True, NOW + DAY)
