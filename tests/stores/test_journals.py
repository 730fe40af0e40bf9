"""Whose the journal of a file of SQLite is: the store's, or that of a host."""

import pytest
from sqlalchemy import create_engine

from katch_protocols.stores import sqlite


@pytest.mark.filterwarnings("ignore::katch_protocols.errors.StoreWarning")
@pytest.mark.parametrize("is_sound", [True, False])
@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_the_journal_of_a_host_is_left_to_it_whoever_wakes_the_clock(
    open_store, tmp_path, monkeypatch, journal, is_sound
):
    file = tmp_path / "host.db"
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA journal_mode = {journal}")
        connection.exec_driver_sql("CREATE TABLE children (token TEXT)")
    hosted = open_store(url=engine)
    reference = hosted.open_case("referral", region="east").reference
    engine.dispose()
    # As ``katch work --store`` opens it, perhaps with another SQLite.
    monkeypatch.setattr(sqlite, "is_fixed", lambda _: is_sound)
    beside = open_store(url=f"sqlite:///{file}")
    assert beside.tick().failed == ()
    beside.do(reference, "assess", by="u1", records={"danger": "present"})
    info = beside.info()
    assert info.journal == f"{journal.upper()}+EXTRA"
    assert (info.promise == "power") is (is_sound or journal == "delete")
    beside.close()
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    engine.dispose()
    assert found == journal
