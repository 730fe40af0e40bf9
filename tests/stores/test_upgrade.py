"""Tables of an older version are brought up to date: whole, in steps, or by hand."""

import pytest
from sqlalchemy import create_engine, inspect, select, text

from katch_protocols.errors import StoreError
from katch_protocols.stores import schema
from katch_protocols.stores.tables import SCHEMA_VERSION, cases, posts
from katch_protocols.verbs.open_store import upgrade_statements, upgrade_store
from tests.stores.conftest import BOTH

FIRST = """
CREATE TABLE kp_post (
  id TEXT NOT NULL, receiver TEXT NOT NULL, reference TEXT NOT NULL,
  seq INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT, tries INTEGER NOT NULL,
  next_at BIGINT NOT NULL, claimed_until BIGINT, done_at BIGINT,
  PRIMARY KEY (id), UNIQUE (receiver, reference, seq)
);
CREATE INDEX kp_post_waiting ON kp_post (done_at, next_at);
INSERT INTO kp_post VALUES ('a', 'host', 'r', 0, 'told', '{}', 0, 7, NULL, NULL);
ALTER TABLE kp_case DROP COLUMN erased_by;
UPDATE kp_store SET schema_version = 1;
"""
"""The tables of version 1, as they were made; the others are as they are today."""


def run(address, *statements):
    engine = create_engine(address)
    with engine.begin() as connection:
        for statement in statements:
            if statement.strip():
                connection.execute(text(statement))
    engine.dispose()


def columns(address):
    engine = create_engine(address)
    found = {
        table: sorted(each["name"] for each in inspect(engine).get_columns(table))
        for table in inspect(engine).get_table_names()
    }
    engine.dispose()
    return found


@pytest.fixture
def old(open_store, address):
    """Return a case of a store whose tables have version 1."""
    with open_store() as store:
        reference = store.open_case("referral", region="east").reference
    run(address, "DROP TABLE kp_post", *FIRST.split(";\n"))
    return reference


@BOTH
def test_an_upgrade_leads_to_the_tables_of_today(old, address, open_store):
    with pytest.raises(StoreError, match="katch store upgrade"):
        open_store()
    assert upgrade_store(address) == (1, SCHEMA_VERSION)
    assert upgrade_store(address) == (SCHEMA_VERSION, SCHEMA_VERSION)
    store = open_store()
    assert store.verify()
    assert store.case(old).version == 0
    with store._steps.reading() as tx:
        (row,) = tx.execute(select(posts))
    assert (row.id, row.put_at, row.withdrawn_at) == ("a", 7, None)
    for table in (posts, cases):
        assert columns(address)[table.name] == sorted(table.columns.keys())
    handed = []
    assert store.deliver(handed.append).sent == ("a",)


@BOTH
def test_what_an_upgrade_would_run_is_printed_and_can_be_run_by_hand(
    old, address, open_store
):
    statements = upgrade_statements(address)
    assert (statements[0], statements[-1]) == ("BEGIN", "COMMIT")
    with pytest.raises(StoreError):
        open_store()
    run(address, *[each for each in statements if each not in {"BEGIN", "COMMIT"}])
    assert open_store().case(old).version == 0
    assert upgrade_statements(address) == ()


@BOTH
def test_a_step_that_fails_leaves_the_tables_as_they_were(
    old, address, open_store, monkeypatch
):
    steps = {1: (*schema.STEPS[1], "ALTER TABLE kp_nowhere ADD COLUMN x BIGINT")}
    before = columns(address)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", steps)
        with pytest.raises(StoreError):
            upgrade_store(address)
    assert columns(address) == before
    assert upgrade_store(address) == (1, SCHEMA_VERSION)
    assert open_store().case(old).version == 0


def test_every_version_has_its_step():
    assert sorted(schema.STEPS) == list(range(1, SCHEMA_VERSION))
