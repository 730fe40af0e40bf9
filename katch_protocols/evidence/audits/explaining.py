"""The explanation of a case with the fewest edits, from wherever it began."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from msgspec.structs import replace

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.audits.beginnings import CaseStart, beginnings_of
from katch_protocols.evidence.audits.cheapest_ways import CheapestWays, WaysAhead
from katch_protocols.evidence.audits.explaining_many import ManyExplained, Told
from katch_protocols.evidence.audits.explanation import Explanation
from katch_protocols.evidence.audits.grouping import grouped
from katch_protocols.evidence.audits.next_moves import NextMoves
from katch_protocols.evidence.audits.searching import ExplanationSearch
from katch_protocols.evidence.audits.steps import ExplanationNode, ProtocolSteps
from katch_protocols.evidence.audits.straight import straight
from katch_protocols.evidence.automaton.classes import classes_of
from katch_protocols.evidence.automaton.following import explaining_loops
from katch_protocols.evidence.automaton.word_steps import WordSteps
from katch_protocols.evidence.logs.events import LogCase, MovedCase, instant_of_micros

__all__ = ["MOST_EDITS", "MOST_EVENTS", "Explainer"]

MOST_EDITS = 40
"""More edits than these are not looked for."""


MOST_EVENTS = 100_000
"""A case with more events is no case of a protocol: it needs more edits than those."""


_AT_ONCE = 4_096
"""So many cases are explained at once by loops."""


class Explainer:
    """Explains the cases of one protocol; ``not_logged`` are never in the log."""

    def __init__(
        self, compiled: CompiledCase, not_logged: Iterable[str], until: int
    ) -> None:
        self.compiled = compiled
        self.steps = ProtocolSteps(compiled, not_logged, until)
        self._ahead = WaysAhead(self.steps)
        self._leading: dict[tuple[int, frozenset[int]], tuple[int, ...]] = {}

    def explain(self, case: LogCase, *, on: bool = False) -> Explanation:
        """Explain a case: from its beginning where the log has it.

        It ends with the last event; ``on``: with what the clock does after it, as long
        as the log is complete. Where it is not told with which values the case began,
        its own beginning counts, or that which needs the fewest edits.
        """
        found = self._explained(case, None)
        return _going_on(found) if on else found

    def explain_all(
        self, cases: Sequence[LogCase], *, on: bool = False, compiled: bool = False
    ) -> Iterator[Explanation]:
        """Yield the explanation of each case; ``compiled``: by loops, where they can.

        They say what ``explain`` says. They are worth it for some thousand cases.
        """
        many = self._many if compiled else None
        for each in range(0, len(cases), _AT_ONCE):
            some = cases[each : each + _AT_ONCE]
            told: Sequence[Told] = [None] * len(some)
            if many is not None:
                told = many.explain(some, MOST_EDITS)
            for case, known in zip(some, told, strict=True):
                found = self._explained(case, known)
                yield _going_on(found) if on else found

    @cached_property
    def _many(self) -> ManyExplained | None:
        """What explains by loops; ``None``: there are none, or too many words."""
        loops = explaining_loops()
        words = None if loops is None else WordSteps.of(self.compiled.table)
        if loops is None or words is None:
            return None
        return ManyExplained(self.steps, words, loops)

    def others(self, case: LogCase, found: Explanation) -> Iterator[Explanation]:
        """Yield the explanations from other beginnings that need as few edits.

        None where it is told how the case began, or that was before the log; or where
        nothing says that another case opened it: then its own beginning is the likely.
        """
        if case.facts is not None or case.opener is None:
            return
        if not found.from_start or found.edits is None:
            return
        for start in beginnings_of(self.compiled).every or ():
            if start.word != found.word:
                other = self._begun_with(case, [start], found.edits)
                if other.edits == found.edits:
                    yield _going_on(other)

    def _explained(self, case: LogCase, told: Told) -> Explanation:
        """Explain a case; of its own beginning something may be ``told`` already."""
        if len(case.events) > MOST_EVENTS:
            start = self._own(case)
            return Explanation((), start.word, start.entered, None)
        if case.moved is not None:
            return self._from_move(case, case.moved)
        if case.seen is False:
            found = self._from_anywhere(case, MOST_EDITS)
            return found or self._without_beginning(case)
        found = self._from_start(case, told)
        if case.seen is None and found.edits != 0:
            return self._from_anywhere(case, 0) or found
        return found

    def _own(self, case: LogCase) -> CaseStart:
        """Return where a case begins with the values that are told, or without any."""
        return CaseStart.of(self.compiled, case.facts or {})

    def _from_start(self, case: LogCase, told: Told = None) -> Explanation:
        if isinstance(told, Explanation):
            found = told
        else:
            found = self._begun_with(case, [self._own(case)], MOST_EDITS, told)
        if case.facts is not None or found.edits == 0:
            return found
        every = beginnings_of(self.compiled).every
        if every is None:
            return replace(found, moves=(), edits=None, is_decided=False)
        return found if len(every) == 1 else self._begun_with(case, every, MOST_EDITS)

    def _begun_with(
        self,
        case: LogCase,
        starts: Sequence[CaseStart],
        most: int,
        ways: CheapestWays | None = None,
    ) -> Explanation:
        """Explain a case from one of some beginnings."""
        first, last = map(instant_of_micros, case.opening)
        moves = self._moves(case)
        known = {each.word: each for each in reversed(starts)}

        def begun(word: int) -> ExplanationNode:
            clocks = self.steps.clocks(first, last, word, known[word].entered)
            return ExplanationNode(0, 0, word, clocks, case.opened)

        found = straight(moves, begun(starts[0].word)) if len(starts) == 1 else None
        if found is None:
            words = [each.word for each in starts]
            if ways is None:
                ways = self._ahead.cheapest(moves, words, case.opened, most)
            found = self._searched(moves, words, begun, most, ways)
        start = known[found.word]
        return replace(found, entered=start.entered, facts=start.facts)

    def _moves(self, case: LogCase) -> NextMoves:
        return NextMoves(self.steps, grouped(case))

    def _searched(
        self,
        moves: NextMoves,
        words: Sequence[int],
        begun: Callable[[int], ExplanationNode],
        most: int,
        ways: CheapestWays | None,
    ) -> Explanation:
        """Search where the cheapest ways pass; everywhere if the clock bars them."""
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
            start = self._own(case)
            return Explanation(
                (), start.word, start.entered, None, from_start=False, is_decided=False
            )
        return self._from_start(case)

    def _from_anywhere(self, case: LogCase, most: int) -> Explanation | None:
        """Explain a case that began before the log: from every class.

        ``None`` where there are too many classes, or it needs more edits than ``most``.
        """
        classes = classes_of(self.compiled)
        moves = self._moves(case)
        if classes is None or not moves.groups:
            return None
        words = classes.words
        if case.facts is None:
            words = (*words, *beginnings_of(self.compiled).elsewhere)
        # Most need no edit; then only what the first events can follow on matters.
        found = self._from(case, moves, self._leading_on(moves, words), 0)
        if found is None and most:
            found = self._from(case, moves, words, most)
        return found

    def _from_move(self, case: LogCase, moved: MovedCase) -> Explanation:
        """Explain what a case did since it moved to this version, from there on."""
        found = self._from(case, self._moves(case), [moved.word], MOST_EDITS)
        return found or Explanation((), moved.word, (), None, from_start=False)

    def _from(
        self, case: LogCase, moves: NextMoves, words: Sequence[int], most: int
    ) -> Explanation | None:
        first = case.events[0].at if case.moved is None else case.moved.at
        ever, last = instant_of_micros(0), instant_of_micros(first)
        # What was left before may be taken up again: every clock has begun somewhere.
        everywhere = tuple(range(len(self.compiled.table.chart.nodes)))

        def begun(word: int) -> ExplanationNode:
            if case.moved is not None:
                clocks = self.steps.resumed(case.moved.clock)
            else:
                clocks = self.steps.clocks(ever, last, word, everywhere)
            return ExplanationNode(0, 0, word, clocks, first)

        if not words:
            return None
        ways = self._ahead.cheapest(moves, words, None, most)
        found = self._searched(moves, words, begun, most, ways)
        if found.edits is None and (found.is_decided or not most):
            return None
        return replace(found, from_start=False)

    def _leading_on(self, moves: NextMoves, words: Sequence[int]) -> Sequence[int]:
        """Return the words from which a case can go on without an edit."""
        rows = [row for each in moves.meant[0] for row in each.rows]
        rows += self.steps.timed
        key = len(words), frozenset(map(id, rows))
        found = self._leading.get(key)
        if found is None:
            found = self._leading[key] = tuple(
                word
                for word in words
                if any(row.applies(word) for row in rows)
                or self.steps.possible(word)[1]
            )
        return found


def _going_on(found: Explanation) -> Explanation:
    """Return an explanation with what the clock does after the last event."""
    if found.edits is None:
        return found
    return replace(found, moves=(*found.moves, *found.afterwards))
