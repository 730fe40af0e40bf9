"""What a store is asked in the midst of a million rows is answered by an index."""

import pytest
from sqlalchemy import create_engine, event, text

from tests.cases.harbour import NOW, actor
from tests.stores.conftest import PEOPLE
from tests.stores.test_steps import Clock

WORK = (
    {},
    {"held_by": "officer"},
    {"held_by": "officer", "region": "east"},
    {"region": "east"},
    {"protocol": "referral", "state": "reported"},
)
CASES = ({}, {"region": "east"}, {"protocol": "referral"}, {"opened_by": "case-1"})


@pytest.fixture
def plans(store):
    """Return how SQLite would answer what a call asks of our tables."""
    asked = []
    engine = store._steps.database.engine

    @event.listens_for(engine, "before_cursor_execute")
    def heard(_connection, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT") and "kp_" in statement:
            asked.append((statement, parameters))

    def of(call):
        asked.clear()
        call()
        found = []
        with engine.connect() as connection:
            for statement, parameters in asked:
                plan = f"EXPLAIN QUERY PLAN {statement}"
                rows = connection.exec_driver_sql(plan, parameters)
                found.append("; ".join(row[-1] for row in rows))
        return found

    return of


def by_index(plan, table):
    """Tell whether a plan goes along an index, and sorts no more than equal rows."""
    is_searched = f"SEARCH {table} USING" in plan or f"SCAN {table} USING INDEX" in plan
    return is_searched and "USE TEMP B-TREE FOR ORDER BY" not in plan


@pytest.mark.parametrize("wanted", WORK)
def test_open_work_is_found_by_an_index(store, plans, wanted):
    store.open_case("referral", region="east")
    after = store.work()[-1].cursor
    for more in ({}, {"after": after}, {"before": NOW}):
        found = plans(lambda more=more: store.work(**wanted, **more))
        assert [plan for plan in found if not by_index(plan, "kp_open")] == []
        assert len(found) == 1


@pytest.mark.parametrize("wanted", CASES)
def test_cases_are_found_by_an_index(store, plans, wanted):
    store.open_case("referral", region="east")
    after = store.cases()[-1].cursor
    for more in ({}, {"after": after}):
        found = plans(lambda more=more: store.cases(**wanted, **more))
        assert [plan for plan in found if not by_index(plan, "kp_case")] == []
        assert len(found) == 1


def test_what_is_due_is_found_by_an_index(store, plans):
    found = plans(store.tick)
    assert any("kp_open_next (next_at>? AND next_at<?)" in plan for plan in found)


def test_an_index_that_is_gone_would_be_missed(store, plans):
    with store._steps.writing() as tx:
        tx.execute(text("DROP INDEX kp_open_region"))
    (plan,) = plans(lambda: store.work(region="east"))
    assert not by_index(plan, "kp_open")


def test_a_host_refers_to_a_case_that_somebody_holds(schema, open_store):
    """A foreign key asks for the row of the case: it waits for no act there."""
    store = open_store(url=schema)
    reference = store.open_case("referral", region="east").reference
    host = create_engine(schema)
    with host.begin() as connection:
        made = 'CREATE TABLE child (id int, ref text COLLATE "C" REFERENCES kp_case)'
        connection.execute(text(made))
    with host.begin() as acting, host.begin() as beside:
        mine = store.using(acting)
        mine.do(reference, "assess", by="u1", records={"danger": "absent"})
        beside.execute(text("SET LOCAL lock_timeout = '3s'"))
        beside.execute(text("INSERT INTO child VALUES (1, :mine)"), {"mine": reference})
    host.dispose()
    assert store.case(reference).version == 1


def test_a_key_is_known_before_anything_of_who_asks(open_store):
    """Who has lost every role hears what they did, when they ask with its key again."""
    people, clock = dict(PEOPLE), Clock()
    store = open_store(actors=people.get, clock=clock)
    reference = store.open_case("referral", region="east").reference
    words = {"by": "u1", "records": {"danger": "absent"}, "key": "k-1"}
    first = store.do(reference, "assess", **words)
    people["u1"] = actor("u1", "child", agency=None, region="west", trained=False)
    again = store.do(reference, "assess", expected_version=0, **words)
    assert (again.repeated, again.event) == (True, first.event)
