"""Where on the child's path a duty falls due: at which of its moments."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.duties.nouns import Duty
from katch_protocols.duties.path_nouns import ChildPath, PathMoment

__all__ = ["PathPlaces"]


class PathPlaces(Struct, frozen=True, dict=True):
    """Looks for duties on a path."""

    path: ChildPath

    def of(self, duty: Duty) -> int | None:
        """Return the position of the moment to which a duty belongs.

        The moment that is the duty, or the step around it; else the last one before it
        in its protocol, else the first one there. ``None``: the path tells nothing of
        its protocol.
        """
        own = {
            at: moment
            for at, moment in enumerate(self.path.moments)
            if moment.protocol == duty.protocol
        }
        if not own:
            return None
        chart = self.path.charts[duty.protocol]
        for at, moment in own.items():
            if moment.name == duty.activity or self._is_around(chart, moment, duty):
                return at
        stands = min(self._stands(chart, duty), default=None)
        if stands is None:
            return None
        before = [at for at in own if self._begins[at] <= stands]
        return max(before, key=self._begins.__getitem__, default=min(own))

    @staticmethod
    def _is_around(chart: Chart, moment: PathMoment, duty: Duty) -> bool:
        """Tell whether a moment is a step, and the duty is only possible inside it."""
        index = chart.by_name.get(moment.name)
        if index is None or moment.name in chart.activities:
            return False
        stands = PathPlaces._stands(chart, duty)
        around = [index in (at, *chart.ancestors(at)) for at in stands]
        return bool(around) and all(around)

    @staticmethod
    def _stands(chart: Chart, duty: Duty) -> Iterator[int]:
        """Yield the states in which a duty is possible; none where in any."""
        yield from (chart.by_name[name] for name in duty.states if name)

    @cached_property
    def _begins(self) -> tuple[int, ...]:
        """Of each moment the first state where it is, in the order of its protocol."""
        return tuple(map(self._first, self.path.moments))

    def _first(self, moment: PathMoment) -> int:
        chart = self.path.charts[moment.protocol]
        acts = chart.activities.get(moment.name)
        if acts is None:
            return chart.by_name[moment.name]
        return min(chart.entries[at].node for at in acts)
