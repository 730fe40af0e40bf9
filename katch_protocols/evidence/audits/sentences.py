"""Whether the sentences that bind a protocol hold on what happened in one case.

Each sentence is its own small automaton, that of its proof. What happens is read in
turn: the activity, which sees the facts as it finds them, then each state that it
enters, which sees them as the step leaves them. What does not belong happened all the
same, and changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.happening import happening
from katch_protocols.evidence.audits.one_sentence import BrokenSentence, SentenceInCase
from katch_protocols.evidence.audits.silences import CaseSilence, UntoldStep
from katch_protocols.evidence.audits.watched import Watched
from katch_protocols.evidence.logs.events import LogEvent
from katch_protocols.model.noun import Id
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.automata.situation import (
    SentenceReading,
    Situation,
    SlotEvent,
    letters_read,
)
from katch_protocols.semantics.table import Row

__all__ = ["Touched", "Watching"]


Touched: TypeAlias = tuple[tuple[int, tuple[SlotEvent, ...]], ...]
"""The sentences that a step is an event of, each with where."""


class Watching:
    """Watches every sentence over one case.

    ``known``: which sentences each step is an event of, for all cases of a protocol.
    ``is_seen``: the beginning is in the log; else a sentence may stand anywhere.
    """

    def __init__(  # noqa: PLR0913 - the last one has a name
        self,
        compiled: CompiledCase,
        sentences: Sequence[Watched],
        begun: tuple[int, tuple[int, ...], Mapping[Id, str]],
        opening: tuple[int, int],
        known: dict[object, Touched],
        *,
        is_seen: bool = True,
    ) -> None:
        word, entered, facts = begun
        self._known = known
        self._compiled, self._sentences = compiled, sentences
        calendar = compiled.clocks.calendar
        self._states = [
            SentenceInCase(each, calendar, is_seen=is_seen) for each in sentences
        ]
        # As a case begins, no state was active before.
        self._now = Situation(compiled.table, word, dict(facts))
        nowhere = Situation(compiled.table, 0, dict(facts))
        self._changeable = frozenset[int]()
        found = list(self._read(entered, nowhere, nowhere, None, opening))
        self._begun = tuple(found)

    @property
    def is_unsure(self) -> bool:
        """Whether a sentence is kept only if something was at some instants, or not."""
        return any(each.is_unsure for each in self._states)

    @property
    def begun(self) -> tuple[BrokenSentence, ...]:
        """What is broken as the case begins."""
        return self._begun

    def step(self, row: Row, span: tuple[int, int]) -> Iterator[BrokenSentence]:
        """Read a step of the protocol; yield what it breaks."""
        before = self._now
        word = row.after(before.word)
        after = before.changed(row)
        happened = happening(self._compiled.table, row, word)
        yield from self._read(happened, before, after, row, span)
        after.word = word
        self._now = after

    def surplus(
        self, event: LogEvent, span: tuple[int, int]
    ) -> Iterator[BrokenSentence]:
        """Read an event that does not belong: it happened, and changes nothing."""
        now = self._now
        yield from self._read((event.activity,), now, now, None, span)
        now.activities.add(event.activity)

    def untold(self, silence: CaseSilence, last: int) -> None:
        """Let steps happen until an instant of which no log tells."""
        span = silence.since, last
        self._changeable = silence.changeable
        for number in silence.breakable:
            state = self._states[number]
            if not (state.is_told or state.is_unsure):
                each = self._sentences[number]
                state.may_read((self._letters(each, e) for e in silence.steps), span)

    def _letters(self, each: Watched, step: UntoldStep) -> list[str]:
        """Return what a sentence reads of a step of which no log tells."""
        word, row = step
        before = self._now if word is None else replace(self._now, word=word)
        after = before.changed(row)
        happened = happening(self._compiled.table, row, row.after(before.word))
        return SentenceReading(each.slots, happened, before, after, row).letters

    def at_end(
        self, span: tuple[int, int], outcome: Outcome | None, *, ended: bool
    ) -> Iterator[BrokenSentence]:
        """Yield what is owed at an end, or has been owed for too long.

        The latter is broken as its limit is over, however long the log goes on.
        """
        for state in self._states:
            yield from state.end(span, outcome, ended=ended)

    @property
    def owes(self) -> bool:
        """Whether any sentence still owes something."""
        return any(state.owes for state in self._states)

    def _read(
        self,
        happened: Sequence[str | int],
        before: Situation,
        after: Situation,
        row: Row | None,
        span: tuple[int, int],
    ) -> Iterator[BrokenSentence]:
        for number, events in self._touched(happened, before, after, row):
            each, state = self._sentences[number], self._states[number]
            if state.is_told:
                continue
            if number in self._changeable:
                state.suspect(span[1])
            letters = letters_read(
                each.slots,
                events,
                lambda place: before if isinstance(happened[place], str) else after,
                lambda node: node in before.nodes,
            )
            yield from state.read(letters, span)

    def _touched(
        self,
        happened: Sequence[str | int],
        before: Situation,
        after: Situation,
        row: Row | None,
    ) -> Touched:
        """Return the sentences that a step is an event of; looked for once a step."""
        key = id(row), tuple(happened)
        found = self._known.get(key)
        if found is None:
            pairs = (
                (n, SentenceReading(each.slots, happened, before, after, row).events)
                for n, each in enumerate(self._sentences)
            )
            found = self._known[key] = tuple(pair for pair in pairs if pair[1])
        return found
