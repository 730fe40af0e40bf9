"""Which sentences a case may keep all the same, by what its log never tells."""

from collections.abc import Sequence

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.audits.explanation import ExplainedKind, Explanation
from katch_protocols.evidence.audits.grouping import grouped
from katch_protocols.evidence.audits.steps import ProtocolSteps
from katch_protocols.evidence.audits.watched import Watched, unheard
from katch_protocols.evidence.logs.events import LogCase
from katch_protocols.model.noun import Id

__all__ = ["CaseSilence", "Silences"]


class Silences:
    """What the log of one protocol never tells; for one case ``CaseSilence``."""

    def __init__(
        self, compiled: CompiledCase, sentences: Sequence[Watched], steps: ProtocolSteps
    ) -> None:
        self.steps = steps
        self._compiled, self._sentences = compiled, sentences
        self._unheard: dict[frozenset[str], frozenset[Id]] = {}

    def unheard(self, activities: frozenset[str]) -> frozenset[Id]:
        """Return the sentences that no log without some activities shows broken."""
        found = self._unheard.get(activities)
        if found is None:
            found = unheard(self._compiled, self._sentences, activities)
            self._unheard[activities] = found
        return found

    def onward(self, words: set[int]) -> set[str]:
        """Add to words those to which what is not told leads; return what that is."""
        left, found = [*words], set[str]()
        while left:
            here = left.pop()
            silent = self.steps.possible(here)[1]
            found |= {row.activity for row in silent}
            for row in (*silent, *self.steps.ticking(here)):
                after = row.after(here)
                if after not in words:
                    words.add(after)
                    left.append(after)
        return found


class CaseSilence:
    """What the log of a case does not tell, up to the move that is looked at.

    ``read``: how many moves of the explanation were before that.
    """

    def __init__(
        self, silences: Silences, case: LogCase, explanation: Explanation
    ) -> None:
        self.read = 0
        self._silences, self._case, self._explained = silences, case, explanation

    def hides(self, sentence: Id) -> bool:
        """Tell whether what the log never tells may have kept a sentence so far."""
        every = self._silences.steps.not_logged
        if sentence not in self._silences.unheard(every):
            return False
        return sentence in self._silences.unheard(self._activities())

    def _activities(self) -> frozenset[str]:
        """Return which activities, never logged, may have been so far.

        Any, where it is not told how the case began, in which order its events were, or
        what some of them were.
        """
        explained, steps = self._explained, self._silences.steps
        is_told = explained.from_start and not explained.edits
        if not is_told or any(len(group) > 1 for group in grouped(self._case)):
            return steps.not_logged
        words = {explained.word}
        found = self._silences.onward(words)
        for move in explained.moves[: self.read]:
            if move.kind is ExplainedKind.DONE and move.event is not None:
                taking = steps.meant(move.event).taking
                words = {after for word in words for _, after in taking(word)}
                found |= self._silences.onward(words)
        return frozenset(found)
