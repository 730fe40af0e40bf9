"""What if nobody did one duty: what its protocol would no longer do for a child.

The duty is taken out of a copy: it stays written, so that every name means what it did,
but no case ever does it. Then all is proved and reached anew, and compared.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.changes.what_if_kept import KeptWhatIfs
from katch_protocols.changes.what_if_nouns import LostCase, LostPromise, WhatIf
from katch_protocols.changes.what_if_reach import DutyLosses, ReachedCases
from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.duties.parties import Parties
from katch_protocols.duties.raci import raci
from katch_protocols.model.conditions import And, InState, Not
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.proofs.fewer_steps import AllSteps, FewerSteps
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.product_search import retold
from katch_protocols.proofs.prove import Prover, prove
from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.sentences.nearness import require

__all__ = ["WhatIfs", "duties", "what_if"]


def duties(
    chart: Chart, handbook: Handbook, *, as_of: date | None = None
) -> tuple[str, ...]:
    """Return the activities of a protocol that somebody must or may do.

    A signal is none of them: nobody does it.
    """
    done = {entry.activity for entry in chart.entries if not entry.is_signal}
    own = (each.activity for each in raci(chart, _parties(handbook, as_of)))
    return tuple(name for name in dict.fromkeys(own) if name in done)


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


class WhatIfs(Struct, frozen=True, dict=True):
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
        reached, still = self._reached, ReachedCases(left, self._holders)
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
        told = DutyLosses(self.chart, reached, still).told(found, self._parties)
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
        self, told: WhatIf, after: Mapping[Id, Proof | None], still: ReachedCases
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
    def _reached(self) -> ReachedCases:
        return ReachedCases(self.chart, self._holders)


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
