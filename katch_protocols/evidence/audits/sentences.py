"""Whether the sentences that bind a protocol hold on what happened in one case.

Each sentence is its own small automaton, that of its proof. What happens is read in
turn: the activity, which sees the facts as it finds them, then each state that it
enters, which sees them as the step leaves them. What does not belong happened all the
same, and changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.happening import happening
from katch_protocols.evidence.audits.silences import CaseSilence, UntoldStep
from katch_protocols.evidence.audits.watched import Watched
from katch_protocols.evidence.logs.events import LogEvent, instant_of_micros, micros
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import (
    Safeguard,
)
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.automata.product_automaton import BROKEN, OFF
from katch_protocols.proofs.automata.situation import (
    SentenceReading,
    Situation,
    SlotEvent,
    letters_read,
)
from katch_protocols.semantics.table import Row

__all__ = ["BrokenSentence", "Touched", "Watching"]


@dataclass(frozen=True, slots=True)
class BrokenSentence:
    """A sentence that does not hold, and when it was broken."""

    safeguard: Safeguard
    first: int
    last: int


Touched: TypeAlias = tuple[tuple[int, tuple[SlotEvent, ...]], ...]
"""The sentences that a step is an event of, each with where."""


@dataclass
class _PathSoFar:
    """Where the automaton of a sentence may stand, and since when it owes."""

    name: str
    since: tuple[int, int] | None = None


@dataclass
class _State:
    """Every way in which a sentence may stand: one, where all of a case was seen.

    What is broken in one way only may hold all the same. ``others`` are the ways with
    steps that no log tells. ``is_unsure``: it may be broken: at some of the instants
    that there can have been, or by such a step.
    """

    ways: list[_PathSoFar]
    others: list[_PathSoFar] = field(default_factory=list)
    is_told: bool = False
    is_unsure: bool = False


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
        self._states = [_begun(each, is_seen) for each in sentences]
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

    def untold(self, silence: CaseSilence, span: tuple[int, int]) -> None:
        """Let steps happen of which no log tells, as often as may be, in any order."""
        self._changeable = silence.changeable
        for number in silence.breakable:
            each, state = self._sentences[number], self._states[number]
            steps = () if state.is_told or state.is_unsure else silence.steps
            letters = {tuple(self._letters(each, step)) for step in steps}
            known = {way.name for way in (*state.ways, *state.others)}
            left = [*state.ways, *state.others]
            while left and letters:
                way = left.pop()
                for read in letters:
                    other = replace(way)
                    self._go_on(each, state, [other], read, span)
                    if other.name not in known:
                        known.add(other.name)
                        left.append(other)
                        state.others.append(other)

    def _letters(self, each: Watched, step: UntoldStep) -> list[str]:
        """Return what a sentence reads of a step of which no log tells."""
        word, row = step
        before = self._now if word is None else replace(self._now, word=word)
        after = before.changed(row)
        happened = happening(self._compiled.table, row, row.after(before.word))
        return SentenceReading(each.slots, happened, before, after, row).letters

    def _go_on(
        self,
        each: Watched,
        state: _State,
        ways: list[_PathSoFar],
        letters: Sequence[str],
        span: tuple[int, int],
    ) -> None:
        """Let ways read letters that may have been otherwise; note what they break."""
        for way in ways:
            for letter in letters:
                if self._goes_on(each, state, way, letter, span):
                    self._suspect(each, state, span[1])

    @staticmethod
    def _suspect(each: Watched, state: _State, at: int) -> None:
        state.is_unsure |= each.waived is None or at >= each.waived

    def at_end(
        self, until: int, outcome: Outcome | None, *, ended: bool
    ) -> Iterator[BrokenSentence]:
        """Yield what is owed at an end, or has been owed for too long.

        The latter is broken as its limit is over, however long the log goes on.
        """
        for each, state in zip(self._sentences, self._states, strict=True):
            if state.is_told:
                continue
            counts = ended and (
                outcome in each.outcomes or each.outcomes == frozenset(Outcome)
            )
            owing = [
                way.name in each.automaton.owing
                and (counts or self._is_late(each, way, until))
                for way in (*state.ways, *state.others)
            ]
            if all(owing[: len(state.ways)]):
                over = self._over(each, state, until)
                yield from self._tell(each, state, (until, until), over)
                continue
            if any(owing[len(state.ways) :]):
                self._suspect(each, state, until)
            for way in (*state.ways, *state.others):
                self._doubt(each, state, way, until)

    @property
    def owes(self) -> bool:
        """Whether any sentence still owes something."""
        pairs = zip(self._sentences, self._states, strict=True)
        return any(
            way.name in each.automaton.owing
            for each, state in pairs
            for way in state.ways
        )

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
                self._suspect(each, state, span[1])
            letters = letters_read(
                each.slots,
                events,
                lambda place: before if isinstance(happened[place], str) else after,
                lambda node: node in before.nodes,
            )
            self._go_on(each, state, state.others, letters, span)
            for letter in letters:
                yield from self._move(each, state, letter, span)

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

    def _move(
        self, each: Watched, state: _State, letter: str, span: tuple[int, int]
    ) -> Iterator[BrokenSentence]:
        if state.is_told:
            return
        broken = [
            way for way in state.ways if self._goes_on(each, state, way, letter, span)
        ]
        if len(broken) < len(state.ways):
            state.ways = [way for way in state.ways if way not in broken]
            return
        yield from self._tell(each, state, span)
        for way in broken:
            if way.name == BROKEN:
                # Set aside: it goes on as if it had not been.
                way.name = each.automaton.states[0]

    def _goes_on(
        self,
        each: Watched,
        state: _State,
        way: _PathSoFar,
        letter: str,
        span: tuple[int, int],
    ) -> bool:
        """Let an automaton read a letter; tell whether that breaks its sentence."""
        was, owing = way.name, each.automaton.owing
        if was == OFF:
            return False
        is_late, begins = False, was not in owing
        way.name = each.automaton.read(was, (letter,))
        if was in owing and (way.name not in owing or letter in each.renewing):
            is_late, begins = self._is_late(each, way, span[0]), True
            if not is_late:
                self._doubt(each, state, way, span[1])
            way.since = None
        if way.name in owing and begins:
            way.since = span
        return is_late or way.name == BROKEN

    def _is_late(self, each: Watched, way: _PathSoFar, at: int) -> bool:
        if each.limit is None or way.since is None:
            return False
        return self._later(way.since[1], each.limit) < at

    def _doubt(self, each: Watched, state: _State, way: _PathSoFar, at: int) -> None:
        """Note that what was owed until an instant, at the latest, may be too late."""
        if each.limit is None or way.since is None:
            return
        if each.waived is None or at >= each.waived:
            state.is_unsure |= self._later(way.since[0], each.limit) < at

    def _later(self, at: int, limit: Duration) -> int:
        later = self._compiled.clocks.calendar.later
        return micros(later(instant_of_micros(at), limit))

    def _over(self, each: Watched, state: _State, until: int) -> tuple[int, int]:
        """Return when what is still owed became too late; ``until`` without a limit."""
        spans = [way.since for way in state.ways if way.since is not None]
        if each.limit is None or not spans:
            return until, until
        limit = each.limit
        over = [tuple(self._later(at, limit) for at in span) for span in spans]
        first, last = min(each[0] for each in over), max(each[1] for each in over)
        return min(first, until), min(last, until)

    @staticmethod
    def _tell(
        each: Watched,
        state: _State,
        span: tuple[int, int],
        over: tuple[int, int] | None = None,
    ) -> Iterator[BrokenSentence]:
        if each.waived is None or span[0] >= each.waived:
            state.is_told = True
            first, last = span if over is None else over
            yield BrokenSentence(each.safeguard, first, last)


def _begun(each: Watched, is_seen: bool) -> _State:
    """Return where a sentence may stand as a log begins to tell of a case.

    What its conditions would have to know was said before: then it can be anything.
    """
    names = each.automaton.states
    if is_seen:
        names = names[:1]
    elif any(slot.where or slot.unless or slot.within for slot in each.slots):
        names = (OFF,)
    return _State([_PathSoFar(name) for name in names if name != BROKEN])
