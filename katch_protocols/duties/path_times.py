"""When each moment of the path comes at the latest, counted from the first sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from katch_protocols.charts.calendars import DEFAULT_YEAR, Spans
from katch_protocols.charts.chart import Chart
from katch_protocols.duties.duty_clocks import DutyClock
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.moment_facts import MomentFacts
from katch_protocols.duties.path_nouns import ChildPath, PathMoment
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.timing.first_times import latest_times

__all__ = ["ClockTimes", "path_times"]

LOOKED_AT = 100_000
"""So many configurations are looked at for one moment: nobody waits for more."""


def path_times(path: ChildPath, handbook: Handbook) -> tuple[int | None, ...]:
    """Return of each moment how many minutes after the first sign it comes at most.

    If every deadline is kept. A case that another opens begins when that is done. A
    step with a deadline is over when its time is. ``None``: it has no deadline, nothing
    bounds when it comes, or the protocol is too large for a proof.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    times = _PathTimes(path.charts, handbook)
    return tuple(times.latest(each) for each in path.moments)


@dataclass(frozen=True)
class ClockTimes:
    """When clocks run for the first time at the latest, as far as that costs nothing.

    Known is what ``path_times`` proves for the moments of a path: what counts from the
    start, or from an event or a state that some moment counts from too. Nothing else
    is asked for.
    """

    path: ChildPath
    handbook: Handbook

    def of(self, clock: DutyClock, protocol: Id) -> tuple[int, int] | None:
        """Return from when to when a clock runs, in minutes after the first sign.

        ``None``: nothing bounds it, or it was not asked.

        Raises:
            UnknownNameError: The handbook's holiday calendar is not known.
        """
        chart, kept = self.path.charts.get(protocol), clock.kept
        if chart is None or (kept is not None and kept.every):
            return None
        begun = self._times.begun(protocol)
        start = self._start(clock, chart)
        if begun is None:
            return None
        if start is None:
            return self.until(clock, _sum(begun, self._kept_by(clock, protocol)))
        spans = Spans.of(self.handbook, chart.protocol)
        return begun + start, begun + start + spans.longest(clock.span)

    def until(self, clock: DutyClock, latest: int | None) -> tuple[int, int] | None:
        """Return the same of a clock that is over at ``latest``, if that is known."""
        if latest is None:
            return None
        spans = Spans(self.handbook.holidays, DEFAULT_YEAR)
        return max(latest - spans.longest(clock.span), 0), latest

    def _kept_by(self, clock: DutyClock, protocol: Id) -> int | None:
        """Return when the one thing that keeps a deadline is done, if that is known."""
        is_step = clock.kept is not None and not clock.kept.own
        names = [name for name, _ in clock.acts]
        alone = is_step and len(names) == 1
        return self._times.known.get((protocol, names[0])) if alone else None

    def _start(self, clock: DutyClock, chart: Chart) -> int | None:
        """Return when a clock starts, in minutes after the start of its case."""
        kept, known = clock.kept, self._times.known
        if kept is not None and kept.start is not None:
            node = chart.by_name.get(kept.start)
            if node is not None and self._begins(chart, node):
                return 0
            return known.get((chart.protocol.id, kept.start))
        if kept is not None and kept.own:
            return None
        if self._begins(chart, chart.by_name[clock.state]):
            return 0
        return known.get((chart.protocol.id, clock.state))

    def _begins(self, chart: Chart, node: int) -> bool:
        return MomentFacts(chart, self.handbook).begins(node)

    @cached_property
    def _times(self) -> "_PathTimes":
        times = _PathTimes(self.path.charts, self.handbook)
        for moment in self.path.moments:
            times.latest(moment)
        return times


@dataclass(frozen=True)
class _PathTimes:
    charts: Mapping[Id, Chart]
    handbook: Handbook
    known: dict[tuple[Id, str], int | None] = field(default_factory=dict)

    def latest(self, moment: PathMoment) -> int | None:
        chart = self.charts[moment.protocol]
        begun = self.begun(moment.protocol)
        index = chart.by_name.get(moment.name)
        if index is None or moment.name in chart.activities:
            return _sum(begun, self._within(chart, moment.name))
        node = chart.nodes[index]
        kept = Limits(chart, self.handbook).at(node)
        if kept is None:
            return None
        since: int | None = 0
        if kept.start is not None:
            since = self._within(chart, kept.start)
        elif not MomentFacts(chart, self.handbook).begins(node.index):
            since = self._within(chart, node.name)
        spans = Spans.of(self.handbook, chart.protocol)
        return _sum(begun, since, spans.longest(kept.limit))

    def begun(self, protocol: Id, around: Sequence[Id] = ()) -> int | None:
        """Return when a case of a protocol begins: the first with the first sign."""
        if protocol == next(iter(self.charts)):
            return 0
        for name, chart in self.charts.items():
            if name in {protocol, *around}:
                continue
            for entry in chart.entries:
                if protocol in {each.protocol for each in chart.openings(entry)}:
                    begun = self.begun(name, (*around, protocol))
                    return _sum(begun, self._within(chart, entry.activity))
        return None

    def _within(self, chart: Chart, name: str) -> int | None:
        key = chart.protocol.id, name
        if key not in self.known:
            found = latest_times(chart, self.handbook, (name,), limit=LOOKED_AT)
            self.known[key] = found[name]
        return self.known[key]


def _sum(*parts: int | None) -> int | None:
    return None if None in parts else sum(each for each in parts if each is not None)
