"""audit: where practice, as a log tells it, leaves the protocols of a handbook."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

from katch_protocols.arguments import typed
from katch_protocols.cases.arguments import to_utc
from katch_protocols.cases.case import Case
from katch_protocols.errors import LogError, WrongTypeError
from katch_protocols.evidence.audits.audit import (
    Audit,
    audit_coded,
    audit_log,
)
from katch_protocols.evidence.automaton.following import Engine, engine_for
from katch_protocols.evidence.executor import Executor
from katch_protocols.evidence.logs.coded_reading import (
    about_how_many,
    read_coded,
    require_rows,
)
from katch_protocols.evidence.logs.events import LogReading
from katch_protocols.evidence.logs.reading import read_log, read_records
from katch_protocols.files.mapping import read_mapping
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogMapping, Window
from katch_protocols.stores.store import Store
from katch_protocols.verbs.open_store import open_store

__all__ = ["audit", "read_source"]


@typed
def audit(  # noqa: PLR0913 - all but the first two have names
    source: object,
    handbook: Handbook,
    *,
    folder: Path | None = None,
    now: datetime | None = None,
    on: date | None = None,
    key: bytes | None = None,
    keep: Path | None = None,
    executor: object = None,
) -> Audit:
    """Hold every case of a log against its protocol.

    Example:
        >>> audit = kp.audit("logs/turkistan_2026.yaml", kp.read("protocols"))
        >>> audit.answers["order"]
        {'kept': 41, 'broken': 3, 'open': 12, 'cannot_tell': 0}

    Args:
        source: the mapping of a log, by its path or as ``LogMapping``; a store; or
            live cases.
        handbook: whose protocols the cases follow, and who holds a role.
        folder: where the files of a ``LogMapping`` are looked for; for a path, the
            folder of the mapping.
        now: an instant with a time zone, for tests; without it the clock of the
            machine. A log without ``complete`` is complete until then.
        on: a day at whose end the log is looked at: what came later is left out.
        key: of the keyed hashes of cases and people. Without one it is made for this
            run and forgotten.
        keep: a file in which a log of files is kept as it was read, for the next time;
            that needs a key. It is *restricted*: it is about children, by keyed hash.
        executor: anything with ``map``, such as a process pool or Dask's
            ``client.get_executor()``: parts of whole cases are answered there, and
            Parquet is read ahead.

    Raises:
        HandbookError: The mapping is wrong; it carries every finding.
        LogError: The mapping does not fit the handbook or the files, or a value could
            say who somebody is.
        NoRoomError: The disk has no room for what is held of a large log.
        StoreError: The database of the store cannot be used.
        InstantError: ``now`` has no time zone.
        TypeError: An argument has another type; the error names it.
    """
    if executor is not None and not hasattr(executor, "map"):
        raise WrongTypeError("executor", "executor", type(executor))
    anywhere: Executor | None = executor
    if keep is not None and not isinstance(source, str | Path | LogMapping):
        raise LogError("keep-kind")
    if isinstance(source, str | Path | LogMapping):
        mapping, home = _mapping(source, folder)
        mapping = _as_of(mapping, on)
        engine = engine_for(about_how_many(mapping, home))
        if keep is not None:
            require_rows(mapping, home)
        if engine is not Engine.DEFINITION or keep is not None:
            at = datetime.now(UTC) if now is None else to_utc("now", now)
            coded = read_coded(
                *(mapping, handbook, home),
                now=at,
                key=key,
                keep=keep,
                ahead=anywhere is not None,
            )
            return audit_coded(coded, engine, anywhere)
        source, folder = mapping, home
    found = read_source(source, handbook, folder=folder, now=now, on=on, key=key)
    return audit_log(found, anywhere)


def _mapping(
    source: str | Path | LogMapping, folder: Path | None
) -> tuple[LogMapping, Path]:
    """Return the mapping, and where its files are looked for."""
    if isinstance(source, LogMapping):
        return source, Path() if folder is None else folder
    path = Path(source)
    return read_mapping(path), path.parent if folder is None else folder


def _as_of(mapping: LogMapping, on: date | None) -> LogMapping:
    """Return a mapping of which nothing after a day is read."""
    if on is None:
        return mapping
    window = Window(since=mapping.complete.since, until=on)
    return mapping.model_copy(update={"complete": window})


def read_source(  # noqa: PLR0913 - all but the first two have names
    source: object,
    handbook: Handbook,
    *,
    folder: Path | None = None,
    now: datetime | None = None,
    on: date | None = None,
    key: bytes | None = None,
) -> LogReading:
    """Read the log of a mapping, a store or live cases; raises as ``audit`` does."""
    at = datetime.now(UTC) if now is None else to_utc("now", now)
    match source:
        case str() | Path() | LogMapping():
            mapping, home = _mapping(source, folder)
            mapping = _as_of(mapping, on)
        case Store():
            mapping = LogMapping(id="store", store="store", timezone=handbook.timezone)
            mapping, home = _as_of(mapping, on), Path()
            return read_log(
                mapping, handbook, home, now=at, key=key, stored=_lines(source)
            )
        case _:
            return read_records(_records(source), handbook, now=at, on=on, key=key)
    if mapping.store is None:
        return read_log(mapping, handbook, home, now=at, key=key)
    with open_store(mapping.store, make=False) as store:
        return read_log(mapping, handbook, home, now=at, key=key, stored=_lines(store))


def _lines(store: Store) -> Iterator[str]:
    sheet = StringIO()
    store.export(sheet)
    sheet.seek(0)
    return iter(sheet)


def _records(source: object) -> list[dict[str, object]]:
    """Return the snapshots of live cases.

    Raises:
        WrongTypeError: It is none, and no list of them.
    """
    cases = [source] if isinstance(source, Case) else source
    if not isinstance(cases, Iterable) or isinstance(cases, bytes):
        raise WrongTypeError("source", "log", type(source))
    found = []
    for case in cases:
        if not isinstance(case, Case):
            raise WrongTypeError("source[…]", "log", type(case))
        found.append(case.snapshot())
    return found
