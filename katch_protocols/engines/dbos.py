"""DBOS as the engine: it wakes the clock and carries the post; needs PostgreSQL.

The rows of the store are the truth. DBOS is woken by each alarm, which is armed in the
transaction of its step, and goes round on a schedule besides: what a worker that died
had begun, or what another version left, is found there. Its tables may be lost.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Lock

from katch_protocols.engines.plain import go_round
from katch_protocols.extras import needing
from katch_protocols.stores.posts import Send
from katch_protocols.stores.store import Store

with needing("dbos", "dbos"):
    from dbos import DBOS, DBOSPortableJSONSerializer

    from katch_protocols.stores.waking import arm

__all__ = ["CALL", "EVERY", "VERSION", "work", "working"]

EVERY = "* * * * *"
"""When it goes round besides being woken, as cron has it: each minute."""

VERSION = "katch"
"""The version of our workflows: the same in every release, since each can go on."""

_QUEUE, _ROUND = "katch_rounds", "katch_round"

CALL = """"{schema}".enqueue_workflow(
  workflow_name => 'katch_round', queue_name => 'katch_rounds',
  workflow_id => md5(concat_ws(' ', NEW.reference, NEW.kind, NEW.name, NEW.began,
    NEW.next_at)),
  delay_until_epoch_ms => NEW.next_at / 1000 + 1, application_name => '{name}')"""
"""What arms a wake-up: of one row and one instant, so that no two cases wait for it."""


class _Rounds:
    """What this process goes round with: DBOS knows a function by its name alone."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.store: Store | None = None
        self.send: Send | None = None

    def go(self) -> None:
        """Go round until nothing is left; one at a time in a process."""
        with self.lock:
            while self.store is not None:
                done = go_round(self.store, self.send)
                if not (done.ticked.more or done.delivered.more):
                    return


_rounds = _Rounds()


@DBOS.workflow(name=_ROUND)
def _round(scheduled: datetime | None = None, context: object = None) -> None:
    """Go round: woken by an alarm, or when the schedule says so."""
    del scheduled, context
    _go()


@DBOS.step(name="katch_go_round")
def _go() -> None:
    """Do it; once more does nothing twice."""
    _rounds.go()


@contextmanager
def working(  # noqa: PLR0913 - what DBOS is to be told
    store: Store,
    url: str,
    *,
    send: Send | None = None,
    every: str = EVERY,
    version: str = VERSION,
    name: str = "katch",
    schema: str = "dbos",
) -> Iterator[None]:
    """Let DBOS wake the clock and carry the post while the block runs.

    Any number of processes may, and any may die. In one process there is one DBOS.

    Args:
        store: the store, on PostgreSQL.
        url: the address of the same database; DBOS keeps its tables there.
        send: delivers what is for the host.
        every: when to go round besides being woken, as cron has it; six fields begin
            with seconds.
        version: the version of the application, as DBOS knows it.
        name: the name of the application, as DBOS knows it.
        schema: where the tables of DBOS are.

    Raises:
        StoreError: The store is not on PostgreSQL (``postgres-only``).
    """
    _rounds.store, _rounds.send = store, send
    DBOS(
        config={
            "name": name,
            "system_database_url": url,
            "dbos_system_schema": schema,
            "application_version": version,
            "serializer": DBOSPortableJSONSerializer(),  # nothing is unpickled
            "log_level": "WARNING",
            "scheduler_polling_interval_sec": 1.0,
        }
    )
    try:
        DBOS.launch()
        DBOS.register_queue(_QUEUE, worker_concurrency=1)
        DBOS.apply_schedules(
            [{"schedule_name": name, "workflow_fn": _round, "schedule": every}]
        )
        arm(store, CALL.format(schema=_twice('"', schema), name=_twice("'", name)))
        yield
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=10)
        _rounds.store = _rounds.send = None


def _twice(quote: str, text: str) -> str:
    """Return a text as SQL has it between quotes."""
    return text.replace(quote, quote * 2)


def work(store: Store, url: str, stop: Event, *, send: Send | None = None) -> None:
    """Work with DBOS until ``stop`` is set; raises as ``working`` does."""
    with working(store, url, send=send):
        stop.wait()
