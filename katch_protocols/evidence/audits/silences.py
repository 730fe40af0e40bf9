"""Which sentences a case may keep, or break, by what its log never tells."""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.deadlines import Due
from katch_protocols.evidence.audits.explanation import (
    ExplainedKind,
    ExplainedMove,
    Explanation,
)
from katch_protocols.evidence.audits.grouping import grouped
from katch_protocols.evidence.audits.steps import ProtocolSteps
from katch_protocols.evidence.audits.watched import Watched, changeable, heeded, unheard
from katch_protocols.evidence.logs.events import LogCase
from katch_protocols.model.noun import Id
from katch_protocols.proofs.prove import prove
from katch_protocols.semantics.table import Row

__all__ = ["CaseSilence", "Silences", "UntoldStep", "hastened"]

UntoldStep = tuple[int | None, Row]
"""A step that may have been, and in which word; ``None``: nobody knows where."""


@lru_cache(maxsize=64)
def hastened(compiled: CompiledCase, not_logged: frozenset[str]) -> frozenset[int]:
    """Return the sentences that hold a step back after what no log tells, by number.

    That may have been just before. A sentence that is proved is none of them; of those
    that bind an inlined protocol alone nothing is proved here.
    """
    rows = [row for row in compiled.table.rows if row.activity in not_logged]
    brought = {each for row in rows for each in (*row.entered, *row.resumed)}
    found = {
        number: each.safeguard
        for number, each in enumerate(compiled.constraints)
        if each.least is not None
        and each.other is not None
        and (each.other.activities & not_logged or each.other.nodes & brought)
    }
    if not found:
        return frozenset()
    proofs = prove(compiled.chart, compiled.handbook)
    return frozenset(
        number
        for number, name in found.items()
        if name not in proofs or not proofs[name].holds
    )


class Silences:
    """What the log of one protocol never tells; for one case ``CaseSilence``."""

    def __init__(
        self, compiled: CompiledCase, sentences: Sequence[Watched], steps: ProtocolSteps
    ) -> None:
        self.steps = steps
        self.compiled, self._sentences = compiled, sentences
        self._unheard: dict[frozenset[str], frozenset[Id]] = {}
        self._changeable: dict[frozenset[str], frozenset[int]] = {}

    def unheard(self, activities: frozenset[str]) -> frozenset[Id]:
        """Return the sentences that no log without some activities shows broken."""
        found = self._unheard.get(activities)
        if found is None:
            found = unheard(self.compiled, self._sentences, activities)
            self._unheard[activities] = found
        return found

    @cached_property
    def breakable(self) -> frozenset[int]:
        """The sentences, by number, that some step may break of which no log tells.

        A sentence that is proved is none of them: no step of the protocol breaks it.
        """
        silent = self.steps.not_logged
        found = [
            number
            for number, each in enumerate(self._sentences if silent else ())
            if heeded(self.compiled, each, silent)
            or changeable(self.compiled, each, silent)
        ]
        if not found:
            return frozenset()
        proofs = prove(self.compiled.chart, self.compiled.handbook)
        names = [self._sentences[number].safeguard.id for number in found]
        pairs = zip(found, names, strict=True)
        return frozenset(number for number, name in pairs if not proofs[name].holds)

    def changeable(self, activities: frozenset[str]) -> frozenset[int]:
        """Return those of which some activities may change what they ask for."""
        found = self._changeable.get(activities)
        if found is None:
            found = self._changeable[activities] = frozenset(
                number
                for number in self.breakable
                if changeable(self.compiled, self._sentences[number], activities)
            )
        return found

    def onward(self, words: set[int]) -> Iterator[UntoldStep]:
        """Add to words those to which what is not told leads; yield what that is."""
        left = [*words]
        while left:
            here = left.pop()
            silent = self.steps.possible(here)[1]
            yield from ((here, row) for row in silent)
            for row in (*silent, *self.steps.ticking(here)):
                after = row.after(here)
                if after not in words:
                    words.add(after)
                    left.append(after)

    def add_silent(self, words: set[int]) -> None:
        """Add to words those to which what no log tells leads."""
        left = [*words]
        while left:
            here = left.pop()
            found = {row.after(here) for row in self.steps.possible(here)[1]} - words
            words |= found
            left += found

    @cached_property
    def anywhere(self) -> tuple[UntoldStep, ...]:
        """Every step of which no log tells."""
        silent = self.steps.not_logged
        rows = self.compiled.table.rows if silent else ()
        return tuple((None, row) for row in rows if row.activity in silent)


class CaseSilence:
    """What the log of a case does not tell, up to the move that is looked at.

    Attributes:
        steps: What may have been just before that move. Any step, where it is not told
            how the case began, in which order its events were, or what some were.
        activities: What may have been so far.
        since: From when on what has not been by then may have been.
    """

    def __init__(
        self, silences: Silences, case: LogCase, explanation: Explanation
    ) -> None:
        self._silences, self._silent = silences, silences.steps.not_logged
        is_told = explanation.from_start and not explanation.edits
        several = any(len(group) > 1 for group in grouped(case))
        is_followed = is_told and not several and self._silent
        self._words = {explanation.word} if is_followed else None
        self._passed, self.since = {explanation.word}, case.opening[0]
        self._beside = {explanation.word}
        self.steps: tuple[UntoldStep, ...] = silences.anywhere
        self.activities = self._silent if self._words is None else _NONE
        if self._silent:
            silences.add_silent(self._beside)
        self._look()

    @property
    def breakable(self) -> frozenset[int]:
        """The sentences, by number, that some step may break of which no log tells."""
        return self._silences.breakable

    @property
    def changeable(self) -> frozenset[int]:
        """Those of them that ask for what may have been changed so far."""
        return self._silences.changeable(self.activities)

    @cached_property
    def hastened(self) -> frozenset[int]:
        """The sentences that may hold a step back after what no log tells."""
        return hastened(self._silences.compiled, self._silent)

    def hides(self, sentence: Id) -> bool:
        """Tell whether what the log never tells may have kept a sentence so far."""
        return sentence in self._silences.unheard(self.activities)

    def may_have_ended(self, due: Due) -> bool:
        """Tell whether what was due so far may have ended, or may never have begun.

        By what the log never tells, that is.
        """
        if not self._silent:
            return False
        steps = self._silences.steps
        is_sure = all(steps.is_due(word, due) for word in self._beside)
        return not is_sure or any(
            steps.may_have_ended(word, due) for word in self._passed
        )

    def go_on(self, move: ExplainedMove, word: int) -> None:
        """Look at what may have been once a move was made, and led to a word."""
        self.since = move.first
        self._passed.add(word)
        if self._silent:
            self._beside = {word, *self._after(move)}
            self._silences.add_silent(self._beside)
        if self._words is None or move.event is None:
            return
        if move.kind is ExplainedKind.DONE:
            taking = self._silences.steps.meant(move.event).taking
            self._words = {after for word in self._words for _, after in taking(word)}
            self._look()

    def _after(self, move: ExplainedMove) -> Iterator[int]:
        """Yield where the case may be after a move, instead of where it led."""
        if move.event is not None and move.kind is ExplainedKind.DONE:
            taking = self._silences.steps.meant(move.event).taking
            for word in self._beside:
                yield from (after for _, after in taking(word))
        elif move.row is not None and move.kind is ExplainedKind.CLOCK:
            for word in self._beside:
                yield move.row.after(word) if move.row.applies(word) else word

    def _look(self) -> None:
        if self._words is not None:
            self.steps = tuple(self._silences.onward(self._words))
            self._passed |= self._words
            self.activities |= {row.activity for _, row in self.steps}


_NONE = frozenset[str]()
