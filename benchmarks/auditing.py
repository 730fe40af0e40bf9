"""An audit: an event of a log that fits, beside taking the same record up again.

Both go through a case step by step and ask at each whether somebody may. The audit
finds the explanation first, watches every deadline and tells whoever asks.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.handbooks import chain
from benchmarks.lines import Line
from benchmarks.measuring import seconds
from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.logs.reading import read_records
from katch_protocols.files.read import read_texts
from katch_protocols.verbs.live_cases import open_case

__all__ = ["lines"]

_STEPS = 19
_CASES = 20
_RUNS = 7
_START = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
_WORKER = Actor("u17", roles=["worker"], agency="office", region=None)


def lines() -> Iterator[Line]:
    """Yield an audit of some cases beside taking each up again."""
    book = read_texts(chain(_STEPS + 1)).sound()
    protocol = book.protocols["measured"]
    records = []
    for number in range(_CASES):
        case = open_case(protocol, reference=f"case-{number}", at=_START)
        for step in range(_STEPS):
            at = _START + timedelta(minutes=step)
            case.do(f"do_{step}", by=_WORKER, at=at)
        records.append(case.snapshot())
    reading = read_records(records, book, now=_START + timedelta(days=1))
    events = _CASES * _STEPS

    def again() -> None:
        for record in records:
            Case.restore(protocol, record)

    ours = seconds(lambda: audit_log(reading), runs=_RUNS) / events
    floor = seconds(again, runs=_RUNS) / events
    yield Line.ratio("an event of a log, in full", ours, floor, under=6)
