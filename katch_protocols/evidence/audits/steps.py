"""Where an explanation can stand, and what can come next there.

A node is how far the log was read, the word of the table, and the clocks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from katch_protocols.cases.clock import CaseClock
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.logs.events import (
    LogEvent,
    micros,
)
from katch_protocols.semantics.table import Row

__all__ = ["ClocksSpan", "ExplanationNode", "ProtocolSteps"]


@dataclass(frozen=True, slots=True)
class ClocksSpan:
    """The clocks of a case where everything was as early as can be, and as late."""

    early: CaseClock
    late: CaseClock

    def after(
        self, row: Row, word: int, span: tuple[datetime, datetime]
    ) -> "ClocksSpan":
        """Return the clocks after a step."""
        early = self.early.copy()
        early.take(row, word, (span[0], 0))
        if self.late is self.early and span[0] == span[1]:
            return ClocksSpan(early, early)
        late = self.late.copy()
        late.take(row, word, (span[1], 0))
        return ClocksSpan(early, late)

    def key(self, nodes: frozenset[int]) -> object:
        """Return what tells two clocks apart, as far as some nodes go."""
        early = self.early.moments(nodes)
        return early if self.late is self.early else (early, self.late.moments(nodes))


class ExplanationNode(NamedTuple):
    """Where an explanation has come to: all before ``group`` was read.

    ``read`` are the events of the group that were, as bits; ``last`` is the earliest
    instant of the last event.
    """

    group: int
    read: int
    word: int
    clocks: ClocksSpan | None
    last: int


class ProtocolSteps:
    """What can come next in the cases of one protocol.

    ``not_logged`` are activities that the log never tells; ``until`` is until when it
    is complete, in microseconds since 1970, UTC.
    """

    def __init__(
        self, compiled: CompiledCase, not_logged: Iterable[str], until: int
    ) -> None:
        self.compiled, self.table, self.until = compiled, compiled.table, until
        self.not_logged = frozenset(compiled.full_names[each] for each in not_logged)
        self.timed: Sequence[Row] = [step.row for step in compiled.ticks]
        self._nodes = frozenset(row.node for row in self.timed)
        nodes, rules = self.table.chart.nodes, compiled.clocks
        starts = [nodes[each].clock_start for each in self._nodes]
        # Then a clock that does not run says nothing of one that will.
        self._is_plain = not rules.resumable and not any(starts)
        self._possible: dict[int, tuple[Row, ...]] = {}
        self._rows: dict[object, tuple[Row, ...]] = {}

    def key(self, node: ExplanationNode) -> object:
        """Return what tells two nodes apart: the same can come next, at the same cost.

        Of clocks it is when they will make a step; where they can be stopped, or count
        from an event, everything that they go by.
        """
        clocks: object = None
        if node.clocks is not None:
            made = node.clocks.early.made
            clocks = (
                tuple(each[:2] for each in self.due(node)),
                frozenset(made) if self._is_plain else node.clocks.key(self._nodes),
            )
        return node.group, node.read, node.word, clocks

    def possible(self, word: int) -> tuple[Row, ...]:
        """Return the steps that somebody, or something, could make in a word."""
        found = self._possible.get(word)
        if found is None:
            rows = (row for row in self.table.possible(word) if not row.timed)
            found = self._possible[word] = tuple(rows)
        return found

    def meant(self, event: LogEvent) -> tuple[Row, ...]:
        """Return the rows that an event can be, whatever the word."""
        values = tuple(sorted(event.records.items()))
        key = event.activity, event.origin, values
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = tuple(self._meant(event))
        return found

    def _meant(self, event: LogEvent) -> Iterator[Row]:
        nodes = self.table.chart.nodes
        for row in self.table.rows:
            if row.activity != event.activity:
                continue
            if event.origin not in {None, nodes[row.node].name}:
                continue
            stated = dict(row.records)
            told = event.records.items()
            if all(stated.get(fact, value) == value for fact, value in told):
                yield row

    def clocks(
        self, first: datetime, last: datetime, word: int, entered: tuple[int, ...]
    ) -> ClocksSpan | None:
        """Return the clocks of a case that began between two instants.

        ``None`` where the clock makes no step.
        """
        if not self.timed:
            return None
        rules = self.compiled.clocks
        early = CaseClock(rules, first, word, entered)
        late = early if first == last else CaseClock(rules, last, word, entered)
        return ClocksSpan(early, late)

    def due(self, node: ExplanationNode) -> list[tuple[int, int, Row]]:
        """Return the steps that the clock will make: earliest, latest, the row."""
        if node.clocks is None:
            return []
        nodes, found = self.table.chart.nodes, []
        for row in self.timed:
            if row.applies(node.word) and row.timer is not None:
                here = nodes[row.node]
                first = micros(node.clocks.early.fires(here, row.timer))
                last = micros(node.clocks.late.fires(here, row.timer))
                found.append((first, max(first, last), row))
        return found
