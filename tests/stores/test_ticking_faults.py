"""A tick in a database that cannot be written: the loop goes on when it can be."""

from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import event

from katch_protocols.cli.rounds import tell
from katch_protocols.engines.plain import work
from katch_protocols.errors import StoreError
from tests.stores.test_steps import Clock

LATE = timedelta(hours=3)


def test_a_loop_outlives_a_database_that_cannot_be_written(open_store, capsys):
    clock, stop, heard = Clock(), Event(), []
    store = open_store(clock=clock)
    reference = store.open_case("referral", region="east").reference
    clock.now += LATE
    engine = store._steps.database.engine

    @event.listens_for(engine, "checkout")
    def read_only(connection, *_):
        connection.execute("PRAGMA query_only = ON")

    def told(done):
        heard.append(done)
        tell(done, "en")
        stop.set()

    with pytest.raises(StoreError) as caught:
        store.tick()  # no case is at fault, so none is named
    assert caught.value.code == "read-only"
    work(store, stop, told=told)
    assert [each.code for each in heard] == ["read-only"]
    assert "read-only" in capsys.readouterr().out
    event.remove(engine, "checkout", read_only)
    engine.dispose()
    assert [each.reference for each in store.tick().told] == [reference]
