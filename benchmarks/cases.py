"""Live cases: a step, a case that is taken up, what somebody may do, many open cases.

The floor does the same checks in plain Python: who may act, where and when, time and
version; it writes the same JSON, and the same SHA-256 seals it. Taking a record up, it
does so for each event and compares what it wrote with what it read.
"""

import gc
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from benchmarks.handbooks import chain
from benchmarks.lines import Line, spoken
from benchmarks.measuring import seconds
from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.files.read import read_texts
from katch_protocols.model.protocol import Protocol
from katch_protocols.verbs.live_cases import open_case

__all__ = ["lines"]

_STEPS = 19
_CASES = 10
_RUNS = 60
_MANY = 100_000
_BLOCK = 500
_EVENTS = 5
_MOST_BYTES = 1_672
_QUICK = 5e-6
_START = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
_WORKER = Actor("u17", roles=["worker"], agency="office", region=None)
_NAMES = [f"do_{number}" for number in range(_STEPS)]
_INSTANTS = [_START + timedelta(minutes=number) for number in range(_STEPS)]
_MOVES = {(f"s{n}", f"do_{n}"): f"s{n + 1}" for n in range(_STEPS)}
_BY = dict.fromkeys(_NAMES, ("worker",))
_HOLDERS = {"worker": {"office"}}


class _Floor:
    """The same step, written by hand for this one protocol."""

    def __init__(self, reference: str, at: datetime) -> None:
        self.reference, self.region, self.last = reference, None, at
        self.state, self.head = "s0", b""
        self.events: list[tuple[str, str, str, str, datetime, bytes]] = []

    def do(self, activity: str, actor: Actor, at: datetime, version: int) -> None:
        if at.tzinfo is not UTC or at < self.last or version != len(self.events):
            raise ValueError
        if actor.region is not None and actor.region != self.region:
            raise ValueError
        after = _MOVES[self.state, activity]
        for role in _BY[activity]:
            if role in actor.roles and actor.agency in _HOLDERS[role]:
                break
        else:
            raise ValueError
        text = (
            f'{{"activity":"{activity}","agency":"{actor.agency}",'
            f'"at":"{at.isoformat()}","by":"{actor.token}","from":"{self.state}",'
            f'"kind":"activity","number":{version},"previous":"{self.head.hex()}",'
            f'"records":{{}},"role":"{role}"}}'
        )
        previous, self.head = self.head, sha256(text.encode()).digest()
        event = (activity, role, actor.token, str(actor.agency), at, previous)
        self.events.append(event)
        self.state, self.last = after, at


def lines() -> Iterator[Line]:
    """Yield the step against its floor, and what 100,000 open cases take."""
    protocol = read_texts(chain(_STEPS + 1)).sound().protocols["measured"]
    ours, floor = _step(protocol)
    yield Line.ratio("a step of a case, sealed", ours, floor, under=4)
    rate = f"{1 / ours:,.0f} a second"
    aim = "over 200,000 a second"
    yield Line("a step of a case, sealed", spoken(ours), "-", rate, aim, ours < _QUICK)
    yield Line.ratio("to take up a case again", *_taken_up(protocol), under=4)
    may, each = _possible(protocol)
    yield Line.faster("what somebody may do, not why not", may, each, over=4)
    yield from _open(protocol)


def _taken_up(protocol: Protocol) -> tuple[float, float]:
    """Return the seconds to take a record up, ours and the floor's."""
    case = open_case(protocol, reference="case-1", at=_START)
    for name, at in zip(_NAMES, _INSTANTS, strict=True):
        case.do(name, by=_WORKER, at=at)
    record = case.snapshot()

    def ours() -> None:
        Case.restore(protocol, record)

    def floor() -> None:
        again = _Floor(record["case"], datetime.fromisoformat(record["opened"]))
        for event in record["events"]:
            at = datetime.fromisoformat(event["at"])
            actor = Actor(
                event["by"], roles=[event["role"]], agency=event["agency"], region=None
            )
            again.do(event["activity"], actor, at, event["number"])
            text = json.dumps(event, sort_keys=True, separators=(",", ":"))
            if sha256(text.encode()).digest() == again.head:
                raise ValueError  # the floor's log begins with no opening

    return seconds(ours, runs=_RUNS), seconds(floor, runs=_RUNS)


def _possible(protocol: Protocol) -> tuple[float, float]:
    """Return the seconds of what a person may do; and of asking why not of each."""
    case = open_case(protocol, reference="case-1", at=_START)
    other = Actor("u18", roles=["judge"], agency="office", region=None)
    now = case.possible()

    def each() -> None:
        for name in now:
            case.why_not(name, by=other)

    may = seconds(lambda: case.possible(by=other), runs=_RUNS)
    return may, seconds(each, runs=_RUNS)


def _step(protocol: Protocol) -> tuple[float, float]:
    """Return the seconds of one step, ours and the floor's.

    Whole cases are run, a few at a time so that some run is undisturbed; what opening
    them takes is taken off ours.
    """

    def opened() -> list[Case]:
        return [
            open_case(protocol, reference=f"case-{number}", at=_START)
            for number in range(_CASES)
        ]

    def lived() -> None:
        for case in opened():
            for version in range(_STEPS):
                case.do(
                    _NAMES[version],
                    by=_WORKER,
                    at=_INSTANTS[version],
                    expected_version=version,
                )

    def floor() -> None:
        for number in range(_CASES):
            case = _Floor(f"case-{number}", _START)
            for version in range(_STEPS):
                case.do(_NAMES[version], _WORKER, _INSTANTS[version], version)

    steps = _CASES * _STEPS
    ours = seconds(lived, runs=_RUNS) - seconds(opened, runs=_RUNS)
    return ours / steps, seconds(floor, runs=_RUNS) / steps


def _open(protocol: Protocol) -> Iterator[Line]:
    kept: list[Case] = []

    def block() -> None:
        kept.extend(
            open_case(protocol, reference="case-1", at=_START) for _ in range(_BLOCK)
        )

    took = seconds(block, runs=_MANY // _BLOCK) / _BLOCK
    yield Line.within(f"to open one of {len(kept):,} cases", took, under=_QUICK)
    kept.clear()
    size = _bytes(protocol)
    said = f"{size:,.0f} bytes"
    aim = "under 1,672 bytes"
    yield Line(
        "an open case with five events", said, "-", said, aim, size < _MOST_BYTES
    )


def _bytes(protocol: Protocol) -> float:
    """Return the bytes of an open case; its token and its instants count as well."""
    gc.collect()
    tracemalloc.start()
    cases = []
    for number in range(_MANY // 10):
        at = _START + timedelta(seconds=number)
        case = open_case(protocol, reference=f"case-{number}", at=at)
        for step in range(_EVENTS):
            moment = at + timedelta(minutes=step)
            case.do(_NAMES[step], by=_WORKER, at=moment)
        cases.append(case)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / len(cases)
