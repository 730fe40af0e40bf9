"""What can come next at a node of an explanation, and what it leads to."""

from collections.abc import Sequence
from functools import cached_property
from typing import TypeAlias

from katch_protocols.cases.event import EventKind
from katch_protocols.evidence.audits.explanation import ExplainedKind, ExplainedMove
from katch_protocols.evidence.audits.grouping import EventGroups
from katch_protocols.evidence.audits.search_entries import EDIT, SURPLUS
from katch_protocols.evidence.audits.steps import (
    ClocksSpan,
    DueRow,
    ExplanationNode,
    MeantRows,
    ProtocolSteps,
)
from katch_protocols.evidence.logs.events import LogEvent
from katch_protocols.semantics.table import Row

__all__ = ["NextMoves", "Way"]

_NO_LIMIT = 1 << 62

Way: TypeAlias = tuple[int, ExplanationNode, ExplainedMove]
"""What a move costs, where it leads to, and the move."""


class NextMoves:
    """The moves that can explain some events, in the order of the table."""

    def __init__(self, steps: ProtocolSteps, groups: EventGroups) -> None:
        self.steps, self.groups = steps, groups

    @cached_property
    def meant(self) -> list[tuple[MeantRows, ...]]:
        """For each event of each group the rows that it can be."""
        find = self.steps.meant
        return [tuple([find(event) for event in group]) for group in self.groups]

    def free(self, node: ExplanationNode) -> list[Way]:
        """Return what costs no edit: steps of the clock, events that are possible."""
        due = self.steps.due(node)
        if not due and len(self.groups[node.group]) == 1:
            return self._alone(node)
        found: list[Way] = []
        for place, event in self._unread(node):
            held = [each for each in due if each[1] < event.at]
            for row, word in self.meant[node.group][place].taking(node.word):
                if row.timer is not None:
                    found += self._told(node, place, row, due)
                elif not held:
                    found.append(self._done(node, place, row, word))
            if event.kind is EventKind.CLOCK and self._was_made(node, event):
                found.append(self._made_before(node, place, event))
        return found + self._made(node, due) if due else found

    def _alone(self, node: ExplanationNode) -> list[Way]:
        """Return the same where the clock makes no step, and one event comes next."""
        (event,), (meant,) = self.groups[node.group], self.meant[node.group]
        first, last = max(event.at, node.last), max(event.until, node.last)
        found: list[Way] = []
        for row, word in meant.taking(node.word):
            clocks = node.clocks
            if clocks is not None:
                clocks = self.steps.after(clocks, row, node.word, (first, last))
            after = ExplanationNode(node.group + 1, 0, word, clocks, first)
            move = ExplainedMove(ExplainedKind.DONE, event, row, first, last)
            found.append((0, after, move))
        if event.kind is EventKind.CLOCK and self._was_made(node, event):
            found.append(self._made_before(node, 0, event))
        return found

    def surplus(self, node: ExplanationNode) -> list[Way]:
        """Return the events that may not belong."""
        found: list[Way] = []
        for place, event in self._unread(node):
            if self._limit(node) < event.at:
                continue  # the clock makes its step first, and when it is due
            after = self._read(node, place, node.word, node.clocks)
            kind = ExplainedKind.SURPLUS
            move = ExplainedMove(kind, event, None, event.at, event.until)
            found.append((EDIT + SURPLUS, after, move))
        return found

    def unlogged(
        self, node: ExplanationNode, row: Row, kind: ExplainedKind
    ) -> tuple[ExplanationNode, ExplainedMove]:
        """Return where a step leads that nobody logged, and the move."""
        latest = max(event.until for _, event in self._unread(node))
        span = node.last, max(min(latest, self._limit(node)), node.last)
        clocks = self.steps.after(node.clocks, row, node.word, span)
        word = row.after(node.word)
        after = ExplanationNode(node.group, node.read, word, clocks, node.last)
        return after, ExplainedMove(kind, None, row, *span)

    def afterwards(self, node: ExplanationNode, most: int) -> list[ExplainedMove]:
        """Return the steps that the clock makes after the last event."""
        moves: list[ExplainedMove] = []
        while len(moves) < most:
            due = [each for each in self.steps.due(node) if each[1] < self.steps.until]
            if not due or self.steps.table.is_final(node.word):
                break
            first, last, row = min(due, key=lambda each: each[:2])
            span = max(first, node.last), max(last, node.last)
            word, clocks = self._after(node, row, span)
            node = ExplanationNode(node.group, node.read, word, clocks, span[0])
            moves.append(ExplainedMove(ExplainedKind.CLOCK, None, row, *span))
        return moves

    def _limit(self, node: ExplanationNode) -> int:
        """Return until when nothing but the clock makes a step at the latest."""
        return min((last for _, last, _ in self.steps.due(node)), default=_NO_LIMIT)

    def _unread(self, node: ExplanationNode) -> list[tuple[int, LogEvent]]:
        """Return the events that can come next, each with its place in the group."""
        group, read = self.groups[node.group], node.read
        return [(n, event) for n, event in enumerate(group) if not read & 1 << n]

    def _read(
        self, node: ExplanationNode, place: int, word: int, clocks: ClocksSpan | None
    ) -> ExplanationNode:
        """Return the node after an event."""
        group, read = self.groups[node.group], node.read | 1 << place
        last = max(node.last, group[place].at)
        if read + 1 == 1 << len(group):
            return ExplanationNode(node.group + 1, 0, word, clocks, last)
        return ExplanationNode(node.group, read, word, clocks, last)

    def _done(self, node: ExplanationNode, place: int, row: Row, word: int) -> Way:
        """Return an event that is a step of the protocol."""
        event = self.groups[node.group][place]
        latest = min(event.until, self._limit(node))
        span = max(event.at, node.last), max(latest, node.last)
        clocks = self.steps.after(node.clocks, row, node.word, span)
        move = ExplainedMove(ExplainedKind.DONE, event, row, *span)
        return 0, self._read(node, place, word, clocks), move

    def _told(
        self, node: ExplanationNode, place: int, row: Row, due: Sequence[DueRow]
    ) -> list[Way]:
        """Return a step of the clock that the log tells; none if another is first."""
        event = self.groups[node.group][place]
        first, last = next((one, two) for one, two, each in due if each is row)
        early = event.until < first
        span = event.at, event.until
        if not early:
            # Told late, or on a day: it was made when it was due.
            at, until = (first, last) if event.at > last else span
            earliest = max(at, first, node.last)
            span = earliest, max(min(until, last), earliest)
        made = event.at if early else first
        if any(until < made for _, until, each in due if each is not row):
            return []
        after = self._after(node, row, span)
        move = ExplainedMove(ExplainedKind.DONE, event, row, *span, early)
        return [(0, self._read(node, place, *after), move)]

    def _was_made(self, node: ExplanationNode, event: LogEvent) -> bool:
        clocks = node.clocks
        return clocks is not None and event.activity in clocks.made

    def _made_before(self, node: ExplanationNode, place: int, event: LogEvent) -> Way:
        """Return the event that tells a step of the clock again."""
        kind = ExplainedKind.CLOCK
        move = ExplainedMove(kind, event, None, event.at, event.until)
        return 0, self._read(node, place, node.word, node.clocks), move

    def _made(self, node: ExplanationNode, due: Sequence[DueRow]) -> list[Way]:
        """Return the steps of the clock that may be due before what comes next."""
        latest = max(event.until for _, event in self._unread(node))
        soonest = min(last for _, last, _ in due)
        found: list[Way] = []
        for first, last, row in due:
            if first > min(latest, soonest):
                continue
            span = max(first, node.last), max(min(last, latest), node.last)
            word, clocks = self._after(node, row, span)
            made = ExplanationNode(
                node.group, node.read, word, clocks, max(node.last, span[0])
            )
            move = ExplainedMove(ExplainedKind.CLOCK, None, row, *span)
            found.append((0, made, move))
        return found

    def _after(
        self, node: ExplanationNode, row: Row, span: tuple[int, int]
    ) -> tuple[int, ClocksSpan | None]:
        clocks = self.steps.after(node.clocks, row, node.word, span)
        return row.after(node.word), clocks
