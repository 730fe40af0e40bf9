"""What became of a case beside comes back to its opener, in one store, by itself."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from katch_protocols.errors import ActivityRefusedError
from katch_protocols.stores import sql_store
from katch_protocols.stores.tables import cases, links
from tests.cases.test_beside import BOOK, OFFICER, WORKER
from tests.stores.conftest import BOTH
from tests.stores.test_steps import Clock

pytestmark = BOTH

HOUR = timedelta(hours=1)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(open_store, clock):
    return open_store(handbook=BOOK, clock=clock)


def opened(store):
    opener = store.open_case("desk", region="west").reference
    (opening,) = store.do(opener, "call", by=OFFICER).opened
    return opener, opening.reference


def names(store, reference):
    return [event.activity for event in store.case(reference).events]


def link(store):
    with store._steps.reading() as tx:
        return tx.execute(select(links)).one()


def waiting(store):
    return [(each.receiver, each.kind) for each in store.undelivered()]


def test_it_is_carried_at_once_after_the_commit(store):
    opener, reference = opened(store)
    assert link(store).taken_up_at is None
    store.do(opener, "wait", by=OFFICER)
    store.do(reference, "plan", by=WORKER)
    assert names(store, opener)[2:] == [
        "care.taken_up",
        "taken",
        "care.over",
        "helped",
    ]
    found = link(store)
    assert (found.ended_in, found.taken_up_at) == ("over", found.ended_at)
    assert waiting(store) == []
    assert store.verify()


def test_what_a_process_left_when_it_died_is_carried_by_the_next_tick(
    store, monkeypatch
):
    opener, reference = opened(store)
    with monkeypatch.context() as patch:
        patch.setattr(sql_store, "carry_news", lambda *_: None)
        store.do(reference, "plan", by=WORKER)
    assert waiting(store) == [("here", "taken_up"), ("here", "ended")]
    assert names(store, opener) == ["call"]
    store.tick()
    assert (waiting(store), len(names(store, opener))) == ([], 4)


def test_a_host_that_commits_itself_leaves_it_to_the_tick(store):
    opener, reference = opened(store)
    engine = store._steps.database.engine
    with engine.connect() as connection:
        is_file = engine.dialect.name == "sqlite"
        if is_file:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.begin()
        store.using(connection).do(reference, "plan", by=WORKER)
        if is_file:
            connection.exec_driver_sql("COMMIT")
        else:
            connection.commit()
    assert names(store, opener) == ["call"]
    store.tick()
    assert len(names(store, opener)) == 4


def test_an_opener_that_does_not_hold_keeps_no_case_from_ending(
    store, open_store, clock
):
    opener, reference = opened(store)
    with store._steps.writing() as tx:
        mine = update(cases).where(cases.c.reference == opener)
        tx.execute(mine.values(opening="{}"))
    fresh = open_store(handbook=BOOK, clock=clock)
    assert fresh.do(reference, "plan", by=WORKER).states == ("over",)
    assert [each.tries for each in fresh.undelivered()] == [1, 0]
    fresh.tick()
    assert [each.tries for each in fresh.undelivered()] == [1, 0]
    clock.now += HOUR
    fresh.tick()
    assert [each.tries for each in fresh.undelivered()] == [2, 0]


def test_an_opener_that_has_ended_hears_no_more_and_the_link_knows(store):
    opener, reference = opened(store)
    store.do(opener, "shut", by=OFFICER)
    version = store.case(opener).version
    store.do(reference, "plan", by=WORKER)
    assert store.case(opener).version == version
    assert (waiting(store), link(store).ended_in) == ([], "over")


TIMES = 1000 if os.environ.get("KATCH_HEAVY") else 5


def test_two_cases_that_end_at_once_close_their_link(open_store):
    store, other = open_store(handbook=BOOK), open_store(handbook=BOOK)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(TIMES):
            opener, reference = opened(store)
            store.do(opener, "wait", by=OFFICER)
            ends = (store, reference, "plan", WORKER), (other, opener, "back", OFFICER)
            acts = [pool.submit(each[0].do, *each[1:3], by=each[3]) for each in ends]
            for act in acts:
                with suppress(ActivityRefusedError):  # whoever came too late
                    act.result()
            store.tick()
            assert store.link(reference).ended_in == "over"
            assert names(store, opener).count("care.over") == 1
    assert waiting(store) == []
    assert store.verify()


def test_what_was_opened_elsewhere_goes_along_to_another_database(open_store, tmp_path):
    words = {"handbook": BOOK, "elsewhere": {"care": "health"}}
    store = open_store(**words)
    opener, reference = opened(store)
    sheet = tmp_path / "cases.jsonl"
    store.export(sheet)
    copy = open_store(url=f"sqlite:///{tmp_path / 'copy.db'}", **words)
    assert copy.load(sheet).cases == 1
    assert copy.link(reference) == store.link(reference)
    assert copy.hear(reference, "over", by="health").ended_in == "over"
    assert names(copy, opener) == ["call", "care.over"]
