"""Whether the deadlines of a case were kept, as far as the log tells when things were.

Where something has an unknown instant, a deadline is broken only if it is so for every
instant that it can have been, and kept only likewise.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.cases.clock import CaseClock
from katch_protocols.cases.compiled_case import CompiledCase, CompiledStep
from katch_protocols.cases.deadlines import (
    Due,
    duty_of,
    escalation_of,
    running_alone,
)
from katch_protocols.cases.happening import happening, places_of
from katch_protocols.cases.moved_clock import clock_of_parts
from katch_protocols.cases.owed import OPENING
from katch_protocols.cases.state import CaseState
from katch_protocols.evidence.audits.silences import CaseSilence
from katch_protocols.evidence.logs.events import LogCase, instant_of_micros, micros
from katch_protocols.model.noun import Id
from katch_protocols.semantics.table import Row

__all__ = ["BrokenDeadline", "ClockPair", "WaitPair", "escalated"]

_Key = tuple[str | tuple[int, ...], bool, int]
"""The state, or the entries of a duty; whether it is due again; when it began."""


class BrokenDeadline(Struct, frozen=True):
    """A deadline that was not kept.

    ``late`` is by how much, in microseconds; ``over``: its clock has ended.
    """

    due: Due
    at: int
    late: int
    over: bool


class _DueSpan(Struct, frozen=True):
    due: Due
    first: int
    last: int


class ClockPair:
    """Follows the clocks of one case twice: all as early as can be, and as late.

    ``state`` must have ``early`` as its clock. ``seen``: the beginning is in the log;
    else no clock that counts from before it can be told.
    """

    def __init__(self, state: CaseState, late: CaseClock, *, seen: bool) -> None:
        self._state, self._late, self._seen = state, late, seen
        self._running = self._spans()
        self._known: set[_Key] = set()
        self._entered, self._resuming = set[int](), set[int]()
        self.unsure: dict[str, None] = {}

    @classmethod
    def of(
        cls, state: CaseState, case: LogCase, entered: tuple[int, ...], *, seen: bool
    ) -> "ClockPair":
        """Return those of a case; of one that moved they go on from where they stood.

        ``state`` gets the early clock, ``entered`` are the nodes that it entered as it
        began; ``seen`` as above.
        """
        rules, (first, last) = state.compiled.clocks, case.opening
        if case.moved is not None:
            late = state.clock = clock_of_parts(rules, case.moved.clock)
            return cls(state, late, seen=True)
        opened = instant_of_micros(first)
        late = state.clock = CaseClock(rules, opened, state.word, entered)
        if seen and first != last:
            late = CaseClock(rules, instant_of_micros(last), state.word, entered)
        return cls(state, late, seen=seen)

    def take(self, row: Row, before: int, span: tuple[int, int]) -> None:
        """Let the late clock follow a step that the state has taken."""
        number = len(self._state.log) - 1
        if not self._seen:
            self._entered.update(row.entered)
            if row.resumed:
                self._resuming.add(number)
        if self._late is not self._state.clock:
            self._late.take(row, before, (instant_of_micros(span[1]), number))

    def began_with_case(self, row: Row) -> bool:
        """Tell whether the clock of a step runs since the case was opened."""
        clock, timer = self._state.clock, row.timer
        if clock is None or timer is None:
            return False
        node = self._state.compiled.chart.nodes[row.node]
        return clock.counts(node, timer)[1] == OPENING

    def part(self) -> None:
        """Let the clocks differ from here on."""
        if self._late is self._state.clock:
            self._late = self._late.copy()

    def after(self, span: tuple[int, int]) -> Iterator[BrokenDeadline]:
        """Yield the deadlines that ended too late with the last step."""
        now = self._spans()
        for key, each in self._running.items():
            if key in now or key in self._known:
                continue
            if self._is_unseen(key, each.due):
                self.unsure["clock"] = None
            elif each.last < span[0]:
                self._known.add(key)
                yield BrokenDeadline(each.due, span[0], span[0] - each.last, over=True)
            elif each.first < span[1]:
                self.unsure["clock"] = None
        self._running = now

    def at_end(self, until: int) -> Iterator[BrokenDeadline]:
        """Yield the deadlines that have not ended and were due before an instant."""
        for key, each in self._running.items():
            if key in self._known:
                continue
            if self._is_unseen(key, each.due):
                self.unsure["clock"] = None
            elif each.last < until:
                yield BrokenDeadline(each.due, until, until - each.last, over=False)
            elif each.first < until:
                self.unsure["clock"] = None

    @property
    def runs(self) -> bool:
        """Whether any deadline runs."""
        return bool(self._running)

    def _is_unseen(self, key: _Key, due: Due) -> bool:
        """Tell whether nobody knows when a clock began, or whether it runs at all.

        A state that is taken up as it was left may be another one, if it was left
        before the log and not entered since.
        """
        if self._seen:
            return False
        node = self._state.compiled.chart.by_name.get(due.state)
        is_resumed = due.began in self._resuming and node not in self._entered
        return key[2] == OPENING or (is_resumed and node is not None)

    def _spans(self) -> Mapping[_Key, _DueSpan]:
        early, late = self._state.clock, self._late
        compiled = self._state.compiled
        found = {_key(compiled, due): due for due in running_alone(self._state)}
        if late is early:
            return {
                key: _DueSpan(due, micros(due.at), micros(due.at))
                for key, due in found.items()
            }
        self._state.clock = late
        latest = {_key(compiled, due): due for due in running_alone(self._state)}
        self._state.clock = early
        return {
            key: self._between(due, latest[key])
            for key, due in found.items()
            if key in latest
        }

    def _between(self, early: Due, late: Due) -> _DueSpan:
        """Return when a deadline can be due of which the clock began between two."""
        calendar = self._state.compiled.clocks.calendar
        since = sorted((early.since, late.since))
        soonest, latest = calendar.spread(since[0], since[1], early.limit)
        return _DueSpan(early, micros(soonest), micros(latest))


class WaitPair:
    """Follows what must not be too early after something else: that as late as can be.

    ``state`` notes of the same when it was at the earliest. ``opened``: the latest that
    the case can have been.
    """

    def __init__(self, state: CaseState, opened: datetime) -> None:
        self._state = state
        self._latest = dict.fromkeys(state.lasts, opened)

    def take(self, before: Mapping[int, datetime], span: tuple[int, int]) -> None:
        """Note what a step has brought that the state has taken."""
        last = instant_of_micros(span[1])
        for number, at in self._state.lasts.items():
            if before.get(number) is not at:
                self._latest[number] = last

    def may_take(self, silence: CaseSilence, last: int) -> None:
        """Note what may have been until an instant, and no log tells."""
        compiled = self._state.compiled
        for number in silence.hastened:
            other = compiled.constraints[number].other
            for word, row in silence.steps:
                after = row.after(self._state.word if word is None else word)
                if places_of(other, happening(compiled.table, row, after)):
                    self._latest[number] = instant_of_micros(last)

    @contextmanager
    def from_soonest(self) -> Iterator[None]:
        """Let the state know of each the instant from which its time is over first."""
        state, known = self._state, self._state.lasts
        if known != self._latest:
            state.lasts = {
                number: each[0]
                for number, each in self._begins().items()
                if number in known
            }
        try:
            yield
        finally:
            state.lasts = known

    def _begins(self) -> Mapping[int, tuple[datetime, datetime]]:
        """Return of each from when its time is over soonest, and from when latest."""
        compiled = self._state.compiled
        calendar, found = compiled.clocks.calendar, {}
        for number, last in self._latest.items():
            first = self._state.lasts.get(number, last)
            least = compiled.constraints[number].least
            found[number] = first, last
            if least is not None:
                found[number] = calendar.begins(first, last, least)
        return found

    def unsure(self, step: CompiledStep, span: tuple[int, int]) -> Mapping[str, None]:
        """Return what cannot be told: whether a step was too early, if it may be."""
        state, known = self._state, self._state.lasts
        if not step.waits or (span[0] == span[1] and known == self._latest):
            return {}
        first, last = map(instant_of_micros, span)
        with self.from_soonest():
            is_early = last < state.released(step, last)
        state.lasts = {at: each[1] for at, each in self._begins().items()}
        may_be = first < state.released(step, first)
        state.lasts = known
        return {"clock": None} if may_be and not is_early else {}


def _key(compiled: CompiledCase, due: Due) -> _Key:
    duty = duty_of(compiled, due)
    return due.state if duty is None else duty.places, due.every, due.began


def escalated(compiled: CompiledCase, due: Due, at: int) -> tuple[Id, ...]:
    """Return who must have been told by an instant."""
    due = replace(due, escalation=escalation_of(compiled, due))
    return tuple(each.tell for each in due.told(instant_of_micros(at)))
