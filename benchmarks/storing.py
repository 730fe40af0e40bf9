"""Cases in a store: a step beside one durable INSERT, and finding what is due.

The floor is one row in the same file, in a transaction of its own, through the driver.
What a step takes beside it is CPU and, on a disk, the time of the commit.
"""

import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import insert

from benchmarks.handbooks import chain
from benchmarks.lines import Line, spoken
from katch_protocols.cases.request import Actor
from katch_protocols.files.read import read_texts
from katch_protocols.stores.sqlite import driver
from katch_protocols.stores.store import Store
from katch_protocols.stores.tables import cases, micros, open_rows
from katch_protocols.verbs.live_cases import open_case
from katch_protocols.verbs.open_store import open_store

__all__ = ["lines"]

_STEPS = 21
_CASES = 30
_LOADED = 20
_MANY = 100_000
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
        with open_store(url, handbook) as store:
            made = [store.open_case("measured").reference for _ in range(_CASES)]
            kept = _steps(store, made, 0, _LOADED)
            loaded = _median(lambda each: _fresh(url, handbook, each), made, once=True)
            raw = _raw(file, str(store.info().journal))
        memory = _memory(handbook)
        yield _slower("a durable step of a kept case", kept, raw, _KEPT_AIM)
        yield _slower("… with 20 events to load", loaded, raw, _LOADED_AIM)
        cpu = raw[1] + memory
        yield Line.ratio("CPU of a kept step", kept[1], cpu, under=8)
        yield Line.ratio("… with 20 events to load", loaded[1], cpu, under=25)
    yield from _due(handbook)


def _slower(name: str, ours: Took, raw: Took, aim: float) -> Line:
    more = ours[0] - raw[0]
    said = f"+ {spoken(more)}"
    return Line(
        name, spoken(ours[0]), spoken(raw[0]), said, f"+ {spoken(aim)}", more < aim
    )


def _steps(store: Store, made: list[str], first: int, last: int) -> Took:
    found = [
        _timed(lambda each=each, n=n: store.do(each, f"do_{n}", by=_WORKER))
        for n in range(first, last)
        for each in made
    ]
    return median(wall for wall, _ in found), median(cpu for _, cpu in found)


def _fresh(url: str, handbook: object, reference: str) -> Callable[[], object]:
    """Return a step of a case that a store which keeps none must load first."""
    store = open_store(url, handbook)  # type: ignore[arg-type]
    store.cases()
    return lambda: store.do(reference, f"do_{_LOADED}", by=_WORKER)


def _median(
    make: Callable[[str], Callable[[], object]], made: list[str], *, once: bool
) -> Took:
    found = [_timed(make(each)) for each in made for _ in range(1 if once else 2)]
    return median(wall for wall, _ in found), median(cpu for _, cpu in found)


def _timed(act: Callable[[], object]) -> Took:
    wall, cpu = perf_counter(), process_time()
    act()
    return perf_counter() - wall, process_time() - cpu


def _raw(file: Path, journal: str) -> Took:
    connection = driver().connect(file.with_name("raw.db"), isolation_level=None)
    mode, _, sync = journal.partition("+")
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute(f"PRAGMA synchronous = {sync}")
    connection.execute("CREATE TABLE raw (n INTEGER, body TEXT)")
    body = "x" * 400

    def act() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO raw VALUES (1, ?)", (body,))
        connection.execute("COMMIT")

    found = [_timed(act) for _ in range(300)]
    connection.close()
    return median(wall for wall, _ in found), median(cpu for _, cpu in found)


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
    """Yield a page of 50 of many, and finding 100 due of them."""
    with open_store("sqlite://", handbook) as store:  # type: ignore[arg-type]
        _fill(store)
        page = min(_timed(lambda: store.work(held_by="worker"))[0] for _ in range(20))
        yield Line.within(f"a page of 50 of {_MANY:,} open", page, under=5e-3)
        alarm = min(_timed(store.next_alarm)[0] for _ in range(20))
        yield Line.within("the next alarm among them", alarm, under=5e-3)


def _fill(store: Store) -> None:
    with store._steps.writing() as tx:  # type: ignore[attr-defined] # noqa: SLF001
        shared = {"protocol": "measured", "version": 0, "head": b"", "pin": "p"}
        tx.execute(
            insert(cases),
            [
                {**shared, "reference": f"case-{n}", "opened_at": n}
                for n in range(_MANY)
            ],
        )
        tx.execute(
            insert(open_rows),
            [
                {
                    "reference": f"case-{n}",
                    "kind": "state",
                    "name": "s0",
                    "began": -1,
                    "protocol": "measured",
                    "held_by": "worker",
                    "due_at": micros(_START + timedelta(seconds=n)),
                    "next_at": micros(_START + timedelta(seconds=n)),
                    "told": 0,
                }
                for n in range(_MANY)
            ],
        )
