"""Many cases explained at once by compiled loops, as the definition explains each.

What the loops cannot tell is left to the definition: events of one instant without an
order, steps of the clock that the log tells, beginnings that nobody reaches by himself.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, compress, pairwise
from types import ModuleType
from typing import Any

import numpy as np
from msgspec import Struct

from katch_protocols.cases.event import EventKind
from katch_protocols.evidence.audits import cheapest_ways, searching
from katch_protocols.evidence.audits.beginnings import CaseStart
from katch_protocols.evidence.audits.cheapest_ways import CheapestWays, WaysAhead
from katch_protocols.evidence.audits.explanation import (
    ExplainedKind,
    ExplainedMove,
    Explanation,
)
from katch_protocols.evidence.audits.grouping import are_tied
from katch_protocols.evidence.audits.search_entries import EDIT, SILENT, SURPLUS
from katch_protocols.evidence.audits.steps import ProtocolSteps
from katch_protocols.evidence.automaton.word_steps import WordSteps
from katch_protocols.evidence.logs.events import LogCase, LogEvent

__all__ = ["ManyExplained", "Told"]

_MOST_CELLS = 1 << 21
"""A case of more places times words is left to the definition, and what events mean
beyond so many kinds times rows."""

_MOST_LINKS, _MOST_MOVES, _MOST_SPOTS = 1 << 20, 1 << 17, 1 << 18

Told = Explanation | CheapestWays | None
"""A case explained, or where its cheapest ways pass; ``None``: ask the definition."""


class _Coded(Struct, frozen=True):
    """A case as the loops read it."""

    case: LogCase
    start: CaseStart
    word: int
    events: Sequence[LogEvent]
    kinds: list[int]


class ManyExplained:
    """Explains cases of one protocol; ``loops`` are the compiled ones."""

    def __init__(
        self, steps: ProtocolSteps, words: WordSteps, loops: ModuleType
    ) -> None:
        self.steps, self.words, self.loops = steps, words, loops
        rows = steps.table.rows
        self._longest = _MOST_CELLS // len(words.words)
        self._ahead = WaysAhead(steps)
        self._starts: dict[object, CaseStart] = {}
        self._kinds: dict[object, int] = {}
        self._meant: list[np.ndarray[Any, Any]] = []
        self._row_number = {id(row): number for number, row in enumerate(rows)}
        self._row_kinds = np.array(
            [
                loops.TIMED
                if row.timed
                else loops.UNLOGGED
                if row.activity in steps.not_logged
                else loops.TOLD
                for row in rows
            ],
            np.int8,
        )
        self._named = {
            loops.DONE: _DONE,
            loops.SURPLUS: _SURPLUS,
            loops.MISSING: ExplainedKind.MISSING,
            loops.UNLOGGED: ExplainedKind.UNLOGGED,
        }
        self._timers = np.zeros(len(rows), np.int32)
        for number, row in enumerate(steps.timed):
            self._timers[self._row_number[id(row)]] = number
        timed = self._row_kinds[words.steps.rows] == loops.TIMED
        self._ticks = np.zeros(len(words.words), np.bool_)
        self._ticks[
            np.repeat(np.arange(len(words.words)), np.diff(words.steps.firsts))[timed]
        ] = True

    def explain(self, cases: Sequence[LogCase], most: int) -> list[Told]:
        """Explain cases from their own beginnings, with ``most`` edits."""
        coded = [self._coded(each) for each in cases]
        known = [each for each in coded if each is not None]
        answers = self._explained(known, most) if known else iter(())
        return [None if each is None else next(answers) for each in coded]

    def _coded(self, case: LogCase) -> _Coded | None:
        """Return a case as numbers; ``None``: it is left to the definition."""
        if case.seen is False or len(case.events) >= self._longest:
            return None
        events: Sequence[LogEvent] = case.events
        what = {event.kind for event in events}
        if EventKind.STAND_IN in what:
            events = [each for each in events if each.kind is not EventKind.STAND_IN]
        if EventKind.CLOCK in what or _are_tied(events):
            return None
        kinds = self._kinds_of(events)
        if kinds and min(kinds) < 0:
            return None
        start = self._start(case)
        word = self.words.numbers.get(start.word)
        if word is None:
            return None
        return _Coded(case, start, word, events, kinds)

    def _kinds_of(self, events: Sequence[LogEvent]) -> list[int]:
        """Return the number of what each event tells; see ``_kind``."""
        keys: list[tuple[object, ...]] = [
            (each.activity, each.origin, *each.records.items())
            if each.records
            else (each.activity, each.origin)
            for each in events
        ]
        try:
            return [self._kinds[key] for key in keys]
        except KeyError:
            return list(map(self._kind, keys, events))

    def _kind(self, key: object, event: LogEvent) -> int:
        """Return the number of what an event tells; below 0 the definition is asked."""
        if key in self._kinds:
            return self._kinds[key]
        meant = np.zeros(len(self._row_kinds), np.bool_)
        rows = self.steps.meant(event).rows
        meant[[self._row_number[id(row)] for row in rows]] = True
        is_left = any(row.timed for row in rows)
        is_left |= (len(self._meant) + 1) * len(meant) > _MOST_CELLS
        number = -1 if is_left else len(self._meant)
        if number >= 0:
            self._meant.append(meant)
        self._kinds[key] = number
        return number

    def _start(self, case: LogCase) -> CaseStart:
        facts = case.facts or {}
        key = tuple(facts.items())
        found = self._starts.get(key)
        if found is None:
            found = self._starts[key] = CaseStart.of(self.steps.compiled, facts)
        return found

    def _explained(self, cases: Sequence[_Coded], most: int) -> Iterator[Told]:
        lengths = [len(each.kinds) for each in cases]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        count = int(starts[-1])
        kinds = chain.from_iterable([each.kinds for each in cases])
        latest = np.zeros(count, np.int64)
        if self.steps.timed:
            latest[:] = [event.until for each in cases for event in each.events]
        log = (
            starts,
            np.fromiter(kinds, np.int32, count),
            latest,
            np.array([each.word for each in cases], np.int64),
            self._soonest(cases),
        )
        loops, words = self.loops, self.words.steps
        meant = np.array(self._meant, np.bool_)
        meant = meant.reshape(len(self._meant), len(self._row_kinds))
        rows = (*words, self._row_kinds, self._timers, self._ticks, meant)
        most_told = 2 * count + 64 * len(cases)
        told = (
            np.zeros(len(cases), np.int8),
            np.zeros(len(cases), np.int64),
            np.zeros(len(cases), np.int64),
            np.zeros(most_told, np.int64),
            np.zeros(most_told, np.int64),
            np.zeros(most_told, np.bool_),
        )
        costs = EDIT, SILENT, EDIT + SURPLUS, most, cheapest_ways.MOST_MET
        room = _room((max(lengths) + 1) * len(self.words.words))
        loops.explain(rows, log, costs, room, told, searching.MOST_FOUND)
        status, ends, edits = (each.tolist() for each in told[:3])
        moves, spots, turns = (each[: ends[-1]].tolist() for each in told[3:])
        for number, (first, last) in enumerate(pairwise([0, *ends])):
            case = cases[number]
            if status[number] == loops.FOUND:
                yield self._found(case, moves[first:last], edits[number])
            elif status[number] == loops.MORE:
                yield self._begun(case, (), None)
            elif status[number] == loops.WAYS:
                passed = moves[first:last], spots[first:last], turns[first:last]
                yield self._ways(len(case.kinds), *passed)
            else:
                yield None

    def _soonest(self, cases: Sequence[_Coded]) -> np.ndarray[Any, Any]:
        """Return before when no step of the clock is due, of each case and step."""
        timed = len(self.steps.timed)
        if not timed:
            return np.zeros((len(cases), 0), np.int64)
        every = [self._ahead.soonest(each.case.opened) for each in cases]
        return np.array(every, np.int64).reshape(len(cases), timed)

    def _found(self, case: _Coded, moves: Sequence[int], edits: int) -> Explanation:
        """Return the explanation that some moves are."""
        rows, last, place = self.steps.table.rows, case.case.opened, 0
        found, events = list[ExplainedMove](), case.events
        for move in moves:
            kind = self._named[move & 3]
            if kind is _DONE or kind is _SURPLUS:
                event = events[place]
                place += 1
                if kind is _SURPLUS:
                    span = event.at, event.until
                    found.append(ExplainedMove(kind, event, None, *span))
                    last = max(last, event.at)
                    continue
                at, until = event.at, event.until
                last = max(last, at)
                until = max(until, last)
                found.append(ExplainedMove(kind, event, rows[move >> 2], last, until))
            else:
                until = max(events[place].until, last)
                found.append(ExplainedMove(kind, None, rows[move >> 2], last, until))
        return self._begun(case, tuple(found), edits)

    def _begun(
        self, case: _Coded, moves: tuple[ExplainedMove, ...], edits: int | None
    ) -> Explanation:
        start = case.start
        return Explanation(moves, start.word, start.entered, edits, facts=start.facts)

    def _ways(
        self, places: int, costs: list[int], spots: list[int], turns: list[bool]
    ) -> CheapestWays:
        words = self.words.words
        count = len(words)
        named = [(spot // count, words[spot % count]) for spot in spots]
        turning = frozenset(compress(named, turns))
        firsts = tuple(range(places + 1))
        return CheapestWays(dict(zip(named, costs, strict=True)), turning, firsts)


_DONE, _SURPLUS = ExplainedKind.DONE, ExplainedKind.SURPLUS


def _are_tied(events: Sequence[LogEvent]) -> bool:
    """Tell whether two events have no order: the definition tries out both."""
    return any(
        event.at <= before.until and are_tied(before, event)
        for before, event in pairwise(events)
    )


def _room(cells: int) -> tuple[tuple[Any, ...], ...]:
    """Return what the loops write in, of cases of so many places times words."""
    marks = (np.zeros(cells, np.int32) for _ in range(5))
    met, settled, links, way, turning = marks
    entries = tuple(np.empty(_MOST_LINKS, np.int64) for _ in range(5))
    return (
        (np.empty(cells, np.int64), met, settled, links, way, turning),
        (
            np.empty(_MOST_LINKS, np.int32),
            np.empty(_MOST_LINKS, np.int32),
            np.empty(_MOST_SPOTS, np.int64),
        ),
        entries,
        tuple(np.empty(_MOST_MOVES, np.int64) for _ in range(5)),
    )
