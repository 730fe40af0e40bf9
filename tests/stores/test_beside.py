"""A case beside is opened with the act that opens it, and is linked; all or nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

import katch_protocols as kp
from katch_protocols.refusals import Need
from katch_protocols.stores.tables import links
from tests.cases.harbour import FILES, NOW, handbook
from tests.cases.test_beside import BOOK, CARE, DESK, OFFICER, WORKER, read_texts
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


def desk(store):
    return store.open_case("desk", region="west").reference


def linked(store):
    with store._steps.reading() as tx:
        return [tuple(row)[:5] for row in tx.execute(select(links))]


def test_the_act_and_the_case_that_it_opens_are_one_transaction(store, open_store):
    opener = desk(store)
    store.do(opener, "ask", by=OFFICER, records={"danger": "present"})
    done = store.do(opener, "call", by=OFFICER, key="k-1")
    (opening,) = done.opened
    opened = open_store(handbook=BOOK).case(opening.reference)
    assert opened.opened_by.opener == opener
    assert (opened.now.states, opened.region) == (("urgent",), "west")
    assert opened.salt not in {b"", store.case(opener).salt}
    assert linked(store) == [(opening.reference, opener, 1, "care", "worker")]
    (line,) = store.cases(opened_by=opener)
    assert line.reference == opening.reference
    again = store.do(opener, "call", by=OFFICER, key="k-1")
    assert (again.repeated, again.opened) == (True, done.opened)
    assert len(store.cases()) == 2
    assert store.verify()


def test_nobody_has_taken_it_up_until_somebody_acts(store, clock):
    opener = desk(store)
    (opening,) = store.do(opener, "call", by=OFFICER).opened
    (work,) = (each for each in store.work() if each.kind == "taken_up")
    assert (work.reference, work.held_by) == (opening.reference, "worker")
    assert work.due_at == NOW + HOUR
    clock.now += 2 * HOUR
    assert [each.name for each in store.tick().told] == ["taken_up"]
    store.do(opening.reference, "plan", by=WORKER)
    assert all(each.kind != "taken_up" for each in store.work())
    # The opener has heard of both at once, and hears neither again.
    store.tell(opener, opening.reference, "taken_up", by="desk-1", key="n-1")
    seen = store.case(opener)
    heard = ["care.taken_up", "taken", "care.over"]
    assert [event.activity for event in seen.events] == ["call", *heard]
    assert store.verify()


def test_an_act_whose_case_cannot_be_opened_here_is_refused_whole(
    store, open_store, clock
):
    opener = desk(store)
    ended = CARE.replace("initial: door", "valid_to: 2026-01-31\ninitial: door", 1)
    files = {"care": ended, "desk": DESK}
    other = open_store(handbook=handbook(**files), clock=clock)
    with pytest.raises(kp.ActivityRefusedError) as caught:
        other.do(opener, "call", by=OFFICER, key="k-1")
    assert caught.value.refusal.needs == (Need.OPENING,)
    assert (store.case(opener).version, linked(store)) == (0, [])
    assert not store.do(opener, "call", by=OFFICER, key="k-1").repeated


def test_a_case_that_opened_another_moves_and_opened_it_once(store, open_store):
    opener = desk(store)
    (opening,) = store.do(opener, "call", by=OFFICER).opened
    note = "note: {title: {en: Note, ru: Заметка, kk: Ескерту}, by: officer}"
    texts = {**FILES, "care.yaml": CARE, "desk.yaml": DESK}
    texts["desk.yaml"] = DESK.replace("      wait:", f"      {note}\n      wait:", 1)
    new = open_store(handbook=read_texts(texts).sound(), clock=store._steps.clock)
    assert new.plan_migration(new.handbook).carry_out().moved == (opener,)
    assert new.verify()
    for each in (new, open_store(handbook=new.handbook)):
        called, moved = each.case(opener).events
        assert [one.reference for one in called.opened] == [opening.reference]
        assert moved.image["opened"] == [[0, opening.reference, True]]
    new.do(opening.reference, "plan", by=WORKER)
    assert [event.activity for event in new.case(opener).events][2:] == [
        "care.taken_up",
        "taken",
        "care.over",
    ]
    assert new.verify()
