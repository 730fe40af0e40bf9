"""When each moment of the path comes at the latest, counted from the first sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.chart import Chart
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.moment_facts import MomentFacts
from katch_protocols.duties.path_nouns import ChildPath, PathMoment
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.timing.first_times import latest_times

__all__ = ["path_times"]

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
class _PathTimes:
    charts: Mapping[Id, Chart]
    handbook: Handbook
    known: dict[tuple[Id, str], int | None] = field(default_factory=dict)

    def latest(self, moment: PathMoment) -> int | None:
        chart = self.charts[moment.protocol]
        begun = self._begun(moment.protocol, ())
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

    def _begun(self, protocol: Id, around: Sequence[Id]) -> int | None:
        """Return when a case of a protocol begins: the first with the first sign."""
        if protocol == next(iter(self.charts)):
            return 0
        for name, chart in self.charts.items():
            if name in {protocol, *around}:
                continue
            for entry in chart.entries:
                if protocol in {each.protocol for each in chart.openings(entry)}:
                    begun = self._begun(name, (*around, protocol))
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
