"""Time, one hour after the other: an exhaustive search that shares nothing with proofs.

The interpreter of ``tests`` makes the steps. Every clock is an age in whole hours; an
hour passes only where no deadline forbids it. All limits are whole hours and none is
strict, so whole hours are enough to find every longest time.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import OnPause, StateKind
from tests.interpreter import (
    Configuration,
    Interpreter,
    Move,
)
from tests.interpreter_nodes import Arrow, Node, Timer
from tests.proofs.telling import counting
from tests.proofs.timing.owing import OwedDuty, Step, duties, hold, over

__all__ = [
    "Asked",
    "Log",
    "Moment",
    "Search",
    "TooLargeError",
    "longest_wait",
    "waited",
]

Ages = tuple[tuple[str, int], ...]
Log = list[tuple[tuple[str, ...], str | None]]
"""What a step enters, in turn, and which state it takes up again."""

MOST = 20_000 if float(os.environ.get("KATCH_EXAMPLES", "1")) > 1 else 2_500
"""A usual run leaves out the few cases of more moments, in which it spent most time."""


class TooLargeError(Exception):
    """More than ``MOST`` moments or configurations."""


@dataclass(frozen=True)
class Moment:
    """A configuration, the age of each clock, and how long B has been owed.

    ``came``: how long it had been owed when it came with the last step.
    """

    now: Configuration
    ages: Ages
    owed: int | None = None
    came: int | None = None


class _Logging(Interpreter):
    """An interpreter that notes what each step enters and takes up again."""

    def __init__(self, protocol: Protocol, handbook: Handbook) -> None:
        self.log: Log = []
        super().__init__(protocol, handbook)

    def _follow(self, now: Configuration, arrow: Arrow) -> Configuration:
        after = super()._follow(now, arrow)
        if arrow.to is None:
            return after
        inside = {node.path for node in arrow.domain.inside()}
        entered = [
            node.path
            for node in self.nodes
            if node.path in after.active and node.path in inside
        ]
        known = dict(now.history)
        left = arrow.to.path in now.active & inside
        resumed = arrow.resume and (arrow.to.path in known or left)
        self.log.append((tuple(entered), arrow.to.path if resumed else None))
        return after


@dataclass(frozen=True)
class Asked:
    """Full names: after ``first``, ``then`` is owed; ``every`` renews the wait.

    With ``every`` the wait also ends when the case is complete.
    """

    first: str
    then: str
    every: str | None = None


def longest_wait(
    protocol: Protocol, handbook: Handbook, asked: Asked, cap: int
) -> int | None:
    """Return the most hours that something can be owed; ``cap`` stands for more.

    ``None``: nothing is ever owed, or it always comes at once.
    """
    return Search(protocol, handbook, asked, cap).run()


class Search:
    """Every moment that some case comes to."""

    def __init__(
        self, protocol: Protocol, handbook: Handbook, asked: Asked, cap: int
    ) -> None:
        self.steps = _Logging(protocol, handbook)
        self.asked, self.cap = asked, cap
        self.taken: dict[Configuration, list[tuple[Move, Configuration, Log]]] = {}
        tree = self.steps.tree
        self.nodes = {node.path: node for node in tree.top.inside()}
        self.duties = [self._started(duty) for duty in duties(self.steps)]
        self.limits = {
            path: node.noun.within
            for path, node in self.nodes.items()
            if node.noun is not None and node.noun.within is not None
        }
        for path in self._left_freely():
            del self.limits[path]
        self.oldest = 1 + max(
            [limit.limit.amount for limit in self.limits.values()]
            + over(self.duties)
            + [timer.limit.amount for timer in tree.timers],
            default=0,
        )
        self.relevant = {*self.limits, *(one.arrow.source.path for one in tree.timers)}
        self.firing: dict[str, list[str]] = {}
        for timer in tree.timers:
            path = timer.arrow.source.path
            self.firing.setdefault(path, []).append(f"fired {timer.name}")
        self.measured = counting(tree)
        self.events = {
            path: self._full(limit.start, self.nodes[path])
            for path, limit in self.limits.items()
            if limit.start is not None
        }

    def _started(self, duty: OwedDuty) -> OwedDuty:
        within = duty.act.within
        if within is None or within.start is None:
            return duty
        top = self.steps.tree.top
        node = top if duty.lasts or top in duty.nodes else duty.nodes[0]
        self.measured = counting(self.steps.tree)
        return replace(duty, event=self._full(within.start, node))

    def _left_freely(self) -> set[str]:
        """Return the states that only powers and signals leave in some case."""
        powers = {
            (entry.name, entry.arrow.source.path)
            for entry in self.steps.tree.entries
            if entry.activity.is_optional
        }
        left: dict[str, set[bool]] = {path: set() for path in self.limits}
        seen = {self.steps.start()} if powers else set()
        frontier = list(seen)
        while frontier:
            now = frontier.pop()
            for move, after, log in self._steps(now):
                again = {path for one in log for path in self._begun(*one)}
                for path in now.active & {*left}:
                    if path not in after.active or path in again:
                        left[path].add((move.activity, move.origin) in powers)
                if after not in seen:
                    seen.add(after)
                    frontier.append(after)
            if len(seen) > MOST:
                raise TooLargeError
        return {path for path, ways in left.items() if ways == {True}}

    def _begun(self, entered: tuple[str, ...], resumed: str | None) -> set[str]:
        """Return the states of which a step begins the clock anew."""
        if resumed is None:
            return {*entered}
        node = self.nodes[resumed]
        if node.noun is not None and node.noun.on_pause is OnPause.RESTART:
            return {*entered}
        return {*entered} - {resumed, *self._inside(node)}

    def _full(self, name: str, node: Node) -> str:
        scope = self.steps.tree.scopes[0]
        if any(entry.name == name for entry in self.steps.tree.entries):
            return name
        if any(name in names for names in self.measured.values()):
            return name
        tree = self.steps.tree
        return tree.find(name, tree.read_at.get(node, node), scope).path

    def run(self) -> int | None:
        worst: int | None = None
        for moment in self.reached():
            if moment.owed is not None:
                worst = max(worst or 0, moment.owed)
            if worst == self.cap:
                break
        return worst

    def reached(self) -> Iterator[Moment]:
        """Yield every moment that some case comes to, each once."""
        frontier = list(self.first())
        seen = set(frontier)
        while frontier:
            moment = frontier.pop()
            yield moment
            for later in self._next(moment):
                if later not in seen:
                    seen.add(later)
                    frontier.append(later)
            if len(seen) > MOST:
                raise TooLargeError

    def first(self) -> Iterator[Moment]:
        """Yield the moments at which a case can start."""
        self.steps.log = []
        start = self.steps.start()
        entered = tuple(_entered_first(self.steps.tree.top))
        log = [(entered, None), *self.steps.log]
        yield from self._happen(Moment(start, ()), log, None)

    def _next(self, moment: Moment) -> Iterator[Moment]:
        if self._may_wait(moment):
            yield self._wait(moment)
        yield from self.stepped(moment)

    def stepped(self, moment: Moment) -> Iterator[Moment]:
        """Yield the moments that one step leads to."""
        for move, after, log in self._steps(moment.now):
            if self._is_due(moment, move):
                arrived = replace(moment, now=after)
                for later in self._happen(arrived, log, move, moment.now):
                    if self._is_kept(later):
                        yield later

    def _steps(self, now: Configuration) -> list[tuple[Move, Configuration, Log]]:
        """Return every step out of a configuration, whatever the clocks say."""
        if now not in self.taken:
            self.taken[now] = found = []
            for move in self.steps.possible(now):
                self.steps.log = []
                after = self.steps.step(now, move)
                found.append((move, after, list(self.steps.log)))
        return self.taken[now]

    # Clocks -----------------------------------------------------------------------

    def _age(self, moment: Moment, path: str) -> int:
        """Return how long the deadline of a state has been running."""
        ages = dict(moment.ages)
        event = self.events.get(path)
        if event is not None and f"event {path}" in ages:
            return ages[f"event {path}"]
        return ages[path]

    def _is_kept(self, moment: Moment) -> bool:
        if self.steps.complete(moment.now):
            return True
        ages = dict(moment.ages)
        if any(duty.late(self.steps, ages, moment.now) for duty in self.duties):
            return False
        return all(
            self._age(moment, path) <= limit.limit.amount
            for path, limit in self.limits.items()
            if path in moment.now.active
        )

    def _may_wait(self, moment: Moment) -> bool:
        waited = self._wait(moment)
        return self._is_kept(waited) and not self._is_over(waited)

    def _is_over(self, moment: Moment) -> bool:
        """Tell whether a timer is past due: it was over before its state was resumed.

        Then no time passes, and nothing is done before it fires.
        """
        return self._past_due(moment) > 0

    def _past_due(self, moment: Moment) -> int:
        """Return since when the timer that was due first is past due; 0 if none is."""
        if self.steps.complete(moment.now):
            return 0
        ages = dict(moment.ages)
        past = (
            waited(ages, timer) - timer.limit.amount
            for timer in self.steps.tree.timers
            if timer.arrow.source.path in moment.now.active
        )
        return max(0, *past, 0)

    def _wait(self, moment: Moment) -> Moment:
        standing = self._standing(moment)
        left = self._left(moment)
        ages = tuple(
            (
                name,
                age
                if name in standing or name.startswith("kept ")
                else age + 1
                if name in left
                else min(age + 1, max(self.oldest, age)),
            )
            for name, age in moment.ages
        )
        owed = None if moment.owed is None else min(moment.owed + 1, self.cap)
        return Moment(moment.now, ages, owed)

    def _left(self, moment: Moment) -> set[str]:
        """Return the clocks of states that are left, until all of them are oldest.

        Which of several timers was due first is told by how much older one is.
        """
        found = set()
        for path in dict(moment.now.history):
            if path in moment.now.active:
                continue
            inside = self._clocks([path, *self._inside(self.nodes[path])])
            ages = {name: age for name, age in moment.ages if name in inside}
            if any(age < self.oldest for age in ages.values()):
                found |= ages.keys()
        return found

    def _standing(self, moment: Moment) -> set[str]:
        """Return the clocks that stand still in a pause."""
        found = set()
        for path in dict(moment.now.history):
            node = self.nodes[path]
            if path in moment.now.active or node.noun is None:
                continue
            if node.noun.on_pause is OnPause.STOP:
                inside = {node.path, *self._inside(node)}
                found |= self._clocks(inside) | hold(self.duties, inside)
                found |= {f"event {path}" for path in inside}
        return found

    def _is_due(self, moment: Moment, move: Move) -> bool:
        past_due = self._past_due(moment)
        for timer in self.steps.tree.timers:
            if timer.name == move.activity:
                over = waited(dict(moment.ages), timer) - timer.limit.amount
                return over == past_due
        return not past_due

    # Events -----------------------------------------------------------------------

    def _happen(
        self,
        moment: Moment,
        log: Log,
        move: Move | None,
        before: Configuration | None = None,
    ) -> Iterator[Moment]:
        """Let a step start clocks, and let it ask for B or bring it."""
        ages = dict(moment.ages)
        happened = [] if move is None else [move.activity]
        for entered, resumed in log:
            self._enter(ages, entered, resumed)
            happened += entered
        if move is not None and f"fired {move.activity}" in self._clocks(self.firing):
            ages[f"fired {move.activity}"] = 0
        events = list(self._meant(happened))
        for path, event in self.events.items():
            if any(event in names for names in events):
                ages[f"event {path}"] = ages[f"passed {path}"] = 0
        self._owe(ages, moment.now, log, (before, move, events))
        mattering = self._clocks(
            path for path in self.relevant if self._matters(path, moment.now)
        )
        kept = {
            name: age
            for name, age in ages.items()
            if name.startswith(("event ", "passed ", "owed ", "kept ", "every "))
            or name in mattering
        }
        later = replace(moment, ages=tuple(sorted(kept.items())))
        yield from self._owing(later, events)

    def _owe(
        self,
        ages: dict[str, int],
        now: Configuration,
        log: Log,
        step: tuple[Configuration | None, Move | None, list[frozenset[str]]],
    ) -> None:
        """Let a step begin duties, and keep them."""
        before, move, events = step
        entered: set[str] = set()
        inside: set[str] = set()
        for paths, resumed in log:
            again = set() if resumed is None else {resumed}
            if resumed is not None:
                again.update(self._inside(self.nodes[resumed]))
            entered.update({*paths} - again)
            inside |= again
        happened = tuple(name for names in events for name in names)
        name = None if move is None else move.activity
        taken = Step(before, name, happened, frozenset(entered), frozenset(inside))
        for duty in self.duties:
            duty.take(self.steps, ages, taken, now)

    def _clocks(self, paths: Iterable[str]) -> set[str]:
        """Return the clocks of states, and those of their timers that have fired."""
        return {name for path in paths for name in (path, *self.firing.get(path, ()))}

    @staticmethod
    def _inside(node: Node) -> list[str]:
        return [inner.path for inner in node.inside()]

    def _meant(self, happened: list[str]) -> Iterator[frozenset[str]]:
        """Yield the names of each event of a step; what is measured comes once."""
        had: frozenset[str] = frozenset()
        for name in happened:
            also = self.measured.get(name, frozenset())
            yield (also - had) | {name}
            had |= also

    def _enter(
        self, ages: dict[str, int], entered: tuple[str, ...], resumed: str | None
    ) -> None:
        """Start the clocks of what is entered anew; take up those of what is resumed.

        How long ago an event was is an age with pauses left out, and one with them: the
        first counts once a pause has ended in a resumption, else the second.
        """
        inside = set() if resumed is None else self._take_up(ages, resumed)
        for path in entered:
            if path not in inside:
                for name in self.firing.get(path, ()):
                    ages.pop(name, None)
                ages[path] = 0
                if f"event {path}" in ages:
                    ages[f"event {path}"] = ages[f"passed {path}"]

    def _take_up(self, ages: dict[str, int], resumed: str) -> set[str]:
        """Return what is resumed; its clocks go on from where they were, or anew."""
        node = self.nodes[resumed]
        inside = {resumed, *(inner.path for inner in node.inside())}
        for path in inside:
            if node.noun.on_pause is OnPause.RESTART:
                own = self._clocks([path, f"event {path}"]) & ages.keys()
                ages.update(dict.fromkeys(own, 0))
            if f"event {path}" in ages:
                ages[f"passed {path}"] = ages[f"event {path}"]
        if node.noun.on_pause is OnPause.RESTART:
            for duty in self.duties:
                duty.restart(ages, inside)
        return inside

    def _matters(self, path: str, now: Configuration) -> bool:
        kept = {inner for _, left in now.history for inner in left}
        return path in now.active or path in kept or path in dict(now.history)

    def _owing(self, moment: Moment, events: list[frozenset[str]]) -> Iterator[Moment]:
        """Yield the moment after the events; each A may be the one that counts."""
        asked = self.asked
        waits = {moment.owed}
        for names in events:
            if asked.then in names:
                waits = {None}
            if asked.every in names:
                waits = {None if wait is None else 0 for wait in waits}
            if asked.first in names:
                waits |= {0}
        if asked.every is not None and self.steps.complete(moment.now):
            waits = {None}
        for wait in sorted(waits, key=lambda one: -1 if one is None else one):
            yield replace(moment, owed=wait)


def waited(ages: Mapping[str, int], timer: Timer) -> int:
    """Return how long the wait of an active state has lasted.

    Once it has fired it counts anew, where the state is taken up again as it was.
    """
    age = ages[timer.arrow.source.path]
    return min(age, ages.get(f"fired {timer.name}", age))


def _entered_first(node: Node) -> Iterator[str]:
    """Yield what a case enters as it starts, before it settles."""
    if node.kind is StateKind.PARALLEL:
        inner = list(node.children.values())
    else:
        inner = [node.children[node.initial]] if node.compound else []
    for child in inner:
        yield child.path
        yield from _entered_first(child)
