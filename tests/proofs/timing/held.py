"""``A at least D after B``, hour by hour: where an A can be early, where it must be.

The same exhaustive search. An early A is held back; what the clock brings is not.
"""

from collections import deque
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from functools import cached_property

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from tests.interpreter import Move
from tests.proofs.timing.timed import Asked, Moment, Search, TooLargeError, waited

__all__ = ["HeldBack"]

MOST = 4_000


class HeldBack(Search):
    """``asked.first`` is B, ``asked.then`` is A; ``least`` hours lie between.

    Of a moment ``owed`` is the time since the last B, and ``came`` how early the last
    step was; ``unless`` ends both for good.
    """

    def __init__(
        self,
        protocol: Protocol,
        handbook: Handbook,
        asked: Asked,
        least: int,
        unless: str | None = None,
    ) -> None:
        super().__init__(protocol, handbook, asked, least)
        self.unless = unless

    @cached_property
    def if_late(self) -> "HeldBack":
        """The same where people may miss every deadline: the clock alone waits."""
        found = copy(self)
        found.limits, found.events, found.duties = {}, {}, []
        return found

    def early(self) -> int | None:
        """Return the fewest steps of a case that ends with an early A.

        Cases that keep every deadline come first.
        """
        kept = self._early()
        return self.if_late._early() if kept is None else kept

    def _early(self) -> int | None:
        found = (
            steps + 1
            for moment, steps in self._held()
            if any(later.came is not None for later in self.stepped(moment))
        )
        starts = (0 for moment in self.first() if moment.came is not None)
        return min([*starts, *found], default=None)

    def forced(self) -> int | None:
        """Return the fewest steps of a case in which an A must be early.

        Cases that keep every deadline come first.
        """
        kept = self._forced()
        return self.if_late._forced() if kept is None else kept

    def _forced(self) -> int | None:
        lengths = [0 for moment in self.first() if moment.came is not None]
        for moment, steps in self._held():
            if self._is_stuck(moment):
                lengths.append(steps)
            if any(later.came is not None for later in self._ticked(moment)):
                lengths.append(steps + 1)
        return min(lengths, default=None)

    def _held(self) -> Iterator[tuple[Moment, int]]:
        """Yield each moment of a case without an early A; hours come before steps."""
        waiting = deque((m, 0) for m in self.first() if m.came is None)
        seen: set[Moment] = set()
        while waiting:
            moment, steps = waiting.popleft()
            if moment in seen:
                continue
            seen.add(moment)
            if len(seen) > MOST:
                raise TooLargeError
            yield moment, steps
            if self._may_wait(moment):
                waiting.appendleft((self._wait(moment), steps))
            for later in self.stepped(moment):
                if later.came is None:
                    waiting.append((later, steps + 1))

    def _ticked(self, moment: Moment) -> Iterator[Moment]:
        for move, after, log in self._steps(moment.now):
            if self._is_timer(move) and self._is_due(moment, move):
                arrived = replace(moment, now=after)
                for later in self._happen(arrived, log, move, moment.now):
                    if self._is_kept(later):
                        yield later

    def _is_timer(self, move: Move) -> bool:
        return any(timer.name == move.activity for timer in self.steps.tree.timers)

    def _is_stuck(self, moment: Moment) -> bool:
        """Tell whether a deadline falls due that only an early A would keep."""
        ages = dict(moment.ages)
        for timer in self.steps.tree.timers:
            source = timer.arrow.source.path
            is_due = source in ages and waited(ages, timer) == timer.limit.amount
            if source in moment.now.active and is_due:
                return False
        return any(
            self._can_keep(moment, due, early=True)
            and not self._can_keep(moment, due, early=False)
            for due in self._due(moment)
        )

    def _due(self, moment: Moment) -> set[str | int]:
        """Return what falls due: the states, and the duties by their position."""
        if self.steps.complete(moment.now):
            return set()
        waited = self._wait(moment)
        ages = dict(waited.ages)
        found: set[str | int] = {
            path
            for path, limit in self.limits.items()
            if path in waited.now.active
            and self._age(waited, path) > limit.limit.amount
        }
        return found | {
            number
            for number, duty in enumerate(self.duties)
            if duty.late(self.steps, ages, waited.now)
        }

    def _can_keep(self, moment: Moment, due: str | int, *, early: bool) -> bool:
        """Tell whether steps that people must take at once keep a deadline."""
        waiting, seen = [moment], {moment}
        while waiting:
            here = waiting.pop()
            for move, after, log in self._steps(here.now):
                if self._is_timer(move) or self._is_optional(move):
                    continue
                arrived = replace(here, now=after)
                for later in self._happen(arrived, log, move, here.now):
                    if later.came is not None and not early:
                        continue
                    if due not in self._due(later):
                        return True
                    plain = replace(later, came=None)
                    if plain not in seen:
                        seen.add(plain)
                        waiting.append(plain)
        return False

    def _is_optional(self, move: Move) -> bool:
        return any(
            entry.activity.is_optional
            for entry in self.steps.tree.entries
            if (entry.name, entry.arrow.source.path) == (move.activity, move.origin)
        )

    def _owing(self, moment: Moment, events: list[frozenset[str]]) -> Iterator[Moment]:
        owed, came = moment.owed, None
        if owed == OFF or any(self.unless in names for names in events):
            yield replace(moment, owed=OFF, came=None)
            return
        for names in events:
            if self.asked.then in names and owed is not None and owed < self.cap:
                came = owed
            if self.asked.first in names:
                owed = 0
        yield replace(moment, owed=owed, came=came)

    def _wait(self, moment: Moment) -> Moment:
        later = super()._wait(moment)
        return replace(later, owed=OFF) if moment.owed == OFF else later


OFF = -1
"""The time since the last B, once the exception happened."""
