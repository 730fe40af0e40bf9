"""Exact explanations of a log of which some cases do not fit, beside a search of all.

``python -m benchmarks.explaining``. The search of all looks at whatever costs no more;
ours looks only where the cheapest explanations can pass. Both say the same.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TypeVar

from benchmarks.lines import Line, table
from benchmarks.measuring import seconds
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.audits.explaining import MOST_EDITS, Explainer
from katch_protocols.evidence.audits.explanation import Explanation
from katch_protocols.evidence.audits.grouping import grouped
from katch_protocols.evidence.audits.next_moves import NextMoves
from katch_protocols.evidence.audits.searching import ExplanationSearch
from katch_protocols.evidence.audits.steps import ExplanationNode
from katch_protocols.evidence.logs.events import (
    LogCase,
    LogEvent,
    instant_of_micros,
    micros,
)
from katch_protocols.files.read import read_handbook
from katch_protocols.semantics.table import Records, Row

__all__ = ["OPENED", "SPOILT", "explained", "logged", "spoilt"]

SPOILT = 0.15
"""So many cases of a log do not fit, or nearly."""
OPENED = micros(datetime(2026, 1, 5, 6, tzinfo=UTC))
_CASES = 300
_LONGEST = 80
_MINUTE = 60_000_000
_HANDBOOK = Path(__file__).parents[1] / "protocols"
_Step = TypeVar("_Step")


def explained() -> Iterator[Line]:
    """Yield the explanations of a log beside the same by a search of all."""
    book = read_handbook(_HANDBOOK)
    compiled = compiled_case(book.protocols["identification_child_tip"], book)
    random = Random(4)  # noqa: S311 - a log that is made up
    cases = [_case(compiled, number, random) for number in range(_CASES)]
    explainer = Explainer(compiled, (), OPENED)

    def ours() -> list[int | None]:
        return [explainer.explain(case).edits for case in cases]

    def everywhere() -> list[int | None]:
        return [_everywhere(explainer, case).edits for case in cases]

    if ours() != everywhere():
        message = "two searches found explanations of different cost"
        raise AssertionError(message)
    name = "a log with faults, explained exactly, than by a search of all"
    yield Line.faster(name, seconds(ours, runs=3), seconds(everywhere, runs=3), over=4)


def _everywhere(explainer: Explainer, case: LogCase) -> Explanation:
    """Explain a case by a search that looks everywhere."""
    steps, opened = explainer.steps, instant_of_micros(case.opened)
    word, entered = explainer.compiled.table.begun(case.facts)
    clocks = steps.clocks(opened, opened, word, entered)
    start = ExplanationNode(0, 0, word, clocks, case.opened)
    moves = NextMoves(steps, grouped(case))
    return ExplanationSearch(moves, MOST_EDITS).run([start])


def _case(compiled: CompiledCase, number: int, random: Random) -> LogCase:
    """Return a case that went to an end, or so far; some of them spoilt."""
    rows = _walked(compiled, random)
    if random.random() < SPOILT:
        rows = spoilt(rows, random)
    return logged(compiled, number, [(row.activity, row.records) for row in rows])


def spoilt(steps: Sequence[_Step], random: Random) -> list[_Step]:
    """Return steps of which one or two are left out, moved, or doubled."""
    found = list(steps)
    for _ in range(min(len(found), random.choice((1, 2)))):
        one = found.pop(random.randrange(len(found)))
        for _ in range(random.choice((0, 1, 2))):
            found.insert(random.randrange(len(found) + 1), one)
    return found


def logged(
    compiled: CompiledCase, number: int, steps: Sequence[tuple[str, Records]]
) -> LogCase:
    """Return steps, with what each records, as a case: one every minute."""
    events = tuple(
        LogEvent(
            (0, place),
            at := OPENED + place * _MINUTE,
            at,
            activity,
            records=dict(records),
            number=place,
        )
        for place, (activity, records) in enumerate(steps, start=1)
    )
    key = f"{number:08x}"
    return LogCase(key, compiled, None, OPENED, seen=True, events=events)


def _walked(compiled: CompiledCase, random: Random) -> list[Row]:
    word, found = compiled.table.initial, list[Row]()
    while len(found) < _LONGEST and not compiled.table.is_final(word):
        rows = [row for row in compiled.table.possible(word) if not row.timed]
        if not rows:
            break
        row = random.choice(rows)
        found.append(row)
        word = row.after(word)
    return found


if __name__ == "__main__":
    print(table(explained()))
