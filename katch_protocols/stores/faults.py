"""What a database says when it fails, as one clear error of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from katch_protocols.errors import BusyError, KatchError, StoreError
from katch_protocols.stores.fault_codes import OF_POSTGRES, OF_SQLITE, fault_called
from katch_protocols.stores.lock_file import PATIENCE

__all__ = ["fault_of", "is_of_all", "told_apart"]


@contextmanager
def told_apart() -> Iterator[None]:
    """Turn every error of a database into one of ours; nothing it holds is repeated."""
    try:
        yield
    except SQLAlchemyError as error:
        raise fault_of(error) from error


def fault_of(error: SQLAlchemyError) -> KatchError:
    """Return our error for one of a database."""
    if isinstance(error, PoolTimeoutError):
        return BusyError(PATIENCE)
    code = _code(error.orig) if isinstance(error, DBAPIError) else None
    return fault_called(code or "failed")


def is_of_all(error: KatchError) -> bool:
    """Tell whether an error is of the whole database, whichever case is asked for."""
    return isinstance(error, StoreError) and error.code in _OF_ALL


_OF_ALL = frozenset({"disk", "full", "read-only", "rights", "unreachable"})


def _code(given: BaseException | None) -> str | None:
    number = getattr(given, "sqlite_errorcode", None)
    if isinstance(number, int):
        return OF_SQLITE.get(number & 0xFF)
    state = _state(given)
    if state is not None:
        is_away = state[:2] in {"08", "57"}
        return OF_POSTGRES.get(state, "unreachable" if is_away else None)
    # A driver of PostgreSQL that got no answer has no state to tell.
    is_mute = type(given).__name__ in {"OperationalError", "InterfaceError"}
    return "unreachable" if is_mute else None


def _state(given: BaseException | None) -> str | None:
    """Return the SQLSTATE of an error: psycopg, psycopg2 and pg8000 each name it."""
    told = getattr(given, "sqlstate", None) or getattr(given, "pgcode", None)
    if told is None and given is not None and given.args:
        (first, *_) = given.args
        told = first.get("C") if isinstance(first, dict) else None
    return told if isinstance(told, str) else None
