"""The runs of one variant of a scenario, and how long they warm up."""

import pickle
from statistics import fmean

from msgspec import Struct, field

from katch_protocols.budget import look
from katch_protocols.errors import BoundError, SimulationError
from katch_protocols.evidence.simulations.choosing import RunMaker, maker_for
from katch_protocols.evidence.simulations.engine.store import (
    MOST_OPEN,
    MOST_TASKS,
    STATUS,
    Status,
    ToldRun,
)
from katch_protocols.evidence.simulations.estimates import truncation
from katch_protocols.evidence.simulations.outcomes import (
    Key,
    RunFigures,
    figures_of,
    open_by_day,
)
from katch_protocols.evidence.simulations.planning import Planned
from katch_protocols.evidence.simulations.working_time import DAY
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.noun import Id
from katch_protocols.model.scenarios import Scenario

__all__ = ["Runs", "warm_until"]

_TASKS = 50
"""About so many tasks a case has, as those of the shipped scenario."""

_PILOTS = 10
"""So many runs at most show how long the warm-up is."""


class Runs(Struct):
    """The runs of one variant: its plan, and the figures of each run."""

    name: Id
    scenario: Scenario
    planned: Planned
    warm: int = 0
    figures: list[RunFigures] = field(default_factory=list)
    tasks: int = 0
    """About so many tasks are begun in all runs that are to be made."""
    maker: RunMaker | None = None

    @property
    def arriving(self) -> int:
        """About how many cases arrive in one run."""
        return self.planned.plan.horizon // self.scenario.arrivals.gap

    def expect(self, count: int) -> None:
        """Expect so many runs, of which none is made yet.

        Raises:
            BoundError: More cases arrive in one than it may have tasks.
        """
        self._require_few()
        self.tasks = _TASKS * self.arriving * count

    def _require_few(self) -> None:
        if self.arriving > MOST_TASKS:
            raise BoundError("tasks", MOST_TASKS, self.scenario.id)

    def once(self, number: int, *, logs: bool = False) -> ToldRun:
        """Make one run.

        Raises:
            BoundError: There are too many tasks, or too many open cases.
        """
        look()
        self._require_few()
        if self.maker is None:
            self.maker = maker_for(self.planned.plan, self.tasks)
        store = self.maker(self.scenario.run.seed, number, int(logs))
        if store.n[STATUS] == Status.TOO_MANY_TASKS:
            raise BoundError("tasks", MOST_TASKS, self.scenario.id)
        if store.n[STATUS] == Status.TOO_MANY_OPEN:
            raise BoundError("open-cases", MOST_OPEN, self.scenario.id)
        return store

    def add(self, number: int) -> None:
        """Make one run, and keep its figures."""
        store = self.once(number)
        self.figures.append(figures_of(self.planned, store, self.warm))

    def terms(self) -> bytes:
        """Return what another process makes the same runs of."""
        handbook = self.planned.posts.handbook
        return pickle.dumps((self.name, self.scenario, handbook, self.warm, self.tasks))

    def values(self, key: Key) -> list[float | None]:
        """Return a figure of every run."""
        return [each.of.get(key) for each in self.figures]


def warm_until(runs: Runs) -> int:
    """Return until when a run warms up, in seconds: as said, else by MSER-5.

    Raises:
        SimulationError: It is above a third of the run.
    """
    said, time = runs.scenario.run.warm_up, runs.planned.time
    if said is not None:
        warm = _length(said, runs)
    else:
        count = min(_PILOTS, runs.scenario.run.runs)
        days = time.ends // DAY
        series = [open_by_day(runs.once(each), days) for each in range(count)]
        warm = truncation([fmean(each) for each in zip(*series, strict=True)]) * DAY
    if 3 * warm > time.ends:
        raise SimulationError("warm-up", warm=warm // DAY, days=time.ends // DAY)
    return warm


def _length(said: Duration, runs: Runs) -> int:
    time = runs.planned.time
    if time.is_plain(said):
        return time.plain(said)
    return time.due_days(said)[0] * DAY
