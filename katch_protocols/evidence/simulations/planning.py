"""From a scenario and a handbook to a plan: every configuration that can come about."""

from datetime import date

from msgspec import Struct

from katch_protocols.cases.compile_case import compiled_asking, compiled_case
from katch_protocols.evidence.simulations.configurations import ScenarioWalk
from katch_protocols.evidence.simulations.draft import PlanNames, PlannedProcess
from katch_protocols.evidence.simulations.draws import key_of, quantiles
from katch_protocols.evidence.simulations.people import RegionPosts
from katch_protocols.evidence.simulations.plan import Plan
from katch_protocols.evidence.simulations.timed_sentences import timed_sentences
from katch_protocols.evidence.simulations.working_time import WorkingTime
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.scenarios import Order, Scenario, Spread, SpreadKind

__all__ = ["IfKept", "PlanNames", "Planned", "begins", "planned"]


class IfKept:
    """When people act where every deadline is kept: never as they do by themselves."""

    NO, RANDOM, LAST = 0, 1, 2


class Planned(Struct, frozen=True):
    """A plan, and what its numbers stand for."""

    plan: Plan
    names: PlanNames
    time: WorkingTime
    posts: RegionPosts


def begins(scenario: Scenario, handbook: Handbook) -> date:
    """Return the first day: as the scenario says, else a January in which all is valid.

    It depends on the handbook alone, never on today.
    """
    if scenario.run.begins is not None:
        return scenario.run.begins
    days = [handbook.protocols[name].valid_from for name in scenario.protocols]
    known = [day for day in days if day is not None]
    if not known:
        return date(2026, 1, 1)
    last = max(known)
    return last if (last.month, last.day) == (1, 1) else date(last.year + 1, 1, 1)


def planned(
    scenario: Scenario, handbook: Handbook, *, if_kept: int = IfKept.NO
) -> Planned:
    """Make a plan.

    Raises:
        ProtocolError: A protocol has problems; ``check`` says which.
        BoundError: There are too many configurations, or too many people in a task.
        SimulationError: What cases of the scenario tell is to happen by chance.
    """
    first = begins(scenario, handbook)
    return _PlanMaker(scenario, handbook, first, if_kept).planned()


_ARRIVALS = Spread(
    kind=SpreadKind.EXPONENTIAL, points=(Duration(amount=9_999, unit=Unit.DAYS),)
)
"""Times between arrivals, in the finest steps; their mean is scaled."""

_PARTS = {
    "ac_ask_at": "ac_ask",
    "ac_seat_at": "seat_at",
    "seat_at": "seat_post",
    "ac_fact_at": "ac_fact",
    "ac_clock_at": "ac_clock",
    "ac_duty_at": "ac_duty",
    "he_fact_at": "he_fact",
    "fa_at": "fa_weight",
    "op_at": "op_state",
    "cd_at": "cd_act",
    "tm_at": "tm_id",
    "ev_at": "ev_id",
    "ef_at": "ef_code",
}
"""Which lists say where parts of others begin; each ends where the other does."""


class _PlanMaker(ScenarioWalk):
    def planned(self) -> Planned:
        """Number everything, walk, and close the lists."""
        for at, name in enumerate(self.scenario.protocols):
            protocol = self.handbook.protocols[name]
            compiled = compiled_case(protocol, self.handbook)
            timed = timed_sentences(compiled.chart, self.handbook)
            asks = [each.where for each in timed if each.where is not None]
            if asks:
                compiled = compiled_asking(protocol, self.handbook, asks)
            self.processes[name] = PlannedProcess(compiled, at)
        for process in self.processes.values():
            self.number(process)
        for process in self.processes.values():
            self.entries(process)
        start = self.begun(next(iter(self.processes.values())), {})
        self.walk()
        self._posts()
        self._news()
        self.names.uncounted = tuple(self.posts.uncounted)
        self.names.absent = tuple(self.posts.absent)
        x = self.x
        x["gap"] = [self.table(_ARRIVALS, self._gaps())]
        x["months"] = [*self.time.months]
        x["is_work"], x["before"] = self.time.is_work, self.time.before
        x["working"] = [*self.time.working]
        x["widths"] = self._widths()
        x["keys"] = [key_of(name) for name in self.processes]
        for name, inner in _PARTS.items():
            x[name].append(len(x[inner]))
        plan = Plan(
            horizon=self.time.ends,
            first=start,
            first_protocol=0,
            order=int(self.scenario.order is Order.MOST_URGENT),
            if_kept=self.if_kept,
            varied=int(len(set(x["ac_place"])) < len(x["ac_place"])),
            **x,
        )
        return Planned(plan, self.names, self.time, self.posts)

    def _gaps(self) -> tuple[int, ...]:
        gap = self.scenario.arrivals.gap
        whole = 9_999 * 86_400
        return tuple(
            (each * gap + whole // 2) // whole for each in quantiles(_ARRIVALS)
        )

    def _widths(self) -> list[int]:
        return [
            len(self.names.states),
            len(self.x["ck_limit"]),
            len(self.x["du_limit"]),
            sum(len(each.events) for each in self.processes.values()),
            len(self.x["re_kind"]),
            len(self.x["ti_limit"]),
            len(self.names.measures),
            len(self.x["se_limit"]),
            len(self.x["sp_kind"]),
            len(self.x["he_share"]),
            len(self.processes),
            len(self.x["ac_key"]),
            len(self.x["wa_limit"]),
        ]

    def _posts(self) -> None:
        at, x = 0, self.x
        for post in self.posts.all:
            x["post_at"].append(at)
            x["post_people"].append(post.people)
            x["post_hours"].append(int(post.office))
            at += post.people
        x["post_at"].append(at)

    def _news(self) -> None:
        """Say which happenings each end of each protocol brings to its opener."""
        x = self.x
        for protocol, name in self.names.states:
            x["nw_at"].append(len(x["nw_id"]))
            told = f"{protocol}.{name}"
            for process in self.processes.values():
                for entry in process.compiled.chart.entries:
                    number = process.happenings.get(entry.activity)
                    known = x["nw_id"][x["nw_at"][-1] :]
                    is_told = told in entry.act.raci.told_by
                    if is_told and number is not None and number not in known:
                        x["nw_id"].append(number)
        x["nw_at"].append(len(x["nw_id"]))
