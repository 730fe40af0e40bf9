"""open_store, upgrade_store: cases that survive, in SQLite or PostgreSQL."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime

from katch_protocols.arguments import typed
from katch_protocols.extras import needing
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.stores.people import Directory
from katch_protocols.stores.store import Store

__all__ = ["open_store", "upgrade_statements", "upgrade_store"]


@typed
def open_store(  # noqa: PLR0913 - all but the first have names
    url: object,
    handbook: Handbook | None = None,
    *,
    actors: Directory | None = None,
    clock: Callable[[], datetime] | None = None,
    name: str = "katch",
    make: bool | None = None,
    elsewhere: Mapping[Id, str] | None = None,
) -> Store:
    """Open the store of a database; make its tables in an empty one.

    Example:
        >>> store = open_store("sqlite:///cases.db", handbook, actors=people.get)
        >>> print(store.info().promise)
        power

    Args:
        url: ``sqlite:///cases.db``, ``sqlite://`` (in memory: for tests and to
            rehearse), ``postgresql+psycopg://name@host/database``, or a SQLAlchemy
            engine of your own.
        handbook: whose protocols are opened here, and who holds a role; it is kept with
            the store, so that its cases can always be read. Without it a store can be
            read, verified and exported.
        actors: gives the actor of a token as your directory knows them now, or
            ``None``; then ``by`` and ``together_with`` may be tokens.
        clock: for tests; without it, the clock of PostgreSQL, else of the machine.
        name: what the store is called, when it is made.
        make: whether an empty database becomes a store; if left out, it does where a
            handbook is given.
        elsewhere: by the id of a protocol that another system runs, the name of the
            receiver that is told to open its cases.

    Raises:
        MissingExtraError: ``katch-protocols[store]`` is not installed, or of PostgreSQL
            ``katch-protocols[postgres]``.
        StoreError: The database cannot be used, or a receiver of ``elsewhere`` cannot
            be; ``code`` says why.
        BusyError: Others held it for 5 seconds.
        UnknownNameError: The handbook has no protocol that ``elsewhere`` names.
        TypeError: An argument has another type; the error names it.
    """
    with _extra(url):
        from katch_protocols.stores.opening import opened  # noqa: PLC0415 - an extra
    is_made = handbook is not None if make is None else make
    words = name if is_made else None, elsewhere or {}
    return opened(url, handbook, actors, clock, *words)


@typed
def upgrade_store(url: object) -> tuple[int, int]:
    """Bring the tables of a store up to date; return their version before and after.

    Make a backup first. Each step is one transaction; raises as ``open_store`` does.
    """
    with _extra(url):
        from katch_protocols.stores.opening import upgraded  # noqa: PLC0415 - an extra
    return upgraded(url)


@typed
def upgrade_statements(url: object) -> tuple[str, ...]:
    """Return the SQL that ``upgrade_store`` would run; nothing is changed."""
    with _extra(url):
        from katch_protocols.stores.opening import needed  # noqa: PLC0415 - an extra
    return needed(url)


def _extra(url: object) -> AbstractContextManager[None]:
    """Name the extra that an address needs, where it is not installed."""
    is_postgres = isinstance(url, str) and url.startswith("postgresql")
    return needing("postgres" if is_postgres else "store", "store")
