"""The plain engine: a loop over ``tick`` and ``deliver``; any number may run.

Nothing is kept here. What is due stands in the tables, so whoever runs next finds it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event

from msgspec import Struct

from katch_protocols.errors import StoreError
from katch_protocols.stores.answers import Ticked
from katch_protocols.stores.post import Delivered
from katch_protocols.stores.posts import Send
from katch_protocols.stores.store import Store

__all__ = ["PAUSE", "Round", "go_round", "work"]

PAUSE = 30.0
"""How many seconds a loop rests at most: other processes open cases too."""

_LEAST = 0.2


class Round(Struct, frozen=True):
    """What one round did."""

    ticked: Ticked
    delivered: Delivered

    @property
    def is_quiet(self) -> bool:
        """Whether nothing was due and nothing was to be sent."""
        done = self.ticked.done, self.ticked.failed, self.delivered.sent
        return not any((*done, self.delivered.withdrawn, self.delivered.failed))


def go_round(store: Store, send: Send | None = None) -> Round:
    """Take what has come due, and deliver what waits; raises as both do."""
    return Round(store.tick(), store.deliver(send))


def work(
    store: Store,
    stop: Event,
    *,
    send: Send | None = None,
    told: Callable[[Round | StoreError], object] = lambda _: None,
    pause: float = PAUSE,
) -> None:
    """Go round until ``stop`` is set; a database that is away is asked again.

    Args:
        store: the store; each process opens its own.
        stop: set it from another thread, or from a signal's handler.
        send: delivers what is for the host.
        told: hears what each round did, and why one could not be made.
        pause: how many seconds to rest at most where nothing is due.
    """
    while not stop.is_set():
        rest = pause
        try:
            done = go_round(store, send)
            told(done)
            if done.ticked.more or done.delivered.more:
                rest = _LEAST
            elif not done.ticked.failed:  # those stay due until somebody looks
                rest = _until(store.next_alarm(), pause)
        except StoreError as error:
            told(error)
        stop.wait(rest)


def _until(alarm: datetime | None, most: float) -> float:
    """Return how many seconds to rest."""
    if alarm is None:
        return most
    left = (alarm - datetime.now(UTC)).total_seconds()
    return min(max(left, _LEAST), most)
