"""Prove a sentence about a protocol too wide to explore."""

from katch_protocols.model.safeguards import Never, SafeguardRule
from katch_protocols.proofs.abstraction.localization import Localized
from katch_protocols.proofs.automata.product_automaton import (
    BROKEN,
    Automaton,
    Product,
    Watcher,
    binding_ends,
    broken,
    owing_ends,
)
from katch_protocols.proofs.kinds.pattern import Pattern
from katch_protocols.proofs.kinds.patterns import pattern
from katch_protocols.proofs.product_search import told
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.verdicts import Answer, Counterexample, Reason, Verdict
from katch_protocols.semantics.case_step import end_cubes
from katch_protocols.semantics.cubes import Cube

__all__ = ["is_vacuous_widely", "prove_wide"]


def prove_wide(
    rule: SafeguardRule, study: ProofSession, found: Pattern | None = None
) -> Answer:
    """Prove a sentence whose breach is seen in one case, without looking at all cases.

    ``found`` is what is watched, where that is not what its kind says.

    The counterexample is a case, not always a shortest one. Where too little can be
    seen at once, nothing is claimed.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
    """
    found = found or pattern(rule, study)
    if any(slot.asks_in_passing for slot in found.slots):
        return Answer(Verdict.NOT_EXHAUSTED, reason=Reason("too-wide"))
    outcomes = end_cubes(study.wide_table(()), found.outcomes)

    def goals(product: Product) -> list[Cube]:
        return [*broken(product), *owing_ends(product, found.automaton.owing, outcomes)]

    sight = study.search(Watcher(found.automaton, found.slots), goals)
    if sight.is_found:
        return Answer(Verdict.BROKEN, sight.size, _story(sight, found, study))
    if not sight.is_decided:
        return Answer(Verdict.NOT_EXHAUSTED, sight.size, reason=Reason("too-wide"))
    vacuous = not isinstance(rule, Never) and is_vacuous_widely(found, study)
    return Answer(Verdict.VACUOUS if vacuous else Verdict.HOLDS, sight.size)


def _story(sight: Localized, found: Pattern, study: ProofSession) -> Counterexample:
    table = study.wide_table(())
    entry = sight.rows[-1].entry if sight.rows else None
    if BROKEN not in found.automaton.states:
        reason, deciding = Reason("never-came"), len(sight.rows)
    elif found.explain is not None and entry is not None:
        reason, deciding = found.explain(entry), len(sight.rows) - 1
    else:
        reason, deciding = Reason("happened"), max(0, len(sight.rows) - 1)
    steps = told(table, sight.rows, sight.words)
    return Counterexample(
        sight.rows, sight.words, deciding, reason, steps, shortest=False
    )


def is_vacuous_widely(found: Pattern, study: ProofSession) -> bool:
    """Tell whether it is certain that nothing ever puts the sentence to the test."""
    if any(slot.asks_in_passing for slot in found.slots):
        return False
    if found.trigger is None:
        outcomes = end_cubes(study.wide_table(()), found.outcomes)
        watcher = Watcher(found.automaton, found.slots)
        met = study.search(watcher, lambda product: binding_ends(product, outcomes))
    else:
        states = ("open", "off", "met")
        moves = {("open", "off"): "off", ("open", found.trigger): "met"}
        watcher = Watcher(Automaton(states, moves), found.slots)
        met = study.search(watcher, lambda product: [product.cube("met")])
    return met.is_decided and not met.is_found
