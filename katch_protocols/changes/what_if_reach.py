"""What the cases of a chart can do and where they can be, with a duty and without."""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.changes.what_if_nouns import LostDeadline, LostHandoff, WhatIf
from katch_protocols.charts.chart import Chart, ChartDuty, ChartNode, NodeKind
from katch_protocols.charts.holders import Holders
from katch_protocols.duties.nouns import Handoff
from katch_protocols.duties.parties import Parties
from katch_protocols.duties.transfers import handoffs
from katch_protocols.graphs.crossings import asked_by, sources
from katch_protocols.proofs.product_search import replay
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.staying import Staying, staying
from katch_protocols.proofs.verdicts import Counterexample, Reason
from katch_protocols.semantics.owing import Owing
from katch_protocols.semantics.table import Row
from katch_protocols.telling.proof_report import resting

__all__ = ["DutyLosses", "ReachedCases"]


class ReachedCases(Struct, frozen=True, dict=True):
    """What the cases of a chart can do, and where they can be."""

    chart: Chart
    holders: Holders

    @cached_property
    def session(self) -> ProofSession:
        """The exploration of all its cases."""
        return ProofSession(self.chart, self.holders)

    @cached_property
    def is_whole(self) -> bool:
        """Whether every configuration was looked at."""
        return not self.session.is_vast and self.session.whole.exhausted

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        """The steps that some case takes."""
        rows = zip(self.session.table.rows, self.session.whole.fired, strict=True)
        return tuple(row for row, is_done in rows if is_done)

    @cached_property
    def activities(self) -> frozenset[str]:
        """The names of what some case does."""
        return frozenset(row.activity for row in self._rows)

    @cached_property
    def nodes(self) -> frozenset[str]:
        """The names of states; a start that is added for a proof has none here."""
        table = self.session.table
        return self._named(
            {*table.entered, *(at for r in self._rows for at in r.entered)}
        )

    def _named(self, nodes: Iterable[int]) -> frozenset[str]:
        chart = self.session.table.chart
        return frozenset(chart.nodes[at].name for at in nodes)

    def hands(self, handoff: Handoff) -> bool:
        """Tell whether some case may make a handoff, from and to one of its states."""
        begun = self.nodes.intersection(handoff.sources)
        return any(
            row.entry is not None
            and row.activity == handoff.activity
            and not begun.isdisjoint(self._named(sources(self.chart, row.entry)))
            and self._comes_to(row, handoff.targets)
            for row in self._rows
        )

    def _comes_to(self, row: Row, targets: Collection[str]) -> bool:
        """Tell whether a step may come to one of some states; none: it need not."""
        nodes = self.session.table.chart.nodes
        # What is taken up again has no step inside that says where.
        resumed = {
            at for at in row.entered if not {*nodes[at].children} & {*row.entered}
        }
        chart = self.chart
        return not targets or any(
            at in row.entered or not resumed.isdisjoint(chart.ancestors(at))
            for at in map(chart.by_name.__getitem__, targets)
        )

    def owes(self, duty: ChartDuty) -> bool:
        """Tell whether some case comes where the clock of a duty runs."""
        if duty.after_first and duty.activity not in self.activities:
            return False
        owing = Owing(self.session.table.layout, duty)
        return any(len(self.session.whole.where(*one)) for one in owing.cubes)

    @cached_property
    def stays(self) -> frozenset[str]:
        """Where a case can be, or go round, that comes to no end any more."""
        table = self.session.table
        names = {name for each in self._staying for name in self._resting(each)}
        chart = table.chart
        return frozenset(
            name for name in names if chart.node(name).kind is not NodeKind.FINAL
        )

    @cached_property
    def _staying(self) -> tuple[Staying, ...]:
        return staying(self.session.whole)

    def _resting(self, each: Staying) -> tuple[str, ...]:
        session = self.session
        return resting(session.table, session.whole.word(each.place))

    def first_in(self, names: Collection[str]) -> Counterexample | None:
        """Return a shortest case that stays for ever in one of some states."""
        if not names:
            return None
        first = min(
            each
            for each in self._staying
            if not set(names).isdisjoint(self._resting(each))
        )
        rows = self.session.whole.path(first.place)
        reason = Reason("livelock" if first.moves else "stays-for-ever")
        return Counterexample(rows, replay(self.session.table, rows), len(rows), reason)


class DutyLosses(Struct, frozen=True):
    """What is reached in one chart and not in the other."""

    chart: Chart
    reached: ReachedCases
    still: ReachedCases

    def told(self, found: WhatIf, parties: Parties) -> WhatIf:
        """Return the answer with what is lost besides promises, where that is known."""
        if not found.exhausted:
            return found
        gone = self.reached.activities - self.still.activities
        lost = self.reached.nodes - self.still.nodes
        states = tuple(name for name in self.chart.named_states if name in lost)
        ends = tuple(name for name in states if self._is_end(self._node(name)))
        return replace(
            found,
            stays=tuple(
                name
                for name in self.chart.named_states
                if name in self.still.stays and name not in self.reached.stays
            ),
            ends=ends,
            states=tuple(
                name
                for name in states
                if name not in ends and self._node(name).kind is not NodeKind.CHOICE
            ),
            activities=tuple(
                name
                for name in self.chart.activities
                if name in gone and name != found.duty
            ),
            deadlines=(*self._of_states(lost), *self._of_duties()),
            handoffs=tuple(
                LostHandoff(
                    asked_by(self.chart, each.activity), each.sender, each.receiver
                )
                for each in handoffs(self.chart, parties, inside=True)
                if self.reached.hands(each) and not self.still.hands(each)
            ),
        )

    def _node(self, name: str) -> ChartNode:
        return self.chart.node(name)

    def _is_end(self, node: ChartNode) -> bool:
        return node.kind is NodeKind.FINAL and node.index in self.chart.root.children

    def _of_states(self, lost: frozenset[str]) -> tuple[LostDeadline, ...]:
        return tuple(
            LostDeadline(node.name, None, node.within.limit)
            for node in self.chart.nodes
            if node.within is not None and node.name in lost
        )

    def _of_duties(self) -> Iterator[LostDeadline]:
        nodes = self.chart.nodes
        for each in self.chart.duties:
            if self.reached.owes(each) and not self.still.owes(each):
                name = nodes[each.nodes[0]].name
                yield LostDeadline(name, each.activity, each.limit.limit)
