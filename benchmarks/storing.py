"""Cases in a store: a step beside one durable INSERT, and finding what is due.

The floor is one row in the same file, in a transaction of its own, through the driver.
What a step takes beside it is CPU and, on a disk, the time of the commit.
"""

import tempfile
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import text

from benchmarks.handbooks import chain
from benchmarks.lines import Line, spoken
from katch_protocols.cases.request import Actor
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.stores.sqlite import driver
from katch_protocols.stores.store import Store
from katch_protocols.stores.tables import micros
from katch_protocols.stores.ticking import waiting
from katch_protocols.verbs.live_cases import open_case
from katch_protocols.verbs.open_store import open_store

__all__ = ["lines"]

_STEPS = 21
_CASES = 30
_LOADED = 20
_MANY = 1_000_000
_START = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
_WORKER = Actor("u17", roles=["worker"], agency="office", region=None)
_KEPT_AIM, _LOADED_AIM = 1e-3, 3e-3

Took = tuple[float, float]
"""Seconds of the wall and of the CPU, the median of many."""


def lines() -> Iterator[Line]:
    """Yield a step of a kept case and of a loaded one, and what is due of many."""
    handbook = read_texts(chain(_STEPS + 1)).sound()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file = Path(folder) / "cases.db"
        url = f"sqlite:///{file}"
        with open_store(url, handbook) as store, _raw(store, file) as raw:
            made = [store.open_case("measured").reference for _ in range(_CASES)]
            kept = _steps(store, made, 0, _LOADED, raw)
            # Another process, which has run for a while and keeps none of these cases.
            with open_store(url, handbook) as other:
                _steps(other, [other.open_case("measured").reference], 0, 2, raw)
                loaded = _steps(other, made, _LOADED, _LOADED + 1, raw)
        memory = _memory(handbook)
        yield _slower("a durable step of a kept case", kept, _KEPT_AIM)
        yield _slower("… with 20 events to load", loaded, _LOADED_AIM)
        for name, found, most in (
            ("CPU of a kept step", kept, 8),
            ("… with 20 events to load", loaded, 25),
        ):
            cpu = median(pair.raw[1] for pair in found) + memory
            ours = median(pair.ours[1] for pair in found)
            yield Line.ratio(name, ours, cpu, under=most)
    yield from _due(handbook)
    yield _size(handbook)


@dataclass(frozen=True, slots=True)
class _Pair:
    """One step, and one raw row just before it: the disk is the same for both."""

    raw: Took
    ours: Took


def _slower(name: str, found: list[_Pair], aim: float) -> Line:
    more = median(pair.ours[0] - pair.raw[0] for pair in found)
    ours, raw = (median(each) for each in zip(*map(_walls, found), strict=True))
    said = f"+ {spoken(more)}" if more > 0 else "no more"
    return Line(name, spoken(ours), spoken(raw), said, f"+ {spoken(aim)}", more < aim)


def _walls(pair: _Pair) -> Took:
    return pair.ours[0], pair.raw[0]


def _steps(
    store: Store, made: list[str], first: int, last: int, raw: Callable[[], object]
) -> list[_Pair]:
    return [
        _Pair(
            _timed(raw),
            _timed(lambda each=each, n=n: store.do(each, f"do_{n}", by=_WORKER)),
        )
        for n in range(first, last)
        for each in made
    ]


def _timed(act: Callable[[], object]) -> Took:
    wall, cpu = perf_counter(), process_time()
    act()
    return perf_counter() - wall, process_time() - cpu


@contextmanager
def _raw(store: Store, file: Path) -> Iterator[Callable[[], object]]:
    """Give what writes one durable row in a file beside, with the same journal."""
    connection = driver().connect(file.with_name("raw.db"), isolation_level=None)
    mode, _, sync = str(store.info().journal).partition("+")
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute(f"PRAGMA synchronous = {sync}")
    connection.execute("CREATE TABLE raw (n INTEGER, body TEXT)")
    body = "x" * 400

    def act() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO raw VALUES (1, ?)", (body,))
        connection.execute("COMMIT")

    yield act
    connection.close()


def _size(handbook: Handbook) -> Line:
    """Return what a case takes in a file, and each further event."""
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder:
        few, many = (
            (_bytes(handbook, folder, _CASES * 4, n) - _bytes(handbook, folder, 1, n))
            / (_CASES * 4 - 1)
            for n in (_STEPS // 2, _STEPS - 1)
        )
    each = (many - few) / (_STEPS - 1 - _STEPS // 2)
    said = f"+ {each:.0f} bytes an event"
    name = f"a case with {_STEPS // 2} events in a file"
    return Line(name, f"{few / 1000:.1f} kB", "-", said, "under 8 kB", few < _LARGE)


_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - of Linux
"""Where files cost no syncing."""

_LARGE = 8_000


def _bytes(handbook: Handbook, folder: str, cases: int, steps: int) -> int:
    file = Path(folder) / f"{cases}-{steps}.db"
    with open_store(f"sqlite:///{file}", handbook) as store:
        for _ in range(cases):
            case = store.open_case("measured").reference
            for step in range(steps):
                store.do(case, f"do_{step}", by=_WORKER, key=f"k-{step:032}")
    return file.stat().st_size


def _memory(handbook: object) -> float:
    protocol = handbook.protocols["measured"]  # type: ignore[attr-defined]
    found = []
    for number in range(_CASES):
        case = open_case(protocol, reference=f"case-{number}", at=_START)
        found += [
            _timed(lambda n=n, case=case: case.do(f"do_{n}", by=_WORKER, at=_START))[1]
            for n in range(_LOADED)
        ]
    return median(found)


def _due(handbook: object) -> Iterator[Line]:
    """Yield a page of 50 of many, and finding 500 due of them."""
    with open_store("sqlite://", handbook) as store:  # type: ignore[arg-type]
        _fill(store)
        page = min(_timed(lambda: store.work(held_by="worker"))[0] for _ in range(20))
        yield Line.within(f"a page of 50 of {_MANY:,} open", page, under=5e-3)
        steps = store._steps  # type: ignore[attr-defined] # noqa: SLF001
        now = micros(_START + timedelta(days=9))
        due = min(
            _timed(lambda: deque(islice(waiting(steps, now), 500)))[0]
            for _ in range(20)
        )
        yield Line.within(f"finding 500 due of {_MANY:,}", due, under=5e-3)


_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT :m) "
_CASE = """INSERT INTO kp_case
  (reference, protocol, version, head, pin, opened_at) {}
SELECT 'case-' || i, 'measured', 0, x'', 'p', i FROM n"""
_OPEN = """INSERT INTO kp_open
  (reference, kind, name, began, protocol, held_by, due_at, next_at, told) {}
SELECT 'case-' || i, 'state', 's0', -1, 'measured', 'worker',
  :start + i * 1000000, :start + i * 1000000, 0 FROM n"""


def _fill(store: Store) -> None:
    """Write many cases, each with one state that is due a second after the other."""
    given = {"m": _MANY, "start": micros(_START)}
    with store._steps.writing() as tx:  # type: ignore[attr-defined] # noqa: SLF001
        for statement in (_CASE, _OPEN):
            tx.execute(text(statement.format(_NUMBERS)), given)
