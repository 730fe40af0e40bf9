"""When each moment of the path comes at the latest, counted from the first sign."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct, field

from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.chart import Chart, ChartNode
from katch_protocols.duties.duty_clocks import DutyClock
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.moment_facts import MomentFacts
from katch_protocols.duties.path_nouns import ChildPath, PathMoment
from katch_protocols.graphs.steps import can_be_together, holds
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.safeguards import AtMost, Safeguard
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.prove import Prover
from katch_protocols.proofs.timing.first_times import LatestTime, latest_times
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.events import find_event

__all__ = ["ClockTimes", "PathTime", "path_times"]

LOOKED_AT = 100_000
"""So many configurations are looked at for one moment: nobody waits for more."""

PASSED = 20_000
"""So many states are passed for all clocks of a protocol that no moment counts from."""


class PathTime(NamedTuple):
    """How many minutes after the first sign a moment comes at most.

    ``unless``: after which events this no longer holds: names, and titles if any.
    """

    minutes: int
    unless: Mapping[str, Label | None] = MappingProxyType({})


def path_times(path: ChildPath, handbook: Handbook) -> tuple[PathTime | None, ...]:
    """Return of each moment how late after the first sign it comes at most.

    If every deadline is kept. A case that another opens begins when that is done. A
    step with a deadline is over when its time is. ``None``: it has no deadline, nothing
    bounds when it comes, or the protocol is too large for a proof.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    times = _PathTimes(path.charts, handbook)
    return tuple(times.latest(each) for each in path.moments)


class ClockTimes(Struct, frozen=True, dict=True):
    """When clocks run for the first time at the latest.

    Of what the moments of a path count from that is what ``path_times`` proves; of all
    else only what holds without an exception, so that nothing is told by when a child
    goes missing; the first of them, in a protocol of very many states.
    """

    path: ChildPath
    handbook: Handbook

    def of(self, clock: DutyClock, protocol: Id) -> tuple[int, int] | None:
        """Return from when to when a clock runs, in minutes after the first sign.

        ``None``: nothing bounds it, or something only under an exception.

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
            kept_by = _sum(begun, self._kept_by(clock, protocol))
            return self.until(clock, kept_by and kept_by.minutes, protocol)
        spans = Spans.of(self.handbook, chart.protocol)
        begins = begun.minutes + start.minutes
        return begins, begins + spans.longest(clock.span)

    def is_asked(self, clock: DutyClock, protocol: Id) -> bool:
        """Tell whether it was looked for when a clock begins, found or not.

        Nobody asks that of a clock that begins again and again, of a duty that begins
        with its condition, and of what a protocol is too large for.
        """
        chart, kept = self.path.charts.get(protocol), clock.kept
        if chart is None or (kept is not None and kept.every):
            return False
        name = self._starts_with(clock)
        if name is None:
            return False
        node = chart.by_name.get(name)
        if node is not None and self._begins(chart, node):
            return True
        self.of(clock, protocol)
        key = protocol, name
        looked_for = key in self._of_moments or name in self._asked[protocol]
        return looked_for and key not in self._times.unasked

    @staticmethod
    def _starts_with(clock: DutyClock) -> str | None:
        """Return what begins a clock, if one thing does."""
        kept = clock.kept
        if clock.opened_by is not None and kept is not None and kept.start is None:
            return clock.opened_by[0]
        if kept is not None and kept.start is not None:
            return kept.start
        return None if kept is not None and kept.own else clock.state

    def until(
        self, clock: DutyClock, latest: int | None, protocol: Id
    ) -> tuple[int, int] | None:
        """Return the same of a clock that is over at ``latest``, if that is known."""
        if latest is None:
            return None
        spans = Spans.of(self.handbook, self.path.charts[protocol].protocol)
        return max(latest - spans.longest(clock.span), 0), latest

    def _kept_by(self, clock: DutyClock, protocol: Id) -> PathTime | None:
        """Return when the one thing that keeps a deadline is done, if that is known."""
        is_step = clock.kept is not None and not clock.kept.own
        names = [name for name, _ in clock.acts]
        alone = is_step and len(names) == 1
        return self._of_moments.get((protocol, names[0])) if alone else None

    def _start(self, clock: DutyClock, chart: Chart) -> PathTime | None:
        """Return when a clock starts, counted from the start of its case."""
        name, kept = self._starts_with(clock), clock.kept
        if name is None:
            return None
        if clock.opened_by is not None and kept is not None and kept.start is None:
            return self._of_moments.get((chart.protocol.id, name))
        node = chart.by_name.get(name)
        if node is not None and self._begins(chart, node):
            return _AT_ONCE
        return self._comes(chart, name)

    def _comes(self, chart: Chart, name: str) -> PathTime | None:
        """Return when something comes, counted from the start of its case."""
        key = chart.protocol.id, name
        if key in self._of_moments:
            return self._of_moments[key]
        asked = self._asked[chart.protocol.id]
        if name not in asked:
            if len(asked) * len(chart.nodes) > PASSED:
                self._times.unasked.add(key)
                return None
            asked[name] = self._times.comes_by(chart, name, excepted=False)
        return asked[name]

    def _begins(self, chart: Chart, node: int) -> bool:
        return MomentFacts(chart, self.handbook).begins(node)

    @cached_property
    def _asked(self) -> Mapping[Id, dict[str, PathTime | None]]:
        """What was asked about each protocol, besides its moments."""
        return defaultdict(dict)

    @cached_property
    def _times(self) -> "_PathTimes":
        return _PathTimes(self.path.charts, self.handbook)

    @cached_property
    def _of_moments(self) -> "Mapping[tuple[Id, str], PathTime | None]":
        for moment in self.path.moments:
            self._times.latest(moment)
        return dict(self._times.known)


class _PathTimes(Struct, frozen=True):
    charts: Mapping[Id, Chart]
    handbook: Handbook
    known: dict[tuple[Id, str], PathTime | None] = field(default_factory=dict)
    unasked: set[tuple[Id, str]] = field(default_factory=set)
    """What was not looked for, as a protocol is too large."""

    def latest(self, moment: PathMoment) -> PathTime | None:
        chart = self.charts[moment.protocol]
        begun = self.begun(moment.protocol)
        index = chart.by_name.get(moment.name)
        if index is None or moment.name in chart.activities:
            return _sum(begun, self._within(chart, moment.name))
        node = chart.nodes[index]
        kept = Limits(chart, self.handbook).at(node)
        if kept is None:
            return None
        since: PathTime | None = _AT_ONCE
        if kept.start is not None:
            since = self._last(chart, kept.start, node)
        elif not MomentFacts(chart, self.handbook).begins(node.index):
            since = self._within(chart, node.name)
        spans = Spans.of(self.handbook, chart.protocol)
        return _sum(begun, since, PathTime(spans.longest(kept.limit)))

    def begun(self, protocol: Id, around: Sequence[Id] = ()) -> PathTime | None:
        """Return when a case of a protocol begins: the first with the first sign."""
        if protocol == next(iter(self.charts)):
            return _AT_ONCE
        for name, chart in self.charts.items():
            if name in {protocol, *around}:
                continue
            for entry in chart.entries:
                if protocol in {each.protocol for each in chart.openings(entry)}:
                    begun = self.begun(name, (*around, protocol))
                    return _sum(begun, self._within(chart, entry.activity))
        return None

    def _last(self, chart: Chart, name: str, node: ChartNode) -> PathTime | None:
        """Return when an event comes for the last time until a state is over."""
        if self._comes_once(chart, name):
            return self._within(chart, name)
        # It came before the state was entered, however often.
        again = _comes_again(chart, name, node.index)
        return None if again else self._within(chart, node.name)

    def _comes_once(self, chart: Chart, name: str) -> bool:
        """Tell whether it is certain that an event comes, and never again."""
        rule = AtMost(event=name, times=1)
        prover = Prover(world_of(chart, self.handbook, None), LOOKED_AT)
        if prover.study.is_vast:
            return False
        found = prover.answer(_ONCE, Safeguard(id=_ONCE, rule=rule))
        return found.verdict is Verdict.HOLDS

    def _within(self, chart: Chart, name: str) -> PathTime | None:
        key = chart.protocol.id, name
        if key not in self.known:
            self.known[key] = self.comes_by(chart, name)
        return self.known[key]

    def comes_by(
        self, chart: Chart, name: str, *, excepted: bool = True
    ) -> PathTime | None:
        """Return by when something comes, counted from the start of its case."""
        book = self.handbook
        found = latest_times(chart, book, (name,), excepted=excepted, limit=LOOKED_AT)
        if not found[name].is_asked:
            self.unasked.add((chart.protocol.id, name))
        return _told(found[name], chart)


_AT_ONCE = PathTime(0)

_ONCE = "comes_once"
"""The name under which it is proved that an event comes once in a case."""


def _comes_again(chart: Chart, name: str, node: int) -> bool:
    """Tell whether an event may come again and again while a case stays in a state."""
    event, around = find_event(chart, name), chart.ancestors(node)
    acts = (at for each in event.activities for at in chart.activities[each])
    staying = (
        goal is None
        or holds(chart, node, goal.node)
        or chart.domain(entry.node, goal.node, at_top=entry.at_top) not in around
        for entry in map(chart.entries.__getitem__, acts)
        for goal in (entry.hands_to or entry.goal,)
        if can_be_together(chart, node, entry.node)
    )
    entered = (
        can_be_together(chart, node, each)
        for each in event.nodes
        if each not in (node, *around)
    )
    return any(staying) or any(entered)


def _told(found: LatestTime, chart: Chart) -> PathTime | None:
    if found.minutes is None:
        return None
    return PathTime(found.minutes, {name: _title(chart, name) for name in found.unless})


def _title(chart: Chart, name: str) -> Label | None:
    """Return the title of an event that a sentence names."""
    event = find_event(chart, name)
    titles = [chart.nodes[each].title for each in event.nodes]
    titles += [chart.title_of(each) for each in event.activities]
    return next(filter(None, titles), None)


def _sum(*parts: PathTime | None) -> PathTime | None:
    found = [each for each in parts if each is not None]
    if len(found) < len(parts):
        return None
    unless = {name: title for each in found for name, title in each.unless.items()}
    return PathTime(sum(each.minutes for each in found), unless)
