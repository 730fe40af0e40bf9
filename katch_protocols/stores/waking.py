"""A wake-up in the transaction of a step: a trigger of PostgreSQL for each alarm.

Whoever writes a row of ``kp_open`` arms it, also a host in its own transaction. What is
called may be gone: the step is stored all the same, and the row stays the truth.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from katch_protocols.errors import StoreError
from katch_protocols.stores.sql_store import SqlStore
from katch_protocols.stores.store import Store
from katch_protocols.stores.tables import LAST

__all__ = ["arm", "disarm"]

_BODY = """
BEGIN
  BEGIN
    PERFORM {call};
  EXCEPTION WHEN OTHERS THEN
    NULL;
  END;
  RETURN NULL;
END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION kp_wake() RETURNS trigger LANGUAGE plpgsql AS $kp${}$kp$
"""
_TRIGGER = f"""
CREATE OR REPLACE TRIGGER kp_wake AFTER INSERT ON kp_open FOR EACH ROW
WHEN (NEW.next_at < {LAST}) EXECUTE FUNCTION kp_wake()
"""
_THERE = """
SELECT prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE tgrelid = 'kp_open'::regclass AND tgname = 'kp_wake'
"""


def arm(store: Store, call: str) -> None:
    """Let each row that has an alarm call a function of the database.

    Args:
        store: a store on PostgreSQL.
        call: an expression of SQL over ``NEW``, the row; of our own code only.

    Raises:
        StoreError: The store is not on PostgreSQL (``postgres-only``).
    """
    body = _BODY.format(call=call)
    with _postgres(store) as tx:
        # Whoever begins beside others changes nothing that is as it should be.
        if tx.exec_driver_sql(_THERE).scalar() != body:
            tx.exec_driver_sql(_FUNCTION.format(body))
            tx.exec_driver_sql(_TRIGGER)


def disarm(store: Store) -> None:
    """Let rows call nothing any more; raises as ``arm`` does."""
    with _postgres(store) as tx:
        tx.exec_driver_sql("DROP TRIGGER IF EXISTS kp_wake ON kp_open")
        tx.exec_driver_sql("DROP FUNCTION IF EXISTS kp_wake()")


@contextmanager
def _postgres(store: Store) -> Iterator[Connection]:
    """Open a transaction of a store on PostgreSQL, alone with its tables."""
    steps = store._steps if isinstance(store, SqlStore) else None  # noqa: SLF001 - the same room
    if steps is None or steps.database.engine.dialect.name != "postgresql":
        raise StoreError("postgres-only")
    with steps.writing() as tx:
        steps.database.hold_all(tx)
        yield tx
