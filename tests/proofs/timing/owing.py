"""Duties with clocks of their own, hour by hour: a second opinion from the language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from katch_protocols.model.activities import Activity
from tests.interpreter import Configuration, Interpreter
from tests.interpreter_nodes import Entry, Node

__all__ = ["OwedDuty", "Step", "duties", "hold", "over"]

Ages = dict[str, int]


@dataclass(frozen=True)
class Step:
    """What a step was: the rest before, its activity, its events, what it entered.

    ``inside`` are the paths of what was taken up again.
    """

    before: Configuration | None
    activity: str | None
    events: tuple[str, ...]
    entered: frozenset[str]
    inside: frozenset[str]


@dataclass(frozen=True, eq=False)
class OwedDuty:
    """One activity as written, wherever it is declared; ``event`` is its ``from``."""

    number: int
    name: str
    act: Activity
    entries: tuple[Entry, ...]
    event: str | None = None

    @property
    def nodes(self) -> list[Node]:
        return [entry.arrow.source for entry in self.entries]

    @property
    def paths(self) -> set[str]:
        return {node.path for node in self.nodes}

    @property
    def names(self) -> tuple[str, str, str]:
        """The names of its ages: owed, done again, since its event."""
        return (
            f"owed {self.number}",
            f"every {self.number}",
            f"event duty {self.number}",
        )

    @property
    def lasts(self) -> bool:
        """Whether moving among its states starts nothing anew."""
        return bool(self.act.origins)

    def is_on(self, steps: Interpreter, now: Configuration) -> bool:
        return any(
            (
                entry.arrow.source.path in now.active
                or (entry.arrow.source is steps.tree.top and not steps.complete(now))
            )
            and steps._holds(entry.activity.when, entry.arrow, now)
            for entry in self.entries
        )

    def is_held(self, steps: Interpreter, now: Configuration) -> bool:
        """Whether it stands in something that can be taken up and is left."""
        resumed = steps.resumed
        return any(
            around in resumed and around.path not in now.active
            for node in self.nodes
            for around in (node, *node.ancestors())
        )

    def take(  # noqa: C901, PLR0912 - every rule of a duty, in one place
        self, steps: Interpreter, ages: Ages, step: Step, now: Configuration
    ) -> None:
        """Follow one step: what is owed after it, and since when."""
        owed, every, event = self.names
        kept = f"kept {self.number}"
        was = step.before is not None and self.is_on(steps, step.before)
        comes = self.event is not None and self.event in step.events
        if comes:
            ages[event] = 0
        done = was and step.activity == self.name
        if self.is_on(steps, now):
            resumed = any(
                path in step.inside and path in now.active for path in self.paths
            )
            anew = not self.lasts and not self.paths.isdisjoint(step.entered)
            if anew or (not was and not resumed):
                for name in (owed, every, kept):
                    ages.pop(name, None)
                ages[owed if self.act.within else every] = 0
                return
            if not was:
                if self.act.within and owed not in ages and kept not in ages:
                    ages[owed] = 0
                if not self.act.within and every not in ages:
                    ages[every] = 0
        elif not self.is_held(steps, now):
            for name in (owed, every, kept):
                ages.pop(name, None)
            return
        if self.act.within and done and owed in ages:
            del ages[owed]
            ages[kept] = 0
        if self.act.within and comes and kept in ages:
            del ages[kept]
            ages[owed] = 0
        if self.act.every and done:
            ages[every] = 0

    def restart(self, ages: Ages, inside: set[str]) -> None:
        if not self.paths.isdisjoint(inside):
            for name in self.names:
                if name in ages:
                    ages[name] = 0

    def late(self, steps: Interpreter, ages: Ages, now: Configuration) -> bool:
        if not self.is_on(steps, now):
            return False
        owed, every, event = self.names
        if self.act.within and owed in ages:
            since = ages.get(event, ages[owed])
            if since > self.act.within.limit.amount:
                return True
        limit = self.act.every
        return limit is not None and ages.get(every, 0) > limit.limit.amount


def duties(steps: Interpreter) -> Iterator[OwedDuty]:
    found: dict[tuple[str, int], list[Entry]] = {}
    for entry in steps.tree.entries:
        if entry.activity.within or entry.activity.every:
            found.setdefault((entry.name, id(entry.activity)), []).append(entry)
    for number, entries in enumerate(found.values()):
        first = entries[0]
        yield OwedDuty(number, first.name, first.activity, tuple(entries))


def hold(found: Iterable[OwedDuty], inner: set[str]) -> set[str]:
    """Return the ages of duties that stand still where these paths do."""
    return {
        name
        for duty in found
        if not duty.paths.isdisjoint(inner)
        for name in duty.names
    }


def over(found: Iterable[OwedDuty]) -> list[int]:
    """Return the hours of every limit."""
    return [
        clock.limit.amount
        for duty in found
        for clock in (duty.act.within, duty.act.every)
        if clock is not None
    ]
