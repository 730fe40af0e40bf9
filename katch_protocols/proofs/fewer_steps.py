"""Proofs of a protocol from which an activity was taken, by what is proved with it.

Without an activity a protocol has fewer cases, and none that it had not before. So what
is true of every case stays true of those that are left: only whether a sentence is
still put to the test has to be asked anew. It is, if some case that does so has no step
of the activity; such a case is known of most sentences. Sentences that set a time stay
true as long as the same deadlines are kept. An activity that has a clock of its own, or
without which only powers leave a state, takes away a bound: then all is proved.
"""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import (
    AfterThen,
    AtLeastAfter,
    AtLeastEvery,
    Different,
    Safeguard,
    SafeguardRule,
    SamePerson,
)
from katch_protocols.proofs.prove import Prover
from katch_protocols.proofs.sentence_prover import prove_pattern, prove_watchable
from katch_protocols.proofs.tested import first_event, is_of_every_case, tested_by
from katch_protocols.proofs.verdicts import Proof, Verdict

__all__ = ["AllSteps", "FewerSteps"]

_KEPT = frozenset({Verdict.HOLDS, Verdict.ENFORCED})


def _is_of_each(rule: SafeguardRule, verdict: Verdict) -> bool:
    """Tell whether what keeps a sentence is how each case is, whatever others there be.

    Who does what is asked of each case alone, where somebody keeps it too.
    """
    kept = {Verdict.HOLDS}
    if isinstance(rule, Different | SamePerson):
        kept = {Verdict.HOLDS, Verdict.ENFORCED}
    return verdict in kept and is_of_every_case(rule)


class AllSteps(Struct, frozen=True, dict=True):
    """What is known of a protocol with all its activities: for each in turn.

    ``proofs`` are those of its sentences, ``bound``, as ``prover`` makes them.
    """

    proofs: Mapping[Id, Proof]
    bound: Mapping[Id, Safeguard]
    prover: Prover

    @cached_property
    def kept(self) -> Mapping[Id, SafeguardRule]:
        """The sentences that are kept."""
        return {
            name: each.rule
            for name, each in self.bound.items()
            if self.proofs[name].verdict in _KEPT
        }

    @cached_property
    def tested(self) -> Mapping[Id, frozenset[str]]:
        """Of those that hold of every case: what is done in one that tests them.

        Those of which no such case was found are not there.
        """
        found = {
            name: tested_by(rule, self.prover.session(rule))
            for name, rule in self.kept.items()
            if _is_of_each(rule, self.proofs[name].verdict)
        }
        return {name: steps for name, steps in found.items() if steps is not None}


class FewerSteps(Struct, frozen=True, dict=True):
    """Proves the sentences of a protocol without one activity.

    ``prover`` proves the chart in which nobody ever does it.
    """

    activity: str
    known: AllSteps
    prover: Prover

    def verdicts(self) -> Mapping[Id, tuple[Verdict, Proof | None]]:
        """Return where each sentence stands that is kept with the activity.

        With its proof, unless it was enough to ask whether it is put to the test; then
        one that is enforced may even hold.

        Raises:
            BudgetError: The budget of the command is spent.
        """
        found: dict[Id, tuple[Verdict, Proof | None]] = {}
        for name, rule in self.known.kept.items():
            verdict = self._spared(name, rule)
            if verdict is not None:
                found[name] = verdict, None
                continue
            proof = self.prover.safeguard(self.known.bound[name])
            found[name] = proof.verdict, proof
        return found

    def _spared(self, name: Id, rule: SafeguardRule) -> Verdict | None:
        """Return where a sentence stands, if it need not be proved anew for that."""
        if not _is_of_each(rule, self.known.proofs[name].verdict):
            return None
        timed = isinstance(rule, AtLeastAfter | AtLeastEvery) or (
            isinstance(rule, AfterThen) and rule.within is not None
        )
        if timed and not self._same_deadlines:
            return None
        if self.activity not in self.known.tested.get(name, {self.activity}):
            return self.known.proofs[name].verdict
        return self._unclocked(rule) if timed else None

    def _unclocked(self, rule: SafeguardRule) -> Verdict | None:
        """Return where a sentence that sets a time stands, without its clocks."""
        study = self.prover.session(rule)
        if isinstance(rule, AfterThen):
            answer = prove_watchable(rule, study)
        else:
            answer = prove_pattern(rule, study, first_event(rule, study))
        kept = answer.verdict in {Verdict.HOLDS, Verdict.VACUOUS}
        return answer.verdict if kept else None

    @cached_property
    def _same_deadlines(self) -> bool:
        """Whether every deadline that was kept with the activity is kept without it."""
        whole = self.known.prover.study
        clocked = {duty.activity for duty in whole.chart.duties}
        freed = self.prover.study.left_freely - whole.left_freely
        return self.activity not in clocked and not freed
