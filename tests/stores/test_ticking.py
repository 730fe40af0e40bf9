"""What comes due: never early, once each, by whoever ticks, whatever dies or pauses."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from katch_protocols.stores.tables import cases, events, micros, open_rows, posts
from tests.cases.harbour import NOW, handbook
from tests.cases.test_alarms import PAUSE
from tests.stores.conftest import BOTH
from tests.stores.test_steps import Clock

pytestmark = BOTH

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SAFE = {"danger": "absent"}


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(open_store, clock):
    return open_store(clock=clock)


def begun(store):
    return store.open_case("referral", region="east").reference


def told(report):
    return [(each.name, each.began, each.rank, each.tell) for each in report.told]


def first(report):
    """Return who is told first of the state that is paused, not of the duty in it."""
    return [each for each in told(report) if each[0] == "work.first" and not each[2]]


def test_a_broken_deadline_is_told_to_each_once_and_never_early(store, clock):
    reference = begun(store)
    assert store.next_alarm() == NOW + 2 * HOUR
    clock.now = NOW + 2 * HOUR  # at the very instant nothing is due yet
    assert store.tick().done == ()
    clock.now += timedelta(microseconds=1)
    report = store.tick()
    assert report.done == (reference,)
    assert told(report) == [("reported", -1, 0, "chief")]
    (notice,) = report.told
    assert (notice.due_at, notice.at) == (NOW + 2 * HOUR, NOW + 2 * HOUR)
    assert store.next_alarm() == NOW + 26 * HOUR
    assert store.tick().done == ()
    clock.now = NOW + 27 * HOUR
    assert told(store.tick()) == [("reported", -1, 1, "office")]
    assert store.tick().done == ()
    assert (store.next_alarm(), store.work()[0].told) == (None, 2)
    assert store.verify()


def test_whoever_comes_late_tells_everybody(store, clock):
    begun(store)
    clock.now = NOW + 9 * DAY
    assert [each[2:] for each in told(store.tick())] == [(0, "chief"), (1, "office")]


def test_a_step_of_the_clock_is_taken_at_its_own_instant(store, clock):
    reference = begun(store)
    store.do(reference, "assess", by="u1", records=SAFE)
    clock.now = NOW + 40 * DAY
    report = store.tick()
    assert report.done == (reference,)
    seen = store.case(reference)
    assert (seen.last, seen.outcome) == (NOW + 30 * DAY, "adverse")
    with store._steps.reading() as tx:
        stored = tx.execute(select(events.c.stored_at)).scalars().all()
    assert stored == [micros(NOW), micros(clock.now)]
    assert store.next_alarm() is None
    # A case that has ended is of no telling any more.
    assert report.told == ()


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("keep running", []),
        ("stop", []),
        ("restart", [("work.first", 1, 0, "chief")]),
    ],
)
def test_a_clock_that_was_only_paused_is_not_told_again(
    open_store, clock, how, expected
):
    store = open_store(handbook=handbook(pause=PAUSE.replace("HOW", how)), clock=clock)
    reference = store.open_case("pause", region="east").reference
    clock.now = NOW + 10 * DAY + HOUR
    assert first(store.tick()) == [("work.first", -1, 0, "chief")]
    store.do(reference, "lose", by="u2")
    assert all(work.name != "work.first" for work in store.work())
    clock.now += DAY
    store.do(reference, "find", by="u2")
    clock.now += 10 * DAY + HOUR
    assert first(store.tick()) == expected
    assert store.tick().told == ()


def test_two_who_tick_at_once_tell_once(store, open_store, clock):
    made = {begun(store) for _ in range(12)}
    stores = [store, *(open_store(clock=clock) for _ in range(2))]
    clock.now = NOW + 3 * HOUR
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda each: each.tick(), stores))
    everything = [each for report in reports for each in report.told]
    # A case that was held by another tick is left to that one.
    assert {each.reference for each in everything} == made
    assert len(everything) == len(made)
    assert all(report.failed == () for report in reports)


def test_a_bounded_number_at_a_time_and_the_oldest_first(store, clock):
    made = []
    for hour in range(3):
        clock.now = NOW + hour * HOUR
        made.append(begun(store))
    clock.now = NOW + DAY
    first = store.tick(limit=2)
    assert (first.done, first.more) == (tuple(made[:2]), True)
    rest = store.tick(limit=2)
    assert (rest.done, rest.more) == (tuple(made[2:]), False)


def test_a_case_that_does_not_hold_is_named_and_stops_nobody(store, clock, open_store):
    broken, other = begun(store), begun(store)
    with store._steps.writing() as tx:
        changed = update(cases).where(cases.c.reference == broken)
        tx.execute(changed.values(opening="{}"))
    clock.now = NOW + 3 * HOUR
    fresh = open_store(clock=clock)
    report = fresh.tick()
    assert report.done == (other,)
    assert [(each.reference, each.code) for each in report.failed] == [(broken, "head")]
    assert fresh.tick().done == ()


def test_a_clock_that_went_back_tells_nobody_again(store, clock):
    begun(store)
    clock.now = NOW + 3 * HOUR
    assert len(store.tick().told) == 1
    clock.now = NOW
    assert store.tick() == store.tick()
    clock.now = NOW + 4 * HOUR
    assert store.tick().told == ()


def test_what_was_told_is_in_the_post_in_its_order(store, clock):
    reference = begun(store)
    clock.now = NOW + 3 * DAY
    store.tick()
    with store._steps.reading() as tx:
        rows = tx.execute(select(posts).order_by(posts.c.seq)).all()
    assert [(row.seq, row.kind, row.receiver) for row in rows] == [
        (0, "told", "host"),
        (1, "told", "host"),
    ]
    assert {row.reference for row in rows} == {reference}


def test_a_minute_clock_owes_no_more_than_a_thousand_steps_a_tick(open_store, clock):
    text = PAUSE.replace("HOW", "keep running").replace(
        "within: 10 days", "after: {1 minute: first}"
    )
    store = open_store(handbook=handbook(pause=text), clock=clock)
    reference = store.open_case("pause", region="east").reference
    clock.now = NOW + timedelta(minutes=1500)
    assert store.tick().done == (reference,)
    assert store.case(reference).version == 1000
    store.tick()
    assert store.case(reference).version == 1500
    assert store.tick().done == ()


def test_a_tick_without_a_handbook_goes_by_the_stored_text(store, open_store, clock):
    reference = begun(store)
    store.do(reference, "assess", by="u1", records=SAFE)
    clock.now = NOW + 40 * DAY
    other = open_store(handbook=None, clock=clock)
    assert other.tick().done == (reference,)
    assert other.case(reference).is_complete


def test_what_is_due_is_reckoned_anew_when_asked(store):
    reference = begun(store)
    with store._steps.writing() as tx:
        tx.execute(update(open_rows).values(due_at=7, next_at=7))
    assert [each.code for each in store.verify().unsound] == ["open"]
    assert store.rebuild() == 1
    assert store.verify()
    assert store.work()[0].due_at == NOW + 2 * HOUR
    assert store.case(reference).version == 0


def test_clocks_that_differ_by_an_hour_refuse_nobody_and_tell_once(open_store):
    ahead, behind = Clock(), Clock(NOW - HOUR)
    stores = open_store(clock=ahead), open_store(clock=behind)
    reference = begun(stores[0])
    stores[1].do(reference, "assess", by="u1", records={"danger": "present"})
    everything = []
    for number in range(8):
        first, second = stores if number % 2 else stores[::-1]
        for each in (first, second):
            words = {"by": "u1", "together_with": ["u2"], "key": f"k-{number}"}
            each.do(reference, "end_danger", **words)
            everything += told(each.tick())
        for clock in (ahead, behind):
            clock.now += 20 * HOUR / 8
    ahead.now = behind.now = NOW + 15 * DAY
    everything += told(stores[1].tick())
    assert told(stores[0].tick()) == []
    events = stores[0].case(reference).events
    assert [event.key for event in events[1:]] == [f"k-{n}" for n in range(8)]
    instants = [event.at for event in events]
    assert instants == sorted(instants)
    assert [each[2:] for each in everything] == [(0, "chief"), (1, "office")]
