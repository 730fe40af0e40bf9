"""The clocks of one case: since when each state is, and for how long it was paused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from katch_protocols.cases.instants import EVER
from katch_protocols.cases.plan import Plan
from katch_protocols.charts.chart import Node, Timer
from katch_protocols.model.durations import Duration
from katch_protocols.model.states import OnPause
from katch_protocols.semantics.table import Row

__all__ = ["Clock"]


@dataclass(frozen=True, slots=True)
class _Pause:
    """A stretch in which a composite was left, until it was taken up as it was."""

    node: int
    since: datetime
    until: datetime


class Clock:
    """Follows a case step by step and knows when each of its clocks began.

    Its mappings are never changed in place, so that a shallow copy stays as it is.
    """

    __slots__ = ("_entered", "_fired", "_happened", "_left", "_pauses", "_plan")

    def __init__(self, plan: Plan, at: datetime) -> None:
        self._plan = plan
        self._entered: dict[int, datetime] = {}
        self._fired: dict[str, datetime] = {}
        self._happened: dict[str, datetime] = {}
        self._left: dict[int, datetime] = {}
        self._pauses: tuple[_Pause, ...] = ()
        self._enter(plan.table.entered, (), at)

    def take(self, row: Row, before: int, at: datetime) -> None:
        """Follow one step that was taken at an instant, from the word before it."""
        plan = self._plan
        if plan.resumable and (row.entered or row.resumed):
            self._leave(row, before, at)
            self._resume(row.resumed, at)
        if row.timer is not None:
            self._fired = {**self._fired, row.timer.name: at}
        self._start(row.activity, at)
        self._enter(row.entered, row.resumed, at)

    def since(self, node: Node, event: str | None = None) -> datetime:
        """Return where the clock of an active node counts from.

        From the last time that ``event`` happened, else from when the node was entered;
        later by as long as the clock stood, or from when it was started again.
        """
        since = self._entered[node.index]
        if event is not None:
            since = self._happened.get(event, since)
        around = {node.index, *self._plan.chart.ancestors(node.index)}
        pauses = [pause for pause in self._pauses if pause.node in around]
        restarts = self._of(pauses, OnPause.RESTART)
        since = max([since, *(pause.until for pause in restarts)])
        return since + _length(since, self._of(pauses, OnPause.STOP))

    def due(self, node: Node, limit: Duration, event: str | None = None) -> datetime:
        """Return the instant at which a clock of an active node runs out."""
        return self._plan.calendar.later(self.since(node, event), limit)

    def fires(self, node: Node, timer: Timer) -> datetime:
        """Return the instant at which the clock moves a case out of an active node.

        Once it has, it counts anew, so that a state that is taken up again as it was
        is not left again at the same instant, for ever.
        """
        calendar = self._plan.calendar
        since = max(self.since(node), self._fired.get(timer.name, EVER))
        return calendar.later(since, timer.limit)

    def _of(self, pauses: Iterable[_Pause], kind: OnPause) -> Iterator[_Pause]:
        nodes = self._plan.chart.nodes
        return (pause for pause in pauses if nodes[pause.node].on_pause is kind)

    def _leave(self, row: Row, before: int, at: datetime) -> None:
        """Note which composites that can be taken up again a step leaves."""
        after = row.after(before)
        left = {
            node: at
            for node, (mask, match) in self._plan.resumable.items()
            if before & mask == match and (node in row.resumed or after & mask != match)
        }
        if left:
            self._left = {**self._left, **left}

    def _resume(self, nodes: tuple[int, ...], at: datetime) -> None:
        if not nodes:
            return
        pauses = (_Pause(node, self._left.get(node, at), at) for node in nodes)
        self._pauses = (*self._pauses, *pauses)
        self._left = {node: at for node, at in self._left.items() if node not in nodes}

    def _enter(
        self, entered: tuple[int, ...], resumed: tuple[int, ...], at: datetime
    ) -> None:
        plan = self._plan
        for node in entered:
            self._start(node, at)
            if node in plan.clocked and node not in resumed:
                self._entered = {**self._entered, node: at}

    def _start(self, cause: str | int, at: datetime) -> None:
        """Note the events that an activity or the entry of a node brings."""
        events = self._plan.starts.get(cause)
        if events:
            self._happened = {**self._happened, **dict.fromkeys(events, at)}


def _length(since: datetime, pauses: Iterable[_Pause]) -> timedelta:
    """Return how long a clock stood that began at ``since``; no time counts twice."""
    length, covered = timedelta(), since
    for pause in sorted(pauses, key=lambda each: each.since):
        start = max(pause.since, covered)
        if pause.until > start:
            length += pause.until - start
            covered = pause.until
    return length
