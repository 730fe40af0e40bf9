"""What keeps a deadline once an early A is held back, for ``A at least D after B``."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import cached_property

import numpy as np
from msgspec import Struct

from katch_protocols.budget import look
from katch_protocols.model.states import OnPause
from katch_protocols.proofs.futures import Flags, Futures, futures
from katch_protocols.proofs.timing.clocks import Clock
from katch_protocols.proofs.timing.timed_product import OWED, Stage, TimeQuestion
from katch_protocols.semantics.arrays import Places, alike, distinct
from katch_protocols.semantics.table import Row

__all__ = ["Early", "Lost", "Onward", "is_relied_on", "read_early"]


class Early(Enum):
    """Whether an A of a step can be early.

    ``by_time``: while too little time has passed since the last B. ``always``: the step
    itself is a B before it.
    """

    NEVER = auto()
    BY_TIME = auto()
    ALWAYS = auto()


def read_early(question: TimeQuestion, phase: str, letters: Sequence[str]) -> Early:
    """Return whether an A among the letters of a step can be early."""
    found, begun = Early.NEVER, False
    for letter in letters:
        if letter == "b" and phase == OWED:
            if begun:
                return Early.ALWAYS
            found = Early.BY_TIME
        phase = question.moves.get((phase, letter), phase)
        begun = phase == OWED and (begun or letter == "a")
    return found


def is_relied_on(row: Row) -> bool:
    """Tell whether a step counts as one that keeps a deadline: somebody must do it."""
    return row.entry is not None and not row.entry.act.is_optional


class Lost(Struct, frozen=True):
    """A deadline that only an early A keeps, and where: a flag each configuration.

    ``by_time``: only while too little time has passed since the last B.
    """

    clock: Clock
    places: Flags
    by_time: bool


class Onward:
    """What still keeps a deadline in a stage, once an early A is held back.

    A step keeps it after which it no longer runs, or anew; so does a step after
    which another can, at once.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @cached_property
    def lost(self) -> tuple["Lost", ...]:
        """Each deadline that only an early A keeps somewhere.

        How much time has passed is not looked at.
        """
        found = (each for clock in self._deadlines() for each in self._lost(clock))
        return tuple(each for each in found if each.places.any())

    def _deadlines(self) -> Iterator[Clock]:
        for clock in self.stage.clocks.clocks:
            if clock.timer is None:
                yield clock

    @cached_property
    def _graph(self) -> Futures:
        graph = futures(self.stage.explored)
        relied = np.array([is_relied_on(row) for row in self.stage.product.base])
        return graph.only(relied[graph.rows])

    @cached_property
    def _read(self) -> tuple[Flags, Flags, Flags]:
        """Of each step: whether its A is early by time, always; whether it is a B."""
        stage, graph = self.stage, self._graph
        codes = stage.explored.codes(stage.product.field)[graph.sources]
        width = len(stage.product.base)
        asked = codes * width + graph.rows
        states, question = stage.product.field.values, stage.question
        read = []
        first, where = alike(asked, width * len(states))
        for pair in asked[first].tolist():
            phase = states[pair // width]
            letters = stage.product.read[pair % width]
            early = read_early(question, phase, letters)
            fresh = question.is_fresh(phase, letters)
            read.append((early is Early.BY_TIME, early is Early.ALWAYS, fresh))
        by_time, always, fresh = np.array(read, np.bool_).reshape(-1, 3)[where].T
        return by_time, always, fresh

    def _lost(self, clock: Clock) -> Iterator["Lost"]:
        graph, stage = self._graph, self.stage
        look(len(graph.rows) * 8)
        runs, targets = self._runs(clock), graph.targets
        keeps = ~runs[targets] | self._renewed(clock, graph.rows, targets)
        by_time, always, fresh = self._read
        at_all = runs & graph.can_reach(self._before(keeps))
        # At once after a B, every A is early.
        held = ~by_time & ~always
        soon = graph.only(held).can_reach(self._before(keeps & held))
        yield Lost(clock, at_all & stage.owed & ~soon, by_time=True)
        # Later only one that comes with its own B is, until the next B.
        goals = ~always & (keeps | (fresh & soon[targets]))
        late = graph.only(~always & ~fresh).can_reach(self._before(goals))
        yield Lost(clock, at_all & ~late, by_time=False)

    def _before(self, steps: Flags) -> Places:
        """Return the configurations before some steps."""
        return distinct(self._graph.sources[steps], len(self.stage.explored))

    def _runs(self, clock: Clock) -> Flags:
        """Return where the clock of a deadline runs."""
        if clock.watched is None:
            return self._active(clock.node)
        found = np.zeros(len(self.stage.explored), np.bool_)
        for mask, match in clock.watched.cubes:
            found[self.stage.explored.where(mask, match)] = True
        return found

    def _active(self, node: int) -> Flags:
        layout, chart = self.stage.table.layout, self.stage.chart
        found = np.ones(len(self.stage.explored), np.bool_)
        for index in (node, *chart.ancestors(node)):
            place = layout.place(index)
            if place is not None:
                codes = self.stage.explored.codes(layout.fields[place[0]])
                found &= codes == place[1]
        return found

    def _renewed(self, clock: Clock, rows: Places, targets: Places) -> Flags:
        """Return of each step whether it starts the clock of a deadline anew."""
        stage, clocks = self.stage, self.stage.clocks
        by_row = {
            start: np.array([clocks.starts.index(start) in each for each in self._anew])
            for start in {clock.start, clock.spare}
        }
        # While the event that it counts from has not happened, its entry stands in.
        has_begun = np.array(
            [clock.counted(marks) is clock.start for marks in stage.memory.marks]
        )[stage.marks[targets]]
        found: Flags = np.where(
            has_begun, by_row[clock.start][rows], by_row[clock.spare][rows]
        )
        return found

    @cached_property
    def _anew(self) -> list[frozenset[int]]:
        """The starts that each row sets anew, as positions."""
        stage, found = self.stage, []
        for row, read in zip(stage.product.base, stage.product.read, strict=True):
            rules = stage.clocks.paused(row).items()
            again = (at for at, rule in rules if rule is OnPause.RESTART)
            anew = stage.clocks.restarted(row, stage.happening(read))
            found.append(anew.union(again))
        return found
