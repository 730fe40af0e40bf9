"""Live cases: a step that asks who may and is sealed; and very many open cases.

The floor does the same checks in plain Python: who may act, where and when, time and
version; it writes the same JSON, and the same SHA-256 seals it.
"""

import gc
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from benchmarks.handbooks import chain
from benchmarks.lines import Line, spoken
from benchmarks.measuring import seconds
from katch_protocols.cases.actor import Actor
from katch_protocols.cases.case import Case
from katch_protocols.files.read import read_texts
from katch_protocols.model.protocol import Protocol
from katch_protocols.verbs.open_case import open_case

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
    yield from _open(protocol)


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
