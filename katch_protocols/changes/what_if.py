"""What if nobody did one duty: what its protocol would no longer do for a child.

The duty is taken out of a copy: it stays written, so that every name means what it did,
but no case ever does it. Then all is proved and reached anew, and compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from katch_protocols.answers import Answerable
from katch_protocols.charts.chart import Chart, ChartNode, NodeKind
from katch_protocols.charts.holders import Holders
from katch_protocols.duties.parties import Parties
from katch_protocols.duties.raci import raci
from katch_protocols.duties.transfers import handoffs
from katch_protocols.graphs.handoffs import asked_by
from katch_protocols.model.conditions import And, InState, Not
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.prove import SOUNDNESS, prove
from katch_protocols.proofs.staying import staying
from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.sentences.nearness import require
from katch_protocols.telling.proof_report import resting

__all__ = ["LostDeadline", "LostHandoff", "LostPromise", "WhatIf", "duties", "what_if"]


@dataclass(frozen=True)
class LostPromise(Answerable):
    """A promise that is kept as long as the duty is done.

    ``without`` is where it stands if nobody does the duty: broken, or empty because
    what it speaks of never happens.
    """

    safeguard: Id
    with_duty: Verdict
    without: Verdict


@dataclass(frozen=True)
class LostDeadline(Answerable):
    """A deadline that no case ever meets: of a state, or of an ``activity`` in it."""

    state: str
    activity: str | None
    limit: Duration


@dataclass(frozen=True)
class LostHandoff(Answerable):
    """A handoff that no case ever makes; ``activity`` is what asks for it."""

    activity: str
    sender: Id
    receiver: Id


@dataclass(frozen=True)
class WhatIf(Answerable):
    """What a protocol loses if nobody does one duty; everything in document order.

    Attributes:
        protocol: Its id.
        duty: The activity that nobody does, by its full name.
        promises: Those that are kept with the duty and not without it.
        undecided: Promises that are decided with the duty and not without it.
        stays: States in which a case can now stay for ever. What is promised to follow
            is proved of cases that go on, so a promise may hold and not be kept there.
        ends: How no case can end any more.
        states: Other states that no case reaches any more.
        activities: What can never be done any more, the duty aside.
        deadlines: What no longer runs.
        handoffs: Between whom no child is handed over any more.
        exhausted: Whether every configuration was looked at, with and without the duty;
            else what is lost besides promises is not decided, and nothing of it told.
    """

    protocol: Id
    duty: str
    promises: tuple[LostPromise, ...]
    undecided: tuple[Id, ...]
    stays: tuple[str, ...]
    ends: tuple[str, ...]
    states: tuple[str, ...]
    activities: tuple[str, ...]
    deadlines: tuple[LostDeadline, ...]
    handoffs: tuple[LostHandoff, ...]
    exhausted: bool

    @property
    def loses(self) -> bool:
        """Whether anything depends on the duty, as far as is known."""
        return any(
            (
                self.promises,
                self.undecided,
                self.stays,
                self.ends,
                self.states,
                self.activities,
                self.deadlines,
                self.handoffs,
            )
        )


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
    before = known or prove(chart, handbook, as_of=as_of)
    left = without(chart, duty)
    after = prove(left, handbook, as_of=as_of)
    holders = Holders(handbook, as_of)
    reached, still = _ReachedCases(chart, holders), _ReachedCases(left, holders)
    found = WhatIf(
        protocol=chart.protocol.id,
        duty=duty,
        promises=tuple(
            LostPromise(name, proof.verdict, after[name].verdict)
            for name, proof in before.items()
            if name != SOUNDNESS
            and proof.verdict in _KEPT
            and after[name].verdict in _LOST
        ),
        undecided=tuple(
            name
            for name, proof in before.items()
            if name != SOUNDNESS
            and proof.verdict not in _OPEN
            and after[name].verdict in _OPEN
        ),
        stays=(),
        ends=(),
        states=(),
        activities=(),
        deadlines=(),
        handoffs=(),
        exhausted=reached.is_whole and still.is_whole,
    )
    return _Losses(chart, reached, still).told(found, _parties(handbook, as_of))


_KEPT = frozenset({Verdict.HOLDS, Verdict.ENFORCED})
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
        names = {
            name
            for word in staying(self.session.whole)
            for name in resting(table, word)
        }
        chart = table.chart
        return frozenset(
            name for name in names if chart.node(name).kind is not NodeKind.FINAL
        )


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
            states=tuple(name for name in states if name not in ends),
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
                for each in handoffs(self.chart, parties)
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
