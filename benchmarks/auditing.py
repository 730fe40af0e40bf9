"""An audit: an event of a log that fits, beside taking the same record up again.

Both go through a case step by step and ask at each whether somebody may. The audit
finds the explanation first, watches every deadline and tells whoever asks. Of a large
log the engines are held against that definition, an event each: what follows cases in
memory, and the whole way from a Parquet file to the answers.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec.structs import replace

from benchmarks.explaining import explained
from benchmarks.handbooks import chain
from benchmarks.lines import Line
from benchmarks.measuring import seconds
from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.evidence.audits.audit import audit_coded, audit_log
from katch_protocols.evidence.audits.screening import screen
from katch_protocols.evidence.automaton.case_tables import case_tables
from katch_protocols.evidence.automaton.classes import classes_of
from katch_protocols.evidence.automaton.following import Engine, fits
from katch_protocols.evidence.logs.arrow_files import write_parquet
from katch_protocols.evidence.logs.coded_cases import CodedLog
from katch_protocols.evidence.logs.coded_reading import CodedReading, read_coded
from katch_protocols.evidence.logs.followed_cases import FollowedCases
from katch_protocols.evidence.logs.reading import read_records
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.logs import LogColumns, LogMapping, NamedInLog
from katch_protocols.verbs.live_cases import open_case

__all__ = ["lines"]

_STEPS = 19
_CASES = 20
_MANY = 20_000
_LONG, _WHOLE = 27, 200_000
"""The largest log: so many events a case, and so many cases."""
_EVENTS_A_SECOND = 12_000_000
"""What is aimed at from a Parquet file to the answers, on one processor."""
_FILES = 3
"""Of so many, a log is in parts."""
_KEY = b"synthetic"
_RUNS = 7
_START = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
_LATER = _START + timedelta(days=1)
_WORKER = Actor("u17", roles=["worker"], agency="office", region=None)
_COLUMNS = LogColumns(
    case="case", activity="event", at="at", role="role", agency="agency", person="by"
)


def lines() -> Iterator[Line]:
    """Yield an audit of some cases beside taking each up again, then large logs."""
    book = read_texts(chain(_STEPS + 1)).sound()
    protocol = book.protocols["measured"]
    records = []
    for number in range(_CASES):
        case = open_case(protocol, reference=f"case-{number}", at=_START)
        for step in range(_STEPS):
            at = _START + timedelta(minutes=step)
            case.do(f"do_{step}", by=_WORKER, at=at)
        records.append(case.snapshot())
    reading = read_records(records, book, now=_LATER)
    events = _CASES * _STEPS

    def again() -> None:
        for record in records:
            Case.restore(protocol, record)

    ours = seconds(lambda: audit_log(reading), runs=_RUNS) / events
    floor = seconds(again, runs=_RUNS) / events
    yield Line.ratio("an event of a log, in full", ours, floor, under=6)
    yield from explained()
    yield from _large(book, ours)


def _large(book: Handbook, definition: float) -> Iterator[Line]:
    with TemporaryDirectory() as folder:
        _write(Path(folder))
        kept = Path(folder) / "large.kept"

        def read(name: str = "large.parquet", keep: Path | None = None) -> CodedReading:
            mapping = LogMapping(
                id="large",
                protocol=NamedInLog(name="measured"),
                read=(name,),
                columns=_COLUMNS,
            )
            home = Path(folder)
            return read_coded(mapping, book, home, now=_LATER, key=_KEY, keep=keep)

        def whole(
            name: str = "large.parquet", keep: Path | None = None, files: int = 1
        ) -> float:
            def audited() -> object:
                return audit_coded(read(name, keep), Engine.COMPILED).answers

            return _each(audited, files * _MANY * _STEPS)

        parquet, csv_file = whole(), whole("large.csv")
        mixed = whole("mixed-0.parquet")
        in_parts = whole("mixed-*.parquet", files=_FILES)
        read(keep=kept)
        again = whole("large.parquet", kept)
        reading = read()
    yield from _followed(reading, definition)
    name = "an event of a large log"
    yield Line.faster(f"{name}, from Parquet to answers", parquet, definition, over=80)
    shuffled = f"{name}, shuffled, from Parquet to answers"
    yield Line.ratio(f"{shuffled}, of one in order", mixed, parquet, under=4)
    yield Line.ratio(f"{shuffled}, in parts", in_parts, parquet, under=4)
    yield Line.faster(f"{name}, from CSV to answers", csv_file, definition, over=40)
    yield Line.faster(f"{name}, kept, than from Parquet", again, parquet, over=1.5)
    yield _largest()


def _largest() -> Line:
    """Read a log of some million events from Parquet, and answer for it."""
    book = read_texts(chain(_LONG + 1)).sound()
    mapping = LogMapping(
        id="largest",
        protocol=NamedInLog(name="measured"),
        read=("largest.parquet",),
        columns=_COLUMNS,
    )
    with TemporaryDirectory() as folder:
        home = Path(folder)
        _write_largest(home / "largest.parquet")

        def audited() -> object:
            reading = read_coded(mapping, book, home, now=_LATER, key=_KEY)
            return audit_coded(reading, Engine.COMPILED).answers

        took = _each(audited, _WHOLE * _LONG)
    name = f"an event of {_WHOLE * _LONG / 1e6:.1f} million, from Parquet to answers"
    return Line.within(name, took, under=1 / _EVENTS_A_SECOND)


def _followed(reading: CodedReading, definition: float) -> Iterator[Line]:
    """Yield what it takes to follow cases that are in memory."""
    log = CodedLog(reading.parts.rows(0), reading.terms.assembly())
    (cases,) = log.followed
    until, events = reading.terms.window.until, len(cases.steps)
    compiled, arrays = (
        _each(lambda e=engine: screen(cases, until, e), events)
        for engine in (Engine.COMPILED, Engine.ARRAYS)
    )
    order = _each(_order(cases, until), events)
    lacking = _lacking(cases, "do_5", "do_11")
    left = _each(
        lambda: screen(lacking, until, Engine.COMPILED, ("do_5", "do_11")),
        len(lacking.steps),
    )
    name = "an event of a large log"
    yield Line.faster(f"{name}, compiled", compiled, definition, over=45)
    yield Line.faster(f"{name}, compiled, than arrays", compiled, arrays, over=5)
    yield Line.ratio(f"{name}, compiled, of its order alone", compiled, order, under=8)
    partial = f"{name} that leaves two activities out"
    yield Line.ratio(f"{partial}, compiled, of one complete", left, compiled, under=15)


def _write(folder: Path) -> None:
    """Write a log in order, as Parquet and CSV, and files of logs in any order."""
    write_parquet(_rows(), folder / "large.parquet")
    _write_csv(_rows(), folder / "large.csv")
    for number in range(_FILES):
        rows = _rows(number)
        Random(number).shuffle(rows)  # noqa: S311 - no secret
        write_parquet(rows, folder / f"mixed-{number}.parquet")


def _rows(file: int = 0) -> list[dict[str, object]]:
    return [
        {
            "case": f"c{file}-{number}",
            "event": f"do_{step}",
            "at": _START + timedelta(minutes=step),
            "role": "worker",
            "agency": "office",
            "by": f"u{number % 50}",
        }
        for number in range(_MANY)
        for step in range(_STEPS)
    ]


def _write_largest(path: Path) -> None:
    """Write cases one after another, each text once in a row group."""
    case, step = np.divmod(np.arange(_WHOLE * _LONG), _LONG)
    begun = np.datetime64(_START.replace(tzinfo=None), "us")
    at = pa.array(begun + step * np.timedelta64(1, "m")).cast(pa.timestamp("us", "UTC"))
    texts = {
        "case": (case, [f"c-{number}" for number in range(_WHOLE)]),
        "event": (step, [f"do_{number}" for number in range(_LONG)]),
        "role": (step * 0, ["worker"]),
        "agency": (step * 0, ["office"]),
        "by": (case % 50, [f"u{number}" for number in range(50)]),
    }
    columns = {
        name: pa.DictionaryArray.from_arrays(codes, known).cast(pa.string())
        for name, (codes, known) in texts.items()
    }
    pq.write_table(pa.table({**columns, "at": at}), path)


def _write_csv(rows: Sequence[dict[str, object]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def _lacking(cases: FollowedCases, *names: str) -> FollowedCases:
    """Return the cases without the events of some activities."""
    silent = [n for n, (name, *_) in enumerate(cases.kinds) if name in names]
    left = ~np.isin(cases.steps, silent)
    columns = ("steps", "instants", "doers", "persons", "bodies", "groups")
    found = {each: getattr(cases, each)[left] for each in columns}
    starts = np.append(0, np.cumsum(left))[cases.starts]
    return replace(cases, starts=starts, **found)


def _order(cases: FollowedCases, until: int) -> Callable[[], object]:
    """Return what follows the cases by their order alone."""
    classes = classes_of(cases.compiled)
    tables = classes and case_tables(
        cases.compiled, classes, cases.kinds, (int(cases.opened.min()), until)
    )
    return lambda: np.sum(fits(tables, cases.starts, cases.steps, Engine.COMPILED))


def _each(work: Callable[[], object], events: int) -> float:
    return seconds(work, runs=3) / events
