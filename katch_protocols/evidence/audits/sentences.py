"""Whether the sentences that bind a protocol hold on what happened in one case.

Each sentence is its own small automaton, that of its proof. What happens is read in
turn: the activity, which sees the facts as it finds them, then each state that it
enters, which sees them as the step leaves them. What does not belong happened all the
same, and changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.last_times import happening
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.holders import Holders
from katch_protocols.evidence.logs.events import LogEvent, instant_of_micros, micros
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import (
    AfterThen,
    AtLeastEvery,
    OnlyDoes,
    Safeguard,
    TakesPart,
)
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import BROKEN, OFF, Automaton
from katch_protocols.proofs.automata.situation import (
    SentenceReading,
    Situation,
    SlotEvent,
    letters_read,
)
from katch_protocols.proofs.kinds.pattern import SlotReader, automaton
from katch_protocols.proofs.kinds.patterns import PATTERNS, pattern
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.semantics.events import UndefinedError
from katch_protocols.semantics.table import Row

__all__ = ["BrokenSentence", "Touched", "Watched", "Watching", "watched"]


@dataclass(frozen=True)
class Watched:
    """A sentence that can be seen broken in one case.

    ``limit``: how long it may be in a state of ``owing``; ``renewing`` are the letters
    with which that time begins anew. ``waived`` is until when it is set aside, in
    microseconds. ``outcomes`` are the ends at which it must owe nothing.
    """

    safeguard: Safeguard
    automaton: Automaton
    slots: tuple[Slot, ...]
    outcomes: frozenset[Outcome]
    limit: Duration | None = None
    renewing: frozenset[str] = frozenset()
    waived: int | None = None


@dataclass(frozen=True, slots=True)
class BrokenSentence:
    """A sentence that does not hold, and when that was seen."""

    safeguard: Id
    first: int
    last: int


def watched(compiled: CompiledCase) -> tuple[Watched, ...]:
    """Return the sentences that bind a protocol and can be seen broken in one case.

    Those about who acts are asked of each step, as a live case asks them; that
    something is always possible, or independent, no single case can show.
    """
    chart, handbook = compiled.chart, compiled.handbook
    study = ProofSession(chart, Holders(handbook))
    waivers = compiled.protocol.waivers
    found = []
    for name, safeguard in binding_safeguards(chart, handbook).items():
        if isinstance(safeguard.rule, OnlyDoes | TakesPart):
            continue
        try:
            made = _watched(safeguard, study)
        except UndefinedError:
            # The sentence names what the protocol does not have; a rule reports it.
            continue
        if made is None:
            continue
        if name in waivers:
            over = compiled.clocks.calendar.midnight_after(waivers[name].until)
            made = Watched(**{**vars(made), "waived": micros(over)})
        found.append(made)
    return tuple(found)


def _watched(safeguard: Safeguard, study: ProofSession) -> Watched | None:
    rule = safeguard.rule
    if isinstance(rule, AtLeastEvery):
        reader = SlotReader(rule, study)
        moves = {("quiet", "a"): "owed", ("owed", "c"): "owed", ("owed", "b"): "quiet"}
        slots = (
            reader.slot(rule.end, "b"),
            reader.slot(rule.recurring, "c"),
            reader.first(rule.event),
        )
        watcher = reader.watcher(automaton(moves, owing=["owed"]), slots)
        return Watched(
            safeguard,
            watcher.automaton,
            watcher.slots,
            frozenset(),
            rule.period,
            frozenset({"c"}),
        )
    if type(rule) not in PATTERNS:
        return None
    made = pattern(rule, study)
    limit = rule.within if isinstance(rule, AfterThen) else None
    return Watched(safeguard, made.automaton, made.slots, made.outcomes, limit)


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

    What is broken in one way only may hold all the same.
    """

    ways: list[_PathSoFar]
    is_told: bool = False


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
        at: int,
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
        found = list(self._read(entered, nowhere, nowhere, None, (at, at)))
        self._begun = tuple(found)

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

    def at_end(
        self, until: int, outcome: Outcome | None, *, ended: bool
    ) -> Iterator[BrokenSentence]:
        """Yield what is owed at an end, or has been owed for too long."""
        for each, state in zip(self._sentences, self._states, strict=True):
            if state.is_told:
                continue
            counts = ended and (
                outcome in each.outcomes or each.outcomes == frozenset(Outcome)
            )
            if all(
                way.name in each.automaton.owing
                and (counts or self._is_late(each, way, until))
                for way in state.ways
            ):
                yield from self._tell(each, state, (until, until))

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
            letters = letters_read(
                each.slots,
                events,
                lambda place: before if isinstance(happened[place], str) else after,
                lambda node: node in before.nodes,
            )
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
        broken = [way for way in state.ways if self._goes_on(each, way, letter, span)]
        if len(broken) < len(state.ways):
            state.ways = [way for way in state.ways if way not in broken]
            return
        yield from self._tell(each, state, span)
        for way in broken:
            if way.name == BROKEN:
                # Set aside: it goes on as if it had not been.
                way.name = each.automaton.states[0]

    def _goes_on(
        self, each: Watched, way: _PathSoFar, letter: str, span: tuple[int, int]
    ) -> bool:
        """Let an automaton read a letter; tell whether that breaks its sentence."""
        was, owing = way.name, each.automaton.owing
        if was == OFF:
            return False
        is_late, begins = False, was not in owing
        way.name = each.automaton.read(was, (letter,))
        if was in owing and (way.name not in owing or letter in each.renewing):
            is_late, begins = self._is_late(each, way, span[0]), True
            way.since = None
        if way.name in owing and begins:
            way.since = span
        return is_late or way.name == BROKEN

    def _is_late(self, each: Watched, way: _PathSoFar, at: int) -> bool:
        if each.limit is None or way.since is None:
            return False
        later = self._compiled.clocks.calendar.later
        return micros(later(instant_of_micros(way.since[1]), each.limit)) < at

    @staticmethod
    def _tell(
        each: Watched, state: _State, span: tuple[int, int]
    ) -> Iterator[BrokenSentence]:
        if each.waived is None or span[0] >= each.waived:
            state.is_told = True
            yield BrokenSentence(each.safeguard.id, *span)


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
