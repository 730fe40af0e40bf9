"""The explanation of a case with the fewest edits, from wherever it began."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.audits.cheapest_ways import WaysAhead
from katch_protocols.evidence.audits.explanation import Explanation
from katch_protocols.evidence.audits.grouping import grouped
from katch_protocols.evidence.audits.next_moves import NextMoves
from katch_protocols.evidence.audits.searching import ExplanationSearch
from katch_protocols.evidence.audits.steps import ExplanationNode, ProtocolSteps
from katch_protocols.evidence.audits.straight import straight
from katch_protocols.evidence.automaton.classes import classes_of
from katch_protocols.evidence.logs.events import LogCase, instant_of_micros

__all__ = ["MOST_EDITS", "MOST_EVENTS", "Explainer"]

MOST_EDITS = 40
"""More edits than these are not looked for."""


MOST_EVENTS = 100_000
"""A case with more events is no case of a protocol: it needs more edits than those."""


class Explainer:
    """Explains the cases of one protocol; ``not_logged`` are never in the log."""

    def __init__(
        self, compiled: CompiledCase, not_logged: Iterable[str], until: int
    ) -> None:
        self.compiled = compiled
        self.steps = ProtocolSteps(compiled, not_logged, until)
        self._ahead = WaysAhead(self.steps)
        self._leading: dict[frozenset[int], tuple[int, ...]] = {}

    def explain(self, case: LogCase, *, on: bool = False) -> Explanation:
        """Explain a case: from its beginning where the log has it.

        It ends with the last event; ``on``: with what the clock does after it, as long
        as the log is complete.
        """
        found = self._explained(case)
        if not on or found.edits is None:
            return found
        return replace(found, moves=(*found.moves, *found.afterwards))

    def _explained(self, case: LogCase) -> Explanation:
        if len(case.events) > MOST_EVENTS:
            return Explanation((), *self.compiled.table.begun(case.facts), None)
        if case.seen is False:
            found = self._from_anywhere(case, MOST_EDITS)
            return found or self._without_beginning(case)
        found = self._from_start(case)
        if case.seen is None and found.edits != 0:
            return self._from_anywhere(case, 0) or found
        return found

    def _from_start(self, case: LogCase) -> Explanation:
        first, entered = self.compiled.table.begun(case.facts)
        opened, moves = instant_of_micros(case.opened), self._moves(case)

        def begun(word: int) -> ExplanationNode:
            clocks = self.steps.clocks(opened, opened, word, entered)
            return ExplanationNode(0, 0, word, clocks, case.opened)

        found = straight(moves, begun(first))
        if found is None:
            found = self._searched(moves, [first], begun, MOST_EDITS, case.opened)
        return replace(found, entered=entered)

    def _moves(self, case: LogCase) -> NextMoves:
        return NextMoves(self.steps, grouped(case))

    def _searched(
        self,
        moves: NextMoves,
        words: Sequence[int],
        begun: Callable[[int], ExplanationNode],
        most: int,
        opened: int | None = None,
    ) -> Explanation:
        """Search where the cheapest ways pass; everywhere if the clock bars them."""
        ways = self._ahead.cheapest(moves, words, opened, most)
        if ways is not None:
            starts = [begun(word) for word in words if ways.begin_in(word)]
            if not starts:
                return Explanation((), words[0], (), None)
            found = ExplanationSearch(moves, most, ways).run(starts)
            if found.edits is not None or not found.is_decided:
                return found
        starts = [begun(word) for word in words]
        return ExplanationSearch(moves, most).run(starts)

    def _without_beginning(self, case: LogCase) -> Explanation:
        """Explain a case that can be explained from nowhere that was looked at.

        Where the classes are too many, none was: then nothing of it is decided.
        """
        if case.events and classes_of(self.compiled) is None:
            begun = self.compiled.table.begun(case.facts)
            return Explanation((), *begun, None, from_start=False, is_decided=False)
        return self._from_start(case)

    def _from_anywhere(self, case: LogCase, most: int) -> Explanation | None:
        """Explain a case that began before the log: from every class.

        ``None`` where there are too many classes, or it needs more edits than ``most``.
        """
        classes = classes_of(self.compiled)
        moves = self._moves(case)
        if classes is None or not moves.groups:
            return None
        # Most need no edit; then only what the first events can follow on matters.
        found = self._from(case, moves, self._leading_on(moves, classes.words), 0)
        if found is None and most:
            found = self._from(case, moves, classes.words, most)
        return found

    def _from(
        self, case: LogCase, moves: NextMoves, words: Sequence[int], most: int
    ) -> Explanation | None:
        ever, first = instant_of_micros(0), case.events[0].at
        last = instant_of_micros(first)
        # What was left before may be taken up again: every clock has begun somewhere.
        everywhere = tuple(range(len(self.compiled.table.chart.nodes)))

        def begun(word: int) -> ExplanationNode:
            clocks = self.steps.clocks(ever, last, word, everywhere)
            return ExplanationNode(0, 0, word, clocks, first)

        if not words:
            return None
        found = self._searched(moves, words, begun, most)
        if found.edits is None and (found.is_decided or not most):
            return None
        return replace(found, from_start=False)

    def _leading_on(self, moves: NextMoves, words: Sequence[int]) -> Sequence[int]:
        """Return the words from which a case can go on without an edit."""
        rows = [row for each in moves.meant[0] for row in each.rows]
        rows += self.steps.timed
        key = frozenset(map(id, rows))
        found = self._leading.get(key)
        if found is None:
            found = self._leading[key] = tuple(
                word
                for word in words
                if any(row.applies(word) for row in rows)
                or self.steps.possible(word)[1]
            )
        return found
