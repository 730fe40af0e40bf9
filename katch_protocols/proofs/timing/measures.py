"""What a protocol means for one child, in numbers: best and worst over all cases."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart, EntryKind, NodeKind
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import AfterThen, Safeguard
from katch_protocols.proofs.bounds import VAST
from katch_protocols.proofs.kept.answers import KeptAnswer
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.kinds.pattern import SlotReader
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.clock_bounds import prove_nearly
from katch_protocols.proofs.timing.contacts import children_in, handoffs, meetings
from katch_protocols.proofs.timing.counting import count_event, how_often
from katch_protocols.proofs.timing.first_times import (
    FirstTimes,
    exceptions_of,
    timed_rules,
)
from katch_protocols.proofs.timing.measure_nouns import (
    BestCase,
    Measures,
    Range,
    Span,
    WorstCase,
)
from katch_protocols.proofs.timing.timed_product import TimeQuestion
from katch_protocols.proofs.timing.timed_sentences import from_to
from katch_protocols.proofs.timing.times import worst_and_best
from katch_protocols.proofs.timing.written_measures import (
    read_measures,
    written_measures,
)
from katch_protocols.semantics.events import (
    ChartEvent,
    UndefinedError,
    event_of,
    find_event,
)
from katch_protocols.semantics.explore import DEFAULT_LIMIT
from katch_protocols.semantics.table import Row

__all__ = ["measure"]


def measure(
    chart: Chart,
    handbook: Handbook,
    *,
    limit: int = DEFAULT_LIMIT,
) -> Measures:
    """Measure what a protocol means for one child.

    What the handbook measures is counted in a case, and timed from the start to the
    first that counts as it; what nothing here counts as is not measured. An agency
    meets the child in an activity in which the child takes part or is consulted. Times
    are those, and those of every sentence ``after A then B within``; where no case has
    an A there is none. What is measured and has no bound by any deadline is timed once
    more under each exception that the sentences of the protocol make themselves
    (``unless absent``); the first that gives a bound is told with it.

    Args:
        chart: the protocol.
        handbook: the handbook that it belongs to.
        limit: how many configurations are looked at for one number.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    world, bound = world_of(chart, handbook, None), binding_safeguards(chart, handbook)
    asked = tuple(bound.items()), tuple(handbook.measured), limit
    answer = KeptAnswer(world, "measures", *asked)
    told = answer.find()
    if told is not None:
        return read_measures(chart.protocol.id, told)
    study = ProofSession(world.chart, world.holders, limit)
    found = _measured(chart, handbook, study, bound)
    if not study.is_vast:
        answer.put(written_measures(found))
    return found


def _measured(
    chart: Chart,
    handbook: Handbook,
    study: ProofSession,
    bound: Mapping[Id, Safeguard],
) -> Measures:
    if study.is_vast:
        # What a number sees whole is small; to look at more of the rest helps nothing.
        study = ProofSession(chart, study.holders, min(study.limit, VAST))
    found = _Measuring(study, bound)
    different, a_case = (None, None) if study.is_vast else handoffs(study)
    return Measures(
        chart.protocol.id,
        sum(node.kind in _SITUATIONS for node in chart.nodes),
        len({e.activity for e in chart.entries if e.kind is EntryKind.WRITTEN}),
        len(study.whole) if study.whole.exhausted else None,
        found.counts(),
        tuple(name for name in handbook.measured if name not in chart.counted),
        different,
        a_case,
        found.agencies(),
        tuple(found.times()),
    )


_SITUATIONS = frozenset(
    {NodeKind.ATOMIC, NodeKind.COMPOSITE, NodeKind.PARALLEL, NodeKind.FINAL}
)


class _Measuring(Struct, frozen=True, dict=True):
    study: ProofSession
    bound: Mapping[Id, Safeguard]

    @property
    def chart(self) -> Chart:
        return self.study.chart

    def meets(self, row: Row) -> bool:
        if row.entry is None:
            return False
        raci = row.entry.act.raci
        taking_part = {*raci.together_with, *raci.consult, *raci.by}
        return not self._children.isdisjoint(taking_part)

    def agencies(self) -> Range | None:
        """Return how many agencies a child meets, where a role stands for it."""
        if self.study.is_vast or not self._children:
            return None
        return meetings(self.study, self.meets)

    @cached_property
    def _children(self) -> frozenset[Id]:
        return children_in(self.chart, self.study.holders.handbook)

    def counts(self) -> Mapping[Id, Range | None]:
        """Return how often in a case each thing that is measured happens."""
        count = how_often if self.study.is_vast else count_event
        return {name: count(self.study, event) for name, event in self._measured()}

    def _measured(self) -> Iterator[tuple[Id, ChartEvent]]:
        for name in self.chart.counted:
            yield name, event_of(self.chart, name)

    def times(self) -> Iterator[Span]:
        for name, event in self._measured():
            yield self._first_time(name, event)
        for safeguard, rule in self._timed.items():
            try:
                event = find_event(self.chart, rule.later)
                question = from_to(SlotReader(rule, self.study), rule.event, event)
            except UndefinedError:
                continue
            worst, best = self._span(rule, question)
            if worst.asked:
                span = Span(rule.event, rule.later, worst, best, rule.unless)
                yield replace(span, safeguard=safeguard)

    def _span(
        self, rule: AfterThen, question: TimeQuestion
    ) -> tuple[WorstCase, BestCase]:
        """Return how long it takes; of a vast protocol at most, from near if it can."""
        near = self._from_near(rule, question) if self.study.is_vast else None
        if near is not None:
            return near, BestCase(None, exhausted=False)
        return worst_and_best(self.study, question)

    def _from_near(self, rule: AfterThen, question: TimeQuestion) -> WorstCase | None:
        """Return a time that no case exceeds, where a near look bounds it."""
        if rule.within is None:
            return None
        answer = prove_nearly(self.study, question, rule.within)
        spent = answer.reason.spent if answer and answer.reason else None
        if spent is None or spent.minutes is None:
            return None
        states = tuple(part.state for part in spent.parts)
        return WorstCase(spent.minutes, spent.parts, states, exact=False)

    def _first_time(self, name: Id, event: ChartEvent) -> Span:
        """Measure from the start, under an exception where there is no bound without.

        ``best`` is over all cases either way.
        """
        if self.study.is_vast:
            vast = WorstCase(None, exact=False, exhausted=False)
            unknown = BestCase(None, exhausted=False)
            return Span(self._first.start, name, vast, unknown, milestone=name)
        return self._first.span(name, event, exceptions_of(self._timed.values()))

    @cached_property
    def _first(self) -> FirstTimes:
        return FirstTimes(self.study)

    @cached_property
    def _timed(self) -> Mapping[Id, AfterThen]:
        """The sentences that set a time, by the name of the safeguard."""
        return timed_rules(self.bound)
