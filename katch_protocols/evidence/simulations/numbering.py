"""The numbers of a protocol in a plan: its states, clocks, sentences, activities."""

from collections.abc import Sequence

from katch_protocols.charts.chart import ChartNode
from katch_protocols.errors import SimulationError
from katch_protocols.evidence.simulations.draft import PlanDraft, PlannedProcess
from katch_protocols.evidence.simulations.draws import key_of
from katch_protocols.evidence.simulations.taking_up import is_awaited, takers_of
from katch_protocols.evidence.simulations.timed_sentences import timed_sentences
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.safeguards import Enforcement
from katch_protocols.model.scenarios import Chance, Spread, SpreadKind
from katch_protocols.model.simulations import MeasuredTime
from katch_protocols.model.states import OnPause
from katch_protocols.semantics.events import event_of as event_named

__all__ = ["Numbering"]

_LATER = Spread(
    kind=SpreadKind.EXPONENTIAL, points=(Duration(amount=30, unit=Unit.DAYS),)
)
"""How long after a case begins something happens, where the scenario says nothing."""

_KINDS = {
    Enforcement.APART: 0,
    Enforcement.AGENCIES_APART: 1,
    Enforcement.SAME: 2,
}
_PAUSES = {OnPause.KEEP_RUNNING: 0, OnPause.STOP: 1, OnPause.RESTART: 2}


class Numbering(PlanDraft):
    """Gives every part of a protocol its number."""

    def number(self, process: PlannedProcess) -> None:
        """Number the states of a protocol, its clocks, sentences and happenings."""
        compiled, chart, x = process.compiled, process.compiled.chart, self.x
        process.states = len(self.names.states)
        for node in chart.nodes:
            self.names.states.append((process.id, node.name))
            x["st_key"].append(key_of(f"{process.id}:{node.name}"))
        self._taking_up(process)
        for top in sorted(compiled.table.layout.resumed):
            process.resumable[top] = len(x["re_kind"])
            x["re_kind"].append(_PAUSES[chart.nodes[top].on_pause])
        events = dict.fromkeys(
            name for names in compiled.clocks.starts.values() for name in names
        )
        offset = sum(len(each.events) for each in self.processes.values())
        process.events = {name: offset + at for at, name in enumerate(events)}
        for node in chart.nodes:
            if node.within is not None or node.timers:
                self._clock(process, node)
        process.duties = len(x["du_limit"])
        for duty in chart.duties:
            # A power is no duty; what is due again and again is done once a stay, but
            # where every deadline is kept.
            optional = chart.entries[duty.places[0]].act.is_optional
            told = not optional and (not duty.again or self.if_kept)
            x["du_limit"].append(self.limit(duty.limit.limit) if told else -1)
            x["du_start"].append(process.events.get(duty.start or "", -1))
            x["du_around"].append(self._around(process, duty.nodes))
            x["du_again"].append(int(duty.again))
            self.names.duties.append((process.id, duty.activity, str(duty.limit.limit)))
        for name in self.handbook.measured:
            if name in chart.counted:
                number = len(self.names.measures)
                process.measured.append((number, event_named(chart, name)))
                self.names.measures.append(MeasuredTime(process.id, name))
        self._sentences(process)
        self._enforced(process)
        self._happenings(process)

    def _taking_up(self, process: PlannedProcess) -> None:
        """Number that a case is taken up, where a signal of another waits for it."""
        if is_awaited(process, self.processes.values()):
            process.taken_up = len(self.names.states)
            self.names.states.append((process.id, TAKEN_UP))
            self.x["st_key"].append(key_of(f"{process.id}:{TAKEN_UP}"))
            process.takers = takers_of(process, self.posts)

    def _enforced(self, process: PlannedProcess) -> None:
        """Number the sentences about who does two things, and how soon after."""
        ends = {self.waived_for(each) for each in process.compiled.constraints}
        process.lapses = tuple(sorted(ends - {0, self.time.ends}))
        for at in process.lapses:
            self.x["wv_at"].append(at)
            self.x["wv_protocol"].append(process.index)
        for number, each in enumerate(process.compiled.constraints):
            if each.least is not None and not self.never_binds(each):
                process.waits[number] = len(self.x["wa_limit"])
                self.x["wa_limit"].append(self.limit(each.least))
            if each.kind in _KINDS:
                process.separations[number] = len(self.x["sp_kind"])
                self.x["sp_kind"].append(_KINDS[each.kind])

    def _clock(self, process: PlannedProcess, node: ChartNode) -> None:
        x = self.x
        clock = process.clocks[node.index] = len(x["ck_limit"])
        limit = node.within.limit if node.within else None
        x["ck_limit"].append(-1 if limit is None else self.limit(limit))
        x["ck_start"].append(process.events.get(node.clock_start or "", -1))
        x["ck_around"].append(self._around(process, (node.index,)))
        shown = "" if limit is None else str(limit)
        self.names.clocks.append((process.id, node.name, shown))
        for timer in node.timers:
            process.timers[timer.name] = len(x["ti_limit"])
            x["ti_limit"].append(self.limit(timer.limit))
            x["ti_clock"].append(clock)

    def _around(self, process: PlannedProcess, nodes: Sequence[int]) -> int:
        above = process.compiled.chart.ancestors
        around = {each for node in nodes for each in (node, *above(node))}
        return sum(1 << at for node, at in process.resumable.items() if node in around)

    def _sentences(self, process: PlannedProcess) -> None:
        for each in timed_sentences(process.compiled.chart, self.handbook):
            number = len(self.x["se_limit"])
            self.x["se_limit"].append(self.limit(each.within))
            self.names.sentences.append((process.id, each.name, str(each.within)))
            process.sentences.append((number, each))

    def _happenings(self, process: PlannedProcess) -> None:
        """Number what nobody chooses: signals, and what the scenario lets happen.

        Raises:
            SimulationError: The scenario lets by chance happen what its cases tell.
        """
        x, chart = self.x, process.compiled.chart
        lines = self.scenario.happens
        said = {
            name: chance
            for name in chart.activities
            # The last part of a name means each that bears it, as in `work`.
            if (chance := lines.get(name) or lines.get(name.rpartition(".")[2]))
        }
        for activity, places in chart.activities.items():
            entries = [chart.entries[place] for place in places]
            if activity not in said and not any(each.is_signal for each in entries):
                continue
            tellers = set(chart.tellers(activity)) & set(self.scenario.protocols)
            if activity not in said and not tellers:
                self.names.left_out[activity] = None
                continue
            if activity in said and tellers:
                told = min(tellers)
                raise SimulationError("told-by-cases", activity=activity, protocol=told)
            chance = said.get(activity, Chance(share=0))
            process.happenings[activity] = len(x["he_share"])
            self.names.happenings.append((process.id, activity))
            x["he_share"].append(chance.share)
            x["he_table"].append(self.table(chance.after or _LATER))
            x["he_key"].append(key_of(f"{process.id}:{activity}"))
            x["he_protocol"].append(process.index)
            x["he_fact_at"].append(len(x["he_fact"]))
            # In one place it may record what it does not in another.
            records = (fact for each in entries for fact in each.act.records)
            facts = process.happening_facts[activity] = tuple(dict.fromkeys(records))
            x["he_fact"] += self.facts(process, facts)
