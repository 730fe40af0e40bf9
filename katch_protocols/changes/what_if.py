"""What if nobody did one duty: what its protocol would no longer do for a child.

The duty is taken out of a copy: it stays written, so that every name means what it did,
but no case ever does it. Then all is proved and reached anew, and compared.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, reduce
from operator import or_

from katch_protocols.changes.what_if_kept import KeptWhatIfs
from katch_protocols.changes.what_if_nouns import (
    LostCase,
    LostDeadline,
    LostHandoff,
    LostPromise,
    WhatIf,
)
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart, ChartNode, NodeKind
from katch_protocols.charts.holders import Holders
from katch_protocols.duties.parties import Parties
from katch_protocols.duties.raci import raci
from katch_protocols.duties.transfers import handoffs
from katch_protocols.graphs.crossings import asked_by
from katch_protocols.model.conditions import And, InState, Not
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.proofs.fewer_steps import AllSteps, FewerSteps
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.product_search import replay, retold
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.prove import Prover, prove
from katch_protocols.proofs.staying import staying
from katch_protocols.proofs.verdicts import Counterexample, Proof, Reason, Verdict
from katch_protocols.sentences.nearness import require
from katch_protocols.telling.proof_report import resting

__all__ = ["WhatIfs", "duties", "what_if"]


def duties(
    chart: Chart, handbook: Handbook, *, as_of: date | None = None
) -> tuple[str, ...]:
    """Return the activities of a protocol that somebody must or may do."""
    parties = _parties(handbook, as_of)
    return tuple(dict.fromkeys(each.activity for each in raci(chart, parties)))


def what_if(
    chart: Chart,
    handbook: Handbook,
    duty: str,
    *,
    as_of: date | None = None,
    known: Mapping[Id, Proof] | None = None,
) -> WhatIf:
    """Return what is lost if nobody does a duty; ``known`` are the proofs with it.

    Raises:
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The protocol crosses a bound of the library.
        UnknownNameError: It has no such duty.
    """
    require("activity", duty, duties(chart, handbook, as_of=as_of))
    return WhatIfs(chart, handbook, as_of, known).of(duty)


@dataclass(frozen=True)
class WhatIfs:
    """Asks it of one duty after another: what is known with all duties is shared.

    ``known`` are the proofs with all duties, where somebody has them; the errors are
    those of ``what_if``.
    """

    chart: Chart
    handbook: Handbook
    as_of: date | None = None
    known: Mapping[Id, Proof] | None = None

    def every(self) -> Iterator[WhatIf]:
        """Yield the answer for every duty of the protocol, in its order."""
        for duty in duties(self.chart, self.handbook, as_of=self.as_of):
            yield self.of(duty)

    def of(self, duty: str) -> WhatIf:
        """Return what is lost if nobody does a duty of the protocol.

        An answer that is kept is not sought again.
        """
        found = self._kept.find(duty)
        if found is None:
            found = self._sought(duty)
            self._kept.keep(found)
        return found

    def _sought(self, duty: str) -> WhatIf:
        left = without(self.chart, duty)
        after = self._without(duty, left)
        reached, still = self._reached, _ReachedCases(left, self._holders)
        found = WhatIf(
            protocol=self.chart.protocol.id,
            duty=duty,
            promises=tuple(
                LostPromise(name, self._before[name].verdict, verdict)
                for name, (verdict, _) in after.items()
                if verdict in _LOST
            ),
            undecided=tuple(
                name for name, (verdict, _) in after.items() if verdict in _OPEN
            ),
            stays=(),
            ends=(),
            states=(),
            activities=(),
            deadlines=(),
            handoffs=(),
            exhausted=reached.is_whole and still.is_whole,
        )
        told = _Losses(self.chart, reached, still).told(found, self._parties)
        proofs = {name: proof for name, (_, proof) in after.items()}
        return replace(told, case=self._case(told, proofs, still))

    def _without(
        self, duty: str, left: Chart
    ) -> Mapping[Id, tuple[Verdict, Proof | None]]:
        """Return where each promise that is kept stands if nobody does the duty."""
        return FewerSteps(duty, self._all, self._prover(left)).verdicts()

    def _prover(self, chart: Chart) -> Prover:
        return Prover(world_of(chart, self.handbook, self.as_of))

    @cached_property
    def _all(self) -> AllSteps:
        return AllSteps(self._before, self._bound, self._prover(self.chart))

    @cached_property
    def _bound(self) -> Mapping[Id, Safeguard]:
        return binding_safeguards(self.chart, self.handbook)

    @cached_property
    def _kept(self) -> KeptWhatIfs:
        prover = self._prover(self.chart)
        rules = {name: each.rule for name, each in self._bound.items()}
        return KeptWhatIfs(prover.world, rules, prover.written)

    def _case(
        self, told: WhatIf, after: Mapping[Id, Proof | None], still: "_ReachedCases"
    ) -> LostCase | None:
        """Return the shortest case that shows what is lost, in the protocol's rows."""
        cases = [
            (each.safeguard, proof.counterexample)
            for each in told.promises
            if each.without is Verdict.BROKEN
            and (proof := after[each.safeguard]) is not None
            and proof.counterexample is not None
        ]
        stay = still.first_in(told.stays)
        every = cases if stay is None else [*cases, (None, stay)]
        if not every:
            return None
        name, found = min(every, key=lambda each: len(each[1].rows))
        return LostCase(name, retold(found, self._reached.session.table))

    @cached_property
    def _before(self) -> Mapping[Id, Proof]:
        return self.known or prove(self.chart, self.handbook, as_of=self.as_of)

    @cached_property
    def _holders(self) -> Holders:
        return Holders(self.handbook, self.as_of)

    @cached_property
    def _parties(self) -> Parties:
        return _parties(self.handbook, self.as_of)

    @cached_property
    def _reached(self) -> "_ReachedCases":
        return _ReachedCases(self.chart, self._holders)


_LOST = frozenset({Verdict.BROKEN, Verdict.VACUOUS})
_OPEN = frozenset({Verdict.NOT_EXHAUSTED, Verdict.UNDEFINED})


def without(chart: Chart, duty: str) -> Chart:
    """Return a chart in which a duty is written and can never be done."""
    somewhere = InState(state=chart.nodes[1].name)
    never = And(parts=(somewhere, Not(inner=somewhere)))
    entries = (
        replace(entry, when=never) if entry.activity == duty else entry
        for entry in chart.entries
    )
    return replace(chart, entries=tuple(entries))


def _parties(handbook: Handbook, as_of: date | None) -> Parties:
    holders = Holders(handbook, as_of)
    return Parties(holders, holders.places)


@dataclass(frozen=True)
class _ReachedCases:
    """What the cases of a chart can do, and where they can be."""

    chart: Chart
    holders: Holders

    @cached_property
    def session(self) -> ProofSession:
        return ProofSession(self.chart, self.holders)

    @cached_property
    def is_whole(self) -> bool:
        return not self.session.is_vast and self.session.whole.exhausted

    @cached_property
    def activities(self) -> frozenset[str]:
        rows = zip(self.session.table.rows, self.session.whole.fired, strict=True)
        return frozenset(row.activity for row, is_done in rows if is_done)

    @cached_property
    def nodes(self) -> frozenset[str]:
        """The names of states; a start that is added for a proof has none here."""
        table = self.session.table
        rows = zip(table.rows, self.session.whole.fired, strict=True)
        entered = {at for row, is_done in rows if is_done for at in row.entered}
        nodes = table.chart.nodes
        return frozenset(nodes[at].name for at in {*table.entered, *entered})

    @cached_property
    def stays(self) -> frozenset[str]:
        """Where a case can be that moves nowhere and comes to no end."""
        table = self.session.table
        names = {name for word in self._staying for name in resting(table, word)}
        chart = table.chart
        return frozenset(
            name for name in names if chart.node(name).kind is not NodeKind.FINAL
        )

    @cached_property
    def _staying(self) -> tuple[int, ...]:
        return staying(self.session.whole)

    def first_in(self, names: Collection[str]) -> Counterexample | None:
        """Return a shortest case that stays for ever in one of some states."""
        if not names:
            return None
        whole, table = self.session.whole, self.session.table
        every = reduce(or_, (field.mask for field in table.fields), 0)
        index = min(
            int(whole.where(every, word)[0])
            for word in self._staying
            if not set(names).isdisjoint(resting(table, word))
        )
        rows = whole.path(index)
        reason = Reason("stays-for-ever")
        return Counterexample(rows, replay(table, rows), len(rows), reason)


@dataclass(frozen=True)
class _Losses:
    """What is reached in one chart and not in the other."""

    chart: Chart
    reached: _ReachedCases
    still: _ReachedCases

    def told(self, found: WhatIf, parties: Parties) -> WhatIf:
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
            deadlines=(*self._of_states(lost), *self._of_duties(gone)),
            handoffs=tuple(
                LostHandoff(
                    asked_by(self.chart, each.activity), each.sender, each.receiver
                )
                for each in handoffs(self.chart, parties, inside=True)
                if each.activity in gone
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

    def _of_duties(self, gone: frozenset[str]) -> tuple[LostDeadline, ...]:
        nodes = self.chart.nodes
        return tuple(
            LostDeadline(nodes[each.nodes[0]].name, each.activity, each.limit.limit)
            for each in self.chart.duties
            if each.activity in gone
        )
