"""measure: the indicators of a handbook, counted over cases, logs and sheets."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from katch_protocols.arguments import typed
from katch_protocols.cases.arguments import to_utc
from katch_protocols.cases.case import Case
from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.errors import ReleaseError, WrongTypeError
from katch_protocols.evidence.indicators.counted import CountedIndicators, Told
from katch_protocols.evidence.indicators.explained import explained
from katch_protocols.evidence.indicators.flaws import SourceFlaw
from katch_protocols.evidence.indicators.history import CaseHistory
from katch_protocols.evidence.indicators.joining import joined
from katch_protocols.evidence.indicators.log_cover import LogCover, begun, silent_places
from katch_protocols.evidence.indicators.telling import AskedTables, histories, tallied
from katch_protocols.evidence.indicators.typed_counts import typed_counts
from katch_protocols.evidence.logs.events import LogReading, instant_of_micros
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogMapping
from katch_protocols.model.noun import Id
from katch_protocols.stores.store import Store
from katch_protocols.verbs.audit import read_source

__all__ = ["measure"]

_SHEETS = {".csv", ".xlsx"}
_EXPORT = ".jsonl"


@typed
def measure(
    source: object,
    handbook: Handbook,
    *,
    until: datetime | None = None,
) -> CountedIndicators:
    """Count every indicator of a handbook.

    Example:
        >>> counted = kp.measure("logs/turkistan_2026.yaml", kp.read("protocols"))
        >>> counted.count("presumed", "2026-Q3").cases
        14
        >>> release = counted.release("2026-Q3")

    Args:
        source: live cases; a store; by its path the mapping of a log, what
            ``store.export`` wrote (``.jsonl``) or a sheet that people filled (``.csv``,
            ``.xlsx``); or a list of any of these, which are put together.
        handbook: whose indicators, and whose protocols the cases follow.
        until: the instant as of which cases are looked at, with a time zone; without it
            the clock of the machine. A log counts as far as it is complete.

    A log that ``simulate`` wrote is counted, and nothing of it is released.

    Raises:
        HandbookError: The mapping of a log is wrong.
        LogError: A log does not fit the handbook.
        ReleaseError: A path is no source.
        StoreError: The database of a store cannot be used.
        InstantError: ``until`` has no time zone.
        TypeError: An argument has another type; the error names it.
    """
    now = datetime.now(UTC) if until is None else to_utc("until", until)
    cases: list[CaseHistory] = []
    live: list[Case] = []
    sheets: list[tuple[str, bytes]] = []
    flaws: list[SourceFlaw] = []
    tables, simulated = AskedTables(handbook), False
    ends: list[datetime] = []
    told: dict[Id, Told] = {}
    covers: list[LogCover] = []
    for each in _each_once(source):
        if isinstance(each, Case):
            live.append(each)
        elif isinstance(each, str | Path) and Path(each).suffix.lower() in _SHEETS:
            sheets.append((Path(each).name, _read(Path(each))))
        else:
            reading = _log(each, handbook, now)
            cases += explained(reading, tables.of)
            flaws += _unread(reading)
            ends.append(instant_of_micros(reading.until))
            simulated |= reading.is_simulated
            covers.append(LogCover.of(reading))
    # A simulated log may be complete until a day to come; nothing else is.
    last = min(ends if ends and not (live or sheets) else [now, *ends])
    cases += histories(handbook, live, last)
    tallies = tallied(handbook, cases, last)
    if sheets:
        today = HandbookCalendar.of(handbook).day(now)
        typed_in = typed_counts(handbook, sheets, today)
        tallies, differences = joined(handbook, tallies, typed_in.tallies(), covers)
        told = {
            name: frozenset((atom.region, atom.month) for atom in atoms)
            for name, atoms in typed_in.atoms.items()
        }
        flaws += [*typed_in.flaws, *differences]
    return CountedIndicators(
        handbook,
        last,
        tallies,
        tuple(flaws),
        simulated,
        begun(covers),
        told,
        # Live cases are all there are; so is nothing, where nothing else was given.
        silent_places(covers, handbook, is_told=bool(live) or not (covers or sheets)),
    )


def _each_once(source: object) -> Iterator[object]:
    """Yield every source; one that is given twice would count twice.

    Raises:
        ReleaseError: One is.
    """
    paths = set()
    for each in _each(source):
        if isinstance(each, str | Path):
            path = Path(each).resolve()
            if path in paths:
                raise ReleaseError("source-twice", file=path.name)
            paths.add(path)
        yield each


def _each(source: object) -> Iterator[object]:
    if isinstance(source, str | Path | LogMapping | Store | Case):
        yield source
        return
    if not isinstance(source, Iterable) or isinstance(source, bytes):
        raise WrongTypeError("source", "log", type(source))
    yield from source


def _log(source: object, handbook: Handbook, now: datetime) -> LogReading:
    if isinstance(source, str | Path) and Path(source).suffix.lower() == _EXPORT:
        path = Path(source)
        mapping = LogMapping(id=path.stem, read=(path.name,))
        return read_source(mapping, handbook, folder=path.parent, now=now)
    if not isinstance(source, str | Path | LogMapping | Store):
        raise WrongTypeError("source[…]", "log", type(source))
    return read_source(source, handbook, now=now)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise ReleaseError("no-source", file=path.name) from None


def _unread(reading: LogReading) -> Iterator[SourceFlaw]:
    for name, row, reason in reading.unread:
        yield SourceFlaw("log-unread", name, row, {"reason": reason})
    firsts = reading.rows_left_out()
    for reason, count in sorted(_lost(reading).items()):
        facts = {"reason": reason, "count": str(count)}
        name, row = firsts.get(reason, (reading.mapping.id, 0))
        yield SourceFlaw("log-left-out", name, row, facts)


def _lost(reading: LogReading) -> Mapping[str, int]:
    """Return how many events were left out, by reason.

    Not of cases that moved to another version, where it is known what they meant.
    """
    moved = (each.moved for each in reading.cases)
    unknown = [each for each in moved if each is not None and each.past is None]
    found = {**reading.left_out, "moved": sum(len(each.before) for each in unknown)}
    return {why: count for why, count in found.items() if count}
