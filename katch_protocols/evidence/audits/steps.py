"""Where an explanation can stand, and what can come next there.

A node is how far the log was read, the word of the table, and the clocks.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias, cast

from msgspec.structs import replace

from katch_protocols.cases.clock import CaseClock
from katch_protocols.cases.clock_parts import ClockParts
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.deadlines import Due, duty_of
from katch_protocols.cases.moved_clock import clock_of_parts
from katch_protocols.cases.word_view import WordView
from katch_protocols.evidence.logs.events import (
    LogEvent,
    instant_of_micros,
    micros,
)
from katch_protocols.semantics.table import Row

__all__ = ["ClocksSpan", "DueRow", "ExplanationNode", "MeantRows", "ProtocolSteps"]

DueRow: TypeAlias = tuple[int, int, Row]
"""A step that the clock will make: the earliest and the latest instant, the row."""


class MeantRows:
    """The rows that an event can be, and which of them can be taken in a word."""

    __slots__ = ("_known", "rows")

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._known: dict[int, tuple[tuple[Row, int], ...]] = {}

    def taking(self, word: int) -> tuple[tuple[Row, int], ...]:
        """Return the rows that can be taken in a word, each with the word after it."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = tuple(
                (row, row.after(word)) for row in self.rows if row.applies(word)
            )
        return found


class ClocksSpan:
    """The clocks of a case where everything was as early as can be, and as late.

    They are made when they are asked for: most nodes of a search are never looked at.
    ``due`` are in each word the steps they will make, as far as it was asked; ``made``
    are those that they have made, by name.
    """

    __slots__ = ("_early", "_key", "_late", "_step", "due", "made")

    def __init__(self, early: CaseClock | None, late: CaseClock | None = None) -> None:
        self._early, self._late = early, late
        self._step: tuple[ClocksSpan, Row, int, tuple[int, int]] | None = None
        self._key: object = None
        self.due: dict[int, tuple[DueRow, ...]] = {}
        self.made: frozenset[str] = frozenset()

    def after(self, row: Row, word: int, span: tuple[int, int]) -> "ClocksSpan":
        """Return the clocks after a step."""
        found = ClocksSpan(None)
        found._step = self, row, word, span
        found.made = self.made
        if row.timer is not None:
            found.made |= {row.timer.name}
        return found

    @property
    def early(self) -> CaseClock:
        """Those where everything was as early as can be."""
        if self._early is None:
            self._make()
        return cast("CaseClock", self._early)

    @property
    def late(self) -> CaseClock:
        """Those where everything was as late as can be; the same where that is so."""
        if self._late is None:
            self._make()
        return cast("CaseClock", self._late)

    def _make(self) -> None:
        if self._step is None:
            self._late = self._early
            return
        before, row, word, span = self._step
        first, last = before.early, before.late
        self._early = self._late = early = first.copy()
        early.take(row, word, (instant_of_micros(span[0]), 0))
        if last is not first or span[0] != span[1]:
            self._late = late = last.copy()
            late.take(row, word, (instant_of_micros(span[1]), 0))
        self._step = None

    def key(self, nodes: frozenset[int]) -> object:
        """Return what tells two clocks apart, as far as some nodes go."""
        if self._key is None:
            early, is_same = self.early.moments(nodes), self.late is self.early
            self._key = early, None if is_same else self.late.moments(nodes)
        return self._key


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
        starts = {nodes[each].clock_start for each in self._nodes} - {None}
        # Only what moves a case on matters to what can come next.
        self._rules = replace(
            rules,
            clocked=self._nodes,
            starts={
                cause: kept
                for cause, names in rules.starts.items()
                if (kept := tuple(each for each in names if each in starts))
            },
            duties=(),
        )
        # Then a clock that does not run says nothing of one that will.
        self._is_plain = not rules.resumable and not starts
        self._sets: dict[int, bool] = {}
        self._possible: dict[int, tuple[tuple[Row, ...], tuple[Row, ...]]] = {}
        self._rows: dict[object, MeantRows] = {}
        self._ended: dict[tuple[int, str, str | None], bool] = {}
        self._ticking: dict[int, tuple[Row, ...]] = {}

    def key(self, node: ExplanationNode) -> object:
        """Return what tells two nodes apart: the same can come next, at the same cost.

        Of clocks it is when they will make a step; where they can be stopped, or count
        from an event, everything that they go by.
        """
        clocks: object = None
        if node.clocks is not None:
            due, made = self.due(node), node.clocks.made
            clocks = (
                tuple([each[:2] for each in due]),
                made if self._is_plain else node.clocks.key(self._nodes),
            )
        return node.group, node.read, node.word, clocks

    def possible(self, word: int) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """Return the steps that somebody, or something, could make in a word.

        Second those that the log never tells.
        """
        found = self._possible.get(word)
        if found is None:
            rows = [row for row in self.table.possible(word) if not row.timed]
            silent = [row.activity in self.not_logged for row in rows]
            found = self._possible[word] = (
                tuple(r for r, each in zip(rows, silent, strict=True) if not each),
                tuple(r for r, each in zip(rows, silent, strict=True) if each),
            )
        return found

    def may_have_ended(self, word: int, due: Due) -> bool:
        """Tell whether steps that the log never tells can end what is due in a word."""
        key = word, due.state, due.activity
        if key not in self._ended:
            self._ended[key] = self._can_end(word, due)
        return self._ended[key]

    def _can_end(self, word: int, due: Due) -> bool:
        if not self.is_due(word, due):
            return False
        known, left = {word}, [word]
        while left:
            here = left.pop()
            for row in self.possible(here)[1]:
                after = row.after(here)
                if row.activity == due.activity or not self.is_due(after, due):
                    return True
                if self._begins_anew(row, (here, after), due):
                    return True
                if after not in known:
                    known.add(after)
                    left.append(after)
        return False

    def _begins_anew(self, row: Row, words: tuple[int, int], due: Due) -> bool:
        """Tell whether a step may start what is due anew, or set it aside."""
        rules, chart = self.compiled.clocks, self.table.chart
        duty = duty_of(self.compiled, due)
        if duty is not None:
            return any(rule.duty == duty for _, rule, _ in rules.touching(row, *words))
        node = chart.nodes[chart.by_name[due.state]]
        return node.index in row.anew or node.clock_start in rules.coming(row, words[1])

    def is_due(self, word: int, due: Due) -> bool:
        """Tell whether something can be due in a word: its state is active there."""
        if not due.state:
            return not self.table.is_final(word)
        return WordView(self.table, word).active(due.state)

    def meant(self, event: LogEvent) -> MeantRows:
        """Return the rows that an event can be, whatever the word."""
        key = event.activity, event.origin, tuple(event.records.items())
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = MeantRows(tuple(self._meant(event)))
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
        rules = self._rules
        early = CaseClock(rules, first, word, entered)
        late = early if first == last else CaseClock(rules, last, word, entered)
        return ClocksSpan(early, late)

    def resumed(self, parts: ClockParts) -> ClocksSpan | None:
        """Return the clocks of a case that goes on, from what its clock knew."""
        if not self.timed:
            return None
        return ClocksSpan(clock_of_parts(self._rules, replace(parts, owed={})))

    def after(
        self, clocks: ClocksSpan | None, row: Row, word: int, span: tuple[int, int]
    ) -> ClocksSpan | None:
        """Return the clocks after a step; the same where it sets none."""
        if clocks is None:
            return None
        sets = self._sets.get(id(row))
        if sets is None:
            sets = self._sets[id(row)] = self._is_setting(row)
        return clocks.after(row, word, span) if sets else clocks

    def _is_setting(self, row: Row) -> bool:
        rules = self._rules
        causes: tuple[str | int, ...] = (row.activity, *row.entered)
        return (
            row.timer is not None
            or bool(rules.resumable and (row.entered or row.resumed))
            or any(each in rules.starts or each in rules.clocked for each in causes)
        )

    def ticking(self, word: int) -> tuple[Row, ...]:
        """Return the steps that the clock will make in a word."""
        found = self._ticking.get(word)
        if found is None:
            rows = (row for row in self.timed if row.applies(word))
            found = self._ticking[word] = tuple(rows)
        return found

    def due(self, node: ExplanationNode) -> Sequence[DueRow]:
        """Return the steps that the clock will make: earliest, latest, the row."""
        clocks, word = node.clocks, node.word
        if clocks is None:
            return ()
        rows = self.ticking(word)
        if not rows:
            return ()
        found = clocks.due.get(word)
        if found is None:
            found = clocks.due[word] = tuple(self._due(clocks, rows))
        return found

    def _due(self, clocks: ClocksSpan, rows: Iterable[Row]) -> Iterator[DueRow]:
        nodes, calendar = self.table.chart.nodes, self.compiled.clocks.calendar
        for row in rows:
            if row.timer is not None:
                here = nodes[row.node]
                first, _ = clocks.early.counts(here, row.timer)
                last, _ = clocks.late.counts(here, row.timer)
                due = calendar.spread(first, max(first, last), row.timer.limit)
                yield micros(due[0]), micros(due[1]), row
