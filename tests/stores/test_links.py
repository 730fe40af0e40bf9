"""A link says what the events of both cases say, and `verify` finds it where not."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from katch_protocols.errors import StoreError, UnknownNameError
from katch_protocols.files.read import read_texts
from katch_protocols.stores.post import Receiver
from tests.cases.harbour import FILES
from tests.cases.test_beside import BOOK, CARE, DESK, OFFICER, WORKER
from tests.stores.test_steps import Clock

NEEDLESS = (
    "{when: danger is present, to: urgent}",
    "{when: danger is absent, to: over}",
)
AT_ONCE = read_texts(
    {**FILES, "care.yaml": CARE.replace(*NEEDLESS), "desk.yaml": DESK}
).sound()
"""A case of care is over as it is opened where there is no danger."""


def called(store, **facts):
    """Open a case at the desk, and another of care beside it."""
    opener = store.open_case("desk", region="west").reference
    if facts:
        store.do(opener, "ask", by=OFFICER, records=facts)
    (opening,) = store.do(opener, "call", by=OFFICER).opened
    return opener, opening.reference


def changed(store, statement, **words):
    with store._steps.writing() as tx:
        tx.execute(text(statement), words)


def unsound(store):
    return sorted((each.reference, each.code) for each in store.verify().unsound)


@pytest.mark.parametrize(
    ("change", "sides"),
    [
        ("DELETE FROM kp_link", "both"),
        ("UPDATE kp_link SET opener = 'desk-9'", "both"),
        ("UPDATE kp_link SET number = 1", "opener"),
        ("UPDATE kp_link SET protocol = 'desk'", "both"),
        ("UPDATE kp_link SET due_at = due_at + 1", "both"),
        ("UPDATE kp_link SET taken_up_at = 7", "opened"),
        ("UPDATE kp_link SET ended_at = 7, ended_in = 'over'", "opened"),
        ("UPDATE kp_link SET ended_in = 'over'", "both"),
    ],
)
def test_a_link_that_does_not_follow_from_either_case_is_found(
    open_store, change, sides
):
    store = open_store(handbook=BOOK)
    opener, opened = called(store)
    assert store.verify()
    changed(store, change)
    found = {"both": [opener, opened], "opener": [opener], "opened": [opened]}[sides]
    assert unsound(store) == sorted((each, "link") for each in found)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE kp_link SET taken_up_at = NULL",
        "UPDATE kp_link SET ended_at = NULL",
        "UPDATE kp_link SET ended_in = 'under'",
    ],
)
def test_what_the_opener_was_told_must_be_said_and_no_more(open_store, change):
    store = open_store(handbook=BOOK, elsewhere={"care": "health"})
    store.set_receiver(Receiver("health", "https://h.example/x", ("h",)))
    opener, opened = called(store)
    changed(store, "UPDATE kp_link SET taken_up_at = 7")
    assert unsound(store) == [(opener, "link")]
    changed(store, "UPDATE kp_link SET taken_up_at = NULL")
    store.hear(opened, "taken_up", by="health")
    store.hear(opened, "over", by="health")
    assert store.verify()
    changed(store, change)
    assert unsound(store) == [(opener, "link")]


def test_a_case_beside_that_is_deleted_whole_is_missed_by_its_opener(open_store):
    store = open_store(handbook=BOOK)
    opener, opened = called(store)
    for table in ("kp_open", "kp_event", "kp_case"):
        changed(store, f"DELETE FROM {table} WHERE reference = :m", m=opened)  # noqa: S608
    assert unsound(store) == [(opener, "link")]


def test_an_erased_case_has_no_link_on_either_side(open_store):
    store = open_store(handbook=BOOK)
    for number in range(2):
        pair = called(store)
        store.erase(pair[number], by="dpo-1", ground="over", running=True)
    assert store.verify()
    opener, opened = called(store)
    store.erase(opener, by="dpo-1", ground="over", running=True)
    back = """INSERT INTO kp_link (reference, opener, number, protocol)
    VALUES (:reference, :opener, 0, :protocol)"""
    given = {"reference": opened, "opener": opener, "protocol": "care"}
    changed(store, back, **given)
    assert (opener, "erased") in unsound(store)


def test_what_a_host_tells_itself_the_link_says_too(open_store):
    store = open_store(handbook=BOOK, elsewhere={"care": "health"})
    store.set_receiver(Receiver("health", "https://h.example/x", ("h",)))
    opener, opened = called(store)
    store.tell(opener, opened, "taken_up", by="health")
    store.tell(opener, opened, "over", by="health")
    link, told = store.link(opened), store.case(opener).events
    times = {event.activity: event.at for event in told}
    assert (link.taken_up_at, link.ended_at) == (
        times["care.taken_up"],
        times["care.over"],
    )
    assert link.ended_in == "over"
    assert store.verify()


def test_of_a_case_that_runs_here_nobody_else_tells(open_store):
    store = open_store(handbook=BOOK)
    opener, opened = called(store)
    with pytest.raises(StoreError) as caught:
        store.hear(opened, "over", by="health")
    assert caught.value.code == "own-case"
    assert store.case(opener).version == 1
    assert store.link(opened).ended_in is None


def test_a_case_that_ends_as_it_is_opened_tells_its_opener_at_once(open_store):
    store = open_store(handbook=AT_ONCE)
    opener, opened = called(store, danger="absent")
    assert store.case(opened).ended_in == "over"
    names = [event.activity for event in store.case(opener).events]
    assert names == ["ask", "call", "care.over"]
    assert store.link(opened).ended_in == "over"
    assert (store.undelivered(), store.verify().unsound) == ((), ())
    opener, opened = called(store, danger="present")
    assert store.link(opened).ended_in is None
    store.do(opened, "plan", by=WORKER)
    assert store.link(opened).ended_in == "over"


def test_so_does_one_that_another_store_asked_for(open_store):
    store = open_store(handbook=AT_ONCE)
    store.set_receiver(Receiver("desks", "https://d.example/x", ("d",)))
    data = {"protocol": "care", "region": "west", "case": "desk-1"}
    data |= {"facts": {"danger": "absent"}, "answers": ["police"], "limit": None}
    data |= {"basis": None, "due": None, "at": "2026-03-18T06:00:00+00:00"}
    assert store.receive("desks", "beside-1", data)
    waiting = [(each.receiver, each.kind) for each in store.undelivered()]
    assert waiting == [("desks", "ended")]
    assert store.link("beside-1").ended_in == "over"
    assert store.verify()


def test_an_opening_for_somebody_who_is_not_set_yet_shows_in_the_lag(open_store):
    """A slip in the receiver's name would leave the loop open, and nobody would see."""
    clock = Clock()
    store = open_store(handbook=BOOK, elsewhere={"care": "helth"}, clock=clock)
    called(store)
    clock.now += timedelta(days=2)
    assert store.deliver().sent == ()
    assert store.lag().post >= timedelta(days=1).total_seconds()


def test_a_protocol_that_is_to_run_elsewhere_is_one_of_the_handbook(open_store):
    with pytest.raises(UnknownNameError, match="'care'") as caught:
        open_store(handbook=BOOK, elsewhere={"cares": "health"})
    assert (caught.value.kind, caught.value.name) == ("protocol", "cares")
