"""A plan while it is drafted: its lists, what they stand for, what is written once."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct, field

from katch_protocols.cases.compiled_case import CompiledCase, CompiledRow, CompiledStep
from katch_protocols.cases.constraints import Constraint
from katch_protocols.evidence.simulations.draws import key_of, quantiles
from katch_protocols.evidence.simulations.people import RegionPosts, Seat
from katch_protocols.evidence.simulations.plan import PLAN_FIELDS
from katch_protocols.evidence.simulations.timed_sentences import TimedSentence
from katch_protocols.evidence.simulations.working_time import DAY, WorkingTime
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.scenarios import Scenario, Spread
from katch_protocols.model.simulations import MeasuredTime
from katch_protocols.semantics.events import ChartEvent

__all__ = ["PlanDraft", "PlanNames", "PlannedConfiguration", "PlannedProcess"]


_NUMBERS = {"horizon", "first", "first_protocol", "order", "if_kept", "varied"}
"""The fields of a plan that are no lists."""


class PlanNames(Struct):
    """What the numbers of a plan stand for, in the order of the numbers.

    A state, an activity, what is measured, a clock is ``(protocol, name)``, a clock
    with its limit. What is measured is so in each protocol by itself: its time counts
    from the opening of a case of that protocol.
    What was not said and is taken to be so stands in ``uniform`` and ``left_out``.
    """

    protocols: tuple[Id, ...]
    posts: tuple[Id, ...] = ()
    states: list[tuple[Id, str]] = field(default_factory=list)
    acts: list[tuple[Id, str]] = field(default_factory=list)
    clocks: list[tuple[Id, str, str]] = field(default_factory=list)
    duties: list[tuple[Id, str, str]] = field(default_factory=list)
    sentences: list[tuple[Id, str, str]] = field(default_factory=list)
    measures: list[MeasuredTime] = field(default_factory=list)
    happenings: list[tuple[Id, str]] = field(default_factory=list)
    uniform: dict[tuple[str, str], None] = field(default_factory=dict)
    left_out: dict[str, None] = field(default_factory=dict)
    uncounted: tuple[Id, ...] = ()
    absent: tuple[str, ...] = ()
    rows: list[CompiledStep | None] = field(default_factory=list)
    """The step of each transition."""
    act_of: list[int] = field(default_factory=list)
    """The activity's number of each transition; -1 where nobody does it."""
    seats: list[tuple[Seat, ...]] = field(default_factory=list)
    """The seats of each activity's number."""


class PlannedConfiguration(NamedTuple):
    """Where a case can come to: its word, and which of ``offs`` were before.

    ``offs`` are the exceptions of sentences that say who sits at an activity. ``over``
    is how many of the waivers are over that end in the run: see ``lapses``.
    """

    word: int
    past: int
    over: int = 0


class PlannedProcess(Struct):
    """One protocol of the scenario, and where its numbers begin."""

    compiled: CompiledCase
    index: int
    states: int = 0
    taken_up: int | None = None
    """The number of its being taken up, beside those of its states; see ``_news``."""
    takers: dict[Id, dict[Id, int]] = field(default_factory=dict)
    """A bit for each agency that may have to take up such a case, by its role."""
    acts: int = 0
    clocks: dict[int, int] = field(default_factory=dict)
    duties: int = 0
    events: dict[str, int] = field(default_factory=dict)
    resumable: dict[int, int] = field(default_factory=dict)
    timers: dict[str, int] = field(default_factory=dict)
    sentences: list[tuple[int, TimedSentence]] = field(default_factory=list)
    measured: list[tuple[int, ChartEvent]] = field(default_factory=list)
    lapses: tuple[int, ...] = ()
    """When waivers end in the run, in seconds from its beginning."""
    separations: dict[int, int] = field(default_factory=dict)
    waits: dict[int, int] = field(default_factory=dict)
    happenings: dict[str, int] = field(default_factory=dict)
    happening_facts: dict[str, tuple[Id, ...]] = field(default_factory=dict)
    configurations: dict[PlannedConfiguration, int] = field(default_factory=dict)
    weights: dict[tuple[int, int], int] = field(default_factory=dict)
    rows: dict[int, list[tuple[int, list[CompiledRow]]]] = field(default_factory=dict)
    offs: int = 0
    """The bits of the exceptions of sentences that say who sits at an activity."""
    places: dict[int, int] = field(default_factory=dict)
    """The place of each entry, by its identity."""
    usable: dict[int, bool] = field(default_factory=dict)
    """Whether somebody may do what stands at a place, by what always binds."""
    by_binding: dict[tuple[int, frozenset[int]], int | None] = field(
        default_factory=dict
    )
    """The number of an activity by its place and the sentences that say who sits.

    ``None``: then nobody may do it.
    """
    active: dict[int, tuple[int, ...]] = field(default_factory=dict)
    owed: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Bits of the duties that are owed in a word, and of those that may be held."""
    kinds: dict[int, int] = field(default_factory=dict)
    """The number of the kind of each word, see ``effects``."""
    numbers: dict[object, int] = field(default_factory=dict)
    """The number of each kind."""
    alike: dict[object, tuple[tuple[tuple[int, int, int], ...], ...]] = field(
        default_factory=dict
    )
    """What a step does between two kinds of words, but for values of facts."""

    @property
    def id(self) -> Id:
        """The id of the protocol."""
        return self.compiled.protocol.id


class PlanDraft:
    """Everything that is known of a plan so far."""

    def __init__(
        self, scenario: Scenario, handbook: Handbook, first: date, if_kept: int
    ) -> None:
        run = scenario.run.model_copy(update={"begins": first})
        self.scenario = scenario.model_copy(update={"run": run})
        self.handbook, self.if_kept = handbook, if_kept
        self.time = WorkingTime(first, run.years, handbook.holidays)
        self.posts = RegionPosts(self.scenario, handbook)
        self.names = PlanNames(
            scenario.protocols, tuple(each.id for each in self.posts.all)
        )
        self.x: dict[str, list[int]] = {
            name: [] for name in PLAN_FIELDS if name not in _NUMBERS
        }
        self.x["holds"].append(0)  # of a step that nothing holds back
        self.table_at: dict[Spread, int] = {}
        self.limit_at: dict[Duration, int] = {}
        self.fact_at: dict[tuple[str, tuple[int, ...]], int] = {}
        self.effect_at: dict[tuple[tuple[int, int, int], ...], int] = {}
        self.sides_at: dict[tuple[int, ...], int] = {}
        self.holds_at: dict[tuple[int, ...], int] = {(): 0}
        self.processes: dict[Id, PlannedProcess] = {}
        self.todo: list[tuple[PlannedProcess, PlannedConfiguration]] = []
        self.beginnings: dict[tuple[int, int, tuple[int, ...]], int] = {}
        self.pending: list[tuple[str, int, PlannedProcess, PlannedConfiguration]] = []

    def waived_for(self, constraint: Constraint) -> int:
        """Return for how long a waiver sets a sentence aside, in seconds of a run."""
        last = constraint.waived_until
        if last is None:
            return 0
        days = last.toordinal() + 1 - self.time.begins.toordinal()
        return min(max(days * DAY, 0), self.time.ends)

    def never_binds(self, constraint: Constraint) -> bool:
        """Tell whether a waiver sets a sentence aside to the end of a run."""
        return self.waived_for(constraint) == self.time.ends

    def is_waived(
        self,
        process: PlannedProcess,
        here: PlannedConfiguration,
        constraint: Constraint,
    ) -> bool:
        """Tell whether a waiver sets a sentence aside in a configuration."""
        begun = (0, *process.lapses)[here.over]
        return self.waived_for(constraint) > begun

    def facts(self, process: PlannedProcess, facts: Sequence[Id]) -> list[int]:
        """Return the numbers of some facts of a protocol."""
        return [self._fact(process, name) for name in facts]

    def _fact(self, process: PlannedProcess, name: Id) -> int:
        values = process.compiled.chart.facts[name].values
        line = self.scenario.values.get(name)
        said = {} if line is None else line.weights
        weights = tuple(said.get(each, 0) if said else 1 for each in values)
        key = name, weights
        if key not in self.fact_at:
            x = self.x
            self.fact_at[key] = len(x["fa_key"])
            x["fa_key"].append(key_of(name))
            x["fa_at"].append(len(x["fa_weight"]))
            x["fa_weight"] += weights
        if line is None:
            self.names.uniform["value", name] = None
        return self.fact_at[key]

    def may_draw(self, fact: Id, value: str) -> bool:
        """Tell whether a value of a fact can be drawn: it has a weight."""
        line = self.scenario.values.get(fact)
        return line is None or bool(line.weights.get(value, 0))

    def table(self, spread: Spread, made: tuple[int, ...] | None = None) -> int:
        """Return where the quantiles of a spread stand; ``made`` are others."""
        bare = Spread(kind=spread.kind, points=spread.points)
        if made is not None or bare not in self.table_at:
            found = len(self.x["tables"])
            self.x["tables"] += quantiles(spread) if made is None else made
            if made is not None:
                return found
            self.table_at[bare] = found
        return self.table_at[bare]

    def limit(self, limit: Duration) -> int:
        """Return the number of a limit."""
        if limit not in self.limit_at:
            x = self.x
            self.limit_at[limit] = len(x["li_plain"])
            if self.time.is_plain(limit):
                x["li_plain"].append(self.time.plain(limit))
                x["li_days"].append(-1)
            else:
                x["li_plain"].append(0)
                x["li_days"].append(len(x["due_days"]))
                x["due_days"] += self.time.due_days(limit)
        return self.limit_at[limit]
