"""``A is always possible``: no case ever stands where A cannot happen any more."""

import numpy as np

from katch_protocols.model.safeguards import AlwaysPossible
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.automata.product_automaton import OFF, Automaton
from katch_protocols.proofs.automata.sentence_states import never_binds
from katch_protocols.proofs.futures import futures
from katch_protocols.proofs.kinds.pattern import Reader
from katch_protocols.proofs.searching import explored_product
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.verdicts import Answer, Reason, Verdict
from katch_protocols.semantics.endings import end_cubes

__all__ = ["prove_always_possible"]


def prove_always_possible(rule: AlwaysPossible, study: Study) -> Answer:
    """Prove ``A is always possible`` over the graph of configurations, backwards.

    Computation tree logic: from every configuration that is not an end (and in which
    the exception did not happen), a step that reads A can be reached.
    """
    reader = Reader(rule, study)
    watcher = reader.watcher(Automaton(("open",), {}), [reader.first(rule.event)])
    ends = end_cubes(study.table, frozenset(Outcome))
    if never_binds(study.table_for(watcher.asks), watcher):
        return Answer(Verdict.VACUOUS, 1)
    search = explored_product(
        study, watcher, seeds=[mask for mask, _ in ends], keep="a"
    )
    if not search.explored.exhausted:
        return Answer(Verdict.NOT_EXHAUSTED, len(search.explored))
    graph = futures(search.explored)
    reads = [n for n, letters in enumerate(search.product.read) if "a" in letters]
    lost = ~graph.can_reach(graph.sources_of(reads))
    excused = [*ends, *([search.product.cube(OFF)] if rule.unless is not None else [])]
    for cube in excused:
        lost[search.explored.where(*cube)] = False
    places = np.flatnonzero(lost)
    if not len(places):
        return Answer(Verdict.HOLDS, len(search.explored))
    story = search.case(int(places[0]), Reason("never-again"))
    return Answer(Verdict.BROKEN, len(search.explored), story)
