"""Sentences that remember nothing of a case: the graph of their slice proves them.

Their automaton has one state until it is broken. Where no row that breaks it applies,
it is in that state in every case, so its product with the slice is the slice itself,
of which every configuration is known: no case is walked.
"""

from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.product_search import Seen
from katch_protocols.proofs.verdicts import Answer, Verdict

__all__ = ["prove_by_slice"]


def prove_by_slice(seen: Seen, trigger: str) -> Answer | None:
    """Return that a sentence holds, or that nothing puts it to the test.

    ``None``: it remembers something, it is broken in some case, or its slice is not
    known; then its product must be explored.
    """
    study, product, field = seen.study, seen.product, seen.product.field
    if len(field.values) != 2 or field.values[1] != BROKEN:  # noqa: PLR2004 - states
        return None
    bits = ~field.mask
    if product.table.initial & field.mask or not study.shared:
        return None
    graph = study.graph(seen.table, product.cone & bits)
    if graph is None or len(graph.explored) > study.limit:
        return None
    rows = list(zip(product.table.rows, product.base, product.read, strict=True))
    for row, whole, _ in rows:
        if row.mask & field.mask and len(graph.edges(row, bits, whole)[0]):
            return None
    tested = trigger in product.started or any(
        trigger in letters and len(graph.edges(row, bits, whole)[0])
        for row, whole, letters in rows
    )
    size = len(graph.explored)
    return Answer(Verdict.HOLDS if tested else Verdict.VACUOUS, size)
