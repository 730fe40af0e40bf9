"""Proofs of a protocol from which an activity was taken, by what is proved with it.

Without an activity a protocol has fewer cases, and none that it had not before. So what
is true of every case stays true of those that are left: only whether a sentence is
still put to the test has to be asked anew. That spares the proofs that take long, which
reckon with clocks. It is so as long as the same deadlines are kept: an activity that
has a clock of its own, or without which only powers leave a state, takes away a bound,
and then the clocks are asked again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import (
    AfterThen,
    AtLeastAfter,
    AtLeastEvery,
    Safeguard,
    SafeguardRule,
)
from katch_protocols.proofs.automata.product_automaton import Automaton
from katch_protocols.proofs.kinds.pattern import Pattern, SlotReader
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.prove import Prover
from katch_protocols.proofs.sentence_prover import prove_pattern, prove_watchable
from katch_protocols.proofs.verdicts import Proof, Verdict

__all__ = ["FewerSteps"]

_MET = Automaton(("open", "met"), {("open", "a"): "met"})
"""Sees whether the first event of a sentence ever happens."""

_KEPT = frozenset({Verdict.HOLDS, Verdict.ENFORCED})


@dataclass(frozen=True)
class FewerSteps:
    """Proves the sentences of a protocol without one activity.

    ``before`` are the proofs with it, made in the session ``whole``; ``prover`` proves
    the chart in which nobody ever does it.
    """

    activity: str
    before: Mapping[Id, Proof]
    whole: ProofSession
    prover: Prover

    def verdicts(
        self, bound: Mapping[Id, Safeguard]
    ) -> Mapping[Id, tuple[Verdict, Proof | None]]:
        """Return where each sentence stands that is kept with the activity.

        With its proof, unless it was enough to ask whether it is put to the test.

        Raises:
            BudgetError: The budget of the command is spent.
        """
        found: dict[Id, tuple[Verdict, Proof | None]] = {}
        for name, safeguard in bound.items():
            if self.before[name].verdict in _KEPT:
                verdict = self._unclocked(name, safeguard.rule)
                if verdict is not None:
                    found[name] = verdict, None
                    continue
                proof = self.prover.safeguard(safeguard)
                found[name] = proof.verdict, proof
        return found

    def _unclocked(self, name: Id, rule: SafeguardRule) -> Verdict | None:
        """Return where a sentence stands, if no clock has to be asked for that."""
        if self.before[name].verdict is not Verdict.HOLDS or not self._same_deadlines:
            return None
        study = self.prover.session(rule)
        match rule:
            case AfterThen() if rule.within is not None:
                answer = prove_watchable(rule, study)
            case AtLeastAfter() | AtLeastEvery():
                first = SlotReader(rule, study).first(rule.event)
                answer = prove_pattern(rule, study, Pattern(_MET, (first,), "a"))
            case _:
                return None
        kept = answer.verdict in {Verdict.HOLDS, Verdict.VACUOUS}
        return answer.verdict if kept else None

    @cached_property
    def _same_deadlines(self) -> bool:
        """Whether every deadline that was kept with the activity is kept without it."""
        clocked = {duty.activity for duty in self.whole.chart.duties}
        freed = self.prover.study.left_freely - self.whole.left_freely
        return self.activity not in clocked and not freed
